"""Site visit, decision and disqualification: what is recorded by the lead, and what two persons sign."""

from __future__ import annotations

from typing import Any

from app.clock import now
from app.extensions import db
from app.messages import outbox
from app.models import (
    Application,
    Decision,
    Person,
    Proposal,
)
from app.permissions import Permission, is_allowed, roles_on
from app.queries.application_facts import officers_of, team_of
from app.queries.criteria import rubric_of
from app.queries.outcomes import chosen_awards, committee_quorum
from app.queries.questioned_agreements import KEEP_AGREEMENT, questioned_agreements
from app.queries.recusals import is_recused
from app.queries.stage_facts import facts_of
from app.queries.votes import part_in
from app.services.events import personal, record
from app.services.moves import move, naming
from app.services.proposals import propose, settle
from app.services.visits import open_visit
from app.transaction import lock, transactional
from workflows.application import CLOSE_VISIT, DECIDE, DISQUALIFY, ApplicationFacts
from workflows.decision import decision_obstacles, outcome_by_rule
from workflows.errors import Obstacle, RuleBroken
from workflows.roles import Role
from workflows.site_visit import has_begun
from workflows.voting import carrying_obstacles, members_counted

SIGNED_WITH = {
    "decide": Permission.DECIDE,
    "disqualify": Permission.DISQUALIFY,
    "override_gate": Permission.OVERRIDE_GATE,
    "reopen_decision": Permission.DECIDE,
    "revoke_certificate": Permission.REVOKE_CERTIFICATE,
    KEEP_AGREEMENT: Permission.OVERRIDE_GATE,
}
"""The permission that the second signature under each act of two persons needs."""


@transactional
def close_visit(
    application: Application, *, is_confirmed: bool | None, note: str, is_online: bool, actor: Person
) -> None:
    """Record what the site visit showed, once it began and every point ended; the application goes to the committee."""
    application = lock(application)
    visit = open_visit(application)
    facts = ApplicationFacts(
        is_recorded=is_confirmed is not None and bool(note.strip()),
        has_visit_begun=has_begun(visit.starts_at, now()),
        open_visit_points=sum(point.finding is None for point in visit.points),
    )
    state = CLOSE_VISIT.check(application.state, roles_on(application, actor), facts)
    visit.is_confirmed, visit.note, visit.is_online = is_confirmed, note.strip(), is_online
    visit.recorded_at = now()
    visit.visited_on = visit.starts_at or visit.recorded_at
    visit.recorded_by_id = actor.id
    move(application, state)
    outcome = "confirmed" if is_confirmed else "not_confirmed"
    record(CLOSE_VISIT.name, about=application, actor=actor, outcome=outcome, note=personal(note))


@transactional
def propose_decision(
    application: Application,
    outcome: str,
    *,
    reason: str,
    attended: list[str],
    guests: list[str],
    recused: list[str],
    minutes: str,
    actor: Person,
) -> Proposal:
    """Propose the committee's decision; it counts when another person signs it. Raises RuleBroken with every reason.

    `attended` and `recused` name members by id, `guests` members without an account by name. Whoever of the committee
    has an interest is recused too; the quorum is whoever was there and is not recused.
    """
    application = lock(application)
    DECIDE.check(application.state, roles_on(application, actor), ApplicationFacts())
    rubric, signers = rubric_of(application.programme), officers_of(application, Role.JUDGE, Role.DIRECTOR)
    recused = sorted({*recused, *(str(each.id) for each in signers if is_recused(application, each))})
    guests = list(dict.fromkeys(name for each in guests if (name := " ".join(each.split()))))
    quorum = members_counted(attended, recused, guests)
    against = decision_obstacles(
        rubric,
        outcome,
        by_rule=outcome_by_rule(rubric, facts_of(application), chosen_awards(application)),
        reason=reason,
        quorum=quorum,
        least_quorum=committee_quorum(rubric),
        recused=str(actor.id) in recused,
    )
    against += _in_question(application)
    if set(attended) - {str(each.id) for each in signers}:
        against.append(Obstacle("Only members of the committee can be marked as present", field="attended"))
    if against:
        raise RuleBroken(against)
    there = {"quorum": quorum, "attended": sorted(set(attended)), "guests": guests, "recused": recused}
    payload: dict[str, Any] = {"outcome": outcome, "minutes": minutes.strip()} | there
    told = [each for each in signers if str(each.id) not in recused]
    return propose("decide", about=application, payload=payload, reason=reason, actor=actor, told=told)


