"""The outbox with every try to deliver a message, and long work with its progress."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Identified
from app.models.cycles import Programme
from app.models.people import Person
from workflows.delivery import Choice, MessageState, Outcome


class Message(Identified, Base):
    """One e-mail to one person, promised in the transaction of the change it tells of.

    `next_attempt_at` is when it is tried next, or until when a worker holds it; `programme` is what it is about.
    """

    __tablename__ = "messages"

    kind: Mapped[str]
    recipient_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"), index=True)
    programme_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("programmes.id"), index=True)
    digest_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("messages.id"), index=True)
    email: Mapped[str]
    language: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    link: Mapped[str] = mapped_column(default="")
    calendar: Mapped[str] = mapped_column(default="")
    dedupe_key: Mapped[str] = mapped_column(unique=True)
    state: Mapped[MessageState] = mapped_column(default=MessageState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(default="")

    recipient: Mapped[Person | None] = relationship()
    programme: Mapped[Programme | None] = relationship()
    tries: Mapped[list[MessageAttempt]] = relationship(order_by="MessageAttempt.number")

    __table_args__ = (
        CheckConstraint("(state = 'sent') = (sent_at is not null)", name="sent_has_a_time"),
        CheckConstraint("(state = 'digested') = (digest_id is not null)", name="digested_in_a_digest"),
        Index("ix_messages_state_next_attempt_at", "state", "next_attempt_at"),
        Index("ix_messages_created_at", "created_at"),
    )


class MessageAttempt(Base):
    """One try to deliver a message: written before anything is sent, so that a worker that dies leaves its trace."""

    __tablename__ = "message_attempts"

    message_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("messages.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    began_at: Mapped[datetime]
    handing_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[Outcome | None]
    detail: Mapped[str] = mapped_column(default="")

    __table_args__ = (
        CheckConstraint("(outcome is null) = (ended_at is null)", name="ended_with_an_outcome"),
        CheckConstraint("number > 0", name="tries_are_counted_from_one"),
    )


class MessageChoice(Base):
    """How a person wants messages of one topic; where there is no row they want each at once."""

    __tablename__ = "message_choices"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"), primary_key=True)
    topic: Mapped[str] = mapped_column(primary_key=True)
    choice: Mapped[Choice]


class JobState(StrEnum):
    """Long work waits, runs under a lease, and ends in one of three ways."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Job(Identified, Base):
    """Long work: what, how far, and until when its worker may hold it before another takes over."""

    __tablename__ = "jobs"

    kind: Mapped[str]
    payload: Mapped[dict[str, Any]] = mapped_column(default=dict)
    dedupe_key: Mapped[str | None] = mapped_column(unique=True)
    state: Mapped[JobState] = mapped_column(default=JobState.WAITING)
    progress: Mapped[int] = mapped_column(default=0)
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)
    error: Mapped[str] = mapped_column(default="")
    attempts: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    created_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("progress between 0 and 100", name="progress_is_a_percentage"),
        CheckConstraint("(state = 'running') = (lease_until is not null)", name="running_has_a_lease"),
        Index("ix_jobs_state_lease_until", "state", "lease_until"),
    )
