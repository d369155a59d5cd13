"""Answering an appeal or a complaint: taken up by an officer, answered by one person and confirmed by another."""

from __future__ import annotations

from collections.abc import Collection

from app.clock import now
from app.messages import outbox
from app.models import Appeal, Person, Proposal
from app.permissions import Permission, is_allowed, roles_on
from app.queries.appeals import leaks_in_answer
from app.queries.application_facts import officers_of, team_of
from app.services.events import personal, record
from app.services.moves import naming
from app.services.proposals import propose, settle
from app.thai import grapheme_count, normalise
from app.transaction import lock, transactional
from workflows.appeal import ANSWER, TAKE_UP, Answer, AppealFacts, AppealOutcome, answer_obstacles
from workflows.errors import Obstacle, RuleBroken
from workflows.roles import Role

ANSWER_APPEAL = ANSWER.name


@transactional
def take_up_appeal(appeal: Appeal, *, actor: Person) -> None:
    """Take it up as the officer in charge; the agency is told."""
    appeal = lock(appeal)
    appeal.state = TAKE_UP.check(appeal.state, roles_on(appeal, actor), AppealFacts())
    appeal.taken_up_at, appeal.taken_up_by_id = now(), actor.id
    record(TAKE_UP.name, about=appeal, actor=actor, number=appeal.number)
    _tell("appeal_taken_up", appeal)


@transactional
def propose_answer(
    appeal: Appeal,
    *,
    outcome: AppealOutcome | None,
    answer: str,
    follows: str,
    correction: str,
    let_stand: Collection[str],
    actor: Person,
) -> Proposal:
    """Propose the answer; it is given when another person confirms it. Raises RuleBroken with everything against.

    `let_stand` are the keys of what the leak checker found and the officer lets stand in its line.
    """
    appeal = lock(appeal)
    ANSWER.check(appeal.state, roles_on(appeal, actor), AppealFacts())
    texts = [normalise(each).strip() for each in (answer, follows, correction)]
    against = answer_obstacles(Answer(outcome, *map(grapheme_count, texts)))
    leaks = leaks_in_answer(appeal, *texts)
    against += [
        Obstacle("The text names who complained: %(found)s", {"found": each.found})
        for each in leaks.complainant
        if each.key not in let_stand
    ]
    against += [each.obstacle for each in leaks.told if each.key not in let_stand]
    if against or outcome is None:
        raise RuleBroken(against)
    payload = {"outcome": outcome.value, "let_stand": [each.key for each in leaks.all]}
    payload |= dict(zip(("answer", "follows", "correction"), texts, strict=True))
    told = officers_of(appeal.application, Role.OFFICER, Role.DIRECTOR)
    return propose(ANSWER_APPEAL, about=appeal, payload=payload, reason="", actor=actor, told=told)


@transactional
def confirm_answer(proposal: Proposal, *, actor: Person) -> Appeal:
    """Give the answer as the second person: the agency reads it from now on. No result changes by it."""
    appeal = lock(_appeal(proposal))
    state = ANSWER.check(appeal.state, roles_on(appeal, actor), AppealFacts())
    proposal = settle(proposal, actor=actor, confirmed=True)
    said = proposal.payload
    appeal.state, appeal.outcome, appeal.answer = state, AppealOutcome(said["outcome"]), said["answer"]
    appeal.follows, appeal.correction = said["follows"], said["correction"]
    appeal.answered_by_id, appeal.confirmed_by_id, appeal.answered_at = proposal.proposed_by_id, actor.id, now()
    record(
        ANSWER.name,
        about=appeal,
        actor=actor,
        number=appeal.number,
        outcome=appeal.outcome.value,
        proposal=proposal.id,
        let_stand=len(said["let_stand"]),
        answer=personal(appeal.answer),
    )
    _tell("appeal_answered", appeal)
    return appeal


@transactional
def refuse_answer(proposal: Proposal, *, actor: Person) -> None:
    """Turn a proposed answer down; it can be written anew."""
    appeal = _appeal(proposal)
    if not is_allowed(Permission.SIGN_APPEAL, appeal, actor):
        raise RuleBroken([Obstacle("Your role does not allow this step")])
    settle(proposal, actor=actor, confirmed=False)


def _appeal(proposal: Proposal) -> Appeal:
    if proposal.appeal is None or proposal.act != ANSWER_APPEAL:
        raise RuleBroken([Obstacle("This proposal is not about an appeal")])
    return proposal.appeal


def _tell(kind: str, appeal: Appeal) -> None:
    application = appeal.application
    outbox.queue(
        kind,
        to=team_of(application),
        office=application.agency,
        once_per=str(appeal.id),
        programme=application.programme,
        link=f"/appeals/{appeal.id}",
        params=naming(application) | {"number": appeal.number},
    )
