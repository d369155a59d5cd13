"""Hits of the checker of feedback reports that an officer lets stand."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "leak_confirmations",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "assessor", "other", "score", name="leakkind", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("confirmed_by_id", sa.Uuid(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("reason != ''", name=op.f("ck_leak_confirmations_let_stand_for_a_reason")),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["people.id"], name=op.f("fk_leak_confirmations_confirmed_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["feedback_reports.id"], name=op.f("fk_leak_confirmations_report_id_feedback_reports")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leak_confirmations")),
        sa.UniqueConstraint("report_id", "key", name=op.f("uq_leak_confirmations_report_id_key")),
    )


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("leak_confirmations")
