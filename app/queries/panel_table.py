"""The panels of one stage as one table: those in force, those a plan proposes, and what the plan would change."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Application, AssessorProfile, Assignment, AssignmentPlan, AssignmentState, PlanScope, Stage
from app.permissions import IN_FORCE
from app.queries.assignment_problem import applications_done, applications_in, assessor_pool, problem_of
from app.thai import search_key
from workflows.application import ApplicationState
from workflows.assignment.explanation import Reason, explain
from workflows.assignment.problem import Problem

PAGE_SIZE = 25


class Show(StrEnum):
    """Which panels the table shows."""

    ALL = "all"
    WAITING = "waiting"
    SHORT = "short"
    CHANGED = "changed"
    UNANSWERED = "unanswered"


@dataclass(frozen=True)
class Wanted:
    """What was asked for: which panels, which words, in which order, which page."""

    show: Show | None = None
    search: str = ""
    sort: str = "code"
    descending: bool = False
    page: int = 1


@dataclass(frozen=True)
class Member:
    """One assessor of a proposed panel: new or staying, held in place or not, with the reasons that can be checked."""

    profile: AssessorProfile
    is_new: bool
    is_held: bool
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class PanelRow:
    """One application with its seats of this stage, those left included, and what the plan proposes for it.

    `present` and `proposed_worth` are the expertise of the panel in force and of the proposed one. `is_done` says that
    the application has left the hands of this panel's assessors: it is in consensus, or further.
    """

    application: Application
    seats: tuple[Assignment, ...]
    proposed: tuple[Member, ...] = ()
    present_worth: Decimal | None = None
    proposed_worth: Decimal | None = None
    is_done: bool = False

    @property
    def in_force(self) -> tuple[Assignment, ...]:
        """The seats that are taken now."""
        return tuple(seat for seat in self.seats if seat.state in IN_FORCE)

    @property
    def leaving(self) -> tuple[Assignment, ...]:
        """The seats in force that the plan would give to others."""
        staying = {member.profile.person_id for member in self.proposed}
        return tuple(seat for seat in self.in_force if self.proposed and seat.assessor_id not in staying)

    @property
    def owes_sheets(self) -> bool:
        """Say whether a panel is seated that may still owe sheets, so that a due time means something."""
        return not self.is_done and bool(self.in_force) and self.application.state is ApplicationState.ASSESSMENT

    @property
    def is_waiting(self) -> bool:
        """Say whether the assessment has not begun."""
        return not self.is_done and self.application.state is not ApplicationState.ASSESSMENT


@dataclass(frozen=True)
class PanelTable:
    """One page of panels, and how many there are of each kind before words are looked for.

    `starting` counts the panels that are seated in full and whose assessment the system is about to begin.
    """

    rows: list[PanelRow]
    shown: Show
    counts: Mapping[Show, int]
    total: int
    page: int
    pages: int
    starting: int

    @property
    def seated(self) -> int:
        """The panels with nobody missing, their work before them, under way or done."""
        return self.counts[Show.ALL] - self.counts[Show.WAITING] - self.counts[Show.SHORT]


def panel_table(stage: Stage, plan: AssignmentPlan | None, wanted: Wanted) -> PanelTable:
    """Return the table of one stage; the number of statements does not depend on how many panels there are."""
    still_open, done = applications_in(stage, PlanScope.OPEN), applications_done(stage)
    applications, done_ids = [*still_open, *done], {each.id for each in done}
    seats = seats_of(stage, [application.id for application in applications])
    kinds = _kinds(stage, plan, still_open, seats)
    kinds[Show.ALL] |= done_ids
    counts = {show: len(kinds[show]) for show in Show}
    show = wanted.show or _usual(plan, counts)
    listed = [each for each in applications if each.id in kinds[show] and _fits(each, wanted.search)]
    listed.sort(key=lambda each: _order(each, seats[each.id], wanted.sort), reverse=wanted.descending)
    pages = max(1, -(-len(listed) // PAGE_SIZE))
    page = min(max(wanted.page, 1), pages)
    here = listed[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    rows = [replace(row, is_done=row.application.id in done_ids) for row in _rows(stage, plan, here, seats)]
    begun = sum(each.state is ApplicationState.ASSESSMENT for each in still_open)
    starting = len(still_open) - begun - counts[Show.WAITING]
    return PanelTable(rows, show, counts, len(listed), page, pages, starting)


def _usual(plan: AssignmentPlan | None, counts: Mapping[Show, int]) -> Show:
    """What the board opens with: what a plan would change, what waits, what is short, else everything."""
    if plan is not None:
        return Show.CHANGED
    return next((show for show in (Show.WAITING, Show.SHORT) if counts[show]), Show.ALL)


def _kinds(
    stage: Stage,
    plan: AssignmentPlan | None,
    applications: Iterable[Application],
    seats: Mapping[uuid.UUID, tuple[Assignment, ...]],
) -> Mapping[Show, set[uuid.UUID]]:
    planned = _planned(plan)
    found: dict[Show, set[uuid.UUID]] = {show: set() for show in Show}
    for application in applications:
        held = [seat for seat in seats[application.id] if seat.state in IN_FORCE]
        is_at_work = application.state is ApplicationState.ASSESSMENT
        found[Show.ALL].add(application.id)
        if len(held) < (stage.panel_size or 0):
            found[Show.SHORT if is_at_work else Show.WAITING].add(application.id)
        if any(seat.state is AssignmentState.PUBLISHED for seat in held):
            found[Show.UNANSWERED].add(application.id)
        if application.id in planned and planned[application.id] != {seat.assessor_id for seat in held}:
            found[Show.CHANGED].add(application.id)
    return found


def _planned(plan: AssignmentPlan | None) -> Mapping[uuid.UUID, set[uuid.UUID]]:
    found: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for application, person in plan.pairs if plan else ():
        found[uuid.UUID(application)].add(uuid.UUID(person))
    return found


def _fits(application: Application, search: str) -> bool:
    if not search.strip():
        return True
    names = f"{application.code} {application.title_th} {application.title_en} {application.agency.search_key}"
    return search_key(search) in search_key(names)


def _order(application: Application, seats: tuple[Assignment, ...], sort: str) -> tuple[str | int, str]:
    if sort == "agency":
        return application.agency.sort_key, application.code
    if sort == "seats":
        return f"{sum(seat.state in IN_FORCE for seat in seats):03}", application.code
    return application.code, application.code


def seats_of(stage: Stage, ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, tuple[Assignment, ...]]:
    """Return every seat of this stage by application, the lead first; those left are among them."""
    seats: dict[uuid.UUID, tuple[Assignment, ...]] = dict.fromkeys(ids, ())
    for seat in db.session.scalars(
        select(Assignment)
        .where(Assignment.stage_id == stage.id, Assignment.application_id.in_(ids))
        .options(joinedload(Assignment.assessor))
        .order_by(Assignment.is_lead.desc(), Assignment.published_at, Assignment.id)
    ):
        seats[seat.application_id] += (seat,)
    return seats


def _rows(
    stage: Stage,
    plan: AssignmentPlan | None,
    listed: list[Application],
    seats: Mapping[uuid.UUID, tuple[Assignment, ...]],
) -> list[PanelRow]:
    if plan is None or not listed:
        return [PanelRow(each, seats[each.id]) for each in listed]
    profiles = {str(profile.person_id): profile for profile in assessor_pool(stage)}
    held = [(str(application), str(person)) for application, person in plan.locked]
    problem = problem_of(stage, scope=plan.scope, only={each.id for each in listed})
    problem = replace(problem, locked=frozenset(held))
    return [_compared(each, seats[each.id], plan, problem, profiles) for each in listed]


def _compared(
    application: Application,
    seats: tuple[Assignment, ...],
    plan: AssignmentPlan,
    problem: Problem,
    profiles: Mapping[str, AssessorProfile],
) -> PanelRow:
    """What the plan proposes for one application; an assessor who is gone is left out."""
    key = str(application.id)
    pairs = [(str(a), str(s)) for a, s in plan.pairs if str(s) in profiles]
    present = {str(seat.assessor_id) for seat in seats if seat.state in IN_FORCE}
    mine = [person for a, person in pairs if a == key]
    known = {assessor.id for assessor in problem.assessors}
    members = tuple(
        Member(
            profiles[person],
            person not in present,
            [key, person] in plan.locked,
            explain(problem, [pair for pair in pairs if pair[1] in known], (key, person)) if person in known else (),
        )
        for person in sorted(mine, key=lambda person: (person not in present, profiles[person].person.name_th))
    )
    return PanelRow(application, seats, members, _worth(problem, key, present), _worth(problem, key, mine))


def _worth(problem: Problem, application: str, people: Iterable[str]) -> Decimal:
    return sum((problem.expertise.get((application, person), Decimal(0)) for person in people), Decimal(0))
