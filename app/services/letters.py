"""Giving numbers of official letters, one after the other, and voiding one that was given by mistake."""

from __future__ import annotations

from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.models import Appeal, Decision, LetterNumber, LetterRegister, Person, Programme, Receipt, ServiceCertificate
from app.permissions import Permission, is_allowed
from app.queries.letters import Paper, letter_of, written
from app.services.events import personal, record
from app.services.kept_papers import ask_for_paper
from app.thai import in_bangkok, normalise
from app.transaction import composed, lock, transactional
from workflows.appeal import AppealState
from workflows.errors import Obstacle, RuleBroken
from workflows.letters import giving_obstacles, next_number, prefix_obstacles

_BUDDHIST_ERA = 543


@transactional
def give_number(paper: Paper, *, actor: Person) -> LetterNumber:
    """Give a receipt, the minutes of a programme, an appeal's answer, a decision or a service the next number.

    Whoever comes second waits for the lock of the register and gets the number after. Raises RuleBroken with
    everything against.
    """
    register = lock(db.session.get_one(LetterRegister, 1))
    against = giving_obstacles(prefix=register.prefix, has_number=letter_of(paper) is not None)
    if not is_allowed(Permission.NUMBER_LETTERS, paper, actor):
        against.append(Obstacle("Your role does not allow this step"))
    if isinstance(paper, Appeal) and paper.state is not AppealState.ANSWERED:
        against.append(Obstacle("It is not answered yet, so there is no letter to number"))
    if isinstance(paper, Decision) and paper.reopened_at is not None:
        against.append(Obstacle("This decision was opened again and stands no more"))
    if against:
        raise RuleBroken(against)
    year_be = in_bangkok(now()).year + _BUDDHIST_ERA
    given = db.session.scalars(select(LetterNumber.number).where(LetterNumber.year_be == year_be))
    letter = LetterNumber(
        year_be=year_be,
        number=next_number(given),
        prefix=register.prefix,
        receipt_id=paper.id if isinstance(paper, Receipt) else None,
        programme_id=paper.id if isinstance(paper, Programme) else None,
        appeal_id=paper.id if isinstance(paper, Appeal) else None,
        decision_id=paper.id if isinstance(paper, Decision) else None,
        service_id=paper.id if isinstance(paper, ServiceCertificate) else None,
        given_by_id=actor.id,
        given_at=now(),
    )
    db.session.add(letter)
    db.session.flush()
    record("letter_numbered", about=letter, actor=actor, number=written(letter), year=year_be, paper=paper.id)
    if isinstance(paper, Receipt):
        ask_for_paper(paper, occasion=str(letter.id))
    return letter


@transactional
def void_number(letter: LetterNumber, *, reason: str, actor: Person) -> None:
    """Void a number with a reason; it stays in the register and the paper may get the next one."""
    letter = lock(letter)
    against = []
    if not is_allowed(Permission.NUMBER_LETTERS, letter, actor):
        against.append(Obstacle("Your role does not allow this step"))
    if letter.voided_at is not None:
        against.append(Obstacle("This number is voided already"))
    if not reason.strip():
        against.append(Obstacle("Give a reason", field="reason"))
    if against:
        raise RuleBroken(against)
    letter.voided_at, letter.voided_by_id, letter.void_reason = now(), actor.id, normalise(reason).strip()
    record("letter_voided", about=letter, actor=actor, number=written(letter), reason=personal(letter.void_reason))


@composed
def may_set_prefix(person: Person) -> bool:
    """Say whether the person sets what every number begins with: an administrator, or an officer of every branch."""
    return is_allowed(Permission.SET_LETTER_PREFIX, db.session.get_one(LetterRegister, 1), person)


@transactional
def set_prefix(prefix: str, *, actor: Person) -> None:
    """Set what new numbers begin with; numbers given before keep theirs."""
    register, wanted = lock(db.session.get_one(LetterRegister, 1)), normalise(prefix).strip()
    if not may_set_prefix(actor):
        raise RuleBroken([Obstacle("Your role does not allow this step")])
    against = prefix_obstacles(wanted)
    if against:
        raise RuleBroken(against)
    register.prefix = wanted
    record("letter_prefix_set", about=register, actor=actor, prefix=wanted)
