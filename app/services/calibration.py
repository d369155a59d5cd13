"""Calibration runs: a stage's scores frozen with what the model says of them, and computed again to the same bytes."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping
from functools import partial
from typing import Any

from app.clock import now
from app.extensions import db
from app.models import CalibrationOutcome, CalibrationRun, Job, JobState, Person, Stage
from app.permissions import Permission, is_allowed
from app.queries.calibration import has_sheets
from app.queries.calibration_input import CalibrationInput, calibration_input
from app.queries.plan_jobs import newest_job
from app.services.events import record
from app.services.jobs import report_progress, start_job
from app.transaction import composed, promise_event, transactional
from workflows.calibration_answer import written
from workflows.errors import Obstacle, RuleBroken
from workflows.round_analysis import analyse

RUN_JOB = "calibrate_stage"
REPLAY_JOB = "replay_calibration"
UNDER_WAY = (JobState.WAITING, JobState.RUNNING)


@transactional
def request_run(stage: Stage, *, actor: Person) -> Job:
    """Ask for the scores of a stage to be frozen and calibrated; the job shows its progress."""
    against = _not_allowed(stage, actor)
    if not has_sheets(stage):
        against.append(Obstacle("No score sheet of this stage has been submitted yet"))
    against += _busy(RUN_JOB, stage)
    if against:
        raise RuleBroken(against)
    return start_job(RUN_JOB, {"stage_id": str(stage.id), "actor_id": str(actor.id)}, actor=actor)


@transactional
def request_replay(run: CalibrationRun, *, actor: Person) -> Job:
    """Ask for a frozen run to be computed again from its own file."""
    against = _not_allowed(run, actor) + _busy(REPLAY_JOB, run.stage)
    if against:
        raise RuleBroken(against)
    return start_job(REPLAY_JOB, {"stage_id": str(run.stage_id), "run_id": str(run.id)}, actor=actor)


def _not_allowed(thing: Stage | CalibrationRun, actor: Person) -> list[Obstacle]:
    is_theirs = is_allowed(Permission.CALIBRATE, thing, actor)
    return [] if is_theirs else [Obstacle("Your role does not allow this step")]


def _busy(kind: str, stage: Stage) -> list[Obstacle]:
    present = newest_job(kind, stage)
    is_busy = present is not None and present.state in UNDER_WAY
    return [Obstacle("This is being computed already")] if is_busy else []


@composed
def calibrate_stage(job: Job) -> dict[str, Any]:
    """Read a stage's scores, compute outside any transaction, and freeze both. Returns the run's id."""
    stage = db.session.get_one(Stage, uuid.UUID(job.payload["stage_id"]))
    frozen = calibration_input(stage)
    db.session.rollback()
    if not frozen.sheets:
        return {"run_id": None, "left_out": frozen.left_out}
    analysis = analyse(frozen.content.encode(), partial(report_progress, job))
    run = freeze_run(stage, frozen, analysis, actor_id=uuid.UUID(job.payload["actor_id"]))
    return {"run_id": str(run.id)}


@transactional
def freeze_run(
    stage: Stage, frozen: CalibrationInput, analysis: Mapping[str, Any], *, actor_id: uuid.UUID
) -> CalibrationRun:
    """Keep a stage's scores and the analysis of them; the ledger keeps both hashes."""
    result, is_refused = written(analysis), "refused" in analysis["calibration"]
    run = CalibrationRun(
        programme_id=stage.programme_id,
        stage_id=stage.id,
        outcome=CalibrationOutcome.REFUSED if is_refused else CalibrationOutcome.CALIBRATED,
        input=frozen.content,
        input_sha256=_sha256(frozen.content),
        result=result,
        result_sha256=_sha256(result),
        sheets=frozen.sheets,
        left_out=frozen.left_out,
        run_by_id=actor_id,
        run_at=now(),
    )
    db.session.add(run)
    db.session.flush()
    record(
        "calibration_frozen",
        about=run,
        actor=db.session.get_one(Person, actor_id),
        stage=stage.code,
        outcome=run.outcome,
        input=run.input_sha256,
        result=run.result_sha256,
    )
    return run


@composed
def replay_run(job: Job) -> dict[str, Any]:
    """Compute a frozen run again from its own file; says whether every byte is the same."""
    run = db.session.get_one(CalibrationRun, uuid.UUID(job.payload["run_id"]))
    content, then = run.input, run.result
    db.session.rollback()
    result = written(analyse(content.encode(), partial(report_progress, job)))
    return {"run_id": job.payload["run_id"], "is_same": result == then, "sha256": _sha256(result)}


@transactional
def record_download(run: CalibrationRun, *, actor: Person) -> None:
    """Note that staff took the scores of a run out of the system."""
    if not is_allowed(Permission.VIEW_PROGRAMME, run, actor):
        raise RuleBroken([Obstacle("Your role does not allow this step")])
    rows = {"rows": run.sheets, "input": run.input_sha256}
    promise_event("exported", actor=actor.ledger_ref, subject=f"calibration_runs:{run.id}", data=rows)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
