"""Site visits: when and where, who goes, what has to be verified, what was found and what that changed."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.applications import Application
from app.models.base import Base, Identified
from app.models.evidence import Evidence
from app.models.people import Person


class SiteVisit(Identified, Base):
    """One visit: its schedule, its agenda, and in the end whether it confirmed the report, with a note."""

    __tablename__ = "site_visits"

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("applications.id"), unique=True)
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    place: Mapped[str] = mapped_column(default="")
    agenda: Mapped[str] = mapped_column(default="")
    revision: Mapped[int] = mapped_column(default=0)
    scheduled_at: Mapped[datetime | None]
    visited_on: Mapped[datetime | None]
    is_online: Mapped[bool] = mapped_column(default=False)
    is_confirmed: Mapped[bool | None]
    note: Mapped[str] = mapped_column(default="")
    recorded_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    recorded_at: Mapped[datetime | None]

    application: Mapped[Application] = relationship()
    recorded_by: Mapped[Person | None] = relationship()
    points: Mapped[list[VisitPoint]] = relationship(order_by="VisitPoint.position", back_populates="visit")

    __table_args__ = (
        CheckConstraint("(is_confirmed is null) = (recorded_at is null)", name="an_outcome_has_a_time"),
        CheckConstraint(
            "(starts_at is null) = (ends_at is null) and (starts_at is null) = (scheduled_at is null)",
            name="a_schedule_has_both_ends",
        ),
    )


class VisitParticipant(Base):
    """A member of the panel who goes on the visit."""

    __tablename__ = "visit_participants"

    visit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("site_visits.id"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)

    person: Mapped[Person] = relationship()


class Finding(StrEnum):
    """How a point to verify ended."""

    VERIFIED = "verified"
    REFUTED = "refuted"
    NOT_SEEN = "not_seen"


class VisitPoint(Identified, Base):
    """One thing to verify; `before` and `after` hold the agreed value of its node where the finding changed it."""

    __tablename__ = "visit_points"

    visit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("site_visits.id"), index=True)
    position: Mapped[int]
    node_id: Mapped[str]
    question: Mapped[str]
    finding: Mapped[Finding | None]
    note: Mapped[str] = mapped_column(default="")
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(default=dict)
    why: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    settled_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    settled_at: Mapped[datetime | None]

    visit: Mapped[SiteVisit] = relationship(back_populates="points")
    settled_by: Mapped[Person | None] = relationship()

    __table_args__ = (
        CheckConstraint(
            "(finding is null) = (settled_at is null) and (finding is null) = (settled_by_id is null)",
            name="a_finding_has_a_time_and_a_person",
        ),
        CheckConstraint("finding is null or note <> ''", name="a_finding_is_told"),
    )


class VisitFile(Base):
    """A photo or document the panel took at a visit, and the point it belongs to; the agency never opens it."""

    __tablename__ = "visit_files"

    evidence_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("evidence.id"), primary_key=True)
    point_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("visit_points.id"), index=True)

    evidence: Mapped[Evidence] = relationship()
