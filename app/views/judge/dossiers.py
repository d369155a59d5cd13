"""The committee's table and the dossier of one application; whoever is recused sees nothing of it."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Application
from app.permissions import Permission, roles_on
from app.queries.committee import committee_board, committee_programmes
from app.queries.dossier import Demand, Dossier, committee_of, dossier_of
from app.queries.number_status import number_status
from app.queries.recusals import is_recused
from app.queries.rounds_progress import cycles_newest_first
from app.services.assignments import declare_interest
from app.services.decisions import propose_decision
from app.views.access import current_actor, holds, opens
from app.views.formatting import figure, page_language
from app.views.judge import bp
from app.views.judge.forms import DecisionForm, RecusalForm, outcome_name
from app.views.public.conditions import condition_words
from app.views.reasons import show_on
from workflows.application import DECIDE
from workflows.errors import RuleBroken


@bp.get("/committee")
@holds(Permission.VIEW_RECORD)
def list_dossiers() -> ResponseReturnValue:
    """Show one programme's applications by their agreed total, with the cut lines of its levels."""
    cycles, wanted = cycles_newest_first(), request.args.get("year", type=int)
    cycle = next((each for each in cycles if each.year_be == wanted), cycles[0] if cycles else None)
    programmes = committee_programmes(current_actor(), cycle) if cycle else []
    asked = request.args.get("programme", "")
    chosen = next((row for row in programmes if str(row.programme.id) == asked), programmes[0] if programmes else None)
    board = committee_board(chosen.programme, current_actor()) if chosen else None
    return render_template(
        "judge/list_dossiers.html",
        cycles=cycles,
        cycle=cycle,
        programmes=programmes,
        board=board,
        cuts_status=number_status(board.programme, "bands" if board.rubric.bands else "levels") if board else "",
    )


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
    reasons: list[str] | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    if is_recused(application, current_actor()):
        abort(404)
    dossier, table = dossier_of(application), committee_of(application)
    if not dossier.rounds:
        abort(404)
    rubric, language = dossier.rubric, page_language()
    if decision is None:
        decision = DecisionForm(formdata=None, outcome=dossier.by_rule, quorum=max(table.quorum, len(table.members)))
    decision.offer(rubric, table.members, language)
    may_decide = DECIDE.is_offered(application.state, roles_on(application, current_actor()))
    page = render_template(
        "judge/show_dossier.html",
        application=application,
        dossier=dossier,
        quorum=table.quorum,
        decision_form=decision if may_decide and dossier.proposal is None else None,
        recusal_form=recusal or RecusalForm(formdata=None),
        may_stand_aside=may_decide,
        reasons=reasons or [],
        by_rule=outcome_name(rubric, dossier.by_rule, language),
        decided=outcome_name(rubric, dossier.decision.outcome, language) if dossier.decision else "",
        words=lambda demand: condition_words(demand.condition, rubric),
        fact=_fact,
        rules_status=number_status(application.programme, "bands" if rubric.bands else _ruled_by(dossier)),
    )
    return page, status


def _ruled_by(dossier: Dossier) -> str:
    return "levels" if dossier.rubric.levels else "gates"


def _fact(demand: Demand) -> str:
    """Write the fact a demand reads."""
    if demand.fact is None:
        return _("not known")
    if isinstance(demand.fact, bool):
        return _("yes") if demand.fact else _("no")
    return figure(demand.fact)


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
            quorum=form.quorum.data or 0,
            recused=list(form.recused.data or ()),
            minutes=form.minutes.data or "",
            actor=current_actor(),
        )
    except RuleBroken as broken:
        return _dossier(application, decision=form, reasons=show_on(form, broken), status=409)
    flash(_("The decision is proposed; another person must sign it"), "success")
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
