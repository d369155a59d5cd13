"""What a range of an indicator does to scores: whose indicator it is, and what that is worth before and after."""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Agency, Answer, Application, Person, Programme, ScoreSheet, SheetState, Snapshot
from app.queries.applicant_scores import indicator_scores, self_scores
from app.queries.criteria import RANGES, rubric_of, with_ranges
from app.queries.owed import LEFT
from app.queries.programme_plan import RANGE, Settings, indicators_in, ranges_of
from rubrics.model import Rubric
from rubrics.nodes import Node
from rubrics.scales import KpiExample, Ramp
from workflows.application import Phase


@dataclass(frozen=True)
class SetRange:
    """One indicator that a ramp can read, as it is scored now and as the criteria's own; who set its range and why."""

    item: Node
    example: KpiExample
    own: Ramp | None
    by: Person | None = None
    at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True)
class Effect:
    """One handed-in self-assessment: its figure, and the points of indicator, item and total before and after."""

    agency: Agency
    code: str
    actual: str
    indicator_points: tuple[Decimal | None, Decimal | None]
    item_points: tuple[Decimal | None, Decimal | None]
    total: tuple[Decimal, Decimal]


def are_final(programme: Programme) -> bool:
    """Say whether a certifier's sheet was handed in: what was judged by a range is not judged by another one."""
    handed_in = (
        select(ScoreSheet.id)
        .join(Application, Application.id == ScoreSheet.application_id)
        .where(Application.programme_id == programme.id, ScoreSheet.state == SheetState.SUBMITTED)
    )
    return db.session.scalar(handed_in.limit(1)) is not None


def set_ranges(programme: Programme) -> list[SetRange]:
    """Return the indicators of the criteria whose range an officer may set, in the order of the file."""
    said = programme.rules.get(RANGES, {})
    ids = {uuid.UUID(each["by"]) for each in said.values()}
    people = {str(each.id): each for each in db.session.scalars(select(Person).where(Person.id.in_(ids)))}
    criteria = with_ranges(programme.rubric_id, ())
    found = []
    for example, item in rubric_of(programme).rampable.values():
        own, mine = criteria.rampable[example.id][0].ramp, said.get(example.id)
        found.append(
            SetRange(item, example, own)
            if mine is None
            else SetRange(
                item, example, own, people.get(mine["by"]), datetime.fromisoformat(mine["at"]), mine["reason"]
            )
        )
    return found


def applications_using(programme: Programme, indicators: Collection[str]) -> set[uuid.UUID]:
    """Return the applications still in the programme whose agency reports one of these indicators."""
    items = {item.id for name, (_each, item) in rubric_of(programme).rampable.items() if name in indicators}
    answers = (
        select(Answer.application_id, Answer.value)
        .join(Application, Application.id == Answer.application_id)
        .where(
            Application.programme_id == programme.id,
            Application.state.not_in(LEFT),
            Answer.field.in_([f"kpis.{item}" for item in items]),
        )
    )
    return {application for application, rows in db.session.execute(answers) if _names(rows, indicators)}


def _names(rows: Any, indicators: Collection[str]) -> bool:
    return any(row.get("example") in indicators for row in rows or ())


def range_effects(programme: Programme, changed: Settings) -> list[Effect]:
    """Return what these ranges change for whoever has handed in and reports their indicators.

    Drafts are their agency's own and are not shown.
    """
    indicators = indicators_in(changed)
    before, after = rubric_of(programme), _ranged(programme, changed)
    found = []
    for application, content in _handed_in(programme):
        answers = json.loads(content)["answers"]
        totals = None
        for example, item in (before.rampable[each] for each in sorted(indicators)):
            rows = [row for row in answers.get(f"kpis.{item.id}") or () if row.get("example") == example.id]
            if rows and totals is None:
                totals = self_scores(before, answers), self_scores(after, answers)
            for row in rows:
                old, new = (indicator_scores(each, each.node(item.id), [row])[0] for each in (before, after))
                assert totals is not None, "there are rows"
                found.append(
                    Effect(
                        application.agency,
                        application.code,
                        str(row.get("actual") or ""),
                        (old, new),
                        (totals[0].scores.nodes[item.id], totals[1].scores.nodes[item.id]),
                        (totals[0].shown_total, totals[1].shown_total),
                    )
                )
    return found


def _ranged(programme: Programme, changed: Settings) -> Rubric:
    wanted = ranges_of(programme) | dict(changed)
    key = ((name.removeprefix(RANGE), *value) for name, value in sorted(wanted.items()) if isinstance(value, tuple))
    return with_ranges(programme.rubric_id, tuple(key))


def _handed_in(programme: Programme) -> list[tuple[Application, str]]:
    """The newest self-assessment each agency handed in."""
    newest = (
        select(Snapshot.application_id, func.max(Snapshot.number).label("number"))
        .where(Snapshot.phase == Phase.ENTRY)
        .group_by(Snapshot.application_id)
        .subquery()
    )
    statement = (
        select(Application, Snapshot.content)
        .join(newest, newest.c.application_id == Application.id)
        .join(Snapshot, (Snapshot.application_id == Application.id) & (Snapshot.number == newest.c.number))
        .where(Application.programme_id == programme.id, Application.state.not_in(LEFT))
        .options(joinedload(Application.agency))
        .order_by(Application.code)
    )
    return [(application, content) for application, content in db.session.execute(statement)]
