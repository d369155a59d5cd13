"""What an assessor notes about an agency before scoring."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "key_factors",
        sa.Column("sheet_id", sa.Uuid(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["sheet_id"], ["score_sheets.id"], name=op.f("fk_key_factors_sheet_id_score_sheets")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_factors")),
        sa.UniqueConstraint("sheet_id", "topic", name=op.f("uq_key_factors_sheet_id_topic")),
    )
    with op.batch_alter_table("key_factors", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_key_factors_sheet_id"), ["sheet_id"], unique=False)


def downgrade() -> None:
    """Drop it."""
    op.drop_table("key_factors")
