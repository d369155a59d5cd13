"""A gate that two persons decided against its rule: what the rule said, what holds instead, why, and who signed."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.applications import Application
from app.models.base import Base, Identified
from app.models.cycles import Stage
from app.models.people import Person


class GateOverride(Identified, Base):
    """The gate of one stage holds, or does not, for one application, whatever its condition says.

    Rows are history: the last one of a stage is what holds.
    """

    __tablename__ = "gate_overrides"

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("applications.id"), index=True)
    stage_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stages.id"))
    passes: Mapped[bool]
    by_rule: Mapped[bool]
    reason: Mapped[str]
    proposed_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    confirmed_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime]

    application: Mapped[Application] = relationship()
    stage: Mapped[Stage] = relationship()
    proposed_by: Mapped[Person] = relationship(foreign_keys=[proposed_by_id])
    confirmed_by: Mapped[Person] = relationship(foreign_keys=[confirmed_by_id])

    __table_args__ = (
        CheckConstraint("proposed_by_id != confirmed_by_id", name="two_different_persons"),
        CheckConstraint("reason != ''", name="an_override_has_a_reason"),
    )
