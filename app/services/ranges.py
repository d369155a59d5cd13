"""Ranges of indicators set by an officer: what stands against one, and what else has to be read by it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.clock import now
from app.extensions import db
from app.models import (
    Application,
    CalibrationExercise,
    ExerciseEntry,
    ExerciseKey,
    ExerciseSheet,
    Person,
    Programme,
    ScoreSheet,
    SheetEntry,
    SheetState,
    Snapshot,
)
from app.queries.criteria import RANGES, rubric_of
from app.queries.programme_plan import RANGE, Settings, indicators_in
from app.queries.range_effects import are_final
from app.queries.sheets import claimed_indicators
from app.transaction import composed
from workflows.errors import Obstacle, RuleBroken

MOST = 10**12
_DECIMALS = 2  # as many as pages print


@dataclass(frozen=True)
class Ruling:
    """Who decided on a change, and why."""

    by: Person
    reason: str


@composed
def range_obstacles(programme: Programme, changed: Settings) -> list[Obstacle]:
    """Say what stands against changing these ranges; other settings are not looked at."""
    wanted = [value for name, value in changed.items() if name.startswith(RANGE)]
    against = []
    for value in wanted:
        if isinstance(value, tuple) and not value[0] < value[1]:
            against.append(Obstacle("The ceiling must lie above the floor", field="ceiling"))
        for field, end in zip(("floor", "ceiling"), value if isinstance(value, tuple) else (), strict=False):
            if abs(end) >= MOST:
                against.append(Obstacle("This number is too large", field=field))
            elif end != round(end, _DECIMALS):
                against.append(Obstacle("Write at most two decimals", field=field))
    if wanted and are_final(programme):
        against.append(Obstacle("A certifier has handed a sheet in: the ranges of this programme stay as they are"))
    return against


def store_ranges(programme: Programme, after: Settings, ruling: Ruling) -> None:
    """Store changed ranges, inside the use case that checked them, and read what certifiers began by them anew.

    The sheets are held first: one that is being handed in now is waited for, and then stands against the change.
    """
    changed = indicators_in(after)
    if not changed:
        return
    begun = list(db.session.scalars(_begun(programme).with_for_update(of=ScoreSheet)))
    against = range_obstacles(programme, after)
    if against:
        raise RuleBroken(against)
    kept = {name: said for name, said in programme.rules.get(RANGES, {}).items() if name not in changed}
    programme.rules = {**programme.rules, RANGES: kept | dict(_written(after, ruling))}
    db.session.flush()
    items = {item.id for name, (_example, item) in rubric_of(programme).rampable.items() if name in changed}
    for entry, snapshot in (*_of_sheets(begun), *_of_exercises(programme)):
        if entry.node_id in items:
            claims = claimed_indicators(rubric_of(programme).node(entry.node_id), snapshot)
            entry.value = _read_anew(entry.value, claims)


def _written(after: Settings, ruling: Ruling) -> Iterator[tuple[str, dict[str, str]]]:
    for name, value in after.items():
        if name.startswith(RANGE) and isinstance(value, tuple):
            floor, ceiling = (format(end, "f") for end in value)
            yield (
                name.removeprefix(RANGE),
                {
                    "floor": floor,
                    "ceiling": ceiling,
                    "reason": ruling.reason.strip(),
                    "by": str(ruling.by.id),
                    "at": now().isoformat(),
                },
            )


def _begun(programme: Programme) -> Any:
    of_programme = select(Application.id).where(Application.programme_id == programme.id)
    return (
        select(ScoreSheet)
        .where(ScoreSheet.state == SheetState.DRAFT, ScoreSheet.application_id.in_(of_programme))
        .options(joinedload(ScoreSheet.snapshot, innerjoin=True))
        .order_by(ScoreSheet.id)
    )


def _of_sheets(sheets: list[ScoreSheet]) -> list[tuple[SheetEntry, Snapshot]]:
    snapshots = {sheet.id: sheet.snapshot for sheet in sheets}
    found = db.session.scalars(select(SheetEntry).where(SheetEntry.sheet_id.in_(snapshots)))
    return [(entry, snapshots[entry.sheet_id]) for entry in found]


def _of_exercises(programme: Programme) -> list[tuple[ExerciseKey | ExerciseEntry, Snapshot]]:
    """The key of an exercise over a snapshot, and what trial sheets say that are not handed in."""
    ours = (CalibrationExercise.programme_id == programme.id,)
    keys = db.session.execute(
        select(ExerciseKey, Snapshot)
        .join(CalibrationExercise, CalibrationExercise.id == ExerciseKey.exercise_id)
        .join(Snapshot, Snapshot.id == CalibrationExercise.snapshot_id)
        .where(*ours)
    )
    trials = db.session.execute(
        select(ExerciseEntry, Snapshot)
        .join(ExerciseSheet, ExerciseSheet.id == ExerciseEntry.sheet_id)
        .join(CalibrationExercise, CalibrationExercise.id == ExerciseSheet.exercise_id)
        .join(Snapshot, Snapshot.id == CalibrationExercise.snapshot_id)
        .where(*ours, ExerciseSheet.submitted_at.is_(None))
    )
    return [(entry, snapshot) for entry, snapshot in (*keys, *trials)]


def _read_anew(value: Mapping[str, Any], claims: list[dict[str, Any]]) -> dict[str, Any]:
    """Put an assessor's figures under the rule that holds now; where the rule is the same nothing changes."""
    if not value.get("kpis"):
        return dict(value)
    rows = zip(value["kpis"], claims, strict=False)
    return {**value, "kpis": [_by_rule_of(claim, row) for row, claim in rows]}


def _by_rule_of(claim: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
    return row if claim["rule"] == row["rule"] == "generic" else {**claim, "actual": row["actual"]}
