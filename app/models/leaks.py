"""Hits of the checker of feedback reports that an officer confirmed with a reason."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Identified
from app.models.decisions import FeedbackReport
from app.models.people import Person
from workflows.leaks import LeakKind


class LeakConfirmation(Identified, Base):
    """An officer looked at one hit and lets it stand; `key` names the hit in its very line, so an edit voids it."""

    __tablename__ = "leak_confirmations"

    report_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("feedback_reports.id"))
    key: Mapped[str]
    kind: Mapped[LeakKind]
    reason: Mapped[str]
    confirmed_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    confirmed_at: Mapped[datetime]

    report: Mapped[FeedbackReport] = relationship()
    confirmed_by: Mapped[Person] = relationship()

    __table_args__ = (
        UniqueConstraint("report_id", "key"),
        CheckConstraint("reason != ''", name="let_stand_for_a_reason"),
    )
