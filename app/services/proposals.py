"""Acts by two persons, one pattern everywhere: propose, waiting list, confirm by another, lapse after seven days."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, select

from app.clock import now
from app.extensions import db
from app.messages import outbox
from app.models import Appeal, Application, DeclaredInterest, Person, Programme, Proposal, ProposalState
from app.permissions import is_set_aside, programme_of
from app.services.events import personal, record
from app.thai import grapheme_count
from app.transaction import composed, lock
from workflows.decision import PROPOSAL_LASTS, confirmation_obstacles
from workflows.errors import Obstacle, RuleBroken
from workflows.reasons import reason_obstacles

Subject = Application | Programme | DeclaredInterest | Appeal


def propose(
    act: str,
    *,
    about: Subject,
    payload: dict[str, Any],
    reason: str,
    actor: Person,
    told: list[Person],
) -> Proposal:
    """Put an act on the waiting list, inside the use case that checked it. A second one of the same kind is refused.

    So is a reason longer than anybody reads; whether one is needed the use case says.
    """
    lapse_proposals(about)
    against = reason_obstacles(reason, grapheme_count(reason), is_needed=False)
    if waiting(act, about) is not None:
        against.append(Obstacle("The same step is already waiting for a second person"))
    if against:
        raise RuleBroken(against)
    proposal = Proposal(
        act=act,
        application_id=about.id if isinstance(about, Application) else None,
        programme_id=about.id if isinstance(about, Programme) else None,
        interest_id=about.id if isinstance(about, DeclaredInterest) else None,
        appeal_id=about.id if isinstance(about, Appeal) else None,
        payload=payload,
        reason=reason.strip(),
        proposed_by_id=actor.id,
        proposed_at=now(),
        expires_at=now() + PROPOSAL_LASTS,
    )
    db.session.add(proposal)
    db.session.flush()
    record(f"{act}_proposed", about=proposal, actor=actor, reason=personal(reason) if reason else None)
    _ask_for_a_signature(proposal, about, actor, told)
    return proposal


def _ask_for_a_signature(proposal: Proposal, about: Subject, actor: Person, told: list[Person]) -> None:
    outbox.queue(
        "second_signature_wanted",
        to=[person for person in told if person.id != actor.id and not is_set_aside(about, person)],
        once_per=str(proposal.id),
        programme=programme_of(about),
        link=_link(proposal),
        params={"code": _called(about), "proposer": actor, "until": proposal.expires_at},
    )


@composed
def waiting(act: str, about: Subject) -> Proposal | None:
    """Return the proposal of this kind that waits for a second person."""
    return db.session.scalars(
        select(Proposal).where(Proposal.act == act, _is_about(about), Proposal.state == ProposalState.WAITING)
    ).one_or_none()


def _is_about(about: Subject) -> ColumnElement[bool]:
    match about:
        case Application():
            return Proposal.application_id == about.id
        case Programme():
            return Proposal.programme_id == about.id
        case Appeal():
            return Proposal.appeal_id == about.id
        case DeclaredInterest():
            return Proposal.interest_id == about.id


def _link(proposal: Proposal) -> str:
    """Where the second person finds the act."""
    if proposal.interest_id is not None:
        return f"/office/assignment/conflicts/interests/{proposal.interest_id}"
    if proposal.appeal_id is not None:
        return f"/office/appeals/{proposal.appeal_id}"
    if proposal.programme_id is not None:
        return f"/office/changes/{proposal.id}"
    return f"/committee/proposals/{proposal.id}"


def _called(about: Subject) -> object:
    """What messages call the thing an act is about, written out in the language of each."""
    if isinstance(about, Application):
        return about.code
    if isinstance(about, Programme):
        return about
    if isinstance(about, Appeal):
        return about.number or about.application.code
    return about.agency or (about.application.code if about.application else "–")


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


def lapse_proposals(about: Subject) -> None:
    """Note which proposals about this thing have outlived their days."""
    for proposal in db.session.scalars(
        select(Proposal).where(_is_about(about), Proposal.state == ProposalState.WAITING, Proposal.expires_at < now())
    ):
        proposal.state, proposal.settled_at = ProposalState.EXPIRED, now()
    db.session.flush()
