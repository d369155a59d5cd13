"""Assignment: which stages need panels, the board of one stage, plans asked for, published or set aside."""

from __future__ import annotations

import uuid
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.models import AssignmentPlan, Job, JobState, PlanScope, Stage
from app.permissions import Permission
from app.queries.assignment_board import Board, assignment_stages, stage_board
from app.queries.office_scope import cycles_and_chosen
from app.queries.panel_table import Show, Wanted
from app.queries.plan_answers import still_answers
from app.queries.plan_jobs import PROPOSE_JOB, newest_job, own_job
from app.services.assignment_plans import request_plan, set_plan_aside
from app.services.jobs import cancel_job
from app.services.plan_publication import publish_plan
from app.views.access import current_actor, holds, opens, signed_in
from app.views.day_notes import due_note, is_noticed, unnoticed
from app.views.formatting import page_language
from app.views.reasons import sentences, show_on
from app.views.secretariat import bp
from app.views.secretariat.conflict_words import left_because
from app.views.secretariat.forms import PlanForm
from app.views.secretariat.plan_words import (
    blocking_of,
    objectives,
    reason_words,
    rules_kept,
    show_name,
    ways_out,
)
from workflows.errors import RuleBroken

UNDER_WAY = (JobState.WAITING, JobState.RUNNING)


@bp.get("/office/assignment")
@holds(Permission.ASSIGN)
def list_assignment() -> ResponseReturnValue:
    """Show every stage with a panel and what it needs."""
    year = request.args.get("year", type=int)
    cycles, cycle = cycles_and_chosen(current_actor(), year=year, permission=Permission.ASSIGN)
    rows = [row for row in assignment_stages(current_actor(), cycle) if not row.is_idle] if cycle else []
    return render_template("secretariat/list_assignment.html", cycles=cycles, cycle=cycle, rows=rows)


@bp.get("/office/assignment/stages/<uuid:stage_id>")
@opens(Stage, Permission.ASSIGN)
def show_stage_assignment(stage: Stage) -> ResponseReturnValue:
    """Show the board of one stage."""
    return board_page(stage)


def board_page(
    stage: Stage, form: PlanForm | None = None, reasons: list[str] | None = None, status: int = 200
) -> ResponseReturnValue:
    """Show the board of one stage, with the reasons why something asked of it was refused."""
    if stage.panel_size is None:
        abort(404)
    wanted = _wanted()
    board, job = stage_board(stage, wanted), newest_job(PROPOSE_JOB, stage)
    page = render_template(
        "secretariat/show_stage_assignment.html",
        board=board,
        stage=stage,
        form=form or PlanForm(formdata=None),
        due_note=due_note(form) if form else "",
        reasons=[*(reasons or ()), *(unnoticed(form, "due_at") if form else ())],
        wanted=wanted,
        shows=[(show.value, show_name(show, board.table.counts[show])) for show in Show],
        objectives=objectives(board.plan) if board.plan else [],
        rules=rules_kept(board.plan) if board.plan else [],
        reason_words=reason_words,
        left_because=left_because,
        job=job if job is not None and job.state in UNDER_WAY else None,
        is_own_job=job is not None and job.created_by_id == current_actor().id,
        job_words=job_words(job) if job else "",
        **_answer(stage, board, job),
        sort_url=lambda column, descending: _url(stage, wanted, sort=column, order="down" if descending else ""),
        page_url=lambda page: _url(stage, wanted, page=page),
    )
    return page, status


def _answer(stage: Stage, board: Board, job: Job | None) -> dict[str, Any]:
    """What the newest search came to where it was no plan, unless a proposal or other settings came after it."""
    proposal = board.plan or board.overtaken
    if job is None or (proposal is not None and job.created_at <= proposal.proposed_at):
        return {"failure": "", "blocking": [], "ways_out": []}
    known, is_telling = _names_of(board), still_answers(job, stage)
    return {
        "failure": job_words(job) if job.state is JobState.FAILED else "",
        "blocking": blocking_of(job, *known) if is_telling else [],
        "ways_out": ways_out(job, *known) if is_telling else [],
    }


def _wanted() -> Wanted:
    given = request.args
    return Wanted(
        show=next((show for show in Show if show.value == given.get("show")), None),
        search=given.get("q", "").strip(),
        sort=given.get("sort", "code"),
        descending=given.get("order", "") == "down",
        page=given.get("page", 1, type=int),
    )


