"""How people want messages: each at once, once a day together, or in the inbox only."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "message_choices",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column(
            "choice",
            sa.Enum("at_once", "digest", "none", name="choice", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_message_choices_person_id_people")),
        sa.PrimaryKeyConstraint("person_id", "topic", name=op.f("pk_message_choices")),
    )


def downgrade() -> None:
    """Take the table away: everybody gets each message at once."""
    op.drop_table("message_choices")
