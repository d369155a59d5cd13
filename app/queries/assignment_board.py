"""The assignment board: stages that need panels, and one stage with its panels, plan and loads."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import (
    Application,
    AssessorProfile,
    Assignment,
    AssignmentPlan,
    Cycle,
    Person,
    PlanState,
    Programme,
    Stage,
)
from app.permissions import IN_FORCE, Permission, visible_programmes
from app.queries.assignment_problem import (
    WAITING_FOR_A_PANEL,
    applications_waiting,
    assessor_pool,
    problem_of,
    seats_held,
)
from app.queries.ties import read_ties
from rubrics.stages import ASSESSING
from workflows.application import ApplicationState
from workflows.assignment.explanation import Reason, explain
from workflows.conflicts import ConflictKind

PAGE_SIZE = 25


@dataclass(frozen=True)
class StageRow:
    """One stage with a panel: how many applications wait, sit, or have an empty seat, and the plan proposed for it."""

    stage: Stage
    waiting: int
    seated: int
    short: int
    proposal: AssignmentPlan | None

    @property
    def is_idle(self) -> bool:
        """Say whether nothing has come to this stage yet."""
        return not (self.waiting or self.seated or self.short)


def assignment_stages(officer: Person, cycle: Cycle) -> list[StageRow]:
    """Return the stages of a cycle this officer assigns, in the order of programmes and stages, in four statements."""
    stages = db.session.scalars(
        select(Stage)
        .join(Stage.programme)
        .where(
            Programme.cycle_id == cycle.id,
            visible_programmes(officer, Permission.ASSIGN),
            Stage.panel_size.is_not(None),
            Stage.kind.in_([kind.value for kind in ASSESSING]),
        )
        .options(joinedload(Stage.programme))
        .order_by(Programme.position, Stage.position)
    ).all()
    ids = [stage.id for stage in stages]
    waiting, seats, proposals = _waiting(ids), _seats_by_panel(ids), _proposals(ids)
    return [_stage_row(stage, waiting[stage.id], seats[stage.id], proposals.get(stage.id)) for stage in stages]


def _stage_row(stage: Stage, waiting: int, panels: Sequence[int], proposal: AssignmentPlan | None) -> StageRow:
    full = sum(1 for seats in panels if seats >= (stage.panel_size or 0))
    return StageRow(stage, waiting, full, len(panels) - full, proposal)


def _waiting(stage_ids: Collection[uuid.UUID]) -> Counter[uuid.UUID]:
    statement = (
        select(Application.stage_id, func.count())
        .where(Application.stage_id.in_(stage_ids), Application.state.in_(WAITING_FOR_A_PANEL))
        .group_by(Application.stage_id)
    )
    return Counter({stage_id: count for stage_id, count in db.session.execute(statement) if stage_id})


def _seats_by_panel(stage_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, list[int]]:
    """The seats in force of each panel that has begun its work or done it, by stage."""
    statement = (
        select(Assignment.stage_id, func.count().filter(Assignment.state.in_(IN_FORCE)))
        .join(Application, Application.id == Assignment.application_id)
        .where(
            Assignment.stage_id.in_(stage_ids),
            (Application.state == ApplicationState.ASSESSMENT) | (Assignment.state.in_(IN_FORCE)),
            Application.state.not_in(WAITING_FOR_A_PANEL),
        )
        .group_by(Assignment.stage_id, Assignment.application_id)
    )
    found: dict[uuid.UUID, list[int]] = defaultdict(list)
    for stage_id, seats in db.session.execute(statement):
        found[stage_id].append(seats)
    return found


def _proposals(stage_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, AssignmentPlan]:
    plans = db.session.scalars(
        select(AssignmentPlan)
        .where(AssignmentPlan.stage_id.in_(stage_ids), AssignmentPlan.state == PlanState.PROPOSED)
        .order_by(AssignmentPlan.proposed_at)
    )
    return {plan.stage_id: plan for plan in plans}


@dataclass(frozen=True)
class Proposed:
    """An assessor a plan proposes for a panel, with the reasons that can be checked."""

    profile: AssessorProfile
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class PanelRow:
    """One application with its seats of this stage, those left included, and what the plan proposes for it."""

    application: Application
    seats: tuple[Assignment, ...]
    proposed: tuple[Proposed, ...] = ()

    @property
    def in_force(self) -> tuple[Assignment, ...]:
        """The seats that are taken now."""
        return tuple(seat for seat in self.seats if seat.state in IN_FORCE)


@dataclass(frozen=True)
class Load:
    """One assessor's applications now and with the plan."""

    profile: AssessorProfile
    present: int
    proposed: int


