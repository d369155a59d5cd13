"""A draft may begin from an earlier application: where it came from, and what was left out."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "carry_overs",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("carried_by_id", sa.Uuid(), nullable=False),
        sa.Column("carried_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("left_out", JSON, nullable=False),
        sa.CheckConstraint("application_id != source_id", name=op.f("ck_carry_overs_from_another_application")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_carry_overs_application_id_applications")
        ),
        sa.ForeignKeyConstraint(["carried_by_id"], ["people.id"], name=op.f("fk_carry_overs_carried_by_id_people")),
        sa.ForeignKeyConstraint(["source_id"], ["applications.id"], name=op.f("fk_carry_overs_source_id_applications")),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_carry_overs")),
    )
    with op.batch_alter_table("carry_overs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_carry_overs_source_id"), ["source_id"], unique=False)


def downgrade() -> None:
    """Drop it."""
    with op.batch_alter_table("carry_overs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_carry_overs_source_id"))

    op.drop_table("carry_overs")
