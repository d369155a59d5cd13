"""Assignment plans: proposed by the solver as a job, published by staff under an independent check."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.messages import outbox
from app.models import Application, Assignment, AssignmentPlan, Job, JobState, Person, PlanState, Stage
from app.permissions import Permission, is_allowed
from app.queries.assignment_problem import applications_waiting, assessor_pool, problem_of
from app.queries.plan_jobs import newest_job
from app.services.assignments import seat_panel
from app.services.events import record
from app.services.jobs import report_progress, start_job
from app.services.rounds import MOVE_TASK
from app.transaction import composed, lock, promise_wake, transactional
from workflows.assignment.checker import Violation, check_plan
from workflows.assignment.problem import Infeasible, Plan, Problem, Rule
from workflows.assignment.solver import solve
from workflows.errors import N_, Obstacle, RuleBroken

PROPOSE_JOB = "propose_assignment"
RENEW_EVERY = timedelta(seconds=15)
_MESSAGES = {
    Rule.KNOWN: N_("What waits for a panel has changed since this plan was made; ask for a new one"),
    Rule.PANEL_SIZE: N_("%(code)s needs a panel of %(size)s"),
    Rule.CONFLICTS: N_("%(names)s: conflict of interest with %(code)s"),
    Rule.ONE_PER_GROUP: N_("%(code)s: two of one ministry on a panel: %(names)s"),
    Rule.NEED_LEAD: N_("%(code)s: no one on this panel can lead it"),
    Rule.MAX_LOAD: N_("%(names)s: more applications than they may have"),
    Rule.MIN_LOAD: N_("%(names)s: fewer applications than they should have"),
}


@transactional
def request_plan(stage: Stage, *, actor: Person) -> Job:
    """Ask for a proposed plan for every application that waits at this stage; the job shows its progress."""
    against = []
    if not is_allowed(Permission.ASSIGN, stage, actor):
        against.append(Obstacle("Your role does not allow this step"))
    if not applications_waiting(stage):
        against.append(Obstacle("No application is waiting for a panel at this stage"))
    present = newest_job(PROPOSE_JOB, stage)
    if present is not None and present.state in (JobState.WAITING, JobState.RUNNING):
        against.append(Obstacle("A plan for this stage is being made already"))
    if against:
        raise RuleBroken(against)
    return start_job(PROPOSE_JOB, {"stage_id": str(stage.id), "actor_id": str(actor.id)}, actor=actor)


@composed
def propose_plan(job: Job) -> dict[str, Any]:
    """Solve the problem of a stage outside any transaction, then store the answer as a proposal.

    Returns the plan's id, or the rules that block each other where no plan exists.
    """
    stage = db.session.get_one(Stage, uuid.UUID(job.payload["stage_id"]))
    problem = problem_of(stage)
    db.session.rollback()
    answer = _solved(job, problem)
    report_progress(job, 90)
    if isinstance(answer, Infeasible):
        return {"plan_id": None, **_as_stored(answer)}
    plan = store_plan(stage, answer, actor_id=uuid.UUID(job.payload["actor_id"]))
    return {"plan_id": str(plan.id)}


def _solved(job: Job, problem: Problem) -> Plan | Infeasible:
    """Solve beside this thread, which meanwhile renews the lease: a national plan takes longer than one lease."""
    report_progress(job, 10)
    with ThreadPoolExecutor(max_workers=1) as beside:
        answer = beside.submit(solve, problem)
        percent = 10
        while True:
            try:
                return answer.result(timeout=RENEW_EVERY.total_seconds())
            except TimeoutError:
                percent = min(percent + 5, 85)
                report_progress(job, percent)


def _as_stored(answer: Infeasible) -> dict[str, Any]:
    """Keep the rules that block each other and the ways out as plain values, with the ids they name."""
    return {
        "blocking": [
            {"rule": block.rule.value, "applications": list(block.applications), "assessors": list(block.assessors)}
            for block in answer.blocking
        ],
        "relaxations": [
            {"steps": [{"message": step.message, "params": dict(step.params)} for step in way.steps], "cost": way.cost}
            for way in answer.relaxations
        ],
    }


@transactional
def store_plan(stage: Stage, answer: Plan, *, actor_id: uuid.UUID) -> AssignmentPlan:
    """Keep a solver's answer as the proposal of this stage; an older proposal is set aside."""
    for older in db.session.scalars(
        select(AssignmentPlan).where(AssignmentPlan.stage_id == stage.id, AssignmentPlan.state == PlanState.PROPOSED)
    ):
        older.state = PlanState.SET_ASIDE
    plan = AssignmentPlan(
        programme_id=stage.programme_id,
        stage_id=stage.id,
        pairs=[list(pair) for pair in answer.pairs],
        figures={
            "status": answer.status.value,
            "objectives": {key: str(value) for key, value in vars(answer.objectives).items()},
            "bounds": {key: str(value) for key, value in vars(answer.bounds).items()},
            "islands": len(answer.islands),
        },
        proposed_by_id=actor_id,
        proposed_at=now(),
    )
    db.session.add(plan)
    db.session.flush()
    return plan


