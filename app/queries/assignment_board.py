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
    PlanScope,
    PlanState,
    Programme,
    ScoreSheet,
    SheetState,
    Stage,
)
from app.permissions import IN_FORCE, Permission, visible_programmes
from app.queries.assignment_problem import WAITING_FOR_A_PANEL, applications_in, assessor_pool, seats_held
from app.queries.interests import undeclared_among
from app.queries.overtaken import overtaken_among
from app.queries.panel_table import PanelTable, Wanted, panel_table, seats_of
from app.thai import name_sort_key
from rubrics.stages import ASSESSING
from workflows.application import ApplicationState

PAST_SHOWN = 5


@dataclass(frozen=True)
class StageRow:
    """One stage with a panel: how many applications wait, sit, or have an empty seat, and the plan proposed for it.

    `is_overtaken` says that panels changed since the plan was proposed.
    """

    stage: Stage
    waiting: int
    seated: int
    short: int
    proposal: AssignmentPlan | None
    is_overtaken: bool = False

    @property
    def is_idle(self) -> bool:
        """Say whether nothing has come to this stage yet."""
        return not (self.waiting or self.seated or self.short)


def assignment_stages(officer: Person, cycle: Cycle) -> list[StageRow]:
    """Return the stages of a cycle this officer assigns, in the order of programmes and stages, in six statements."""
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
    panels, proposals = _panels(stages), _proposals([stage.id for stage in stages])
    overtaken = overtaken_among(proposals.values())
    rows = ((stage, panels[stage.id], proposals.get(stage.id)) for stage in stages)
    return [
        StageRow(stage, of.waiting, of.full, of.short, plan, plan is not None and plan.id in overtaken)
        for stage, of, plan in rows
    ]


@dataclass
class _Panels:
    """How many applications of one stage wait for a panel, have a whole one, or one with an empty seat."""

    waiting: int = 0
    full: int = 0
    short: int = 0


def _panels(stages: Sequence[Stage]) -> Mapping[uuid.UUID, _Panels]:
    """Count the panels of these stages as the table of each stage lists them, in two statements."""
    found: dict[uuid.UUID, _Panels] = defaultdict(_Panels)
    sizes, seats = {stage.id: stage.panel_size or 0 for stage in stages}, _seats_by_panel(stages)
    at_stage = select(Application.id, Stage.id, Application.state).where(
        Application.stage_id == Stage.id,
        Stage.id.in_(sizes),
        Application.state.in_((*WAITING_FOR_A_PANEL, ApplicationState.ASSESSMENT)),
    )
    for key, stage_id, state in db.session.execute(at_stage):
        held = seats.pop((stage_id, key), 0)
        if held >= sizes[stage_id]:
            found[stage_id].full += 1
        elif state is ApplicationState.ASSESSMENT:
            found[stage_id].short += 1
        else:
            found[stage_id].waiting += 1
    for stage_id, _done in seats:
        found[stage_id].full += 1
    return found


def _seats_by_panel(stages: Sequence[Stage]) -> dict[tuple[uuid.UUID, uuid.UUID], int]:
    statement = (
        select(Assignment.stage_id, Assignment.application_id, func.count())
        .where(Assignment.stage_id.in_([stage.id for stage in stages]), Assignment.state.in_(IN_FORCE))
        .group_by(Assignment.stage_id, Assignment.application_id)
    )
    return {(stage_id, key): count for stage_id, key, count in db.session.execute(statement)}


def _proposals(stage_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, AssignmentPlan]:
    plans = db.session.scalars(
        select(AssignmentPlan)
        .where(AssignmentPlan.stage_id.in_(stage_ids), AssignmentPlan.state == PlanState.PROPOSED)
        .order_by(AssignmentPlan.proposed_at)
    )
    return {plan.stage_id: plan for plan in plans}


@dataclass(frozen=True)
class Load:
    """One assessor's applications now and with the plan."""

    profile: AssessorProfile
    present: int
    proposed: int


@dataclass(frozen=True)
class PastPlan:
    """An earlier plan of a stage, by its number."""

    number: int
    plan: AssignmentPlan


