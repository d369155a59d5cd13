"""Appeals and complaints after the announcement, with their files and the answer two persons gave."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.applications import Application
from app.models.base import Base, Identified
from app.models.evidence import Evidence
from app.models.people import Person
from workflows.appeal import AppealGround, AppealKind, AppealOutcome, AppealState


class Appeal(Identified, Base):
    """One appeal or complaint. `content` is what was received, to the byte, and `sha256` its hash.

    A complaint says who wrote the letter; neither that nor its text is shown to the agency it is about. An answer
    changes no result by itself: `follows` says what follows, `correction` what everybody reads of it.
    """

    __tablename__ = "appeals"

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("applications.id"), index=True)
    kind: Mapped[AppealKind]
    state: Mapped[AppealState] = mapped_column(default=AppealState.DRAFT)
    ground: Mapped[AppealGround | None]
    text: Mapped[str] = mapped_column(default="")
    complainant: Mapped[str] = mapped_column(default="")
    letter_reference: Mapped[str] = mapped_column(default="")
    letter_date: Mapped[date | None]
    written_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    written_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    number: Mapped[str | None] = mapped_column(unique=True)
    filed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    filed_at: Mapped[datetime | None]
    answer_due_on: Mapped[date | None]
    content: Mapped[str] = mapped_column(default="")
    sha256: Mapped[str | None]
    event_id: Mapped[uuid.UUID | None]
    taken_up_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    taken_up_at: Mapped[datetime | None]
    outcome: Mapped[AppealOutcome | None]
    answer: Mapped[str] = mapped_column(default="")
    follows: Mapped[str] = mapped_column(default="")
    correction: Mapped[str] = mapped_column(default="")
    answered_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    confirmed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    answered_at: Mapped[datetime | None]

    application: Mapped[Application] = relationship()
    filed_by: Mapped[Person | None] = relationship(foreign_keys=[filed_by_id])
    taken_up_by: Mapped[Person | None] = relationship(foreign_keys=[taken_up_by_id])
    answered_by: Mapped[Person | None] = relationship(foreign_keys=[answered_by_id])
    confirmed_by: Mapped[Person | None] = relationship(foreign_keys=[confirmed_by_id])

    __table_args__ = (
        CheckConstraint(
            "(state = 'draft') = (number is null) and (state = 'draft') = (filed_at is null) and (state = 'draft') = "
            "(filed_by_id is null) and (state = 'draft') = (sha256 is null) and (state = 'draft') = (event_id is null)",
            name="received_has_a_number_a_time_a_person_and_a_hash",
        ),
        CheckConstraint(
            "(state in ('taken_up', 'answered')) = (taken_up_at is not null) and "
            "(taken_up_at is null) = (taken_up_by_id is null)",
            name="taken_up_by_somebody",
        ),
        CheckConstraint(
            "(state = 'answered') = (answered_at is not null) and (state = 'answered') = (outcome is not null) and "
            "(state = 'answered') = (answer != '') and (state = 'answered') = (answered_by_id is not null) and "
            "(state = 'answered') = (confirmed_by_id is not null)",
            name="answered_with_an_outcome_by_two",
        ),
        CheckConstraint("answered_by_id is null or answered_by_id != confirmed_by_id", name="two_different_persons"),
        CheckConstraint(
            "correction = '' or outcome in ('upheld', 'partly')", name="only_what_is_upheld_corrects_a_result"
        ),
        CheckConstraint(
            "(kind = 'complaint') = (complainant != '') and (kind = 'appeal' or state != 'draft')",
            name="a_complaint_says_who_wrote",
        ),
        Index(
            "ix_appeals_one_draft",
            "application_id",
            unique=True,
            sqlite_where=sql("state = 'draft'"),
            postgresql_where=sql("state = 'draft'"),
        ),
    )


class AppealFile(Base):
    """A file that came with an appeal or a complaint."""

    __tablename__ = "appeal_files"

    evidence_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("evidence.id"), primary_key=True)
    appeal_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("appeals.id"), index=True)

    evidence: Mapped[Evidence] = relationship()
    appeal: Mapped[Appeal] = relationship()
