"""The funnel of the programmes looked at: how many applications reached each step, and how to find them."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, false, func, not_, or_, select

from app.extensions import db
from app.models import Application, Programme
from app.queries.exceptions import panel_is_short
from app.queries.office_scope import Scope, assessing_stages
from app.queries.shares import whole_percent
from workflows.application import ApplicationState, Phase
from workflows.funnel import Standing, funnel_steps, steps_reached

ONE_ROUND = 1


@dataclass(frozen=True)
class Group:
    """So many applications of one programme that stand at the same place; `is_short` where a seat of each is empty."""

    programme_id: uuid.UUID
    state: ApplicationState
    phase: Phase
    stage_id: uuid.UUID | None
    was_submitted: bool
    is_short: bool
    count: int


@dataclass(frozen=True)
class Funnel:
    """The steps in their order, how many reached each, and the same programme by programme."""

    steps: tuple[str, ...]
    counts: Mapping[str, int]
    by_programme: Mapping[uuid.UUID, Mapping[str, int]]
    groups: tuple[Group, ...]

    @property
    def rows(self) -> list[tuple[str, int, int | None]]:
        """Each step with its count and its share of the step before, in whole per cent."""
        before = [None, *(self.counts[step] for step in self.steps[:-1])]
        return [
            (step, self.counts[step], _share(self.counts[step], of))
            for step, of in zip(self.steps, before, strict=True)
        ]

    def standing_in(self, *states: ApplicationState) -> int:
        """Count the applications that stand in one of these states now."""
        return sum(group.count for group in self.groups if group.state in states)


def funnel_of(scope: Scope) -> Funnel:
    """Return the funnel in one statement. Over several programmes only the first round has steps of its own."""
    groups = standing_groups(scope)
    steps = _steps_of(scope)
    by_programme = {
        programme.id: _counts([each for each in groups if each.programme_id == programme.id], programme, steps)
        for programme in scope.programmes
    }
    counts = {step: sum(of_one[step] for of_one in by_programme.values()) for step in steps}
    return Funnel(steps, counts, by_programme, tuple(groups))


def reached_condition(scope: Scope, step: str) -> ColumnElement[bool]:
    """Return the condition for exactly the applications counted at this step, from the same rule as the count."""
    known = {programme.id: programme for programme in scope.programmes}
    fitting = [each for each in standing_groups(scope) if step in _reached(each, known[each.programme_id])]
    return or_(false(), *(_is_in(group) for group in fitting))


def _steps_of(scope: Scope) -> tuple[str, ...]:
    return funnel_steps(len(assessing_stages(scope.chosen)) if scope.chosen else ONE_ROUND)


def standing_groups(scope: Scope) -> list[Group]:
    """Count the applications looked at by where they stand."""
    was_submitted = Application.submitted_at.is_not(None)
    place = (Application.programme_id, Application.state, Application.phase, Application.stage_id, was_submitted)
    short = func.sum(case((panel_is_short(), 1), else_=0))
    counted = select(*place, func.count(), short).where(scope.applications)
    found = []
    for programme_id, state, phase, stage_id, submitted, count, lacking in db.session.execute(counted.group_by(*place)):
        for is_short, number in ((False, count - lacking), (True, lacking)):
            if number:
                found.append(Group(programme_id, state, phase, stage_id, bool(submitted), is_short, number))
    return found


def _counts(groups: Iterable[Group], programme: Programme, steps: tuple[str, ...]) -> Mapping[str, int]:
    counts: Counter[str] = Counter()
    for group in groups:
        for step in _reached(group, programme):
            counts[step] += group.count
    return {step: counts[step] for step in steps}


def _reached(group: Group, programme: Programme) -> tuple[str, ...]:
    rounds = assessing_stages(programme)
    place = next((stage.position for stage in programme.stages if stage.id == group.stage_id), 0)
    before = sum(stage.position < place for stage in rounds)
    standing = Standing(group.state, group.phase, group.was_submitted, before, group.is_short)
    return funnel_steps(len(rounds))[: steps_reached(standing, len(rounds))]


def _is_in(group: Group) -> ColumnElement[bool]:
    return and_(
        Application.programme_id == group.programme_id,
        Application.state == group.state,
        Application.phase == group.phase,
        Application.stage_id.is_(None) if group.stage_id is None else Application.stage_id == group.stage_id,
        Application.submitted_at.is_not(None) if group.was_submitted else Application.submitted_at.is_(None),
        panel_is_short() if group.is_short else not_(panel_is_short()),
    )


def _share(count: int, before: int | None) -> int | None:
    return None if not before else whole_percent(count, before)
