"""The committee's table and the dossier of one application; whoever is recused sees nothing of it."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Application, Decision, Programme
from app.permissions import Permission, is_allowed, roles_on
from app.queries.committee import Only, committee_board, committee_programmes
from app.queries.criteria import rubric_of
from app.queries.decisions_made import people_named
from app.queries.dossier import Demand, Dossier, committee_of, dossier_of
from app.queries.letters import number_of
from app.queries.number_status import number_status
from app.queries.office_scope import cycles_and_chosen
from app.queries.recusals import is_recused
from app.queries.votes import last_attendance
from app.services.decisions import propose_decision
from app.services.interests import declare_interest
from app.services.reopening import propose_reopening
from app.views.access import current_actor, holds, opens
from app.views.formatting import figure, page_language, points
from app.views.judge import bp
from app.views.judge.attendance import AttendanceLines, attendance_of
from app.views.judge.forms import DecisionForm, RecusalForm, ReopeningForm
from app.views.judge.tried_lines import TriedLines
from app.views.outcome_words import outcome_name
from app.views.public.conditions import condition_words
from app.views.reasons import show_on
from workflows.application import DECIDE, REOPEN_DECISION
from workflows.errors import RuleBroken
from workflows.scoring.printing import page_total


@bp.get("/committee")
@holds(Permission.VIEW_RECORD)
def list_dossiers() -> ResponseReturnValue:
    """Show one programme's applications by their agreed total, with the cut lines of its levels, or lines tried."""
    year = request.args.get("year", type=int)
    cycles, cycle = cycles_and_chosen(current_actor(), year=year, permission=Permission.VIEW_RECORD)
    programmes = committee_programmes(current_actor(), cycle) if cycle else []
    asked = request.args.get("programme", "")
    chosen = next((row for row in programmes if str(row.programme.id) == asked), programmes[0] if programmes else None)
    lines = TriedLines(rubric_of(chosen.programme)) if chosen else None
    board = committee_board(chosen.programme, current_actor(), tried=lines.lines) if chosen and lines else None
    only = _only()
    rows, place = board.shown(only, request.args.get("page", 1, type=int)) if board else ([], None)
    page = render_template(
        "judge/list_dossiers.html",
        cycles=cycles,
        cycle=cycle,
        programmes=programmes,
        board=board,
        total_words=page_total(board.rubric) if board else None,
        rows=rows,
        place=place,
        only=only,
        page_url=lambda number: _address(board.programme, only, number) if board else "",
        only_url=lambda kind: _address(board.programme, Only(kind)) if board else "",
        lines=lines,
        letter=number_of(board.programme) if board else "",
        may_number=board is not None and is_allowed(Permission.NUMBER_LETTERS, board.programme, current_actor()),
        cuts_status=number_status(board.programme, "bands" if board.rubric.bands else "levels") if board else "",
    )
    return page, 422 if lines and lines.is_refused else 200


def _only() -> Only:
    asked = request.args.get("only", "")
    return Only(asked) if asked in set(Only) else Only.ALL


def _address(programme: Programme, only: Only, page: int = 1) -> str:
    """Where a page of this table stands; the lines that are tried stay tried."""
    asked: dict[str, Any] = {name: value for name, value in request.args.items() if name.startswith("line-")}
    asked |= {"only": only.value or None, "page": page if page > 1 else None}
    return url_for(".list_dossiers", year=programme.cycle.year_be, programme=programme.id, **asked)


@bp.get("/committee/applications/<uuid:application_id>")
@opens(Application, Permission.VIEW_RECORD)
def show_dossier(application: Application) -> ResponseReturnValue:
    """Show the dossier of one application."""
    return _dossier(application)


