"""Appeals and complaints after the announcement; acts of two persons about them, letter numbers on their answers."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

_WAITING, _IN_FORCE = sa.text("state = 'waiting'"), sa.text("voided_at is null")
_PROPOSALS = ("application_id", "programme_id", "interest_id")
_PAPERS = ("receipt_id", "programme_id")


def upgrade() -> None:
    """Make the tables and columns."""
    _appeals()
    op.create_table(
        "appeal_files",
        sa.Column("evidence_id", sa.Uuid(), nullable=False),
        sa.Column("appeal_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["appeal_id"], ["appeals.id"], name=op.f("fk_appeal_files_appeal_id_appeals")),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_appeal_files_evidence_id_evidence")),
        sa.PrimaryKeyConstraint("evidence_id", name=op.f("pk_appeal_files")),
    )
    op.create_index(op.f("ix_appeal_files_appeal_id"), "appeal_files", ["appeal_id"])
    with op.batch_alter_table("proposals") as table:
        table.add_column(sa.Column("appeal_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(op.f("fk_proposals_appeal_id_appeals"), "appeals", ["appeal_id"], ["id"])
        table.create_index(op.f("ix_proposals_appeal_id"), ["appeal_id"], unique=False)
        table.drop_constraint(op.f("ck_proposals_about_one_thing"), type_="check")
        table.create_check_constraint(op.f("ck_proposals_about_one_thing"), _one_of(*_PROPOSALS, "appeal_id"))
    op.create_index(
        "ix_proposals_one_waiting_for_an_appeal",
        "proposals",
        ["act", "appeal_id"],
        unique=True,
        sqlite_where=_WAITING,
        postgresql_where=_WAITING,
    )
    with op.batch_alter_table("letter_numbers") as table:
        table.add_column(sa.Column("appeal_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(op.f("fk_letter_numbers_appeal_id_appeals"), "appeals", ["appeal_id"], ["id"])
        table.create_index(op.f("ix_letter_numbers_appeal_id"), ["appeal_id"], unique=False)
        table.drop_constraint(op.f("ck_letter_numbers_of_one_paper"), type_="check")
        table.create_check_constraint(op.f("ck_letter_numbers_of_one_paper"), _one_of(*_PAPERS, "appeal_id"))
    op.create_index(
        "ix_letter_numbers_one_of_an_answer",
        "letter_numbers",
        ["appeal_id"],
        unique=True,
        sqlite_where=_IN_FORCE,
        postgresql_where=_IN_FORCE,
    )


def downgrade() -> None:
    """Take them away again; what was about an appeal goes with it."""
    op.drop_index("ix_letter_numbers_one_of_an_answer", "letter_numbers")
    op.drop_index("ix_proposals_one_waiting_for_an_appeal", "proposals")
    for name, check, columns in (
        ("letter_numbers", "of_one_paper", _PAPERS),
        ("proposals", "about_one_thing", _PROPOSALS),
    ):
        rows = sa.table(name, sa.column("appeal_id"))
        op.execute(rows.delete().where(rows.c.appeal_id.is_not(None)))
        with op.batch_alter_table(name) as table:
            table.drop_constraint(op.f(f"ck_{name}_{check}"), type_="check")
            table.create_check_constraint(op.f(f"ck_{name}_{check}"), _one_of(*columns))
            table.drop_index(op.f(f"ix_{name}_appeal_id"))
            table.drop_constraint(op.f(f"fk_{name}_appeal_id_appeals"), type_="foreignkey")
            table.drop_column("appeal_id")
    op.drop_table("appeal_files")
    op.drop_table("appeals")


def _one_of(*columns: str) -> str:
    return " + ".join(f"(case when {column} is null then 0 else 1 end)" for column in columns) + " = 1"


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _appeals() -> None:
    op.create_table(
        "appeals",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("kind", _choice("appealkind", "appeal", "complaint"), nullable=False),
        sa.Column("state", _choice("appealstate", "draft", "received", "taken_up", "answered"), nullable=False),
        sa.Column(
            "ground",
            _choice("appealground", "procedure", "overlooked", "figures", "interest", "conduct", "other"),
            nullable=True,
        ),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("complainant", sa.String(), nullable=False),
        sa.Column("letter_reference", sa.String(), nullable=False),
        sa.Column("letter_date", sa.Date(), nullable=True),
        sa.Column("written_by_id", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("filed_by_id", sa.Uuid(), nullable=True),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer_due_on", sa.Date(), nullable=True),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("event_id", sa.Uuid(), nullable=True),
        sa.Column("taken_up_by_id", sa.Uuid(), nullable=True),
        sa.Column("taken_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", _choice("appealoutcome", "upheld", "partly", "dismissed", "out_of_scope"), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("follows", sa.String(), nullable=False),
        sa.Column("correction", sa.String(), nullable=False),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("confirmed_by_id", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        *_checks(),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_appeals_application_id_applications")
        ),
        *(
            sa.ForeignKeyConstraint([column], ["people.id"], name=op.f(f"fk_appeals_{column}_people"))
            for column in ("written_by_id", "filed_by_id", "taken_up_by_id", "answered_by_id", "confirmed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeals")),
        sa.UniqueConstraint("number", name=op.f("uq_appeals_number")),
    )
    op.create_index(op.f("ix_appeals_application_id"), "appeals", ["application_id"])
    is_draft = sa.text("state = 'draft'")
    op.create_index(
        "ix_appeals_one_draft",
        "appeals",
        ["application_id"],
        unique=True,
        sqlite_where=is_draft,
        postgresql_where=is_draft,
    )


def _checks() -> list[sa.CheckConstraint]:
    kept = {
        "received_has_a_number_a_time_a_person_and_a_hash": (
            "(state = 'draft') = (number is null) and (state = 'draft') = (filed_at is null) and (state = 'draft') = "
            "(filed_by_id is null) and (state = 'draft') = (sha256 is null) and (state = 'draft') = (event_id is null)"
        ),
        "taken_up_by_somebody": (
            "(state in ('taken_up', 'answered')) = (taken_up_at is not null) and "
            "(taken_up_at is null) = (taken_up_by_id is null)"
        ),
        "answered_with_an_outcome_by_two": (
            "(state = 'answered') = (answered_at is not null) and (state = 'answered') = (outcome is not null) and "
            "(state = 'answered') = (answer != '') and (state = 'answered') = (answered_by_id is not null) and "
            "(state = 'answered') = (confirmed_by_id is not null)"
        ),
        "two_different_persons": "answered_by_id is null or answered_by_id != confirmed_by_id",
        "only_what_is_upheld_corrects_a_result": "correction = '' or outcome in ('upheld', 'partly')",
        "a_complaint_says_who_wrote": (
            "(kind = 'complaint') = (complainant != '') and (kind = 'appeal' or state != 'draft')"
        ),
    }
    return [sa.CheckConstraint(said, name=op.f(f"ck_appeals_{name}")) for name, said in kept.items()]
