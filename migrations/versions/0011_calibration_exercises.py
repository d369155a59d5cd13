"""Calibration exercises with their key and trial sheets, and anchor applications."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0011"
down_revision = "0010"

_JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    """Bring the tables of exercises and the mark of an anchor."""
    op.create_table(
        "calibration_exercises",
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("snapshot_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(snapshot_id is null) = (text != '')", name=op.f("ck_calibration_exercises_a_snapshot_or_a_text")
        ),
        sa.CheckConstraint(
            "closed_at is null or opened_at is not null",
            name=op.f("ck_calibration_exercises_closed_after_it_was_open"),
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["people.id"], name=op.f("fk_calibration_exercises_created_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_calibration_exercises_programme_id_programmes")
        ),
        sa.ForeignKeyConstraint(
            ["snapshot_id"], ["snapshots.id"], name=op.f("fk_calibration_exercises_snapshot_id_snapshots")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calibration_exercises")),
    )
    op.create_index(op.f("ix_calibration_exercises_programme_id"), "calibration_exercises", ["programme_id"])
    _judged_nodes("exercise_keys", "exercise_id", "calibration_exercises", reason=True)
    _trial_sheets()
    _judged_nodes("exercise_entries", "sheet_id", "exercise_sheets", reason=False)
    op.add_column("applications", sa.Column("is_anchor", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("applications") as table:
        table.alter_column("is_anchor", server_default=None)


def _trial_sheets() -> None:
    op.create_table(
        "exercise_sheets",
        sa.Column("exercise_id", sa.Uuid(), nullable=False),
        sa.Column("assessor_id", sa.Uuid(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("difference", sa.String(), nullable=True),
        sa.Column("let_in_by_id", sa.Uuid(), nullable=True),
        sa.Column("let_in_reason", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(submitted_at is null) = (difference is null)", name=op.f("ck_exercise_sheets_submitted_has_a_difference")
        ),
        sa.CheckConstraint(
            "(let_in_by_id is null) = (let_in_reason = '')", name=op.f("ck_exercise_sheets_let_in_with_a_reason")
        ),
        sa.CheckConstraint(
            "let_in_by_id is null or submitted_at is not null",
            name=op.f("ck_exercise_sheets_let_in_after_it_was_submitted"),
        ),
        sa.ForeignKeyConstraint(["assessor_id"], ["people.id"], name=op.f("fk_exercise_sheets_assessor_id_people")),
        sa.ForeignKeyConstraint(
            ["exercise_id"],
            ["calibration_exercises.id"],
            name=op.f("fk_exercise_sheets_exercise_id_calibration_exercises"),
        ),
        sa.ForeignKeyConstraint(["let_in_by_id"], ["people.id"], name=op.f("fk_exercise_sheets_let_in_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exercise_sheets")),
        sa.UniqueConstraint("exercise_id", "assessor_id", name=op.f("uq_exercise_sheets_exercise_id_assessor_id")),
    )
    op.create_index(op.f("ix_exercise_sheets_assessor_id"), "exercise_sheets", ["assessor_id"])
    op.create_index(op.f("ix_exercise_sheets_exercise_id"), "exercise_sheets", ["exercise_id"])


def _judged_nodes(table: str, owner: str, owners: str, *, reason: bool) -> None:
    said = sa.Column("reason", sa.String(), nullable=False)
    saved = sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False)
    check = [sa.CheckConstraint("reason != ''", name=op.f(f"ck_{table}_has_a_reason"))] if reason else []
    op.create_table(
        table,
        sa.Column(owner, sa.Uuid(), nullable=False),
        sa.Column("node_id", sa.String(), nullable=False),
        sa.Column("value", _JSON, nullable=False),
        said if reason else saved,
        sa.Column("id", sa.Uuid(), nullable=False),
        *check,
        sa.ForeignKeyConstraint([owner], [f"{owners}.id"], name=op.f(f"fk_{table}_{owner}_{owners}")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint(owner, "node_id", name=op.f(f"uq_{table}_{owner}_node_id")),
    )
    op.create_index(op.f(f"ix_{table}_{owner}"), table, [owner])


def downgrade() -> None:
    """Take them away."""
    with op.batch_alter_table("applications") as table:
        table.drop_column("is_anchor")
    for name in ("exercise_entries", "exercise_sheets", "exercise_keys", "calibration_exercises"):
        op.drop_table(name)
