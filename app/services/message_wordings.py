"""Wording messages: a new version of a text at a place, or none of its own any more. Messages already promised stay."""

from __future__ import annotations

from app.clock import now
from app.extensions import db
from app.messages.catalogue import MESSAGES
from app.messages.kinds import KINDS
from app.messages.wording import known_places
from app.models import MessageWording, Person
from app.permissions import ALLOWED, Permission, grants_in_force, is_allowed
from app.queries.message_wordings import EVERYWHERE, TextPlace, versions_of
from app.services.events import record
from app.thai import grapheme_count, normalise
from app.transaction import composed, transactional
from workflows.errors import Obstacle, RuleBroken
from workflows.message_texts import LONGEST_BODY, LONGEST_SUBJECT, text_obstacles

LANGUAGES = ("th", "en")


@composed
def may_word(place: TextPlace, person: Person) -> bool:
    """Say whether the person words the messages of a place; what is of every branch takes a role on every branch."""
    if place.programme is not None:
        return is_allowed(Permission.WORD_MESSAGES, place.programme, person)
    return person.is_active and any(
        grant.role in ALLOWED[Permission.WORD_MESSAGES] and grant.branch is None and grant.type_code is None
        for grant in grants_in_force(person)
    )


@composed
def has_use_at(kind: str, place: TextPlace) -> bool:
    """Say whether a text of this kind would ever be used at a place: what is about no programme is worded for all."""
    return place.key == EVERYWHERE or not KINDS[kind].is_general


@composed
def wording_obstacles(kind: str, subject: str, body: str) -> list[Obstacle]:
    """Say what is wrong with subject and body, whoever wrote them."""
    known = known_places(kind)
    return [
        *text_obstacles("subject", subject, known=known, length=grapheme_count(subject), longest=LONGEST_SUBJECT),
        *text_obstacles("body", body, known=known, length=grapheme_count(body), longest=LONGEST_BODY),
    ]


@transactional
def reword(
    kind: str, language: str, place: TextPlace, *, subject: str, body: str, seen: int, actor: Person
) -> MessageWording:
    """Give a message another text at a place. `seen` is the number of the newest version its writer saw.

    Raises RuleBroken with every reason, each at its field; somebody else's newer version is never overwritten unseen.
    """
    subject, body = normalise(subject).strip(), normalise(body).strip()
    newest = _checked(kind, language, place, seen, actor)
    if against := wording_obstacles(kind, subject, body):
        raise RuleBroken(against)
    if newest is not None and (newest.subject, newest.body) == (subject, body):
        raise RuleBroken([Obstacle("Nothing is changed")])
    return _add(kind, language, place, newest, actor, subject=subject, body=body)


@transactional
def give_up_wording(kind: str, language: str, place: TextPlace, *, seen: int, actor: Person) -> None:
    """Let a place have no text of its own any more: what stands above it holds again, in the end the standard text."""
    newest = _checked(kind, language, place, seen, actor)
    if newest is None or newest.subject is None:
        raise RuleBroken([Obstacle("This place has no text of its own")])
    _add(kind, language, place, newest, actor, subject=None, body=None)


def _checked(kind: str, language: str, place: TextPlace, seen: int, actor: Person) -> MessageWording | None:
    if kind not in MESSAGES or language not in LANGUAGES or not may_word(place, actor):
        raise RuleBroken([Obstacle("Your role does not allow this step")])
    if not has_use_at(kind, place):
        raise RuleBroken([Obstacle("This message is about no programme; it is worded for all of them")])
    newest = next(iter(versions_of(kind, language, place)), None)
    if (newest.number if newest else 0) != seen:
        raise RuleBroken([Obstacle("Somebody changed this text meanwhile; look at it before you save yours")])
    return newest


def _add(
    kind: str,
    language: str,
    place: TextPlace,
    newest: MessageWording | None,
    actor: Person,
    *,
    subject: str | None,
    body: str | None,
) -> MessageWording:
    made = MessageWording(
        kind=kind,
        language=language,
        place=place.key,
        number=newest.number + 1 if newest else 1,
        subject=subject,
        body=body,
        written_by_id=actor.id,
        written_at=now(),
    )
    db.session.add(made)
    db.session.flush()
    event = "message_reworded" if subject is not None else "message_wording_given_up"
    record(event, about=made, actor=actor, message_kind=kind, language=language, place=place.key, number=made.number)
    return made