@transactional
def confirm_decision(proposal: Proposal, *, actor: Person) -> Decision:
    """Sign a proposed decision as the second person: the application is decided, but nothing is announced yet.

    Whoever was recused since it was proposed counts no more, neither for the quorum nor with a vote cast before; what
    they proposed themselves is signed no more.
    """
    application = lock(_application(proposal))
    state = DECIDE.check(application.state, roles_on(application, actor), ApplicationFacts())
    if is_recused(application, actor):
        raise RuleBroken([Obstacle("Whoever is recused takes no part in this decision")])
    part = part_in(proposal, application)
    against = [*part.obstacles(committee_quorum(rubric_of(application.programme))), *_in_question(application)]
    against += carrying_obstacles(vote.choice for vote in part.votes)
    if against:
        raise RuleBroken(against)
    proposal = settle(proposal, actor=actor, confirmed=True)
    proposal.payload = proposal.payload | {"quorum": part.quorum, "recused": part.recused}
    decision = Decision(
        application_id=application.id,
        outcome=proposal.payload["outcome"],
        reason=proposal.reason,
        quorum=part.quorum,
        attended=proposal.payload.get("attended", []),
        guests=proposal.payload.get("guests", []),
        recused=part.recused,
        votes=[
            {"member": str(each.member_id), "choice": each.choice.value, "reason": each.reason} for each in part.votes
        ],
        minutes=proposal.payload["minutes"],
        proposed_by_id=proposal.proposed_by_id,
        confirmed_by_id=actor.id,
        decided_at=now(),
    )
    db.session.add(decision)
    application.award, application.decided_at = decision.outcome, decision.decided_at
    move(application, state)
    record(DECIDE.name, about=application, actor=actor, outcome=decision.outcome, proposal=proposal.id)
    return decision


def _in_question(application: Application) -> list[Obstacle]:
    """Nothing is decided on an agreement that lost a sheet to a conflict before two persons said that it stands."""
    message = "%(stage)s: the agreement rests on a sheet that became void, and two persons have not said that it stands"
    return [Obstacle(message, {"stage": stage.title_th}) for stage in questioned_agreements(application)]


@transactional
def refuse_proposal(proposal: Proposal, *, actor: Person) -> None:
    """Turn a proposed act down; nothing else changes. Whoever could sign it may refuse it."""
    application = _application(proposal)
    against = []
    if not is_allowed(SIGNED_WITH[proposal.act], application, actor):
        against.append(Obstacle("Your role does not allow this step"))
    if is_recused(application, actor):
        against.append(Obstacle("Whoever is recused takes no part in this decision"))
    if against:
        raise RuleBroken(against)
    settle(proposal, actor=actor, confirmed=False)


@transactional
def propose_disqualification(application: Application, *, reason: str, actor: Person) -> Proposal:
    """Propose to disqualify an application; another officer must confirm it."""
    application = lock(application)
    DISQUALIFY.check(application.state, roles_on(application, actor), ApplicationFacts(has_reason=bool(reason.strip())))
    told = officers_of(application, Role.OFFICER, Role.DIRECTOR)
    return propose("disqualify", about=application, payload={}, reason=reason, actor=actor, told=told)


@transactional
def confirm_disqualification(proposal: Proposal, *, actor: Person) -> None:
    """Disqualify as the second officer; the agency is told the reason."""
    application = lock(_application(proposal))
    state = DISQUALIFY.check(application.state, roles_on(application, actor), ApplicationFacts())
    proposal = settle(proposal, actor=actor, confirmed=True)
    application.resumes_as = None
    move(application, state)
    record(DISQUALIFY.name, about=application, actor=actor, proposal=proposal.id, reason=personal(proposal.reason))
    outbox.queue(
        "application_disqualified",
        to=team_of(application),
        office=application.agency,
        once_per=str(proposal.id),
        programme=application.programme,
        link=f"/applications/{application.id}",
        params=naming(application) | {"reason": proposal.reason},
    )


def _application(proposal: Proposal) -> Application:
    if proposal.application is None:
        raise RuleBroken([Obstacle("This proposal is not about an application")])
    return proposal.application
