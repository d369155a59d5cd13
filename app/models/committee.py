"""What a committee does around a decision: the votes of its members, and announcements at a set time."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Identified
from app.models.cycles import Programme
from app.models.decisions import Proposal
from app.models.people import Person
from workflows.voting import Choice


class CommitteeVote(Identified, Base):
    """What one member says to a proposed decision; it may change until the decision is signed."""

    __tablename__ = "committee_votes"

    proposal_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("proposals.id"), index=True)
    member_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    choice: Mapped[Choice]
    reason: Mapped[str] = mapped_column(default="")
    cast_at: Mapped[datetime]

    proposal: Mapped[Proposal] = relationship()
    member: Mapped[Person] = relationship()

    __table_args__ = (
        UniqueConstraint("proposal_id", "member_id"),
        CheckConstraint("choice = 'for' or reason != ''", name="saying_no_has_a_reason"),
    )


class ScheduledAnnouncement(Identified, Base):
    """A time at which the results of a programme are announced; `seen` is the seal of the results looked at.

    It ends once: carried out, taken back by somebody, or stopped at its time for what then stood against it.
    """

    __tablename__ = "scheduled_announcements"

    programme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("programmes.id"), index=True)
    due_at: Mapped[datetime]
    seen: Mapped[str]
    scheduled_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    scheduled_at: Mapped[datetime]
    cancelled_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    cancelled_at: Mapped[datetime | None]
    carried_out_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]
    stopped_by: Mapped[str] = mapped_column(default="")

    programme: Mapped[Programme] = relationship()
    scheduled_by: Mapped[Person] = relationship(foreign_keys=[scheduled_by_id])

    __table_args__ = (
        CheckConstraint("(cancelled_at is null) = (cancelled_by_id is null)", name="cancelled_by_somebody"),
        CheckConstraint("(stopped_at is null) = (stopped_by = '')", name="stopped_by_something"),
        CheckConstraint(
            "(case when cancelled_at is null then 0 else 1 end) + (case when carried_out_at is null then 0 else 1 end)"
            " + (case when stopped_at is null then 0 else 1 end) <= 1",
            name="ends_once",
        ),
        Index(
            "ix_scheduled_announcements_one_waiting",
            "programme_id",
            unique=True,
            sqlite_where=text("cancelled_at is null and carried_out_at is null and stopped_at is null"),
            postgresql_where=text("cancelled_at is null and carried_out_at is null and stopped_at is null"),
        ),
    )
