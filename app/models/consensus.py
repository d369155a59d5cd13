"""The panel's agreed sheet: a record of its own, with reasons and dissent."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.applications import Application
from app.models.base import Base, Identified
from app.models.cycles import Stage
from app.models.people import Person


class ConsensusState(StrEnum):
    """Open while the panel talks, recorded when the lead closes it; a void one is kept but counts nowhere."""

    OPEN = "open"
    RECORDED = "recorded"
    VOID = "void"


class Stance(StrEnum):
    """What a member says of a proposal; absent is noted by the lead for a member who could not take part."""

    AGREES = "agrees"
    DISSENTS = "dissents"
    ABSENT = "absent"


class ConsensusSheet(Identified, Base):
    """The agreed record of one application at one stage; `to_discuss` is how many points its sheets disagreed on."""

    __tablename__ = "consensus_sheets"

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("applications.id"), index=True)
    stage_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stages.id"))
    state: Mapped[ConsensusState] = mapped_column(default=ConsensusState.OPEN)
    opened_at: Mapped[datetime]
    to_discuss: Mapped[int] = mapped_column(default=0)
    recorded_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    recorded_at: Mapped[datetime | None]
    total: Mapped[str | None]
    sha256: Mapped[str | None]

    application: Mapped[Application] = relationship()
    stage: Mapped[Stage] = relationship()
    recorded_by: Mapped[Person | None] = relationship()
    entries: Mapped[list[ConsensusEntry]] = relationship()

    __table_args__ = (
        Index(
            "ix_consensus_sheets_one_that_counts",
            "application_id",
            "stage_id",
            unique=True,
            sqlite_where=text("state != 'void'"),
            postgresql_where=text("state != 'void'"),
        ),
        CheckConstraint(
            "(state = 'recorded') <= (recorded_at is not null and recorded_by_id is not null and sha256 is not null)",
            name="recorded_has_a_time_a_person_and_a_hash",
        ),
        CheckConstraint("(state = 'open') <= (recorded_at is null)", name="open_is_not_recorded"),
    )


class ConsensusEntry(Identified, Base):
    """What the lead proposes for one node, why, on what evidence, and what of it a visit has to verify."""

    __tablename__ = "consensus_entries"

    consensus_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consensus_sheets.id"), index=True)
    node_id: Mapped[str]
    value: Mapped[dict[str, Any]] = mapped_column(default=dict)
    reason: Mapped[str] = mapped_column(default="")
    strengths: Mapped[str] = mapped_column(default="")
    opportunities: Mapped[str] = mapped_column(default="")
    dissent: Mapped[str] = mapped_column(default="")
    evidence: Mapped[list[Any]] = mapped_column(default=list)
    to_verify: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    saved_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    saved_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("consensus_id", "node_id"),)


class ConsensusEntryVersion(Identified, Base):
    """What a proposal said before."""

    __tablename__ = "consensus_entry_versions"

    consensus_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consensus_sheets.id"))
    node_id: Mapped[str]
    version: Mapped[int]
    content: Mapped[dict[str, Any]]
    saved_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    saved_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("consensus_id", "node_id", "version"),)


class ConsensusOpinion(Identified, Base):
    """One member's word on a proposal; it holds for the value it was said of, and no longer once that changes."""

    __tablename__ = "consensus_opinions"

    consensus_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consensus_sheets.id"))
    node_id: Mapped[str]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    stance: Mapped[Stance]
    value: Mapped[dict[str, Any]]
    words: Mapped[str] = mapped_column(default="")
    said_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    said_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("consensus_id", "node_id", "person_id"),
        CheckConstraint("stance = 'agrees' or words <> ''", name="dissent_and_absence_have_words"),
        CheckConstraint("stance = 'absent' or said_by_id = person_id", name="members_speak_for_themselves"),
    )


class ConsensusRemark(Identified, Base):
    """One contribution to the discussion of one node; it stays as it was said."""

    __tablename__ = "consensus_remarks"

    consensus_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consensus_sheets.id"), index=True)
    node_id: Mapped[str]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    words: Mapped[str]
    said_at: Mapped[datetime]

    person: Mapped[Person] = relationship()
