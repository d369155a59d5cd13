"""Assignment plans: asked for, made by the solver as a job, kept as a proposal, set aside."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event as Signal
from typing import Any

from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.models import AssignmentPlan, Job, JobState, Person, PlanScope, PlanState, Stage
from app.permissions import Permission, is_allowed
from app.queries.assignment_problem import applications_in, problem_of
from app.queries.plan_answers import ASKED_UNDER, asked_under
from app.queries.plan_jobs import PROPOSE_JOB, newest_job
from app.services.events import record
from app.services.jobs import report_progress, start_job
from app.transaction import composed, lock, transactional
from workflows.assignment.checker import broken_rules
from workflows.assignment.problem import Figures, Infeasible, Pair, Plan, Problem
from workflows.assignment.solver import solve
from workflows.errors import N_, Obstacle, RuleBroken

RENEW_EVERY = timedelta(seconds=5)
TIME_LIMIT = timedelta(minutes=10)
NOTHING = {
    PlanScope.WAITING: N_("No application is waiting for a panel at this stage"),
    PlanScope.SHORT: N_("No panel has an empty seat at this stage"),
    PlanScope.OPEN: N_("No panel can be planned at this stage"),
}


@transactional
def request_plan(stage: Stage, *, actor: Person, scope: PlanScope = PlanScope.WAITING) -> Job:
    """Ask for a proposed plan for the panels of this scope; the job shows its progress."""
    against = []
    if not is_allowed(Permission.ASSIGN, stage, actor):
        against.append(Obstacle("Your role does not allow this step"))
    if not applications_in(stage, scope):
        against.append(Obstacle(NOTHING[scope]))
    present = newest_job(PROPOSE_JOB, stage)
    if present is not None and present.state in (JobState.WAITING, JobState.RUNNING):
        against.append(Obstacle("A plan for this stage is being made already"))
    if against:
        raise RuleBroken(against)
    payload = {"stage_id": str(stage.id), "actor_id": str(actor.id), "scope": scope.value}
    return start_job(PROPOSE_JOB, payload, actor=actor)


@composed
def propose_plan(job: Job) -> dict[str, Any]:
    """Solve the problem of a stage outside any transaction, then store the answer as a proposal.

    Returns the plan's id, or the rules that block each other where no plan exists. A plan for empty seats that were
    filled in the meantime is no longer wanted: then there is nothing to return.
    """
    stage = db.session.get_one(Stage, uuid.UUID(job.payload["stage_id"]))
    scope = PlanScope(job.payload.get("scope", PlanScope.WAITING))
    locked = locked_pairs(stage, scope)
    problem, asked = problem_of(stage, scope=scope, locked=locked), asked_under(stage, scope)
    db.session.rollback()
    if not problem.applications:
        return {"plan_id": None}
    answer = _solved(job, problem)
    report_progress(job, 90)
    if isinstance(answer, Infeasible):
        return {"plan_id": None, ASKED_UNDER: asked, **_as_stored(answer)}
    actor_id = job.payload.get("actor_id")
    plan = store_plan(stage, problem, answer, scope=scope, actor_id=uuid.UUID(actor_id) if actor_id else None)
    return {"plan_id": str(plan.id)}


@composed
def locked_pairs(stage: Stage, scope: PlanScope) -> list[Pair]:
    """Return the pairs staff hold in place in the proposal of this scope that waits; a new one keeps them."""
    held = db.session.scalars(
        select(AssignmentPlan.locked).where(
            AssignmentPlan.stage_id == stage.id,
            AssignmentPlan.state == PlanState.PROPOSED,
            AssignmentPlan.scope == scope,
        )
    ).first()
    return [(str(application), str(person)) for application, person in held or ()]


def _solved(job: Job, problem: Problem) -> Plan | Infeasible:
    """Solve beside this thread, which renews the lease and ends the search at the time limit or when cancelled."""
    report_progress(job, 10)
    started, ended = now(), Signal()
    with ThreadPoolExecutor(max_workers=1) as beside:
        answer = beside.submit(solve, problem, stop=ended.is_set)
        percent = 10
        try:
            while True:
                try:
                    return answer.result(timeout=RENEW_EVERY.total_seconds())
                except TimeoutError:
                    percent = min(percent + 2, 85)
                    report_progress(job, percent)
                    if now() - started > TIME_LIMIT:
                        ended.set()
        finally:
            ended.set()


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
def store_plan(
    stage: Stage,
    problem: Problem,
    answer: Plan,
    *,
    actor_id: uuid.UUID | None,
    scope: PlanScope = PlanScope.WAITING,
) -> AssignmentPlan:
    """Keep a solver's answer as the proposal of this stage, checked by the independent checker; older ones go."""
    figures = {
        "status": answer.status.value,
        "objectives": as_stored_figures(answer.objectives),
        "bounds": as_stored_figures(answer.bounds),
        "islands": len(answer.islands),
        "is_stopped": answer.is_stopped,
        "broken": broken_rules(problem, answer.pairs),
    }
    locked = locked_pairs(stage, scope)
    return keep_proposal(
        stage, scope=scope, pairs=list(answer.pairs), figures=figures, locked=locked, actor_id=actor_id
    )


def keep_proposal(
    stage: Stage,
    *,
    scope: PlanScope,
    pairs: list[Pair],
    figures: dict[str, Any],
    locked: list[Pair],
    actor_id: uuid.UUID | None,
) -> AssignmentPlan:
    """Add a proposal inside a use case; the one that waited is set aside, for a stage has one at a time."""
    for older in db.session.scalars(
        select(AssignmentPlan).where(AssignmentPlan.stage_id == stage.id, AssignmentPlan.state == PlanState.PROPOSED)
    ):
        older.state = PlanState.SET_ASIDE
    plan = AssignmentPlan(
        programme_id=stage.programme_id,
        stage_id=stage.id,
        scope=scope,
        pairs=[list(pair) for pair in pairs],
        locked=[list(pair) for pair in locked],
        figures=figures,
        proposed_by_id=actor_id,
        proposed_at=now(),
    )
    db.session.add(plan)
    db.session.flush()
    return plan


def as_stored_figures(figures: Figures) -> dict[str, str]:
    """Write the four objectives as they are stored."""
    return {key: str(value) for key, value in vars(figures).items()}


@transactional
def set_plan_aside(plan: AssignmentPlan, *, actor: Person) -> None:
    """Turn a proposal down; nothing else changes."""
    plan = lock(plan)
    if not is_allowed(Permission.ASSIGN, plan, actor) or plan.state is not PlanState.PROPOSED:
        raise RuleBroken([Obstacle("This plan is no longer a proposal")])
    plan.state = PlanState.SET_ASIDE
    record("plan_set_aside", about=plan, actor=actor, stage=plan.stage.code)
