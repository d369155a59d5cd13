"""Acts that wait for their second person: a decision, a disqualification. Never settled by whoever proposed them."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.clock import now
from app.models import Application, Person, Proposal, ProposalState
from app.permissions import Permission, is_allowed
from app.queries.committee import waiting_proposals
from app.queries.criteria import rubric_of
from app.queries.dossier import committee_of
from app.queries.recusals import is_recused
from app.services.decisions import SIGNED_WITH, confirm_decision, confirm_disqualification, refuse_proposal
from app.views.access import current_actor, holds, opens
from app.views.formatting import page_language
from app.views.judge import bp
from app.views.judge.forms import outcome_name
from app.views.reasons import sentences
from workflows.errors import RuleBroken


@bp.get("/committee/proposals")
@holds(Permission.CONFIRM_ACT)
def list_proposals() -> ResponseReturnValue:
    """Show everything that waits for a second signature, soonest to lapse first."""
    proposals, actor = waiting_proposals(current_actor()), current_actor()
    return render_template(
        "judge/list_proposals.html",
        proposals=proposals,
        what=_what,
        is_mine=lambda proposal: proposal.proposed_by_id == actor.id,
        may_sign=lambda proposal: _may_sign(proposal, actor),
    )


@bp.get("/committee/proposals/<uuid:proposal_id>")
@opens(Proposal, Permission.CONFIRM_ACT)
def show_proposal(proposal: Proposal) -> ResponseReturnValue:
    """Show one proposal with everything it says."""
    return _page(proposal)


def _page(proposal: Proposal, reasons: list[str] | None = None, status: int = 200) -> ResponseReturnValue:
    application, actor = _application(proposal), current_actor()
    page = render_template(
        "judge/show_proposal.html",
        proposal=proposal,
        application=application,
        what=_what(proposal),
        facts=_facts(proposal, application),
        is_waiting=proposal.state is ProposalState.WAITING and now() <= proposal.expires_at,
        is_mine=proposal.proposed_by_id == actor.id,
        may_sign=_may_sign(proposal, actor),
        reasons=reasons or [],
    )
    return page, status


@dataclass(frozen=True)
class Fact:
    """One thing a proposal says."""

    label: str
    value: str


def _facts(proposal: Proposal, application: Application) -> list[Fact]:
    if proposal.act != "decide":
        return []
    payload, language = proposal.payload, page_language()
    names = {str(member.id): member.name(language) for member in committee_of(application).members}
    recused = [names.get(key, "–") for key in payload["recused"]]
    return [
        Fact(_("Outcome"), outcome_name(rubric_of(application.programme), payload["outcome"], language)),
        Fact(_("Members present"), str(payload["quorum"])),
        Fact(_("Recused"), ", ".join(recused) or "–"),
        Fact(_("Minutes"), payload["minutes"] or "–"),
    ]


def _what(proposal: Proposal) -> str:
    return {"decide": _("Decision of the committee"), "disqualify": _("Disqualification")}[proposal.act]


def _may_sign(proposal: Proposal, actor: Person) -> bool:
    """Say whether the second signature may be this person's."""
    application = proposal.application
    return (
        application is not None
        and proposal.proposed_by_id != actor.id
        and is_allowed(SIGNED_WITH[proposal.act], application, actor)
    )


def _application(proposal: Proposal) -> Application:
    """The application, unless the reader is recused from it."""
    if proposal.application is None or is_recused(proposal.application, current_actor()):
        abort(404)
    return proposal.application


@bp.post("/committee/proposals/<uuid:proposal_id>/confirmation")
@opens(Proposal, Permission.CONFIRM_ACT)
def confirm_proposal(proposal: Proposal) -> ResponseReturnValue:
    """Sign as the second person: the act is carried out."""
    application = _application(proposal)
    confirm = {"decide": confirm_decision, "disqualify": confirm_disqualification}[proposal.act]
    try:
        confirm(proposal, actor=current_actor())
    except RuleBroken as broken:
        return _page(proposal, sentences(broken), 409)
    flash(_("Signed. %(code)s is settled", code=application.code), "success")
    return redirect(url_for(".list_proposals"))


@bp.post("/committee/proposals/<uuid:proposal_id>/refusal")
@opens(Proposal, Permission.CONFIRM_ACT)
def turn_down(proposal: Proposal) -> ResponseReturnValue:
    """Refuse a proposal; nothing else changes."""
    application = _application(proposal)
    try:
        refuse_proposal(proposal, actor=current_actor())
    except RuleBroken as broken:
        return _page(proposal, sentences(broken), 409)
    flash(_("Refused. Nothing changed for %(code)s", code=application.code), "success")
    return redirect(url_for(".list_proposals"))
