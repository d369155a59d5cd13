"""Mailings: what officers write to chosen people, and what became of each."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0022"
down_revision = "0021"

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
STATES = ("draft", "waiting", "sending", "sent", "cancelled", "stopped")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "mailings",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(*STATES, name="mailingstate", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("subject_th", "body_th", "subject_en", "body_en")),
        sa.Column("audiences", JSON, nullable=False),
        sa.Column("entry_state", sa.String(), nullable=False),
        sa.Column("stage_code", sa.String(), nullable=False),
        sa.Column("ministry_id", sa.Uuid(), nullable=True),
        sa.Column(
            "owing",
            sa.Enum("", "owed", "late", name="owing", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("left_out", JSON, nullable=False),
        sa.Column("written_by_id", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by_id", sa.Uuid(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_by_id", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_by", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(state = 'draft') = (confirmed_at is null) and (state = 'draft') = (confirmed_by_id is null)"
            " and (state = 'draft') = (due_at is null)",
            name=op.f("ck_mailings_confirmed_by_somebody_for_a_time"),
        ),
        sa.CheckConstraint(
            "(state = 'cancelled') = (cancelled_by_id is not null)", name=op.f("ck_mailings_cancelled_by_somebody")
        ),
        sa.CheckConstraint("(state = 'stopped') = (stopped_by != '')", name=op.f("ck_mailings_stopped_by_something")),
        sa.CheckConstraint(
            "(state in ('sent', 'cancelled', 'stopped')) = (ended_at is not null)",
            name=op.f("ck_mailings_ended_has_a_time"),
        ),
        sa.ForeignKeyConstraint(["ministry_id"], ["agencies.id"], name=op.f("fk_mailings_ministry_id_agencies")),
        sa.ForeignKeyConstraint(["written_by_id"], ["people.id"], name=op.f("fk_mailings_written_by_id_people")),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["people.id"], name=op.f("fk_mailings_confirmed_by_id_people")),
        sa.ForeignKeyConstraint(["cancelled_by_id"], ["people.id"], name=op.f("fk_mailings_cancelled_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailings")),
    )
    op.create_index(op.f("ix_mailings_written_by_id"), "mailings", ["written_by_id"])
    op.create_index("ix_mailings_state_due_at", "mailings", ["state", "due_at"])
    op.create_table(
        "mailing_programmes",
        sa.Column("mailing_id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mailing_id"], ["mailings.id"], name=op.f("fk_mailing_programmes_mailing_id_mailings")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_mailing_programmes_programme_id_programmes")
        ),
        sa.PrimaryKeyConstraint("mailing_id", "programme_id", name=op.f("pk_mailing_programmes")),
    )
    op.create_index(op.f("ix_mailing_programmes_programme_id"), "mailing_programmes", ["programme_id"])
    op.create_table(
        "mailing_recipients",
        sa.Column("mailing_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("reasons", JSON, nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=True),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "message_id is null or dropped_at is null", name=op.f("ck_mailing_recipients_told_or_dropped")
        ),
        sa.ForeignKeyConstraint(
            ["mailing_id"], ["mailings.id"], name=op.f("fk_mailing_recipients_mailing_id_mailings")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_mailing_recipients_person_id_people")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_mailing_recipients_programme_id_programmes")
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_mailing_recipients_message_id_messages")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailing_recipients")),
        sa.UniqueConstraint(
            "mailing_id",
            "person_id",
            "programme_id",
            name=op.f("uq_mailing_recipients_mailing_id_person_id_programme_id"),
        ),
    )
    op.create_index(op.f("ix_mailing_recipients_person_id"), "mailing_recipients", ["person_id"])
    op.create_index(op.f("ix_mailing_recipients_message_id"), "mailing_recipients", ["message_id"])


def downgrade() -> None:
    """Take the tables away; the messages that were sent stay."""
    op.drop_table("mailing_recipients")
    op.drop_table("mailing_programmes")
    op.drop_table("mailings")
