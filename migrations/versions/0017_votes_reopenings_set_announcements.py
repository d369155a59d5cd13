"""Attendance and votes of committees, decisions reopened, announcements at a set time."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_STANDS = sa.text("reopened_at is null")
_WAITS = sa.text("cancelled_at is null and carried_out_at is null and stopped_at is null")


def upgrade() -> None:
    """Make the tables and columns."""
    op.create_table(
        "committee_votes",
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column(
            "choice",
            sa.Enum("for", "against", "abstain", name="choice", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("cast_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("choice = 'for' or reason != ''", name=op.f("ck_committee_votes_saying_no_has_a_reason")),
        sa.ForeignKeyConstraint(["member_id"], ["people.id"], name=op.f("fk_committee_votes_member_id_people")),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name=op.f("fk_committee_votes_proposal_id_proposals")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_votes")),
        sa.UniqueConstraint("proposal_id", "member_id", name=op.f("uq_committee_votes_proposal_id_member_id")),
    )
    op.create_index(op.f("ix_committee_votes_proposal_id"), "committee_votes", ["proposal_id"])
    op.create_table(
        "scheduled_announcements",
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen", sa.String(), nullable=False),
        sa.Column("scheduled_by_id", sa.Uuid(), nullable=False),
        sa.Column("scheduled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_by_id", sa.Uuid(), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("carried_out_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_by", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(cancelled_at is null) = (cancelled_by_id is null)",
            name=op.f("ck_scheduled_announcements_cancelled_by_somebody"),
        ),
        sa.CheckConstraint(
            "(stopped_at is null) = (stopped_by = '')", name=op.f("ck_scheduled_announcements_stopped_by_something")
        ),
        sa.CheckConstraint(
            "(case when cancelled_at is null then 0 else 1 end) + (case when carried_out_at is null then 0 else 1 end)"
            " + (case when stopped_at is null then 0 else 1 end) <= 1",
            name=op.f("ck_scheduled_announcements_ends_once"),
        ),
        sa.ForeignKeyConstraint(
            ["cancelled_by_id"], ["people.id"], name=op.f("fk_scheduled_announcements_cancelled_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_scheduled_announcements_programme_id_programmes")
        ),
        sa.ForeignKeyConstraint(
            ["scheduled_by_id"], ["people.id"], name=op.f("fk_scheduled_announcements_scheduled_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheduled_announcements")),
    )
    op.create_index(op.f("ix_scheduled_announcements_programme_id"), "scheduled_announcements", ["programme_id"])
    op.create_index(
        "ix_scheduled_announcements_one_waiting",
        "scheduled_announcements",
        ["programme_id"],
        unique=True,
        sqlite_where=_WAITS,
        postgresql_where=_WAITS,
    )
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("attended", JSON, nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("guests", JSON, nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("votes", JSON, nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("reopened_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("reopened_because", sa.String(), nullable=False, server_default=""))
        batch_op.drop_constraint(batch_op.f("uq_decisions_application_id"), type_="unique")
        for name in ("attended", "guests", "votes", "reopened_because"):
            batch_op.alter_column(name, server_default=None)
        batch_op.create_check_constraint(
            batch_op.f("ck_decisions_reopened_for_a_reason"), "(reopened_at is null) = (reopened_because = '')"
        )
        batch_op.create_index(
            "ix_decisions_one_stands",
            ["application_id"],
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        )


def downgrade() -> None:
    """Take them away again; decisions that were reopened go with them."""
    op.execute("delete from decisions where reopened_at is not null")
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.drop_index("ix_decisions_one_stands", sqlite_where=_STANDS, postgresql_where=_STANDS)
        batch_op.drop_constraint(batch_op.f("ck_decisions_reopened_for_a_reason"), type_="check")
        batch_op.create_unique_constraint(batch_op.f("uq_decisions_application_id"), ["application_id"])
        for name in ("reopened_because", "reopened_at", "votes", "guests", "attended"):
            batch_op.drop_column(name)
    op.drop_table("scheduled_announcements")
    op.drop_table("committee_votes")
