"""One index with everything the staff's pages count applications by."""

from alembic import op

revision = "0024"
down_revision = "0023"

_STANDING = ["programme_id", "state", "phase", "stage_id", "submitted_at", "state_since"]


def upgrade() -> None:
    """Let the wider index take the place of the narrower one."""
    op.create_index("ix_applications_standing", "applications", _STANDING)
    op.drop_index("ix_applications_programme_id_state", table_name="applications")


def downgrade() -> None:
    """Put the narrower one back."""
    op.create_index("ix_applications_programme_id_state", "applications", ["programme_id", "state"])
    op.drop_index("ix_applications_standing", table_name="applications")
