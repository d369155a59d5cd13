"""The outbox: messages are rows written with the change they tell of, and sent afterwards at least once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from flask_babel import force_locale
from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.messages.catalogue import MESSAGES
from app.models import Message, MessageState, Person
from app.transaction import promise_wake

SEND_TASK = "messages.send_waiting"
MOST_ATTEMPTS = 8


def queue(
    kind: str, *, to: Iterable[Person], once_per: str, link: str = "", params: Mapping[str, Any] | None = None
) -> None:
    """Promise one message of this kind to each person. `once_per` names the occasion: the same one is never told twice.

    Default recipients are nobody: an empty `to` writes nothing.
    """
    for person in {person.id: person for person in to if person.is_active}.values():
        key = f"{kind}:{once_per}:{person.id}"
        if db.session.scalar(select(Message.id).where(Message.dedupe_key == key)):
            continue
        with force_locale(person.language):
            subject, body = MESSAGES[kind].written(params or {}, person.language)
        _add(
            Message(
                kind=kind,
                recipient_id=person.id,
                email=person.email,
                language=person.language,
                subject=subject,
                body=body,
                link=link,
                dedupe_key=key,
            )
        )
    promise_wake(SEND_TASK)


def queue_to_address(
    kind: str, *, email: str, language: str, once_per: str, link: str, params: Mapping[str, Any]
) -> None:
    """Promise a message to someone who is not a person of the system yet: an invitation."""
    with force_locale(language):
        subject, body = MESSAGES[kind].written(params, language)
    _add(
        Message(
            kind=kind,
            recipient_id=None,
            email=email,
            language=language,
            subject=subject,
            body=body,
            link=link,
            dedupe_key=f"{kind}:{once_per}:{email}",
        )
    )
    promise_wake(SEND_TASK)


def _add(message: Message) -> None:
    message.created_at = message.next_attempt_at = now()
    db.session.add(message)


def claim_next() -> Message | None:
    """Claim one message that is due; nobody else tries it again before the claim runs out."""
    message = db.session.scalars(
        select(Message)
        .where(Message.state == MessageState.WAITING, Message.next_attempt_at <= now())
        .order_by(Message.next_attempt_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    if message is not None:
        message.attempts += 1
        message.next_attempt_at = now() + timedelta(minutes=2 ** min(message.attempts, MOST_ATTEMPTS))
    return message


def mark(message: Message, fault: str | None) -> None:
    """Note that a claimed message was handed to the mail server, or why not."""
    message.error = fault or ""
    if fault is None:
        message.state, message.sent_at = MessageState.SENT, now()
    elif message.attempts >= MOST_ATTEMPTS:
        message.state = MessageState.FAILED
