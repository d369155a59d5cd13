"""What staff make of the standard texts of messages."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "message_wordings",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("body", sa.String(), nullable=True),
        sa.Column("written_by_id", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("language in ('th', 'en')", name=op.f("ck_message_wordings_language_is_known")),
        sa.CheckConstraint("(subject is null) = (body is null)", name=op.f("ck_message_wordings_a_whole_text_or_none")),
        sa.CheckConstraint("number > 0", name=op.f("ck_message_wordings_versions_are_counted_from_one")),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["people.id"], name=op.f("fk_message_wordings_written_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_wordings")),
        sa.UniqueConstraint(
            "kind", "language", "place", "number", name=op.f("uq_message_wordings_kind_language_place_number")
        ),
    )


def downgrade() -> None:
    """Take the table away; standard texts are used again."""
    op.drop_table("message_wordings")
