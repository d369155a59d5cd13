"""Acts that wait for their second person: decision, disqualification, gate, certificate. Nobody settles their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.clock import now
from app.models import Application, CommitteeVote, Person, Proposal, ProposalState
from app.permissions import Permission, is_allowed
from app.queries.committee import waiting_proposals
from app.queries.criteria import rubric_of
from app.queries.dossier import committee_of
from app.queries.outcomes import committee_quorum
from app.queries.questioned_agreements import KEEP_AGREEMENT
from app.queries.recusals import is_recused
from app.queries.votes import Part, part_in, votes_on
from app.services.certificates import REVOKE_CERTIFICATE, confirm_revocation
from app.services.decisions import SIGNED_WITH, confirm_decision, confirm_disqualification, refuse_proposal
from app.services.gate_overrides import OVERRIDE_GATE, confirm_override
from app.services.kept_agreements import confirm_keeping
from app.services.reopening import REOPEN, confirm_reopening
from app.views.access import current_actor, holds, opens
from app.views.formatting import page_language
from app.views.judge import bp
from app.views.judge.forms import VoteForm, choice_name
from app.views.outcome_words import outcome_name
from app.views.reasons import sentences
from workflows.decision import proposer_obstacles
from workflows.errors import Obstacle, RuleBroken

_CONFIRM: Mapping[str, Callable[..., object]] = {
    "decide": confirm_decision,
    "disqualify": confirm_disqualification,
    REOPEN: confirm_reopening,
    OVERRIDE_GATE: confirm_override,
    REVOKE_CERTIFICATE: confirm_revocation,
    KEEP_AGREEMENT: confirm_keeping,
}


@bp.get("/committee/proposals")
@holds(Permission.READ_PROPOSALS)
def list_proposals() -> ResponseReturnValue:
    """Show everything that waits for a second signature, soonest to lapse first."""
    proposals, actor = waiting_proposals(current_actor()), current_actor()
    return render_template(
        "judge/list_proposals.html",
        proposals=proposals,
        what=_what,
        is_mine=lambda proposal: proposal.proposed_by_id == actor.id,
        may_sign=lambda proposal: _may_sign(proposal, actor),
        is_stopped=lambda proposal: bool(_stopped(proposal, proposal.application, _part(proposal))),
    )


@bp.get("/committee/proposals/<uuid:proposal_id>")
@opens(Proposal, Permission.READ_PROPOSALS)
def show_proposal(proposal: Proposal) -> ResponseReturnValue:
    """Show one proposal with everything it says."""
    return proposal_page(proposal)


def proposal_page(
    proposal: Proposal, reasons: list[str] | None = None, status: int = 200, *, vote: VoteForm | None = None
) -> ResponseReturnValue:
    """Write the page of a proposal, with a vote as it was typed where that was refused."""
    application, actor = seen_application(proposal), current_actor()
    is_waiting = proposal.state is ProposalState.WAITING and now() <= proposal.expires_at
    part = _part(proposal) if is_waiting else None
    aside = part.recused if part else proposal.payload.get("recused", ())
    votes = [each for each in votes_on(proposal) if str(each.member_id) not in aside]
    stopped = _stopped(proposal, application, part) if is_waiting else []
    page = render_template(
        "judge/show_proposal.html",
        proposal=proposal,
        application=application,
        what=_what(proposal),
        facts=_facts(proposal, application, part),
        is_waiting=is_waiting,
        stopped=sentences(RuleBroken(stopped)),
        is_mine=proposal.proposed_by_id == actor.id,
        may_sign=_may_sign(proposal, actor),
        votes=[(each.member.name(page_language()), choice_name(each.choice), each.reason) for each in votes],
        vote_form=(vote or _vote_form(votes, actor)) if _may_vote(proposal, actor) and not stopped else None,
        reasons=reasons or [],
    )
    return page, status


def _part(proposal: Proposal) -> Part | None:
    """Who takes part, where members vote on the proposal."""
    return part_in(proposal, proposal.application) if proposal.application and proposal.act == "decide" else None


def _stopped(proposal: Proposal, application: Application, part: Part | None) -> list[Obstacle]:
    """What recusals since the proposal set against signing it."""
    if part is not None:
        return part.obstacles(committee_quorum(rubric_of(application.programme)))
    if proposal.act == REOPEN:
        return proposer_obstacles(is_recused=is_recused(application, proposal.proposed_by))
    return []


def _may_vote(proposal: Proposal, actor: Person) -> bool:
    is_waiting = proposal.state is ProposalState.WAITING and now() <= proposal.expires_at
    return is_waiting and proposal.act == "decide" and str(actor.id) in proposal.payload.get("attended", ())


def _vote_form(votes: Sequence[CommitteeVote], actor: Person) -> VoteForm:
    """The form of a vote, with what the member said before."""
    mine = next((each for each in votes if each.member_id == actor.id), None)
    form = VoteForm(formdata=None, choice=mine.choice.value if mine else None, reason=mine.reason if mine else "")
    form.offer()
    return form


@dataclass(frozen=True)
class Fact:
    """One thing a proposal says."""

    label: str
    value: str


def _facts(proposal: Proposal, application: Application, part: Part | None) -> list[Fact]:
    payload, language = proposal.payload, page_language()
    if proposal.act == OVERRIDE_GATE:
        stage = next(each for each in application.programme.stages if each.code == payload["stage"])
        return [
            Fact(_("Gate"), stage.title(language)),
            Fact(_("The rule says"), _("passes") if payload["by_rule"] else _("does not pass")),
            Fact(_("Proposed instead"), _("let it pass") if payload["passes"] else _("hold it at this gate")),
        ]
    if proposal.act == KEEP_AGREEMENT:
        stages = [each.title(language) for each in application.programme.stages if each.code in payload["stages"]]
        return [
            Fact(_("Agreement in question"), ", ".join(stages)),
            Fact(_("What is proposed"), _("it stands as recorded")),
        ]
    if proposal.act != "decide":
        return []
    names = {str(member.id): member.name(language) for member in committee_of(application).members}
    recused = [names.get(key, "–") for key in (part.recused if part else payload["recused"])]
    quorum = part.quorum if part else payload["quorum"]
    return [
        Fact(_("Outcome"), outcome_name(rubric_of(application.programme), payload["outcome"], language)),
        Fact(_("Present"), ", ".join([names.get(key, "–") for key in payload["attended"]] + payload["guests"]) or "–"),
        Fact(_("Counted for the quorum"), ngettext("%(num)s member", "%(num)s members", quorum)),
        Fact(_("Recused"), ", ".join(recused) or "–"),
        Fact(_("Minutes"), payload["minutes"] or "–"),
    ]


def _what(proposal: Proposal) -> str:
    return {
        "decide": _("Decision of the committee"),
        "disqualify": _("Disqualification"),
        REOPEN: _("Decision to be taken anew"),
        OVERRIDE_GATE: _("Gate decided against its rule"),
        REVOKE_CERTIFICATE: _("Revocation of a certificate"),
        KEEP_AGREEMENT: _("An earlier agreement that stands"),
    }[proposal.act]


def _may_sign(proposal: Proposal, actor: Person) -> bool:
    """Say whether the second signature may be this person's."""
    application = proposal.application
    return (
        application is not None
        and proposal.proposed_by_id != actor.id
        and is_allowed(SIGNED_WITH[proposal.act], application, actor)
    )


