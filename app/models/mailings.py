"""Mailings: what an officer writes to chosen people, whom it goes to, and what became of each."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.agencies import Agency
from app.models.base import Base, Identified
from app.models.cycles import Programme
from app.models.messages import Message
from app.models.people import Person
from workflows.mailing import MailingState, Owing


class Mailing(Identified, Base):
    """One text in both languages and the choice of whom it goes to. `left_out` are recipients taken out by hand.

    Until it is confirmed its recipients are whoever fits the choice; then they are its rows. `due_at` is when it goes.
    """

    __tablename__ = "mailings"

    kind: Mapped[str]
    state: Mapped[MailingState] = mapped_column(default=MailingState.DRAFT)
    subject_th: Mapped[str]
    body_th: Mapped[str]
    subject_en: Mapped[str]
    body_en: Mapped[str]
    audiences: Mapped[list[Any]] = mapped_column(default=list)
    entry_state: Mapped[str] = mapped_column(default="")
    stage_code: Mapped[str] = mapped_column(default="")
    ministry_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("agencies.id"))
    owing: Mapped[Owing] = mapped_column(default=Owing.ANY)
    left_out: Mapped[list[Any]] = mapped_column(default=list)
    written_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"), index=True)
    written_at: Mapped[datetime]
    confirmed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    confirmed_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    cancelled_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    ended_at: Mapped[datetime | None]
    stopped_by: Mapped[str] = mapped_column(default="")

    programmes: Mapped[list[Programme]] = relationship(secondary="mailing_programmes", order_by="Programme.position")
    ministry: Mapped[Agency | None] = relationship()
    written_by: Mapped[Person] = relationship(foreign_keys=[written_by_id])
    confirmed_by: Mapped[Person | None] = relationship(foreign_keys=[confirmed_by_id])
    cancelled_by: Mapped[Person | None] = relationship(foreign_keys=[cancelled_by_id])

    __table_args__ = (
        CheckConstraint(
            "(state = 'draft') = (confirmed_at is null) and (state = 'draft') = (confirmed_by_id is null)"
            " and (state = 'draft') = (due_at is null)",
            name="confirmed_by_somebody_for_a_time",
        ),
        CheckConstraint("(state = 'cancelled') = (cancelled_by_id is not null)", name="cancelled_by_somebody"),
        CheckConstraint("(state = 'stopped') = (stopped_by != '')", name="stopped_by_something"),
        CheckConstraint(
            "(state in ('sent', 'cancelled', 'stopped')) = (ended_at is not null)", name="ended_has_a_time"
        ),
        Index("ix_mailings_state_due_at", "state", "due_at"),
    )

    def text(self, language: str) -> tuple[str, str]:
        """Return subject and body in "th" or "en"."""
        return (self.subject_en, self.body_en) if language == "en" else (self.subject_th, self.body_th)


class MailingProgramme(Base):
    """A programme whose people a mailing goes to."""

    __tablename__ = "mailing_programmes"

    mailing_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("mailings.id"), primary_key=True)
    programme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("programmes.id"), primary_key=True, index=True)


class MailingRecipient(Identified, Base):
    """One person in one programme, as it was confirmed: the entries it is about and why the person is in.

    `reasons` are an audience, the id of an entry, or of the agency that has none, and that of the programme. It is
    given its message, or was dropped, for the person no longer belonged there when the mailing went out.
    """

    __tablename__ = "mailing_recipients"

    mailing_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("mailings.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"), index=True)
    programme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("programmes.id"))
    position: Mapped[int]
    reasons: Mapped[list[Any]] = mapped_column(default=list)
    message_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("messages.id"), index=True)
    dropped_at: Mapped[datetime | None]

    mailing: Mapped[Mailing] = relationship()
    person: Mapped[Person] = relationship()
    programme: Mapped[Programme] = relationship()
    message: Mapped[Message | None] = relationship()

    __table_args__ = (
        UniqueConstraint("mailing_id", "person_id", "programme_id"),
        CheckConstraint("message_id is null or dropped_at is null", name="told_or_dropped"),
    )

    @property
    def whys(self) -> list[list[str]]:
        """The reasons; those of mailings from before messages were about several programmes name none themselves."""
        return [[*why, str(self.programme_id)][:3] for why in self.reasons]
