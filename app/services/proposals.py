"""Acts by two persons, one pattern everywhere: propose, waiting list, confirm by another, lapse after seven days."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.messages import outbox
from app.models import Application, Person, Programme, Proposal, ProposalState
from app.services.events import personal, record
from app.transaction import composed, lock
from workflows.decision import PROPOSAL_LASTS, confirmation_obstacles
from workflows.errors import Obstacle, RuleBroken


def propose(
    act: str,
    *,
    about: Application | Programme,
    payload: dict[str, Any],
    reason: str,
    actor: Person,
    told: list[Person],
) -> Proposal:
    """Put an act on the waiting list, inside the use case that checked it. A second one of the same kind is refused."""
    is_application = isinstance(about, Application)
    lapse_proposals(about)
    if waiting(act, about) is not None:
        raise RuleBroken([Obstacle("The same step is already waiting for a second person")])
    proposal = Proposal(
        act=act,
        application_id=about.id if is_application else None,
        programme_id=None if is_application else about.id,
        payload=payload,
        reason=reason.strip(),
        proposed_by_id=actor.id,
        proposed_at=now(),
        expires_at=now() + PROPOSAL_LASTS,
    )
    db.session.add(proposal)
    db.session.flush()
    record(f"{act}_proposed", about=proposal, actor=actor, reason=personal(reason) if reason else None)
    outbox.queue(
        "second_signature_wanted",
        to=[person for person in told if person.id != actor.id],
        once_per=str(proposal.id),
        link=f"/committee/proposals/{proposal.id}",
        params={
            "code": about.code if isinstance(about, Application) else about.title_th,
            "proposer": actor.name_th,
            "until": proposal.expires_at,
        },
    )
    return proposal


@composed
def waiting(act: str, about: Application | Programme) -> Proposal | None:
    """Return the proposal of this kind that waits for a second person."""
    column = Proposal.application_id if isinstance(about, Application) else Proposal.programme_id
    return db.session.scalars(
        select(Proposal).where(Proposal.act == act, column == about.id, Proposal.state == ProposalState.WAITING)
    ).one_or_none()


def settle(proposal: Proposal, *, actor: Person, confirmed: bool) -> Proposal:
    """Confirm or refuse, inside the use case that then carries the act out. Raises RuleBroken for the proposer."""
    proposal = lock(proposal)
    if proposal.state is not ProposalState.WAITING:
        raise RuleBroken([Obstacle("This proposal is no longer waiting")])
    against = confirmation_obstacles(
        proposer=str(proposal.proposed_by_id), confirmer=str(actor.id), expires_at=proposal.expires_at, at=now()
    )
    if against:
        raise RuleBroken(against)
    proposal.state = ProposalState.CONFIRMED if confirmed else ProposalState.REFUSED
    proposal.settled_by_id, proposal.settled_at = actor.id, now()
    record(f"{proposal.act}_{'confirmed' if confirmed else 'refused'}", about=proposal, actor=actor)
    return proposal


def lapse_proposals(about: Application | Programme) -> None:
    """Note which proposals about this thing have outlived their days."""
    column = Proposal.application_id if isinstance(about, Application) else Proposal.programme_id
    for proposal in db.session.scalars(
        select(Proposal).where(column == about.id, Proposal.state == ProposalState.WAITING, Proposal.expires_at < now())
    ):
        proposal.state, proposal.settled_at = ProposalState.EXPIRED, now()
    db.session.flush()