@dataclass(frozen=True)
class Board:
    """One stage: panels to seat (one page of them), panels with an empty seat, plan, loads and conflicts.

    `codes` names every application that waits; `conflicts` counts pairs of those on this page.
    """

    stage: Stage
    plan: AssignmentPlan | None
    codes: Mapping[uuid.UUID, str]
    rows: list[PanelRow]
    page: int
    pages: int
    short: list[PanelRow]
    loads: list[Load]
    conflicts: Mapping[ConflictKind, int]


def stage_board(stage: Stage, *, page: int) -> Board:
    """Return the board of one stage; the number of statements does not depend on how many applications wait."""
    waiting, pool = applications_waiting(stage), assessor_pool(stage)
    pages = max(1, -(-len(waiting) // PAGE_SIZE))
    shown = min(max(page, 1), pages)
    listed = waiting[(shown - 1) * PAGE_SIZE : shown * PAGE_SIZE]
    short = _short(stage)
    plan = _proposals([stage.id]).get(stage.id)
    seats = seats_of(stage, [application.id for application in (*listed, *short)])
    proposed = _proposed(stage, plan, listed, pool)
    return Board(
        stage=stage,
        plan=plan,
        codes={application.id: application.code for application in waiting},
        rows=[PanelRow(each, seats[each.id], proposed.get(each.id, ())) for each in listed],
        page=shown,
        pages=pages,
        short=[PanelRow(each, seats[each.id]) for each in short],
        loads=_loads(plan, pool, [application.id for application in waiting]),
        conflicts=_conflicts(stage, listed, pool),
    )


def _short(stage: Stage) -> list[Application]:
    """The applications being assessed whose panel has an empty seat."""
    taken = (
        select(func.count())
        .where(
            Assignment.application_id == Application.id,
            Assignment.stage_id == stage.id,
            Assignment.state.in_(IN_FORCE),
        )
        .correlate(Application)
        .scalar_subquery()
    )
    return list(
        db.session.scalars(
            select(Application)
            .where(
                Application.stage_id == stage.id,
                Application.state == ApplicationState.ASSESSMENT,
                taken < (stage.panel_size or 0),
            )
            .options(joinedload(Application.agency))
            .order_by(Application.code)
        )
    )


def seats_of(stage: Stage, ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, tuple[Assignment, ...]]:
    """Return every seat of this stage by application, the lead first; those left are among them."""
    seats: dict[uuid.UUID, tuple[Assignment, ...]] = dict.fromkeys(ids, ())
    for seat in db.session.scalars(
        select(Assignment)
        .where(Assignment.stage_id == stage.id, Assignment.application_id.in_(ids))
        .options(joinedload(Assignment.assessor))
        .order_by(Assignment.is_lead.desc(), Assignment.published_at)
    ):
        seats[seat.application_id] += (seat,)
    return seats


def _proposed(
    stage: Stage, plan: AssignmentPlan | None, listed: Iterable[Application], pool: Iterable[AssessorProfile]
) -> Mapping[uuid.UUID, tuple[Proposed, ...]]:
    """What the plan proposes for these applications; a pair whose application or assessor is gone is left out."""
    if plan is None:
        return {}
    profiles = {str(profile.person_id): profile for profile in pool}
    codes = {str(application.id): application.id for application in listed}
    pairs = [(str(application), str(person)) for application, person in plan.pairs if str(person) in profiles]
    problem = problem_of(stage, only=set(codes.values()))
    found: dict[uuid.UUID, tuple[Proposed, ...]] = defaultdict(tuple)
    for application, person in pairs:
        if application in codes:
            reasons = explain(problem, pairs, (application, person))
            found[codes[application]] += (Proposed(profiles[person], reasons),)
    return found


def _loads(plan: AssignmentPlan | None, pool: Iterable[AssessorProfile], waiting: Collection[uuid.UUID]) -> list[Load]:
    profiles = list(pool)
    people = [profile.person_id for profile in profiles]
    held, others = seats_held(people), seats_held(people, but_not=waiting)
    planned = Counter(uuid.UUID(person) for _application, person in plan.pairs) if plan else Counter[uuid.UUID]()
    return [
        Load(
            profile,
            held.get(profile.person_id, 0),
            others.get(profile.person_id, 0) + planned[profile.person_id] if plan else held.get(profile.person_id, 0),
        )
        for profile in profiles
    ]


def _conflicts(
    stage: Stage, listed: Collection[Application], pool: Iterable[AssessorProfile]
) -> Mapping[ConflictKind, int]:
    people = [profile.person_id for profile in pool]
    ties = read_ties(stage.programme, listed, people)
    return Counter(
        conflict.kind
        for application in listed
        for person in people
        for conflict in ties.between(person, application.id)
    )
