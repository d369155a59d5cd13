"""The outbox: messages are rows written with the change they tell of; a worker sends them afterwards."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.clock import BANGKOK, now
from app.extensions import db
from app.messages.kinds import ALWAYS, KINDS
from app.messages.wording import written
from app.models import Agency, Message, Person, Programme
from app.queries.message_choices import choices_of
from app.queries.message_wordings import TextPlace, text_in_force
from app.transaction import promise_wake
from workflows.delivery import Choice, MessageState, first_state

SEND_TASK = "messages.send_waiting"


def queue(
    kind: str,
    *,
    to: Iterable[Person],
    once_per: str,
    programme: Programme | None = None,
    office: Agency | None = None,
    link: str = "",
    params: Mapping[str, Any] | None = None,
    calendar: str = "",
    due: datetime | None = None,
) -> None:
    """Promise one message of this kind to each person. `once_per` names the occasion: the same one is never told twice.

    `programme` is what it is about: its staff see how the message fared. `calendar` is a calendar file that goes with
    it, `due` what it reminds of. Default recipients are nobody: an empty `to` writes nothing. The mailbox of `office`,
    where it has one, gets a copy. Whoever wants messages of this topic in a digest, or none, gets them so.
    """
    of = TextPlace(programme=programme)
    about = {"kind": kind, "programme_id": programme.id if programme else None, "link": link}
    if office is not None and office.office_email:
        key = f"{kind}:{once_per}:{office.office_email}"
        _promise(Message(email=office.office_email, language="th", dedupe_key=key, **about), params or {}, of)
    people = {person.id: person for person in to if person.is_active}
    states = _first_states(kind, people, has_file=bool(calendar), due=due)
    for person in people.values():
        key, state = f"{kind}:{once_per}:{person.id}", states[person.id]
        told = {"recipient_id": person.id, "email": person.email, "language": person.language}
        _promise(Message(calendar=calendar, dedupe_key=key, state=state, **told, **about), params or {}, of)


def _first_states(
    kind: str, people: Iterable[uuid.UUID], *, has_file: bool, due: datetime | None
) -> dict[uuid.UUID, MessageState]:
    topic = KINDS[kind].topic
    chosen = {} if topic in ALWAYS else choices_of(people, topic)
    return {
        key: first_state(
            chosen.get(key, Choice.AT_ONCE),
            always=topic in ALWAYS,
            has_file=has_file,
            due=due,
            now=now(),
            zone=BANGKOK,
        )
        for key in people
    }


def queue_written(
    kind: str, *, to: Person, once_per: str, programme: Programme, link: str, text: tuple[str, str]
) -> Message:
    """Promise one person a message whose subject and body are written already, or return the one promised before.

    Whoever wants messages of this topic in a digest, or none, gets it so.
    """
    promise_wake(SEND_TASK)
    key = f"{kind}:{once_per}:{to.id}"
    found = db.session.scalars(select(Message).where(Message.dedupe_key == key)).first()
    if found is not None:
        return found
    message = Message(
        kind=kind,
        recipient_id=to.id,
        programme_id=programme.id,
        email=to.email,
        language=to.language,
        subject=text[0],
        body=text[1],
        link=link,
        dedupe_key=key,
        state=_first_states(kind, [to.id], has_file=False, due=None)[to.id],
        created_at=now(),
        next_attempt_at=now(),
    )
    db.session.add(message)
    db.session.flush()
    return message


def queue_to_address(
    kind: str, *, email: str, language: str, once_per: str, link: str, params: Mapping[str, Any]
) -> None:
    """Promise a message to an address that is no person of the system: an invitation."""
    key = f"{kind}:{once_per}:{email}"
    _promise(Message(kind=kind, email=email, language=language, link=link, dedupe_key=key), params, TextPlace())


def _promise(message: Message, params: Mapping[str, Any], of: TextPlace) -> None:
    """Write the message in its language, unless this occasion was told already."""
    promise_wake(SEND_TASK)
    if db.session.scalar(select(Message.id).where(Message.dedupe_key == message.dedupe_key)):
        return
    own = text_in_force(message.kind, message.language, of)
    message.subject, message.body = written(message.kind, params, language=message.language, own=own)
    message.created_at = message.next_attempt_at = now()
    db.session.add(message)
