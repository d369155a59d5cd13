"""The reliability page: stages with their runs, and one frozen run with names, criteria and places on its charts."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import defer, joinedload

from app.extensions import db
from app.models import Application, CalibrationRun, Cycle, Person, Programme, ScoreSheet, SheetState, Stage
from app.permissions import set_aside_for, visible_programmes
from app.queries.calibration import CalibratedScore, FrozenRun
from app.queries.calibration_input import nodes_of
from app.queries.criteria import rubric_of
from app.queries.sheet_page import node_code
from rubrics.nodes import Node
from rubrics.stages import ASSESSING
from workflows.severity import LEAST_LINKS

PAGE_SIZE = 50
_TWO_SIDED_95 = Decimal("1.96")
TWO_SIDED_90 = Decimal("1.645")


@dataclass(frozen=True)
class StageReliability:
    """One stage whose assessors score alone: its submitted sheets and its newest run."""

    stage: Stage
    sheets: int
    run: CalibrationRun | None


def reliability_stages(person: Person, cycle: Cycle) -> list[StageReliability]:
    """Return the assessing stages of a cycle that have sheets or runs, by programme, in three statements."""
    stages = db.session.scalars(
        select(Stage)
        .join(Stage.programme)
        .where(
            Programme.cycle_id == cycle.id,
            visible_programmes(person),
            Stage.panel_size.is_not(None),
            Stage.kind.in_([kind.value for kind in ASSESSING]),
        )
        .options(joinedload(Stage.programme))
        .order_by(Programme.position, Stage.position)
    ).all()
    ids = [stage.id for stage in stages]
    sheets, runs = _sheets(ids), _newest_runs(ids)
    rows = [StageReliability(stage, sheets.get(stage.id, 0), runs.get(stage.id)) for stage in stages]
    return [row for row in rows if row.sheets or row.run]


def _sheets(stage_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
    statement = (
        select(ScoreSheet.stage_id, func.count())
        .where(ScoreSheet.stage_id.in_(stage_ids), ScoreSheet.state == SheetState.SUBMITTED)
        .group_by(ScoreSheet.stage_id)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


def _newest_runs(stage_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, CalibrationRun]:
    runs = db.session.scalars(
        select(CalibrationRun)
        .where(CalibrationRun.stage_id.in_(stage_ids))
        .options(defer(CalibrationRun.input), defer(CalibrationRun.result))
        .order_by(CalibrationRun.run_at)
    )
    return {run.stage_id: run for run in runs}


@dataclass(frozen=True)
class AssessorRow:
    """One assessor of a run; figures in points, `places` are the low end, dot and high end on the chart (0-100)."""

    person: Person | None
    severity: Decimal
    half: Decimal | None
    links: int
    fit: Decimal | None
    signs: Mapping[str, Any]
    places: tuple[Decimal, Decimal, Decimal]

    @property
    def is_told(self) -> bool:
        """Whether enough entries are shared for the severity to mean anything."""
        return self.links >= LEAST_LINKS

    @property
    def is_apart(self) -> bool:
        """Whether the interval leaves zero out."""
        return self.is_told and self.half is not None and abs(self.severity) > self.half > 0

    @property
    def drift(self) -> Decimal | None:
        """Points a week, where that is more than chance explains."""
        line = self.signs["drift"]
        return Decimal(line["rise"]) if line and line["is_alarm"] else None


@dataclass(frozen=True)
class ApplicationRow:
    """One application of a run: both scores, the 90 % interval, and their places on the chart (0-100)."""

    code: str
    application: Application | None
    score: CalibratedScore
    half: Decimal | None
    raw_place: Decimal
    places: tuple[Decimal, Decimal, Decimal]

    @property
    def change(self) -> Decimal:
        """What the calibration adds."""
        return self.score.calibrated - self.score.raw


@dataclass(frozen=True)
class CriterionRow:
    """How far assessors agree on one node; coefficients as they were printed."""

    node: Node
    code: str
    depth: int
    icc: Mapping[str, Any] | None
    alpha: Mapping[str, Any] | None


@dataclass(frozen=True)
class RunPage:
    """One frozen run as staff read it; `applications` are one page of all, the highest raw score first."""

    frozen: FrozenRun
    agreement: Mapping[str, Any]
    order: Mapping[str, Any] | None
    assessors: tuple[AssessorRow, ...]
    applications: tuple[ApplicationRow, ...]
    criteria: tuple[CriterionRow, ...]
    islands: tuple[tuple[Person | None, ...], ...]
    page: int
    pages: int
    total: int

    @property
    def apart(self) -> int:
        """How many assessors are clearly stricter or milder than the others."""
        return sum(row.is_apart for row in self.assessors)

    @property
    def remarkable(self) -> list[AssessorRow]:
        """The assessors with a sign worth a conversation."""
        return [row for row in self.assessors if row.signs["is_flat"] or row.drift is not None]


def run_page(run: CalibrationRun, page: int, *, viewer: Person) -> RunPage:
    """Return one frozen run for reading, in four statements besides the run itself, without what is kept from them."""
    frozen = FrozenRun(run)
    answer, signs = frozen.analysis["calibration"], frozen.analysis["signs"]
    people = _people(answer)
    kept = _codes_kept_from(viewer, run)
    seen = ((code, score) for code, score in frozen.scores.items() if code not in kept)
    ranked = sorted(seen, key=lambda each: (-each[1].raw, each[0]))
    pages = max(1, -(-len(ranked) // PAGE_SIZE))
    page = min(max(page, 1), pages)
    return RunPage(
        frozen,
        frozen.analysis["agreement"],
        signs["order"] if signs else None,
        tuple(_assessors(answer, signs, people)),
        _applications(ranked[(page - 1) * PAGE_SIZE : page * PAGE_SIZE], frozen.scores),
        tuple(_criteria(run, frozen.analysis["criteria"])),
        tuple(tuple(people.get(name) for name in island) for island in answer.get("islands", ())),
        page,
        pages,
        len(ranked),
    )


def _codes_kept_from(viewer: Person, run: CalibrationRun) -> set[str]:
    of_programme = Application.programme_id == run.programme.id
    return set(db.session.scalars(select(Application.code).where(of_programme, set_aside_for(viewer))))


def _people(answer: Mapping[str, Any]) -> dict[str, Person]:
    refs = [row["assessor"] for row in answer.get("assessors", ())]
    refs += [ref for island in answer.get("islands", ()) for ref in island]
    return {
        person.ledger_ref: person for person in db.session.scalars(select(Person).where(Person.ledger_ref.in_(refs)))
    }


def _assessors(
    answer: Mapping[str, Any], signs: Mapping[str, Any] | None, people: Mapping[str, Person]
) -> list[AssessorRow]:
    rows = [
        (row, Decimal(row["severity"]), Decimal(row["se"]) * _TWO_SIDED_95 if row["se"] else None)
        for row in answer.get("assessors", ())
    ]
    told = (abs(severity) + (half or 0) for row, severity, half in rows if row["links"] >= LEAST_LINKS)
    reach = max(told, default=Decimal(0)) or Decimal(1)
    found = [
        AssessorRow(
            people.get(row["assessor"]),
            severity,
            half,
            row["links"],
            Decimal(row["fit"]) if row["fit"] else None,
            signs["assessors"][row["assessor"]] if signs else {},
            _places(severity, half, -reach, reach),
        )
        for row, severity, half in rows
    ]
    return sorted(found, key=lambda row: row.severity)


def _places(value: Decimal, half: Decimal | None, low: Decimal, high: Decimal) -> tuple[Decimal, Decimal, Decimal]:
    width = (high - low) or Decimal(1)
    ends = (value - (half or 0), value, value + (half or 0))
    left, middle, right = (100 * (end - low) / width for end in ends)
    return left, middle, right


def _applications(
    ranked: list[tuple[str, CalibratedScore]], every: Mapping[str, CalibratedScore]
) -> tuple[ApplicationRow, ...]:
    codes = [code for code, _score in ranked]
    known = db.session.scalars(
        select(Application).where(Application.code.in_(codes)).options(joinedload(Application.agency))
    )
    by_code = {application.code: application for application in known}
    halves = {code: (each.error or Decimal(0)) * TWO_SIDED_90 for code, each in every.items()}
    low = min((min(each.raw, each.calibrated - halves[code]) for code, each in every.items()), default=Decimal(0))
    high = max((max(each.raw, each.calibrated + halves[code]) for code, each in every.items()), default=Decimal(1))
    width = (high - low) or Decimal(1)
    return tuple(
        ApplicationRow(
            code,
            by_code.get(code),
            score,
            halves[code] if score.error is not None else None,
            100 * (score.raw - low) / width,
            _places(score.calibrated, halves[code], low, high),
        )
        for code, score in ranked
    )


def _criteria(run: CalibrationRun, criteria: Mapping[str, Any]) -> list[CriterionRow]:
    rubric = rubric_of(run.programme)
    top = {node.id for node in rubric.nodes}
    return [
        CriterionRow(node, node_code(node), int(node.id not in top), found["icc"], found["alpha"])
        for node in nodes_of(rubric.nodes)
        if (found := criteria.get(node.id)) is not None
    ]