@transactional
def publish_plan(plan: AssignmentPlan, *, due_at: datetime | None, actor: Person) -> int:
    """Seat every panel of a proposed plan. An independent checker verifies all hard rules in this transaction.

    Returns how many panels were seated. Raises RuleBroken with every rule the plan breaks by now.
    """
    plan = lock(plan)
    stage = plan.stage
    against = []
    if not is_allowed(Permission.ASSIGN, plan, actor):
        against.append(Obstacle("Your role does not allow this step"))
    if plan.state is not PlanState.PROPOSED:
        against.append(Obstacle("This plan is no longer a proposal"))
    if against:
        raise RuleBroken(against)
    pairs = [(str(application), str(assessor)) for application, assessor in plan.pairs]
    has_islands = bool(plan.figures.get("islands"))
    violations = check_plan(problem_of(stage), pairs, accept_islands=has_islands)
    if violations:
        raise RuleBroken(_told(stage, violations))
    seats = _seat_all(stage, pairs, due_at)
    for panel in seats:
        refs = sorted(seat.assessor.ledger_ref for seat in panel)
        record("panel_published", about=panel[0].application, actor=actor, stage=stage.code, panel=refs)
    plan.state, plan.published_by_id, plan.published_at = PlanState.PUBLISHED, actor.id, now()
    record("plan_published", about=plan, actor=actor, stage=stage.code, panels=len(seats))
    _tell(stage, plan, [seat for panel in seats for seat in panel])
    promise_wake(MOVE_TASK)
    return len(seats)


def _told(stage: Stage, violations: Iterable[Violation]) -> list[Obstacle]:
    """Write each broken rule with the code and the name it is about."""
    codes = {str(application.id): application.code for application in applications_waiting(stage)}
    names = {str(profile.person_id): profile.person.name_th for profile in assessor_pool(stage)}
    told = []
    for violation in violations:
        message = _MESSAGES.get(violation.rule)
        params = {
            "code": ", ".join(codes.get(key, "–") for key in violation.applications),
            "names": ", ".join(names.get(key, "–") for key in violation.assessors),
            "size": stage.panel_size or 0,
        }
        told.append(Obstacle(message, params) if message else violation.detail)
    return list({str(each): each for each in told}.values())


def _seat_all(stage: Stage, pairs: list[tuple[str, str]], due_at: datetime | None) -> list[list[Assignment]]:
    panels: dict[str, list[uuid.UUID]] = defaultdict(list)
    for application_id, assessor_id in pairs:
        panels[application_id].append(uuid.UUID(assessor_id))
    leads = _leads(stage, panels)
    seated = []
    for application in applications_waiting(stage):
        panel = panels.get(str(application.id))
        if panel:
            locked: Application = lock(application)
            seated.append(seat_panel(locked, stage, panel, leads[str(application.id)], due_at))
    return seated


def _leads(stage: Stage, panels: Mapping[str, list[uuid.UUID]]) -> dict[str, uuid.UUID]:
    """Give each panel the member able to lead who leads least so far."""
    able = {profile.person_id for profile in assessor_pool(stage) if profile.can_lead}
    times: dict[uuid.UUID, int] = defaultdict(int)
    leads = {}
    for application_id in sorted(panels):
        candidates = [person for person in panels[application_id] if person in able]
        chosen = min(candidates, key=lambda person: (times[person], str(person)))
        times[chosen] += 1
        leads[application_id] = chosen
    return leads


def _tell(stage: Stage, plan: AssignmentPlan, seats: list[Assignment]) -> None:
    """One message an assessor, however many entries."""
    counts: dict[uuid.UUID, list[Assignment]] = defaultdict(list)
    for seat in seats:
        counts[seat.assessor_id].append(seat)
    for mine in counts.values():
        outbox.queue(
            "assignment_published",
            to=[mine[0].assessor],
            once_per=str(plan.id),
            link="/assessments",
            params={"count": len(mine), "programme": stage.programme.title_th},
        )


@transactional
def set_plan_aside(plan: AssignmentPlan, *, actor: Person) -> None:
    """Turn a proposal down; nothing else changes."""
    plan = lock(plan)
    if not is_allowed(Permission.ASSIGN, plan, actor) or plan.state is not PlanState.PROPOSED:
        raise RuleBroken([Obstacle("This plan is no longer a proposal")])
    plan.state = PlanState.SET_ASIDE
    record("plan_set_aside", about=plan, actor=actor, stage=plan.stage.code)
