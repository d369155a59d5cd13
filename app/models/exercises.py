"""Calibration exercises: a reference with an expert key, and what each assessor said of it before live work."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.applications import Snapshot
from app.models.base import Base, Identified
from app.models.cycles import Programme
from app.models.people import Person


class CalibrationExercise(Identified, Base):
    """A reference for the assessors of a programme: a frozen snapshot, or an illustrative text written for it.

    It is prepared until `opened_at`, open until `closed_at`; the key can be changed only while it is prepared.
    """

    __tablename__ = "calibration_exercises"

    programme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("programmes.id"), index=True)
    title: Mapped[str]
    snapshot_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("snapshots.id"))
    text: Mapped[str] = mapped_column(default="")
    created_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]

    programme: Mapped[Programme] = relationship()
    snapshot: Mapped[Snapshot | None] = relationship()
    key: Mapped[list[ExerciseKey]] = relationship()

    __table_args__ = (
        CheckConstraint("(snapshot_id is null) = (text != '')", name="a_snapshot_or_a_text"),
        CheckConstraint("closed_at is null or opened_at is not null", name="closed_after_it_was_open"),
    )

    @property
    def is_open(self) -> bool:
        """Whether assessors score it now."""
        return self.opened_at is not None and self.closed_at is None


class ExerciseKey(Identified, Base):
    """What the experts say of one node, and why."""

    __tablename__ = "exercise_keys"

    exercise_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("calibration_exercises.id"), index=True)
    node_id: Mapped[str]
    value: Mapped[dict[str, Any]]
    reason: Mapped[str]

    __table_args__ = (UniqueConstraint("exercise_id", "node_id"), CheckConstraint("reason != ''", name="has_a_reason"))


class ExerciseSheet(Identified, Base):
    """One assessor's trial sheet. `difference` is the mean difference to the key in percent of points.

    An officer may let an assessor in above the tolerance, with a reason.
    """

    __tablename__ = "exercise_sheets"

    exercise_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("calibration_exercises.id"), index=True)
    assessor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"), index=True)
    opened_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    difference: Mapped[str | None]
    let_in_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    let_in_reason: Mapped[str] = mapped_column(default="")

    exercise: Mapped[CalibrationExercise] = relationship()
    assessor: Mapped[Person] = relationship(foreign_keys=[assessor_id])
    entries: Mapped[list[ExerciseEntry]] = relationship()

    __table_args__ = (
        UniqueConstraint("exercise_id", "assessor_id"),
        CheckConstraint("(submitted_at is null) = (difference is null)", name="submitted_has_a_difference"),
        CheckConstraint("(let_in_by_id is null) = (let_in_reason = '')", name="let_in_with_a_reason"),
        CheckConstraint("let_in_by_id is null or submitted_at is not null", name="let_in_after_it_was_submitted"),
    )

    @property
    def programme(self) -> Programme:
        """The programme whose assessors are trained."""
        return self.exercise.programme


class ExerciseEntry(Identified, Base):
    """What the assessor says of one node of the reference."""

    __tablename__ = "exercise_entries"

    sheet_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("exercise_sheets.id"), index=True)
    node_id: Mapped[str]
    value: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("sheet_id", "node_id"),)
