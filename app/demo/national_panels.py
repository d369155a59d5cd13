"""Panels in a national round: proposed by the solver, proved by the checker, seated and answered many at a time."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from app.clock import now
from app.demo.national_case import Case, Directory, Seat
from app.demo.national_rows import Member, Rows
from app.extensions import db
from app.models import Application, Assignment, AssignmentPlan, AssignmentState, PlanState, Stage
from app.queries.assignment_problem import assessor_pool, problem_of
from app.services.assignment_plans import store_plan
from app.transaction import transactional
from workflows.application import ApplicationState
from workflows.assignment.checker import check_plan
from workflows.assignment.problem import Infeasible
from workflows.assignment.solver import solve

Panels = Mapping[uuid.UUID, Sequence[uuid.UUID]]
# One seat in so many is still without an answer.
_UNANSWERED = 37


class NoPanels(Exception):
    """The assessors of a round cannot sit on the panels that are asked for."""


def propose(stage: Stage, officer: Member) -> AssignmentPlan:
    """Let the solver seat everything that waits at a stage, prove that no hard rule is broken, and keep the plan."""
    problem = problem_of(stage)
    answer = solve(problem)
    if isinstance(answer, Infeasible):
        raise NoPanels(f"no panels can be seated at {stage.code}: {answer.blocking}")  # not a type
    broken = check_plan(problem, answer.pairs, accept_islands=bool(answer.islands))
    assert not broken, f"the solver keeps every hard rule: {broken}"
    return store_plan(stage, problem, answer, actor_id=officer.id)


@transactional
def publish(
    plan: AssignmentPlan, cases: Mapping[uuid.UUID, Case], directory: Directory, officer: Member, *, due_at: datetime
) -> list[Case]:
    """Seat every panel of a plan; returns the entries that have one now."""
    plan = db.session.get_one(AssignmentPlan, plan.id)
    panels = _panels(plan)
    leads = _leads(panels, {profile.person_id for profile in assessor_pool(plan.stage) if profile.can_lead})
    rows, seats = Rows(), Counter[Member]()
    seated = sorted((cases[key] for key in panels), key=lambda case: case.code)
    for case in seated:
        for person_id in panels[case.id]:
            assessor = directory.assessors[person_id]
            seat = Seat(uuid.uuid4(), plan.stage_id, assessor, is_lead=leads[case.id] == person_id)
            case.seats.append(seat)
            rows.add(_row_of(seat, case, due_at))
            seats[assessor] += 1
        refs = sorted(seat.assessor.ref for seat in case.seats)
        rows.record("panel_published", case.subject, by=officer, stage=plan.stage.code, panel=refs)
    plan.state, plan.published_by_id, plan.published_at = PlanState.PUBLISHED, officer.id, now()
    rows.record("plan_published", f"assignment_plans:{plan.id}", by=officer, stage=plan.stage.code, panels=len(panels))
    for assessor, count in seats.items():
        told = {"count": count, "programme": plan.programme.title_th}
        rows.tell(
            "assignment_published", [assessor], once_per=plan.id, of=plan.programme.id, link="/assessments", **told
        )
    rows.write()
    return seated


def _panels(plan: AssignmentPlan) -> Panels:
    panels: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    for application_id, person_id in plan.pairs:
        panels[uuid.UUID(application_id)].append(uuid.UUID(person_id))
    return panels


def _leads(panels: Panels, able: Collection[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """Give each panel the member able to lead who leads least so far."""
    times, leads = Counter[uuid.UUID](), {}
    for application_id, members in sorted(panels.items()):
        leads[application_id] = min((each for each in members if each in able), key=lambda each: (times[each], each))
        times[leads[application_id]] += 1
    return leads


def _row_of(seat: Seat, case: Case, due_at: datetime) -> Assignment:
    return Assignment(
        id=seat.id,
        application_id=case.id,
        stage_id=seat.stage_id,
        assessor_id=seat.assessor.id,
        is_lead=seat.is_lead,
        state=AssignmentState.PUBLISHED,
        due_at=due_at,
        published_at=now(),
    )


def leave_unanswered(cases: Sequence[Case]) -> None:
    """Let some seats wait for an answer: only on panels whose sheets are not all in yet."""
    waiting = [case for case in cases if not case.has_all_sheets]
    for place, case in enumerate(waiting):
        if place % _UNANSWERED == _UNANSWERED // 2:
            case.seats[-1].is_answered = False


def accept(rows: Rows, seat: Seat) -> None:
    """Take the seat."""
    rows.change(Assignment, seat.id, state=AssignmentState.ACCEPTED, answered_at=now())
    rows.record("assignment_accepted", f"assignments:{seat.id}", by=seat.assessor)


def start(rows: Rows, case: Case) -> None:
    """Start the assessment: the panel is published."""
    rows.change(Application, case.id, state=ApplicationState.ASSESSMENT, state_since=now())
    rows.record("start_assessment", case.subject, by=None, stage=case.panel_stage)
