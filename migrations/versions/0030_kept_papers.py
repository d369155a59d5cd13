"""Papers the worker made ahead, by the fingerprint of what they were made of."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    """Make the table; papers of before are typeset when they are asked for, as they always were."""
    op.create_table(
        "kept_papers",
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["sha256"], ["stored_files.sha256"], name=op.f("fk_kept_papers_sha256_stored_files")),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_kept_papers")),
    )


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("kept_papers")
