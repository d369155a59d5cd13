"""An agreement of an earlier stage that lost a sheet to a late conflict: two persons let it stand."""

from __future__ import annotations

from app.messages import outbox
from app.models import Application, Assignment, Person, Proposal
from app.permissions import Permission, is_allowed, is_set_aside
from app.queries.application_facts import officers_of
from app.queries.questioned_agreements import KEEP_AGREEMENT, questioned_agreements
from app.services.events import record
from app.services.moves import naming
from app.services.proposals import propose, settle
from app.transaction import lock, transactional
from workflows.errors import Obstacle, RuleBroken
from workflows.roles import Role


def tell_of_question(application: Application, seat: Assignment) -> None:
    """Note that the agreement of this seat's stage is in question, where it is, and tell those who rule on it."""
    if seat.stage not in questioned_agreements(application):
        return
    event = record("question_agreement", about=application, actor=None, stage=seat.stage.code)
    outbox.queue(
        "agreement_questioned",
        to=[
            each
            for each in officers_of(application, Role.OFFICER, Role.DIRECTOR)
            if not is_set_aside(application, each)
        ],
        once_per=str(event.id),
        programme=application.programme,
        link=f"/office/applications/{application.id}",
        params=naming(application) | {"stage": seat.stage},
    )


@transactional
def propose_to_keep(application: Application, *, reason: str, actor: Person) -> Proposal:
    """Propose that every agreement in question stands. Raises RuleBroken with every reason against."""
    application = lock(application)
    stages = questioned_agreements(application)
    against = []
    if not is_allowed(Permission.OVERRIDE_GATE, application, actor):
        against.append(Obstacle("Your role does not allow this step"))
    if not stages:
        against.append(Obstacle("No agreement of this application is in question"))
    if not reason.strip():
        against.append(Obstacle("Give a reason", field="reason"))
    if against:
        raise RuleBroken(against)
    payload = {"stages": [stage.code for stage in stages]}
    told = officers_of(application, Role.OFFICER, Role.DIRECTOR)
    return propose(KEEP_AGREEMENT, about=application, payload=payload, reason=reason, actor=actor, told=told)


@transactional
def confirm_keeping(proposal: Proposal, *, actor: Person) -> None:
    """Sign as the second person: the agreement stands, with both names and the reason on record."""
    if proposal.application is None or not is_allowed(Permission.OVERRIDE_GATE, proposal.application, actor):
        raise RuleBroken([Obstacle("Your role does not allow this step")])
    lock(proposal.application)
    settle(proposal, actor=actor, confirmed=True)
