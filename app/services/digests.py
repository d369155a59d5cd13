"""Messages as people want them: what each chooses by topic, and the daily digest of what they did not want at once."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import select

from app.clock import BANGKOK, now
from app.extensions import db, settings
from app.messages.kinds import ALWAYS, Topic
from app.messages.outbox import SEND_TASK
from app.messages.wording import written
from app.models import Message, MessageChoice, MessageState, Person
from app.queries.message_choices import people_with_held_messages
from app.queries.message_wordings import TextPlace, text_in_force
from app.transaction import composed, lock, promise_wake, transactional
from workflows.delivery import Choice, last_digest
from workflows.errors import Obstacle, RuleBroken

KIND = "daily_digest"


@transactional
def choose_messages(choices: Mapping[str, Choice], *, actor: Person) -> None:
    """Keep how a person wants messages of each topic. What always arrives at once cannot be turned off."""
    if {*choices} - ({*Topic} - ALWAYS):
        raise RuleBroken([Obstacle("These messages always arrive at once")])
    actor = lock(actor)
    for topic, choice in choices.items():
        row = db.session.get(MessageChoice, (actor.id, str(topic)))
        if row is None:
            db.session.add(MessageChoice(person_id=actor.id, topic=str(topic), choice=choice))
        else:
            row.choice = choice


@composed
def make_digests() -> None:
    """Make every digest that is due, each in a transaction of its own; late or twice changes nothing."""
    until = last_digest(now(), BANGKOK)
    for person_id in people_with_held_messages():
        make_digest(person_id, until=until)


@transactional
def make_digest(person_id: uuid.UUID, *, until: datetime) -> None:
    """Put together what was promised to a person before this instant, and was not in a digest yet."""
    person = lock(db.session.get_one(Person, person_id))
    key = f"{KIND}:{until.isoformat()}:{person.id}"
    held = db.session.scalars(
        select(Message)
        .where(Message.recipient_id == person.id, Message.state == MessageState.HELD, Message.created_at < until)
        .order_by(Message.created_at, Message.id)
    ).all()
    if not held or db.session.scalar(select(Message.id).where(Message.dedupe_key == key)):
        return
    if not person.is_active:
        for message in held:
            message.state = MessageState.INBOX_ONLY
        return
    digest = _digest(person, held, day=until.astimezone(BANGKOK).date(), key=key)
    db.session.add(digest)
    db.session.flush()
    for message in held:
        message.state, message.digest_id = MessageState.DIGESTED, digest.id
    promise_wake(SEND_TASK)


def _digest(person: Person, held: Sequence[Message], *, day: date, key: str) -> Message:
    parts = [_part(number, message) for number, message in enumerate(held, start=1)]
    told = {"day": day, "count": len(held), "list": "\n\n".join(parts)}
    own = text_in_force(KIND, person.language, TextPlace())
    subject, body = written(KIND, told, language=person.language, own=own)
    return Message(
        kind=KIND,
        recipient_id=person.id,
        email=person.email,
        language=person.language,
        subject=subject,
        body=body,
        link="/messages",
        dedupe_key=key,
        created_at=now(),
        next_attempt_at=now(),
    )


def _part(number: int, message: Message) -> str:
    link = f"\n{settings().base_url}{message.link}" if message.link else ""
    return f"{number}. {message.subject}\n{message.body}{link}"
