"""What staff make of the standard texts of messages: every version, for everything, a cycle or a programme."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Identified
from app.models.people import Person


class MessageWording(Identified, Base):
    """One version of a message's text at one place; without a text it says that the place has none of its own any more.

    `place` is "all", "cycle:<key>" or "programme:<key>"; versions of a place are numbered from 1 and never changed.
    """

    __tablename__ = "message_wordings"

    kind: Mapped[str]
    language: Mapped[str]
    place: Mapped[str]
    number: Mapped[int]
    subject: Mapped[str | None]
    body: Mapped[str | None]
    written_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    written_at: Mapped[datetime]

    written_by: Mapped[Person] = relationship()

    __table_args__ = (
        UniqueConstraint("kind", "language", "place", "number"),
        CheckConstraint("language in ('th', 'en')", name="language_is_known"),
        CheckConstraint("(subject is null) = (body is null)", name="a_whole_text_or_none"),
        CheckConstraint("number > 0", name="versions_are_counted_from_one"),
    )
