"""The second factor of a person: set up, asked for at sign-in, switched off, reset by an administrator."""

from __future__ import annotations

import secrets

from app.clock import now
from app.extensions import db
from app.messages import outbox
from app.models import Person, RecoveryCode, SecondFactor
from app.permissions import Permission, may_anywhere
from app.queries.second_factors import is_being_set_up, secret_of
from app.services.events import personal, record
from app.services.people import password_matches
from app.transaction import lock, transactional
from workflows.errors import Obstacle, RuleBroken
from workflows.second_factor import (
    RECOVERY_BYTES,
    RECOVERY_CODES,
    accepted_step,
    recovery_code,
    recovery_hash,
)

PAGE = "/me/second-factor"


@transactional
def begin_second_factor(*, actor: Person, password: str | None = None) -> None:
    """Make a new secret for the actor, good once a code confirms it. Raises RuleBroken if the factor is on.

    `password` is asked of whoever is signed in already, for a session left open is anybody's; None right after it was
    given at sign-in.
    """
    person = lock(actor)
    if password is not None and not password_matches(person, password):
        raise RuleBroken([Obstacle("This is not your present password", field="password")])
    factor = _factor(person)
    if factor is not None and factor.confirmed_at is not None:
        raise RuleBroken([Obstacle("Two-step sign-in is on already")])
    if factor is None:
        factor = SecondFactor(person_id=person.id)
        db.session.add(factor)
    factor.salt, factor.begun_at = secrets.token_hex(32), now()


@transactional
def confirm_second_factor(code: str, *, actor: Person) -> list[str]:
    """Switch the factor on by the first code, and return the recovery codes. The actor's other sessions end."""
    person = lock(actor)
    factor = _factor(person)
    if factor is None or not is_being_set_up(factor):
        raise RuleBroken([Obstacle("There is nothing to confirm here. Begin again")])
    step = accepted_step(secret_of(factor), code, at=now(), last_step=None)
    if step is None:
        raise RuleBroken([_wrong_code()])
    factor.confirmed_at, factor.last_step = now(), step
    _end_sessions(person)
    person.signed_in_at = now()
    record("second_factor_switched_on", about=person, actor=person)
    _tell("second_factor_switched_on", person)
    return _new_recovery_codes(factor)


@transactional
def enter_code(code: str, *, person: Person) -> Person:
    """Finish a sign-in by the code the app shows. Raises RuleBroken if it is wrong or was used."""
    person = lock(person)
    if not _takes_code(_factor_in_use(person), code):
        raise RuleBroken([_wrong_code()])
    person.signed_in_at = now()
    return person


@transactional
def enter_recovery_code(code: str, *, person: Person) -> Person:
    """Finish a sign-in by a recovery code. Raises RuleBroken if it is none of the person's, or was used."""
    person = lock(person)
    if not _takes_recovery_code(_factor_in_use(person), code, person):
        raise RuleBroken([Obstacle("This recovery code is not right, or it was used already", field="code")])
    person.signed_in_at = now()
    return person


@transactional
def renew_recovery_codes(code: str, *, actor: Person) -> list[str]:
    """Return new recovery codes; the old ones end. Raises RuleBroken without a code."""
    person = lock(actor)
    factor = _factor_in_use(person)
    _take_either(factor, code, person)
    record("recovery_codes_renewed", about=person, actor=person)
    return _new_recovery_codes(factor)


@transactional
def switch_off_second_factor(*, password: str, code: str, actor: Person) -> Person:
    """Ask for no second step any more. The actor's other sessions end. Raises RuleBroken without password and code."""
    person = lock(actor)
    factor = _factor_in_use(person)
    if not password_matches(person, password):
        raise RuleBroken([Obstacle("This is not your present password", field="password")])
    _take_either(factor, code, person)
    _forget(factor, person)
    record("second_factor_switched_off", about=person, actor=person)
    _tell("second_factor_switched_off", person)
    return person


@transactional
def reset_second_factor(person: Person, *, reason: str, actor: Person | None) -> None:
    """Take a lost second factor away, as an administrator or (None) on the server; every session of the person ends."""
    if actor is not None and not may_anywhere(Permission.ADMINISTER, actor):
        raise RuleBroken([Obstacle("Your role does not allow this step")])
    if actor is not None and actor.id == person.id:
        raise RuleBroken([Obstacle("Switch off your own two-step sign-in under My details")])
    if not reason.strip():
        raise RuleBroken([Obstacle("Give a reason", field="reason")])
    person = lock(person)
    _forget(_factor_in_use(person), person)
    record("second_factor_reset", about=person, actor=actor, reason=personal(reason.strip()))
    _tell("second_factor_reset", person, reason=reason.strip())


def _factor(person: Person) -> SecondFactor | None:
    return db.session.get(SecondFactor, person.id, populate_existing=True)


def _factor_in_use(person: Person) -> SecondFactor:
    factor = _factor(person)
    if factor is None or factor.confirmed_at is None:
        raise RuleBroken([Obstacle("Two-step sign-in is not switched on")])
    return factor


def _takes_code(factor: SecondFactor, code: str) -> bool:
    """Say whether the code counts, and let it and every earlier one count no more."""
    step = accepted_step(secret_of(factor), code, at=now(), last_step=factor.last_step)
    if step is not None:
        factor.last_step = step
    return step is not None


def _takes_recovery_code(factor: SecondFactor, code: str, person: Person) -> bool:
    wanted = recovery_hash(code)
    found = next((each for each in factor.recovery_codes if each.code_hash == wanted and each.used_at is None), None)
    if found is None:
        return False
    found.used_at = now()
    left = sum(each.used_at is None for each in factor.recovery_codes)
    record("recovery_code_used", about=person, actor=person, left=left)
    _tell("recovery_code_used", person, left=left)
    return True


def _take_either(factor: SecondFactor, code: str, person: Person) -> None:
    if not (_takes_code(factor, code) or _takes_recovery_code(factor, code, person)):
        raise RuleBroken([_wrong_code()])


def _wrong_code() -> Obstacle:
    return Obstacle("This code is not right, has passed or was used. Wait for the next one", field="code")


def _new_recovery_codes(factor: SecondFactor) -> list[str]:
    codes = [recovery_code(secrets.token_bytes(RECOVERY_BYTES)) for _ in range(RECOVERY_CODES)]
    factor.recovery_codes = [RecoveryCode(code_hash=recovery_hash(code)) for code in codes]
    return codes


def _forget(factor: SecondFactor, person: Person) -> None:
    db.session.delete(factor)
    _end_sessions(person)


def _end_sessions(person: Person) -> None:
    """A new session key ends every session, and whatever waits for its second step."""
    person.session_key = secrets.token_urlsafe(32)


def _tell(kind: str, person: Person, **more: object) -> None:
    """Each occasion is told once; what is worth telling carries its time."""
    outbox.queue(kind, to=[person], once_per=secrets.token_hex(8), link=PAGE, params={"at": now(), **more})
