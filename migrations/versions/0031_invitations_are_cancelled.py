"""An invitation can be cancelled before it is accepted."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    """Add when it was cancelled; no trigger looks at this table, so that it may be rebuilt."""
    with op.batch_alter_table("invitations") as batch_op:
        batch_op.add_column(sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_check_constraint(
            op.f("ck_invitations_not_accepted_and_cancelled"), "accepted_at is null or cancelled_at is null"
        )


def downgrade() -> None:
    """Take it away again; what was cancelled ends on the moment it was."""
    op.execute("update invitations set expires_at = cancelled_at where cancelled_at is not null")
    with op.batch_alter_table("invitations") as batch_op:
        batch_op.drop_constraint(op.f("ck_invitations_not_accepted_and_cancelled"), type_="check")
        batch_op.drop_column("cancelled_at")
