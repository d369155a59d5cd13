"""Signing in, passwords and the choices a person makes for themselves."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete

from app.clock import now
from app.extensions import db
from app.messages import outbox
from app.models import EndedSession, Message, Person
from app.queries.people import person_by_email
from app.queries.second_factors import step_owed
from app.queries.signed_links import password_holder, password_link, stamp_of
from app.services.events import record
from app.services.people import hasher, password_matches, password_obstacles
from app.transaction import lock, transactional
from workflows.errors import Obstacle, RuleBroken
from workflows.second_factor import Step

RESET_HOURS = 2
_TICK = 300.0  # seconds
LANGUAGES = ("th", "en")


@transactional
def sign_in(*, email: str, password: str) -> Person:
    """Return the person whose password this is. Raises RuleBroken, the same whichever of the two is wrong.

    Whoever owes a second step has not signed in yet.
    """
    person = person_by_email(email)
    if not password_matches(person, password) or person is None:
        raise RuleBroken([Obstacle("The e-mail address or the password is not right")])
    person = lock(person)
    if step_owed(person) is Step.NONE:
        person.signed_in_at = now()
    if person.password_hash is not None and hasher().check_needs_rehash(person.password_hash):
        person.password_hash = hasher().hash(password)
    return person


@transactional
def sign_out(session_id: str, *, over_at: datetime, actor: Person) -> None:
    """End one session of the actor, which would be over at `over_at`; signing out twice is signing out."""
    lock(actor)
    if db.session.get(EndedSession, session_id) is None:
        db.session.add(EndedSession(session_id=session_id, over_at=over_at))


@transactional
def forget_ended_sessions() -> None:
    """Forget the sessions that are over by themselves."""
    db.session.execute(delete(EndedSession).where(EndedSession.over_at <= now()))


@transactional
def request_password_reset(*, email: str) -> None:
    """Send a link to whoever has this address; nobody can tell from the answer whether somebody has.

    Asked again within a few minutes it is the same link, which is not sent twice: nobody can fill a mailbox with them.
    """
    person = person_by_email(email)
    if person is None:
        return
    until = _next_tick(now() + timedelta(hours=RESET_HOURS))
    link = password_link(person, until)
    outbox.queue("password_reset", to=[person], once_per=stamp_of(link), link=link, params={"until": until})


def _next_tick(instant: datetime) -> datetime:
    return datetime.fromtimestamp(-(-instant.timestamp() // _TICK) * _TICK, UTC)


@transactional
def reset_password(token: str, *, password: str) -> Person:
    """Set a new password by a link that works once. Raises RuleBroken if it was used, has expired or is not ours."""
    found = password_holder(token, at=now())
    if found is not None:
        lock(found)  # of two at the same time, the second finds the key changed
    person = password_holder(token, at=now())
    if person is None:
        raise RuleBroken([Obstacle("This link has been used or has expired. Ask for a new one.")])
    _set_password(person, password)
    return person


@transactional
def change_password(*, present: str, password: str, actor: Person) -> Person:
    """Replace the own password; every other session of this person ends. Raises RuleBroken with every reason."""
    person = lock(actor)
    if not password_matches(person, present):
        raise RuleBroken([Obstacle("This is not your present password", field="present")])
    _set_password(person, password)
    return person


def _set_password(person: Person, password: str) -> None:
    """A new session key ends every session and makes every other link for this password worthless."""
    if against := password_obstacles(password):
        raise RuleBroken(against)
    person.password_hash = hasher().hash(password)
    person.session_key = secrets.token_urlsafe(32)
    record("password_changed", about=person, actor=person)


@transactional
def choose_language(language: str, *, actor: Person) -> None:
    """Remember in which language this person reads pages and messages."""
    if language not in LANGUAGES:
        raise RuleBroken([Obstacle("There are Thai and English pages only")])
    lock(actor).language = language


@transactional
def mark_message(message: Message, *, is_read: bool, actor: Person) -> None:
    """Note that a person has read a message of theirs, or wants to read it again."""
    message = lock(message)
    if message.recipient_id != actor.id:
        raise RuleBroken([Obstacle("This message is not yours")])
    if is_read != (message.read_at is not None):
        message.read_at = now() if is_read else None


@transactional
def mark_all_messages(*, actor: Person) -> None:
    """Note that a person has read every message of theirs."""
    for message in db.session.query(Message).filter(Message.recipient_id == actor.id, Message.read_at.is_(None)):
        message.read_at = now()
