"""Votes of the committee on a decision that waits for its second signature."""

from __future__ import annotations

from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.models import CommitteeVote, Person, Proposal, ProposalState
from app.permissions import Permission, is_allowed
from app.queries.recusals import is_recused
from app.services.events import personal, record
from app.transaction import lock, transactional
from workflows.errors import Obstacle, RuleBroken
from workflows.voting import Choice, vote_obstacles


@transactional
def cast_vote(proposal: Proposal, choice: Choice, *, reason: str, actor: Person) -> CommitteeVote:
    """Vote on a proposed decision, or vote anew before it is signed. Raises RuleBroken with every reason against."""
    proposal = lock(proposal)
    application = proposal.application
    if application is None or proposal.act != "decide":
        raise RuleBroken([Obstacle("Members vote on proposed decisions only")])
    against = vote_obstacles(
        choice,
        reason=reason,
        is_present=str(actor.id) in proposal.payload.get("attended", ()),
        is_recused=is_recused(application, actor),
    )
    if not is_allowed(Permission.DECIDE, application, actor):
        against.append(Obstacle("Your role does not allow this step"))
    if proposal.state is not ProposalState.WAITING or now() > proposal.expires_at:
        against.append(Obstacle("This proposal is no longer waiting"))
    if against:
        raise RuleBroken(against)
    vote = _vote_of(proposal, actor)
    vote.choice, vote.reason, vote.cast_at = choice, reason.strip(), now()
    db.session.add(vote)
    said = personal(vote.reason) if vote.reason else None
    record("vote_cast", about=proposal, actor=actor, choice=choice.value, reason=said)
    return vote


def _vote_of(proposal: Proposal, member: Person) -> CommitteeVote:
    cast = db.session.scalars(
        select(CommitteeVote).where(CommitteeVote.proposal_id == proposal.id, CommitteeVote.member_id == member.id)
    ).one_or_none()
    return cast or CommitteeVote(proposal_id=proposal.id, member_id=member.id)
