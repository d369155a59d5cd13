"""How colleagues share a document: who looks after which part, what they say to one another, who is on a page now."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.applications import Application
from app.models.base import Base, Identified
from app.models.people import Person


class PartCare(Identified, Base):
    """One part of an application's document: its owner in the agency, and who found it ready for review.

    `ready_mark` is the fingerprint of the part when it was found ready: any later edit makes another one.
    """

    __tablename__ = "part_care"

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("applications.id"))
    part_id: Mapped[str]
    owner_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"), index=True)
    ready_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    ready_at: Mapped[datetime | None]
    ready_mark: Mapped[str | None]

    owner: Mapped[Person | None] = relationship(foreign_keys=[owner_id])
    ready_by: Mapped[Person | None] = relationship(foreign_keys=[ready_by_id])

    __table_args__ = (
        UniqueConstraint("application_id", "part_id"),
        CheckConstraint(
            "(ready_at is null) = (ready_by_id is null) and (ready_at is null) = (ready_mark is null)",
            name="ready_has_a_time_a_person_and_a_mark",
        ),
    )


class ColleagueComment(Identified, Base):
    """What one colleague says to the others about a part or one item of it. Nobody outside the agency reads it."""

    __tablename__ = "colleague_comments"

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("applications.id"))
    part_id: Mapped[str]
    item_id: Mapped[str | None]
    text: Mapped[str]
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    written_at: Mapped[datetime]
    resolved_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    resolved_at: Mapped[datetime | None]

    application: Mapped[Application] = relationship()
    author: Mapped[Person] = relationship(foreign_keys=[author_id])
    resolved_by: Mapped[Person | None] = relationship(foreign_keys=[resolved_by_id])

    __table_args__ = (
        CheckConstraint("(resolved_at is null) = (resolved_by_id is null)", name="resolved_has_a_time_and_a_person"),
        CheckConstraint("text != ''", name="a_comment_says_something"),
        Index("ix_colleague_comments_application_id_part_id", "application_id", "part_id"),
    )


class Presence(Base):
    """Which part of an application a person had open when their browser last said so."""

    __tablename__ = "presences"

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("applications.id"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"), primary_key=True)
    part_id: Mapped[str]
    seen_at: Mapped[datetime]

    person: Mapped[Person] = relationship()
