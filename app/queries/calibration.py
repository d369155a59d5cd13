"""Frozen calibration runs for whoever reads them: the newest of a stage, and its applications by code."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import defer

from app.extensions import db
from app.models import CalibrationOutcome, CalibrationRun, Programme, ScoreSheet, SheetState, Stage
from workflows.ratings import NEEDED
from workflows.reliability import LEAST_SHARED
from workflows.severity import LEAST_LINKS


@dataclass(frozen=True)
class CalibratedScore:
    """An application's raw mean and calibrated score in points, its standard error, and its ranks (90 %)."""

    raw: Decimal
    calibrated: Decimal
    error: Decimal | None
    ranks: tuple[int, int] | None


@dataclass(frozen=True)
class FrozenRun:
    """A run opened for reading."""

    run: CalibrationRun

    @cached_property
    def analysis(self) -> Mapping[str, Any]:
        """The whole result as it was frozen."""
        analysis: Mapping[str, Any] = json.loads(self.run.result)
        return analysis

    @property
    def is_refused(self) -> bool:
        """Whether the assessors fell into islands, so that nothing was calibrated."""
        return self.run.outcome is CalibrationOutcome.REFUSED

    @cached_property
    def is_told(self) -> bool:
        """Whether some assessor shares enough entries for the severities and their errors to mean anything."""
        return any(row["links"] >= LEAST_LINKS for row in self.analysis["calibration"].get("assessors", ()))

    @cached_property
    def has_ranges(self) -> bool:
        """Whether enough entries have several scores for the ranges of the agreement to mean anything."""
        scored = Counter(row[NEEDED[0]] for row in csv.DictReader(io.StringIO(self.run.input)))
        return sum(count > 1 for count in scored.values()) >= LEAST_SHARED

    @cached_property
    def scores(self) -> Mapping[str, CalibratedScore]:
        """The calibrated applications by code; none where the run was refused, no errors where nothing is told."""
        rows = self.analysis["calibration"].get("applications", ())
        return {
            row["application"]: CalibratedScore(
                Decimal(row["raw"]),
                Decimal(row["calibrated"]),
                Decimal(row["se"]) if row["se"] and self.is_told else None,
                (row["rank"][0], row["rank"][1]) if row["rank"] and self.is_told else None,
            )
            for row in rows
        }


def newest_run(programme: Programme, stage: Stage) -> FrozenRun | None:
    """Return the newest run of a stage that was calibrated, not refused; for showing it beside, never as a gate."""
    run = db.session.scalars(
        select(CalibrationRun)
        .where(
            CalibrationRun.programme_id == programme.id,
            CalibrationRun.stage_id == stage.id,
            CalibrationRun.outcome == CalibrationOutcome.CALIBRATED,
        )
        .order_by(CalibrationRun.run_at.desc())
        .limit(1)
    ).first()
    return FrozenRun(run) if run else None


def runs_of(stage: Stage) -> list[FrozenRun]:
    """Return every run of a stage, the newest first, without its file."""
    runs = db.session.scalars(
        select(CalibrationRun)
        .where(CalibrationRun.stage_id == stage.id)
        .options(defer(CalibrationRun.input))
        .order_by(CalibrationRun.run_at.desc())
    )
    return [FrozenRun(run) for run in runs]


def has_sheets(stage: Stage) -> bool:
    """Say whether a sheet of this stage is submitted."""
    statement = select(ScoreSheet.id).where(ScoreSheet.stage_id == stage.id, ScoreSheet.state == SheetState.SUBMITTED)
    return db.session.scalar(statement.limit(1)) is not None
