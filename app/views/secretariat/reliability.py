"""How far scores can be relied on: stages with their frozen runs, one run read, computed again, and taken out."""

from __future__ import annotations

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import CalibrationRun, Job, JobState, Stage
from app.permissions import Permission, is_allowed
from app.queries.calibration import runs_of
from app.queries.office_scope import cycles_and_chosen
from app.queries.plan_jobs import newest_job
from app.queries.reliability_page import reliability_stages, run_page
from app.services.calibration import (
    REPLAY_JOB,
    RUN_JOB,
    UNDER_WAY,
    record_download,
    request_replay,
    request_run,
)
from app.views.access import current_actor, holds, opens
from app.views.reasons import sentences
from app.views.secretariat import bp
from app.views.secretariat.assignment import job_words
from workflows.errors import RuleBroken


@bp.get("/office/reliability")
@holds(Permission.VIEW_PROGRAMME)
def list_reliability() -> ResponseReturnValue:
    """Show every stage whose assessors score alone, with its newest run."""
    year = request.args.get("year", type=int)
    cycles, cycle = cycles_and_chosen(current_actor(), year=year)
    rows = reliability_stages(current_actor(), cycle) if cycle else []
    return render_template("secretariat/list_reliability.html", cycles=cycles, cycle=cycle, rows=rows)


@bp.get("/office/reliability/stages/<uuid:stage_id>")
@opens(Stage, Permission.VIEW_PROGRAMME)
def show_stage_reliability(stage: Stage) -> ResponseReturnValue:
    """Show the runs of one stage, and how far the one being made is."""
    return _stage(stage)


def _stage(stage: Stage, reasons: list[str] | None = None, status: int = 200) -> ResponseReturnValue:
    if stage.panel_size is None:
        abort(404)
    job = newest_job(RUN_JOB, stage)
    body = render_template(
        "secretariat/show_stage_reliability.html",
        stage=stage,
        runs=runs_of(stage),
        reasons=reasons or [],
        may_run=is_allowed(Permission.CALIBRATE, stage, current_actor()),
        **_followed(job),
        is_without_total=job is not None and job.state is JobState.DONE and job.result.get("run_id") is None,
    )
    return body, status


def _followed(job: Job | None) -> dict[str, object]:
    """Long work as a page follows it; only whoever started it can ask how far it is."""
    under_way = job if job is not None and job.state in UNDER_WAY else None
    return {
        "job": under_way,
        "is_own_job": under_way is not None and under_way.created_by_id == current_actor().id,
        "job_words": job_words(under_way) if under_way else "",
        "failure": job_words(job) if job is not None and job.state is JobState.FAILED else "",
    }


@bp.post("/office/reliability/stages/<uuid:stage_id>/run")
@opens(Stage, Permission.CALIBRATE)
def request_stage_run(stage: Stage) -> ResponseReturnValue:
    """Ask the worker to freeze and calibrate the scores as they stand."""
    try:
        request_run(stage, actor=current_actor())
    except RuleBroken as broken:
        return _stage(stage, sentences(broken), 409)
    return redirect(url_for(".show_stage_reliability", stage_id=stage.id))


@bp.get("/office/reliability/runs/<uuid:run_id>")
@opens(CalibrationRun, Permission.VIEW_PROGRAMME)
def show_calibration_run(run: CalibrationRun) -> ResponseReturnValue:
    """Show one frozen run."""
    return _run(run)


def _run(run: CalibrationRun, reasons: list[str] | None = None, status: int = 200) -> ResponseReturnValue:
    job = newest_job(REPLAY_JOB, run.stage)
    if job is not None and job.payload["run_id"] != str(run.id):
        job = None
    body = render_template(
        "secretariat/show_calibration_run.html",
        run=run,
        page=run_page(run, request.args.get("page", 1, type=int), viewer=current_actor()),
        reasons=reasons or [],
        may_run=is_allowed(Permission.CALIBRATE, run, current_actor()),
        **_followed(job),
        replayed=job if job is not None and job.state is JobState.DONE else None,
        page_url=lambda page: url_for(".show_calibration_run", run_id=run.id, page=page),
    )
    return body, status


@bp.post("/office/reliability/runs/<uuid:run_id>/replay")
@opens(CalibrationRun, Permission.CALIBRATE)
def replay_calibration_run(run: CalibrationRun) -> ResponseReturnValue:
    """Ask the worker to compute a run again from its own file."""
    try:
        request_replay(run, actor=current_actor())
    except RuleBroken as broken:
        return _run(run, sentences(broken), 409)
    flash(_("The run is being computed again from its frozen file"), "success")
    return redirect(url_for(".show_calibration_run", run_id=run.id))


@bp.post("/office/reliability/runs/<uuid:run_id>/scores")
@opens(CalibrationRun, Permission.VIEW_PROGRAMME)
def export_calibration_run(run: CalibrationRun) -> ResponseReturnValue:
    """Give the frozen file of scores, which `lertrat calibrate` reads; the export is on record."""
    content, name = run.input, f"scores-{run.input_sha256[:12]}.csv"
    record_download(run, actor=current_actor())
    answer = Response(content, mimetype="text/csv")
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
