"""Questions an agency asks OPDC about a programme, with the answer it got, privately or for everybody to read."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.agencies import Agency
from app.models.base import Base, Identified
from app.models.cycles import Programme
from app.models.people import Person


class ProgrammeQuestion(Identified, Base):
    """One question. `public_text` is how the question reads where it is published: without what tells who asked."""

    __tablename__ = "programme_questions"

    programme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("programmes.id"), index=True)
    agency_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agencies.id"), index=True)
    asked_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[datetime]
    text: Mapped[str]
    answer: Mapped[str | None]
    answered_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    answered_at: Mapped[datetime | None]
    public_text: Mapped[str | None]
    published_at: Mapped[datetime | None]

    programme: Mapped[Programme] = relationship()
    agency: Mapped[Agency] = relationship()
    asked_by: Mapped[Person] = relationship(foreign_keys=[asked_by_id])
    answered_by: Mapped[Person | None] = relationship(foreign_keys=[answered_by_id])

    __table_args__ = (
        CheckConstraint(
            "(answer is null) = (answered_at is null) and (answer is null) = (answered_by_id is null)",
            name="an_answer_has_a_time_and_a_person",
        ),
        CheckConstraint(
            "(published_at is null) = (public_text is null) and (published_at is null or answer is not null)",
            name="only_an_answer_is_published",
        ),
        CheckConstraint("text != ''", name="a_question_says_something"),
    )
