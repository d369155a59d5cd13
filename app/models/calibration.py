"""Calibration runs: a stage's scores as they stood, and what the model said of them, frozen together."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Identified
from app.models.cycles import Programme, Stage
from app.models.people import Person


class CalibrationOutcome(StrEnum):
    """The scores were calibrated, or refused because no shared application joins the assessors."""

    CALIBRATED = "calibrated"
    REFUSED = "refused"


class CalibrationRun(Identified, Base):
    """One run, never changed afterwards: `input` is the file `lertrat calibrate` reads, `result` the analysis as JSON.

    The same input gives the same bytes of the result; both hashes stand in the ledger.
    """

    __tablename__ = "calibration_runs"

    programme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("programmes.id"))
    stage_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stages.id"), index=True)
    outcome: Mapped[CalibrationOutcome]
    input: Mapped[str]
    input_sha256: Mapped[str]
    result: Mapped[str]
    result_sha256: Mapped[str]
    sheets: Mapped[int]
    left_out: Mapped[int] = mapped_column(default=0)
    run_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    run_at: Mapped[datetime]

    programme: Mapped[Programme] = relationship()
    stage: Mapped[Stage] = relationship()
    run_by: Mapped[Person] = relationship()

    __table_args__ = (CheckConstraint("sheets > 0 and left_out >= 0", name="a_run_has_sheets"),)
