"""A member's vote on a proposed decision."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Proposal
from app.permissions import Permission
from app.services.voting import cast_vote
from app.views.access import current_actor, opens
from app.views.judge import bp
from app.views.judge.forms import VoteForm
from app.views.judge.proposals import proposal_page, seen_application
from app.views.reasons import show_on
from workflows.errors import RuleBroken
from workflows.voting import Choice


@bp.post("/committee/proposals/<uuid:proposal_id>/vote")
@opens(Proposal, Permission.DECIDE)
def vote_on_proposal(proposal: Proposal) -> ResponseReturnValue:
    """Cast a vote, or change one before the decision is signed."""
    seen_application(proposal)
    form = VoteForm()
    form.offer()
    if not form.validate_on_submit():
        return proposal_page(proposal, status=422, vote=form)
    try:
        cast_vote(proposal, Choice(form.choice.data), reason=form.reason.data or "", actor=current_actor())
    except RuleBroken as broken:
        return proposal_page(proposal, show_on(form, broken), 409, vote=form)
    flash(_("Your vote is recorded. You may change it until the decision is signed"), "success")
    return redirect(url_for(".show_proposal", proposal_id=proposal.id))
