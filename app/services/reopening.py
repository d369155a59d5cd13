"""Opening a decision again before its announcement: proposed by one of the committee, signed by another."""

from __future__ import annotations

from app.clock import now
from app.models import Application, Person, Proposal
from app.permissions import roles_on
from app.queries.application_facts import officers_of
from app.queries.application_record import decision_of
from app.queries.recusals import is_recused
from app.services.events import personal, record
from app.services.moves import move
from app.services.proposals import propose, settle
from app.transaction import lock, transactional
from workflows.application import REOPEN_DECISION, ApplicationFacts
from workflows.decision import proposer_obstacles
from workflows.errors import Obstacle, RuleBroken
from workflows.roles import Role

REOPEN = REOPEN_DECISION.name


@transactional
def propose_reopening(application: Application, *, reason: str, actor: Person) -> Proposal:
    """Propose to decide an application anew; another of the committee must sign. Raises RuleBroken with the reasons."""
    application = lock(application)
    _check(application, actor, has_reason=bool(reason.strip()))
    signers = officers_of(application, Role.JUDGE, Role.DIRECTOR)
    told = [each for each in signers if not is_recused(application, each)]
    return propose(REOPEN, about=application, payload={}, reason=reason, actor=actor, told=told)


@transactional
def confirm_reopening(proposal: Proposal, *, actor: Person) -> None:
    """Sign as the second person: the application is before the committee again, its old decision stays on record."""
    if proposal.application is None:
        raise RuleBroken([Obstacle("This proposal is not about an application")])
    application = lock(proposal.application)
    _check(application, actor)
    against = proposer_obstacles(is_recused=is_recused(application, proposal.proposed_by))
    if against:
        raise RuleBroken(against)
    proposal = settle(proposal, actor=actor, confirmed=True)
    decision = decision_of(application)
    assert decision is not None, "what is decided has its decision"
    decision.reopened_at, decision.reopened_because = now(), proposal.reason
    application.award = application.decided_at = None
    move(application, REOPEN_DECISION.target or application.state)
    record(
        REOPEN,
        about=application,
        actor=actor,
        proposal=proposal.id,
        outcome=decision.outcome,
        reason=personal(proposal.reason),
    )


def _check(application: Application, actor: Person, *, has_reason: bool = True) -> None:
    REOPEN_DECISION.check(application.state, roles_on(application, actor), ApplicationFacts(has_reason=has_reason))
    if is_recused(application, actor):
        raise RuleBroken([Obstacle("Whoever is recused takes no part in this decision")])
