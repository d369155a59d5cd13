"""One assessor's sheet: values, strengths and opportunities per node, with every version kept."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.applications import Application, Snapshot
from app.models.assignments import Assignment
from app.models.base import Base, Identified
from app.models.cycles import Stage
from app.models.key_factors import KeyFactor
from app.models.people import Person


class SheetState(StrEnum):
    """A sheet is the assessor's own until it is submitted; a void one is kept but counts nowhere."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    VOID = "void"


class ScoreSheet(Identified, Base):
    """An assessor's scores of one application at one stage, judged from one snapshot."""

    __tablename__ = "score_sheets"

    assignment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("assignments.id"), unique=True)
    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("applications.id"), index=True)
    stage_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stages.id"))
    assessor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"), index=True)
    snapshot_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("snapshots.id"))
    state: Mapped[SheetState] = mapped_column(default=SheetState.DRAFT)
    summary: Mapped[str] = mapped_column(default="")
    total: Mapped[str | None]
    sha256: Mapped[str | None]
    opened_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]

    assignment: Mapped[Assignment] = relationship()
    application: Mapped[Application] = relationship()
    stage: Mapped[Stage] = relationship()
    assessor: Mapped[Person] = relationship()
    snapshot: Mapped[Snapshot] = relationship()
    entries: Mapped[list[SheetEntry]] = relationship()
    key_factors: Mapped[list[KeyFactor]] = relationship()

    __table_args__ = (
        CheckConstraint(
            "(state = 'submitted') <= (submitted_at is not null and sha256 is not null)",
            name="submitted_has_a_time_and_a_hash",
        ),
    )


class SheetEntry(Identified, Base):
    """What the assessor says of one node: its value, or that it cannot be judged; strengths and opportunities."""

    __tablename__ = "sheet_entries"

    sheet_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("score_sheets.id"), index=True)
    node_id: Mapped[str]
    value: Mapped[dict[str, Any]] = mapped_column(default=dict)
    cannot_judge: Mapped[bool] = mapped_column(default=False)
    strengths: Mapped[str] = mapped_column(default="")
    opportunities: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    saved_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("sheet_id", "node_id"),)


class SheetEntryVersion(Identified, Base):
    """What an entry said before."""

    __tablename__ = "sheet_entry_versions"

    sheet_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("score_sheets.id"))
    node_id: Mapped[str]
    version: Mapped[int]
    content: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("sheet_id", "node_id", "version"),)
