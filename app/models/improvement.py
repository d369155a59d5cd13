"""The improvement plan an agency makes of its released feedback: actions, and looks back at how they went."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.applications import Application
from app.models.base import Base, Identified
from app.models.people import Person
from workflows.improvement import ActionState


class ImprovementPlan(Identified, Base):
    """One plan an application, started by the agency after its feedback was released."""

    __tablename__ = "improvement_plans"

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("applications.id"), unique=True)
    started_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    started_at: Mapped[datetime]

    application: Mapped[Application] = relationship()
    actions: Mapped[list[ImprovementAction]] = relationship(order_by="ImprovementAction.position")
    follow_ups: Mapped[list[PlanFollowUp]] = relationship(order_by="PlanFollowUp.months")


class ImprovementAction(Identified, Base):
    """What will be done about one opportunity for improvement: by whom in the agency, by which day, and how it stands.

    `opportunity` is the report's own text, `node_id` its category, `item_id` the item the agency sees it in.
    """

    __tablename__ = "improvement_actions"

    plan_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("improvement_plans.id"), index=True)
    position: Mapped[int]
    node_id: Mapped[str]
    item_id: Mapped[str | None]
    opportunity: Mapped[str]
    text: Mapped[str]
    owner_name: Mapped[str]
    due_on: Mapped[date]
    state: Mapped[ActionState] = mapped_column(default=ActionState.PLANNED)
    version: Mapped[int] = mapped_column(default=1)
    changed_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    changed_at: Mapped[datetime]

    changed_by: Mapped[Person] = relationship()

    __table_args__ = (
        CheckConstraint("text != '' and owner_name != ''", name="an_action_says_what_and_who"),
        UniqueConstraint("plan_id", "position"),
    )


class PlanFollowUp(Identified, Base):
    """What the agency noted so many months after the release, and how many actions were done by then."""

    __tablename__ = "plan_follow_ups"

    plan_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("improvement_plans.id"))
    months: Mapped[int]
    note: Mapped[str]
    done: Mapped[int]
    total: Mapped[int]
    written_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    written_at: Mapped[datetime]

    written_by: Mapped[Person] = relationship()

    __table_args__ = (
        UniqueConstraint("plan_id", "months"),
        CheckConstraint("months > 0 and 0 <= done and done <= total", name="counts_run_forward"),
    )
