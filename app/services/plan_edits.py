"""Changing a proposed plan by hand: each change is checked against every hard rule at once, or refused whole."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from app.models import Application, AssignmentPlan, Person
from app.queries.assignment_problem import problem_of
from app.services.assignment_plans import as_stored_figures
from app.services.events import record
from app.services.plan_publication import check_is_open, pairs_of, told
from app.transaction import composed, lock, transactional
from workflows.assignment.checker import Violation, broken_rules, check_plan
from workflows.assignment.evaluation import reached_by
from workflows.assignment.problem import Pair, Problem, Rule
from workflows.errors import Obstacle, RuleBroken


@transactional
def change_panel(
    plan: AssignmentPlan, application: Application, assessor_ids: Collection[uuid.UUID], *, version: int, actor: Person
) -> None:
    """Give one application of a proposal another panel. Raises RuleBroken naming every rule the change would break."""
    key = str(application.id)
    wanted = {(key, str(person)) for person in assessor_ids}
    pairs = {pair for pair in pairs_of(plan) if pair[0] != key}
    _change(plan, pairs | wanted, version=version, actor=actor)


@transactional
def exchange(
    plan: AssignmentPlan,
    first: tuple[uuid.UUID, uuid.UUID],
    second: tuple[uuid.UUID, uuid.UUID],
    *,
    version: int,
    actor: Person,
) -> None:
    """Let two assessors of a proposal take each other's seats; each is an application and an assessor."""
    one, other = (str(first[0]), str(first[1])), (str(second[0]), str(second[1]))
    pairs = set(pairs_of(plan))
    if not {one, other} <= pairs or one[0] == other[0]:
        raise RuleBroken([Obstacle("These two seats cannot be exchanged")])
    crossed = {(one[0], other[1]), (other[0], one[1])}
    _change(plan, (pairs - {one, other}) | crossed, version=version, actor=actor)


@transactional
def replace(
    plan: AssignmentPlan, seat: tuple[uuid.UUID, uuid.UUID], newcomer: uuid.UUID, *, version: int, actor: Person
) -> None:
    """Give one seat of a proposal to somebody else."""
    leaving, coming = (str(seat[0]), str(seat[1])), (str(seat[0]), str(newcomer))
    pairs = set(pairs_of(plan))
    if leaving not in pairs or coming in pairs:
        raise RuleBroken([Obstacle("These two seats cannot be exchanged")])
    _change(plan, (pairs - {leaving}) | {coming}, version=version, actor=actor)


def _change(plan: AssignmentPlan, pairs: set[Pair], *, version: int, actor: Person) -> None:
    plan = lock(plan)
    check_is_open(plan, actor)
    if plan.version != version:
        raise RuleBroken([Obstacle("Someone else changed this plan first. Look at it again; nothing was changed")])
    stage, before = plan.stage, set(pairs_of(plan))
    problem = problem_of(stage, scope=plan.scope, locked=[(str(a), str(s)) for a, s in plan.locked])
    broken = newly_broken(problem, before, pairs)
    if broken:
        raise RuleBroken(told(stage, broken))
    plan.pairs = [list(pair) for pair in sorted(pairs)]
    plan.version += 1
    reached = as_stored_figures(reached_by(problem, pairs))
    plan.figures = plan.figures | {
        "status": "edited",
        "objectives": reached,
        "broken": broken_rules(problem, pairs),
    }
    record("plan_changed", about=plan, actor=actor, stage=stage.code, pairs=len(before ^ pairs) // 2)


@composed
def newly_broken(problem: Problem, before: Collection[Pair], after: Collection[Pair]) -> list[Violation]:
    """Return the hard rules that `after` breaks and `before` did not: a change is not blamed for what was there.

    Where there were islands already, others may come; where there was one chain, it stays one.
    """
    found = check_plan(problem, before)
    was = {(each.rule, each.applications, each.assessors) for each in found}
    had_islands = any(each.rule is Rule.CONNECTED for each in found)
    return [
        each
        for each in check_plan(problem, after)
        if (each.rule, each.applications, each.assessors) not in was
        and not (had_islands and each.rule is Rule.CONNECTED)
    ]


@transactional
def hold_pair(
    plan: AssignmentPlan, pair: tuple[uuid.UUID, uuid.UUID], *, is_held: bool, version: int, actor: Person
) -> None:
    """Hold a pair in place, or let it go again: the next proposal keeps what is held."""
    plan = lock(plan)
    check_is_open(plan, actor)
    wanted = [str(pair[0]), str(pair[1])]
    if plan.version != version or wanted not in plan.pairs:
        raise RuleBroken([Obstacle("Someone else changed this plan first. Look at it again; nothing was changed")])
    held = [each for each in plan.locked if each != wanted]
    plan.locked = sorted([*held, wanted]) if is_held else held
    plan.version += 1
    record("plan_changed", about=plan, actor=actor, stage=plan.stage.code, held=is_held)
