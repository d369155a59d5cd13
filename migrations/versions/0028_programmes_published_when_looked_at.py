"""A programme is set up before it is published; every one that exists has been seen, and counts as published."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    """Add the column by itself: rebuilding the table would lose the triggers that look at its dates."""
    op.add_column("programmes", sa.Column("is_published", sa.Boolean(), nullable=False, server_default=sa.true()))


def downgrade() -> None:
    """Take it away: every programme is seen by everybody again."""
    op.drop_column("programmes", "is_published")
