"""Who assesses what, at which stage, and the plans these pairs came from."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.applications import Application
from app.models.base import Base, Identified
from app.models.cycles import Programme, Stage
from app.models.people import Person


class PlanState(StrEnum):
    """A plan is proposed, then published or set aside."""

    PROPOSED = "proposed"
    PUBLISHED = "published"
    SET_ASIDE = "set_aside"


class PlanScope(StrEnum):
    """Whose panels a plan is about: those that wait, those with an empty seat, or all whose work has not begun too."""

    WAITING = "waiting"
    SHORT = "short"
    OPEN = "open"


class AssignmentPlan(Identified, Base):
    """A proposed set of pairs for one stage of a programme, with the figures it was proposed with.

    `locked` are pairs that staff hold in place, `before` the pairs that were in force when the plan was published.
    Nobody proposed what the system asks for by itself after a late conflict.
    """

    __tablename__ = "assignment_plans"

    programme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("programmes.id"), index=True)
    stage_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stages.id"))
    state: Mapped[PlanState] = mapped_column(default=PlanState.PROPOSED)
    scope: Mapped[PlanScope] = mapped_column(default=PlanScope.WAITING)
    version: Mapped[int] = mapped_column(default=1)
    pairs: Mapped[list[Any]] = mapped_column(default=list)
    locked: Mapped[list[Any]] = mapped_column(default=list)
    before: Mapped[list[Any]] = mapped_column(default=list)
    figures: Mapped[dict[str, Any]] = mapped_column(default=dict)
    proposed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    proposed_at: Mapped[datetime]
    published_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    published_at: Mapped[datetime | None]

    programme: Mapped[Programme] = relationship()
    stage: Mapped[Stage] = relationship()
    published_by: Mapped[Person | None] = relationship(foreign_keys=[published_by_id])

    __table_args__ = (
        CheckConstraint(
            "(state = 'published') = (published_at is not null and published_by_id is not null)",
            name="published_has_a_time_and_a_person",
        ),
    )


REPLACED = "replaced"
"""Why a seat was left when staff gave it to somebody else: no word of the assessor's, and no conflict."""


class AssignmentState(StrEnum):
    """A published pair waits for an answer; a void one stays on record."""

    PUBLISHED = "published"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    VOID = "void"


class Assignment(Identified, Base):
    """Assessor x application x stage, in force or on record."""

    __tablename__ = "assignments"

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("applications.id"), index=True)
    stage_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stages.id"))
    assessor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"), index=True)
    is_lead: Mapped[bool] = mapped_column(default=False)
    state: Mapped[AssignmentState] = mapped_column(default=AssignmentState.PUBLISHED)
    due_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")
    published_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]

    application: Mapped[Application] = relationship()
    stage: Mapped[Stage] = relationship()
    assessor: Mapped[Person] = relationship()

    __table_args__ = (
        UniqueConstraint("application_id", "stage_id", "assessor_id"),
        Index(
            "ix_assignments_one_lead",
            "application_id",
            "stage_id",
            unique=True,
            sqlite_where=text("is_lead and state in ('published', 'accepted')"),
            postgresql_where=text("is_lead and state in ('published', 'accepted')"),
        ),
        CheckConstraint("(state in ('declined', 'void')) <= (reason != '')", name="leaving_has_a_reason"),
    )
