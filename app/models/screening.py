"""What screening found by itself, what an officer answered, and what was decided."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Identified
from app.models.people import Person


class ScreeningOutcome(StrEnum):
    """The three ways screening can end."""

    PASS = "pass"  # noqa: S105  # an outcome
    RETURN = "return"
    SCREEN_OUT = "screen_out"


class ScreeningFinding(Identified, Base):
    """One check of one snapshot: answered by the system, or by an officer (`answered_by`)."""

    __tablename__ = "screening_findings"

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("applications.id"), index=True)
    snapshot_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("snapshots.id"), index=True)
    check_id: Mapped[str]
    is_automatic: Mapped[bool]
    is_blocking: Mapped[bool]
    is_met: Mapped[bool | None]
    detail: Mapped[str] = mapped_column(default="")
    params: Mapped[dict[str, Any]] = mapped_column(default=dict)
    answered_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    answered_at: Mapped[datetime | None]

    answered_by: Mapped[Person | None] = relationship()

    __table_args__ = (
        UniqueConstraint("snapshot_id", "check_id"),
        CheckConstraint("(is_met is null) = (answered_at is null)", name="an_answer_has_a_time"),
        CheckConstraint(
            "is_automatic or (answered_by_id is null) = (is_met is null)", name="a_human_answer_has_a_person"
        ),
    )


class ScreeningDecision(Identified, Base):
    """An officer's decision on one snapshot, with reasons."""

    __tablename__ = "screening_decisions"

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("applications.id"), index=True)
    snapshot_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("snapshots.id"))
    outcome: Mapped[ScreeningOutcome]
    reason: Mapped[str] = mapped_column(default="")
    sections: Mapped[list[Any]] = mapped_column(default=list)
    due_at: Mapped[datetime | None]
    decided_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime]

    decided_by: Mapped[Person] = relationship()

    __table_args__ = (
        CheckConstraint("outcome = 'pass' or reason != ''", name="bad_news_has_a_reason"),
        CheckConstraint("(outcome = 'return') = (due_at is not null)", name="a_return_has_a_due_time"),
    )


class ReasonTemplate(Identified, Base):
    """A reason that officers of a programme use again and again, in both languages; a starting text, never a decision.

    One that is given up stays, so that what was written from it can be explained.
    """

    __tablename__ = "reason_templates"

    programme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("programmes.id"), index=True)
    outcome: Mapped[ScreeningOutcome]
    title: Mapped[str]
    text_th: Mapped[str]
    text_en: Mapped[str]
    changed_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    changed_at: Mapped[datetime]
    given_up_at: Mapped[datetime | None]

    changed_by: Mapped[Person] = relationship()

    __table_args__ = (
        CheckConstraint("title != '' and text_th != '' and text_en != ''", name="a_template_says_something"),
        CheckConstraint("outcome != 'pass'", name="passing_needs_no_reason"),
    )
