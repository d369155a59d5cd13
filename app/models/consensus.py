"""The panel's agreed sheet: a record of its own, with reasons and dissent."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.applications import Application
from app.models.base import Base, Identified
from app.models.cycles import Stage
from app.models.people import Person


class ConsensusState(StrEnum):
    """Open while the panel talks, recorded when the lead closes it."""

    OPEN = "open"
    RECORDED = "recorded"


class ConsensusSheet(Identified, Base):
    """The agreed record of one application at one stage."""

    __tablename__ = "consensus_sheets"

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("applications.id"), index=True)
    stage_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stages.id"))
    state: Mapped[ConsensusState] = mapped_column(default=ConsensusState.OPEN)
    opened_at: Mapped[datetime]
    recorded_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    recorded_at: Mapped[datetime | None]
    total: Mapped[str | None]
    sha256: Mapped[str | None]

    application: Mapped[Application] = relationship()
    stage: Mapped[Stage] = relationship()
    recorded_by: Mapped[Person | None] = relationship()
    entries: Mapped[list[ConsensusEntry]] = relationship()

    __table_args__ = (
        UniqueConstraint("application_id", "stage_id"),
        CheckConstraint(
            "(state = 'recorded') = (recorded_at is not null and recorded_by_id is not null and sha256 is not null)",
            name="recorded_has_a_time_a_person_and_a_hash",
        ),
    )


class ConsensusEntry(Identified, Base):
    """The agreed value of one node, why, and who disagreed."""

    __tablename__ = "consensus_entries"

    consensus_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consensus_sheets.id"), index=True)
    node_id: Mapped[str]
    value: Mapped[dict[str, Any]] = mapped_column(default=dict)
    reason: Mapped[str] = mapped_column(default="")
    strengths: Mapped[str] = mapped_column(default="")
    opportunities: Mapped[str] = mapped_column(default="")
    dissent: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    saved_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    saved_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("consensus_id", "node_id"),)