@dataclass(frozen=True)
class Consequences:
    """What publishing would do: pairs kept, added and removed, sheets begun that become void, assessors told."""

    kept: int
    added: int
    removed: int
    void_sheets: int
    told: int


@dataclass(frozen=True)
class Board:
    """One stage: its plan with what it would do, its panels, the loads of its assessors, and the plans before.

    `codes` names every application a plan can be about; `undeclared` are the assessors nothing is assigned to yet.
    A proposal that events overtook is no `plan` any more, but `overtaken`; `number` is that of either.
    """

    stage: Stage
    plan: AssignmentPlan | None
    overtaken: AssignmentPlan | None
    number: int
    table: PanelTable
    codes: Mapping[uuid.UUID, str]
    loads: list[Load]
    consequences: Consequences | None
    past: list[PastPlan]
    undeclared: list[Person]


def stage_board(stage: Stage, wanted: Wanted) -> Board:
    """Return the board of one stage; the number of statements does not depend on how many applications there are."""
    pool, plans = assessor_pool(stage), _plans(stage)
    proposal = next((each for each in plans if each.state is PlanState.PROPOSED), None)
    overtaken = proposal if proposal is not None and overtaken_among([proposal]) else None
    plan = proposal if overtaken is None else None
    table = panel_table(stage, plan, wanted)
    applications = applications_in(stage, PlanScope.OPEN)
    seats = [seat for held in seats_of(stage, [each.id for each in applications]).values() for seat in held]
    numbered = [PastPlan(len(plans) - place, each) for place, each in enumerate(plans)]
    return Board(
        stage=stage,
        plan=plan,
        overtaken=overtaken,
        number=next((each.number for each in numbered if each.plan is proposal), 0),
        table=table,
        codes={application.id: application.code for application in applications},
        loads=_loads(plan, pool),
        consequences=_consequences(plan, seats) if plan else None,
        past=[each for each in numbered if each.plan.state is PlanState.PUBLISHED][:PAST_SHOWN],
        undeclared=undeclared_among([profile.person_id for profile in pool], stage.programme.cycle_id),
    )


def _plans(stage: Stage) -> list[AssignmentPlan]:
    """Every plan of a stage, the newest first."""
    return list(
        db.session.scalars(
            select(AssignmentPlan)
            .where(AssignmentPlan.stage_id == stage.id)
            .options(joinedload(AssignmentPlan.published_by))
            .order_by(AssignmentPlan.proposed_at.desc(), AssignmentPlan.id)
        )
    )


def _consequences(plan: AssignmentPlan, seats: Iterable[Assignment]) -> Consequences:
    planned = {(uuid.UUID(application), uuid.UUID(person)) for application, person in plan.pairs}
    concerned = {application for application, _person in planned}
    held = {(seat.application_id, seat.assessor_id): seat for seat in seats if seat.state in IN_FORCE}
    kept, added = planned & held.keys(), planned - held.keys()
    removed = [seat.id for pair, seat in held.items() if pair[0] in concerned and pair not in planned]
    begun = select(func.count()).where(ScoreSheet.assignment_id.in_(removed), ScoreSheet.state != SheetState.VOID)
    return Consequences(
        kept=len(kept),
        added=len(added),
        removed=len(removed),
        void_sheets=db.session.scalar(begun) or 0,
        told=len({person for _application, person in added}),
    )


def _loads(plan: AssignmentPlan | None, pool: Iterable[AssessorProfile]) -> list[Load]:
    """Every assessor's load, those first whose load the plan would change most."""
    profiles = list(pool)
    people = [profile.person_id for profile in profiles]
    concerned = {uuid.UUID(application) for application, _person in plan.pairs} if plan else set()
    held, others = seats_held(people), seats_held(people, concerned)
    planned = Counter(uuid.UUID(person) for _application, person in plan.pairs) if plan else Counter[uuid.UUID]()
    loads = [
        Load(
            profile,
            held.get(profile.person_id, 0),
            others.get(profile.person_id, 0) + planned[profile.person_id] if plan else held.get(profile.person_id, 0),
        )
        for profile in profiles
    ]
    return sorted(
        loads, key=lambda load: (-abs(load.proposed - load.present), name_sort_key(load.profile.person.name_th))
    )
