"""Reasons that officers use again."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "reason_templates",
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "pass",
                "return",
                "screen_out",
                name="screeningoutcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text_th", sa.String(), nullable=False),
        sa.Column("text_en", sa.String(), nullable=False),
        sa.Column("changed_by_id", sa.Uuid(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "title != '' and text_th != '' and text_en != ''",
            name=op.f("ck_reason_templates_a_template_says_something"),
        ),
        sa.CheckConstraint("outcome != 'pass'", name=op.f("ck_reason_templates_passing_needs_no_reason")),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["people.id"], name=op.f("fk_reason_templates_changed_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_reason_templates_programme_id_programmes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reason_templates")),
    )
    op.create_index(op.f("ix_reason_templates_programme_id"), "reason_templates", ["programme_id"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("reason_templates")