def _dossier(
    application: Application,
    *,
    decision: DecisionForm | None = None,
    recusal: RecusalForm | None = None,
    reopening: ReopeningForm | None = None,
    reasons: list[str] | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    if is_recused(application, current_actor()):
        abort(404)
    dossier, table = dossier_of(application), committee_of(application)
    if not dossier.rounds:
        abort(404)
    rubric, language = dossier.rubric, page_language()
    earlier, decision = decision, decision or _fresh_decision(dossier)
    decision.offer(rubric, table.members, language)
    may_decide = DECIDE.is_offered(application.state, roles_on(application, current_actor()))
    may_reopen = REOPEN_DECISION.is_offered(application.state, roles_on(application, current_actor()))
    page = render_template(
        "judge/show_dossier.html",
        application=application,
        dossier=dossier,
        total_words=page_total(rubric),
        quorum=table.quorum,
        decision_form=decision if may_decide and dossier.proposal is None else None,
        is_filled_in=earlier is None and bool(decision.attended.data or decision.guests.data),
        recusal_form=recusal or RecusalForm(formdata=None),
        may_stand_aside=may_decide,
        attendance=_attendance(dossier.decision, language),
        reopening_form=(reopening or ReopeningForm(formdata=None)) if may_reopen and dossier.proposal is None else None,
        reasons=reasons or [],
        by_rule=outcome_name(rubric, dossier.by_rule, language),
        decided=outcome_name(rubric, dossier.decision.outcome, language) if dossier.decision else "",
        outcome=lambda code: outcome_name(rubric, code, language),
        words=lambda demand: condition_words(demand.condition, rubric),
        fact=_fact,
        rules_status=number_status(application.programme, "bands" if rubric.bands else _ruled_by(dossier)),
    )
    return page, status


def _fresh_decision(dossier: Dossier) -> DecisionForm:
    """The form as it is first shown: what the criteria lead to, and who was there last time."""
    there = last_attendance(dossier.application.programme)
    return DecisionForm(formdata=None, outcome=dossier.by_rule, attended=there.attended, guests="\n".join(there.guests))


def _attendance(decision: Decision | None, language: str) -> AttendanceLines | None:
    return attendance_of(decision, people_named([decision]), language) if decision else None


def _ruled_by(dossier: Dossier) -> str:
    return "levels" if dossier.rubric.levels else "gates"


def _fact(demand: Demand) -> str:
    """Write the fact a demand reads."""
    if demand.fact is None:
        return _("not known")
    if isinstance(demand.fact, bool):
        return _("yes") if demand.fact else _("no")
    return figure(demand.fact) if isinstance(demand.fact, int) else points(demand.fact)


@bp.post("/committee/applications/<uuid:application_id>/decision")
@opens(Application, Permission.DECIDE)
def propose_outcome(application: Application) -> ResponseReturnValue:
    """Propose the committee's decision; another person must sign it."""
    form, table = DecisionForm(), committee_of(application)
    form.offer(dossier_of(application).rubric, table.members, page_language())
    if not form.validate_on_submit():
        return _dossier(application, decision=form, status=422)
    try:
        proposal = propose_decision(
            application,
            form.outcome.data,
            reason=form.reason.data or "",
            attended=list(form.attended.data or ()),
            guests=(form.guests.data or "").splitlines(),
            recused=list(form.recused.data or ()),
            minutes=form.minutes.data or "",
            actor=current_actor(),
        )
    except RuleBroken as broken:
        return _dossier(application, decision=form, reasons=show_on(form, broken), status=409)
    flash(_("The decision is proposed; another person must sign it"), "success")
    return redirect(url_for(".show_proposal", proposal_id=proposal.id))


@bp.post("/committee/applications/<uuid:application_id>/reopening")
@opens(Application, Permission.DECIDE)
def propose_anew(application: Application) -> ResponseReturnValue:
    """Propose to open a decision again; another person must sign."""
    form = ReopeningForm()
    try:
        proposal = propose_reopening(application, reason=form.reason.data or "", actor=current_actor())
    except RuleBroken as broken:
        return _dossier(application, reopening=form, reasons=show_on(form, broken), status=409)
    flash(_("Opening the decision again is proposed; another person must sign it"), "success")
    return redirect(url_for(".show_proposal", proposal_id=proposal.id))


@bp.post("/committee/applications/<uuid:application_id>/recusal")
@opens(Application, Permission.DECIDE)
def stand_aside(application: Application) -> ResponseReturnValue:
    """Stand aside: from now on the dossier is closed to this person, and the reason is on record."""
    form = RecusalForm()
    if not form.validate_on_submit():
        return _dossier(application, recusal=form, status=422)
    programme = application.programme_id
    declare_interest(actor=current_actor(), reason=form.interest.data or "", application=application)
    flash(_("You take no part in this decision. It is on record"), "success")
    return redirect(url_for(".list_dossiers", programme=programme))