def seen_application(proposal: Proposal) -> Application:
    """Return the application, unless the reader is recused from it."""
    if proposal.application is None or is_recused(proposal.application, current_actor()):
        abort(404)
    return proposal.application


@bp.post("/committee/proposals/<uuid:proposal_id>/confirmation")
@opens(Proposal, Permission.CONFIRM_ACT)
def confirm_proposal(proposal: Proposal) -> ResponseReturnValue:
    """Sign as the second person: the act is carried out."""
    application = seen_application(proposal)
    try:
        _CONFIRM[proposal.act](proposal, actor=current_actor())
    except RuleBroken as broken:
        return proposal_page(proposal, sentences(broken), 409)
    flash(_("Signed. %(code)s is settled", code=application.code), "success")
    return redirect(url_for(".list_proposals"))


@bp.post("/committee/proposals/<uuid:proposal_id>/refusal")
@opens(Proposal, Permission.CONFIRM_ACT)
def turn_down(proposal: Proposal) -> ResponseReturnValue:
    """Refuse a proposal; nothing else changes."""
    application = seen_application(proposal)
    try:
        refuse_proposal(proposal, actor=current_actor())
    except RuleBroken as broken:
        return proposal_page(proposal, sentences(broken), 409)
    flash(_("Refused. Nothing changed for %(code)s", code=application.code), "success")
    return redirect(url_for(".list_proposals"))
