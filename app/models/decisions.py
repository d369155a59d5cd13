"""Decisions, feedback reports, and acts that two persons take."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.appeals import Appeal
from app.models.applications import Application
from app.models.base import Base, Identified
from app.models.cycles import Programme
from app.models.people import DeclaredInterest, Person


class ProposalState(StrEnum):
    """An act by two persons waits, is confirmed, is refused, or lapses after its days."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    EXPIRED = "expired"


class Proposal(Identified, Base):
    """An act one person proposed and another must confirm before anything changes."""

    __tablename__ = "proposals"

    act: Mapped[str]
    application_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("applications.id"), index=True)
    programme_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("programmes.id"), index=True)
    interest_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("declared_interests.id"), index=True)
    appeal_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("appeals.id"), index=True)
    payload: Mapped[dict[str, Any]] = mapped_column(default=dict)
    reason: Mapped[str]
    state: Mapped[ProposalState] = mapped_column(default=ProposalState.WAITING)
    proposed_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    proposed_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    settled_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    settled_at: Mapped[datetime | None]

    application: Mapped[Application | None] = relationship()
    programme: Mapped[Programme | None] = relationship()
    interest: Mapped[DeclaredInterest | None] = relationship()
    appeal: Mapped[Appeal | None] = relationship()
    proposed_by: Mapped[Person] = relationship(foreign_keys=[proposed_by_id])
    settled_by: Mapped[Person | None] = relationship(foreign_keys=[settled_by_id])

    __table_args__ = (
        CheckConstraint(
            "(case when application_id is null then 0 else 1 end) + (case when programme_id is null then 0 else 1 end)"
            " + (case when interest_id is null then 0 else 1 end) + (case when appeal_id is null then 0 else 1 end)"
            " = 1",
            name="about_one_thing",
        ),
        CheckConstraint("settled_by_id is null or settled_by_id != proposed_by_id", name="two_different_persons"),
        CheckConstraint("(state = 'waiting') = (settled_at is null)", name="settled_has_a_time"),
        Index(
            "ix_proposals_one_waiting",
            "act",
            "application_id",
            unique=True,
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        Index(
            "ix_proposals_one_waiting_for_a_programme",
            "act",
            "programme_id",
            unique=True,
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        Index(
            "ix_proposals_one_waiting_for_an_appeal",
            "act",
            "appeal_id",
            unique=True,
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )


class Decision(Identified, Base):
    """The committee's result for one application: who was there, who stood aside, how they voted, what was said.

    `attended` and `recused` are members by id, `guests` members without an account by name; `votes` hold member,
    choice and reason as they stood when it was signed. One that was reopened stays on record beside the new one.
    """

    __tablename__ = "decisions"

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("applications.id"))
    outcome: Mapped[str]
    reason: Mapped[str]
    quorum: Mapped[int]
    attended: Mapped[list[Any]] = mapped_column(default=list)
    guests: Mapped[list[Any]] = mapped_column(default=list)
    recused: Mapped[list[Any]] = mapped_column(default=list)
    votes: Mapped[list[Any]] = mapped_column(default=list)
    minutes: Mapped[str] = mapped_column(default="")
    proposed_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    confirmed_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime]
    reopened_at: Mapped[datetime | None]
    reopened_because: Mapped[str] = mapped_column(default="")

    application: Mapped[Application] = relationship()
    proposed_by: Mapped[Person] = relationship(foreign_keys=[proposed_by_id])
    confirmed_by: Mapped[Person] = relationship(foreign_keys=[confirmed_by_id])

    __table_args__ = (
        CheckConstraint("proposed_by_id != confirmed_by_id", name="two_different_persons"),
        CheckConstraint("quorum > 0", name="a_quorum_was_present"),
        CheckConstraint("(reopened_at is null) = (reopened_because = '')", name="reopened_for_a_reason"),
        Index(
            "ix_decisions_one_stands",
            "application_id",
            unique=True,
            sqlite_where=text("reopened_at is null"),
            postgresql_where=text("reopened_at is null"),
        ),
    )


class FeedbackState(StrEnum):
    """Feedback is drafted from the consensus, approved by staff, then released with its programme."""

    DRAFT = "draft"
    APPROVED = "approved"
    RELEASED = "released"


class FeedbackReport(Identified, Base):
    """What the agency receives; it holds no assessor's name and has no place for one."""

    __tablename__ = "feedback_reports"

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("applications.id"), unique=True)
    state: Mapped[FeedbackState] = mapped_column(default=FeedbackState.DRAFT)
    content: Mapped[dict[str, Any]] = mapped_column(default=dict)
    approved_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    approved_at: Mapped[datetime | None]
    released_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    application: Mapped[Application] = relationship()

    __table_args__ = (
        CheckConstraint("(state = 'draft') = (approved_at is null)", name="approved_has_a_time"),
        CheckConstraint("(state = 'released') = (released_at is not null)", name="released_has_a_time"),
    )