def _url(stage: Stage, wanted: Wanted, **changes: Any) -> str:
    parts = {
        "show": wanted.show.value if wanted.show else "",
        "q": wanted.search,
        "sort": wanted.sort if wanted.sort != "code" else "",
        "order": "down" if wanted.descending else "",
    } | changes
    return url_for(
        ".show_stage_assignment", stage_id=stage.id, **{name: value for name, value in parts.items() if value}
    )


def _names_of(board: Board) -> tuple[dict[str, str], dict[str, str]]:
    """The codes and names by which an answer of the solver is told."""
    names = {str(load.profile.person_id): load.profile.person.name(page_language()) for load in board.loads}
    return {str(key): code for key, code in board.codes.items()}, names


@bp.post("/office/assignment/stages/<uuid:stage_id>/plan")
@opens(Stage, Permission.ASSIGN)
def request_stage_plan(stage: Stage) -> ResponseReturnValue:
    """Ask the worker for a proposed plan."""
    scope = next((each for each in PlanScope if each.value == request.form.get("scope")), PlanScope.WAITING)
    try:
        request_plan(stage, actor=current_actor(), scope=scope)
    except RuleBroken as broken:
        return board_page(stage, reasons=sentences(broken), status=409)
    return redirect(url_for(".show_stage_assignment", stage_id=stage.id))


@bp.post("/office/assignment/plans/<uuid:plan_id>/publish")
@opens(AssignmentPlan, Permission.ASSIGN)
def publish_stage_plan(plan: AssignmentPlan) -> ResponseReturnValue:
    """Seat every panel of a proposed plan, after checking all rules again."""
    form, stage = PlanForm(), plan.stage
    if not form.validate_on_submit() or not is_noticed(form):
        return board_page(stage, form, status=422)
    try:
        count = publish_plan(plan, due_at=form.due_at.data, actor=current_actor())
    except RuleBroken as broken:
        return board_page(stage, form, show_on(form, broken), 409)
    flash(ngettext("%(num)s panel is seated", "%(num)s panels are seated", count), "success")
    return redirect(url_for(".show_stage_assignment", stage_id=stage.id))


@bp.post("/office/assignment/plans/<uuid:plan_id>/set-aside")
@opens(AssignmentPlan, Permission.ASSIGN)
def set_stage_plan_aside(plan: AssignmentPlan) -> ResponseReturnValue:
    """Turn a proposed plan down."""
    stage = plan.stage
    try:
        set_plan_aside(plan, actor=current_actor())
    except RuleBroken as broken:
        return board_page(stage, reasons=sentences(broken), status=409)
    flash(_("The proposal is set aside; nothing else changed"), "success")
    return redirect(url_for(".show_stage_assignment", stage_id=stage.id))


@bp.get("/jobs/<uuid:job_id>.json")
@signed_in
def follow_job(job_id: uuid.UUID) -> ResponseReturnValue:
    """Tell whoever started a job how far it is."""
    job = _own(job_id)
    return {"state": job.state.value, "progress": job.progress / 100, "message": job_words(job)}


@bp.post("/office/assignment/jobs/<uuid:job_id>/cancel")
@signed_in
def cancel_plan(job_id: uuid.UUID) -> ResponseReturnValue:
    """Stop looking for a plan; whoever asked for it may."""
    job = _own(job_id)
    stage_id = uuid.UUID(job.payload["stage_id"]) if job.kind == PROPOSE_JOB else abort(404)
    cancel_job(job)
    flash(_("No plan is looked for any more"), "success")
    return redirect(url_for(".show_stage_assignment", stage_id=stage_id))


def _own(job_id: uuid.UUID) -> Job:
    return own_job(job_id, current_actor()) or abort(404)


def job_words(job: Job) -> str:
    """Say how far long work is."""
    return {
        JobState.WAITING: _("Waiting for the worker"),
        JobState.RUNNING: _("Looking for the best plan: %(percent)s %%", percent=job.progress)
        if job.kind == PROPOSE_JOB
        else _("Computing: %(percent)s %%", percent=job.progress),
        JobState.DONE: _("Done"),
        JobState.FAILED: _("This did not work. Please try again. Reference: %(reference)s", reference=job.error),
        JobState.CANCELLED: _("Stopped"),
    }[job.state]
