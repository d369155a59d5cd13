"""Every try to deliver a message, what a message is about, and the states of one that is held, uncertain or unwanted."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

_BEFORE = "state in ('waiting', 'sent', 'failed')"
_AFTER = "state in ('waiting', 'sending', 'sent', 'failed', 'uncertain', 'held', 'digested', 'inbox_only')"
_DIGESTED = "(state = 'digested') = (digest_id is not null)"


def upgrade() -> None:
    """Widen the messages and make the table of tries."""
    with op.batch_alter_table("messages") as batch_op:
        batch_op.add_column(sa.Column("programme_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("digest_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_messages_programme_id_programmes"), "programmes", ["programme_id"], ["id"])
        batch_op.create_foreign_key(op.f("fk_messages_digest_id_messages"), "messages", ["digest_id"], ["id"])
        batch_op.drop_constraint(op.f("ck_messages_messagestate"), type_="check")
        batch_op.create_check_constraint(op.f("ck_messages_messagestate"), _AFTER)
        batch_op.create_check_constraint(op.f("ck_messages_digested_in_a_digest"), _DIGESTED)
        batch_op.create_index(op.f("ix_messages_programme_id"), ["programme_id"], unique=False)
        batch_op.create_index(op.f("ix_messages_digest_id"), ["digest_id"], unique=False)
        batch_op.create_index(op.f("ix_messages_created_at"), ["created_at"], unique=False)
    op.create_table(
        "message_attempts",
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handing_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "taken",
                "no_server",
                "server_refused",
                "address_refused",
                "message_refused",
                "worker_lost",
                "no_answer",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("detail", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(outcome is null) = (ended_at is null)", name=op.f("ck_message_attempts_ended_with_an_outcome")
        ),
        sa.CheckConstraint("number > 0", name=op.f("ck_message_attempts_tries_are_counted_from_one")),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name=op.f("fk_message_attempts_message_id_messages")),
        sa.PrimaryKeyConstraint("message_id", "number", name=op.f("pk_message_attempts")),
    )


def downgrade() -> None:
    """Take the tries away; what is in a state of later versions counts as given up."""
    op.drop_table("message_attempts")
    op.execute(
        "update messages set digest_id = null, state = 'failed' where state not in ('waiting', 'sent', 'failed')"
    )
    with op.batch_alter_table("messages") as batch_op:
        for name in ("ix_messages_programme_id", "ix_messages_digest_id", "ix_messages_created_at"):
            batch_op.drop_index(op.f(name))
        for name in ("fk_messages_programme_id_programmes", "fk_messages_digest_id_messages"):
            batch_op.drop_constraint(op.f(name), type_="foreignkey")
        batch_op.drop_constraint(op.f("ck_messages_digested_in_a_digest"), type_="check")
        batch_op.drop_constraint(op.f("ck_messages_messagestate"), type_="check")
        batch_op.create_check_constraint(op.f("ck_messages_messagestate"), _BEFORE)
        batch_op.drop_column("programme_id")
        batch_op.drop_column("digest_id")
