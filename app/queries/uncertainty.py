"""How uncertain the totals before a committee are: the calibrated interval, or the spread of the panel without one."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import select

from app.extensions import db
from app.models import Application, Programme, ScoreSheet, SheetState, Stage
from app.queries.calibration import CalibratedScore, newest_run
from app.queries.criteria import rubric_of
from app.queries.stage_facts import is_assessing
from rubrics.stages import StageKind
from workflows.cut_line import Interval

_HUNDRED = Decimal(100)
_TWO_SIDED_90 = Decimal("1.645")


class Source(StrEnum):
    """Where an interval comes from: 90 % of a frozen calibration run, or from the lowest to the highest sheet."""

    CALIBRATION = "calibration"
    SPREAD = "spread"


@dataclass(frozen=True)
class Uncertainty:
    """The interval of one total, in percent of the maximum, and where it comes from."""

    interval: Interval
    source: Source


def uncertainties(
    programme: Programme, agreed_at: Mapping[uuid.UUID, uuid.UUID | None], applications: list[Application]
) -> Mapping[uuid.UUID, Uncertainty]:
    """Return the interval of each application that has one; `agreed_at` names the stage whose consensus counts.

    The calibrated figure is read from the newest frozen run of that stage. It stands beside the agreed total and
    decides nothing. A constant number of statements for one programme.
    """
    maximum = rubric_of(programme).maximum
    if not maximum:
        return {}
    runs = {stage.id: _calibrated(programme, stage) for stage in programme.stages if _is_scored_alone(stage)}
    spreads = _spreads([each.id for each in applications])
    found: dict[uuid.UUID, Uncertainty] = {}
    for each in applications:
        stage_id = agreed_at.get(each.id)
        score = runs.get(stage_id, {}).get(each.code) if stage_id else None
        totals = spreads.get((each.id, stage_id), []) if stage_id else []
        if score is not None and score.error is not None:
            half = score.error * _TWO_SIDED_90
            found[each.id] = _of(Source.CALIBRATION, maximum, score.calibrated, half, half)
        elif len(totals) > 1:
            mean = sum(totals, Decimal(0)) / len(totals)
            found[each.id] = _of(Source.SPREAD, maximum, mean, mean - min(totals), max(totals) - mean)
    return found


def _is_scored_alone(stage: Stage) -> bool:
    return is_assessing(stage) and stage.kind != StageKind.SELF


def _of(source: Source, maximum: Decimal, figure: Decimal, below: Decimal, above: Decimal) -> Uncertainty:
    low, middle, high = (
        min(max(points * _HUNDRED / maximum, Decimal(0)), _HUNDRED)
        for points in (figure - below, figure, figure + above)
    )
    return Uncertainty(Interval(low, middle, high), source)


def _calibrated(programme: Programme, stage: Stage) -> Mapping[str, CalibratedScore]:
    run = newest_run(programme, stage)
    return run.scores if run else {}


def _spreads(ids: list[uuid.UUID]) -> Mapping[tuple[uuid.UUID, uuid.UUID], list[Decimal]]:
    """The totals of the sheets that count, by application and stage."""
    found: dict[tuple[uuid.UUID, uuid.UUID], list[Decimal]] = defaultdict(list)
    rows = db.session.execute(
        select(ScoreSheet.application_id, ScoreSheet.stage_id, ScoreSheet.total).where(
            ScoreSheet.application_id.in_(ids),
            ScoreSheet.state == SheetState.SUBMITTED,
            ScoreSheet.total.is_not(None),
        )
    )
    for application_id, stage_id, total in rows:
        found[application_id, stage_id].append(Decimal(total or 0))
    return found
