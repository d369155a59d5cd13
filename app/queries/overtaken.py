"""Proposals that events overtook: what they are about is not what it was when they were made."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.extensions import db
from app.models import Application, Assignment, AssignmentPlan, AssignmentState, PlanScope
from app.permissions import IN_FORCE
from app.queries.assignment_problem import WAITING_FOR_A_PANEL, has_left_for_good
from workflows.application import ApplicationState

EARLIER = "earlier"
"""The status of a proposal to go back to the panels that were in force before."""


def overtaken_among(plans: Collection[AssignmentPlan]) -> frozenset[uuid.UUID]:
    """Return which of these proposals were overtaken, in two statements.

    One is where panels wait that it leaves out, where it seats panels that wait no more or are of another size by now,
    where it would take the seat of somebody who is at work or was seated after it was made, or give one back to
    somebody who left for good.
    """
    stages = [plan.stage_id for plan in plans]
    entries, seats = _entries(stages), _seats(stages)
    return frozenset(
        plan.id for plan in plans if _is_overtaken(plan, entries[plan.stage_id], seats.get(plan.stage_id, []))
    )


@dataclass(frozen=True)
class _Entry:
    """One application at a stage: whether its assessment has begun, and whether everybody scores it."""

    is_at_work: bool
    is_anchor: bool


def _entries(stages: Collection[uuid.UUID]) -> Mapping[uuid.UUID, dict[uuid.UUID, _Entry]]:
    found: dict[uuid.UUID, dict[uuid.UUID, _Entry]] = defaultdict(dict)
    statement = select(Application.stage_id, Application.id, Application.state, Application.is_anchor).where(
        Application.stage_id.in_(stages),
        Application.state.in_((*WAITING_FOR_A_PANEL, ApplicationState.ASSESSMENT)),
    )
    for stage_id, key, state, is_anchor in db.session.execute(statement):
        assert stage_id is not None
        found[stage_id][key] = _Entry(state is ApplicationState.ASSESSMENT, is_anchor)
    return found


def _seats(stages: Collection[uuid.UUID]) -> Mapping[uuid.UUID, list[Assignment]]:
    found: dict[uuid.UUID, list[Assignment]] = defaultdict(list)
    for seat in db.session.scalars(select(Assignment).where(Assignment.stage_id.in_(stages))):
        found[seat.stage_id].append(seat)
    return found


def _is_overtaken(plan: AssignmentPlan, entries: Mapping[uuid.UUID, _Entry], seats: Sequence[Assignment]) -> bool:
    planned: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for application, person in plan.pairs:
        planned[uuid.UUID(application)].add(uuid.UUID(person))
    size = plan.stage.panel_size or 0
    wanted = _in_scope(plan.scope, size, entries, seats)
    ordinary = {key for key in wanted if not entries[key].is_anchor}
    if not planned.keys() <= wanted or any(len(planned[key]) != size for key in ordinary):
        return True
    return any(_contradicts(plan, planned, seat) for seat in seats if seat.application_id in planned)


def _in_scope(
    scope: PlanScope, size: int, entries: Mapping[uuid.UUID, _Entry], seats: Sequence[Assignment]
) -> set[uuid.UUID]:
    """The applications a plan of this scope would be about if it were made now."""
    if scope is PlanScope.OPEN:
        return set(entries)
    taken: dict[uuid.UUID, int] = defaultdict(int)
    for seat in seats:
        taken[seat.application_id] += seat.state in IN_FORCE
    if scope is PlanScope.SHORT:
        return {key for key, entry in entries.items() if entry.is_at_work and taken[key] < size}
    return {key for key, entry in entries.items() if not entry.is_at_work}


def _contradicts(plan: AssignmentPlan, planned: Mapping[uuid.UUID, set[uuid.UUID]], seat: Assignment) -> bool:
    is_planned = seat.assessor_id in planned[seat.application_id]
    if seat.state not in IN_FORCE:
        return is_planned and has_left_for_good(seat)
    if is_planned:
        return False
    asks_to_leave = plan.figures.get("status") == EARLIER
    stays = plan.scope is PlanScope.SHORT or seat.state is AssignmentState.ACCEPTED
    return seat.published_at > plan.proposed_at or (stays and not asks_to_leave)
