"""How workers share the outbox: a message is claimed before it is sent, and every try leaves its row."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.models import Message, MessageAttempt, MessageState
from app.transaction import lock
from workflows.delivery import (
    CLAIM,
    HANDING_OVER,
    Outcome,
    outcome_of_lost_claim,
    state_after,
    wait_before_next,
)


def claim_next() -> tuple[Message, MessageAttempt] | None:
    """Claim one message that is due; nobody else tries it before the claim runs out. Settle lost claims on the way."""
    while (message := _next_due()) is not None:
        if message.state is MessageState.SENDING:
            _settle_lost(message)
        if message.state is MessageState.WAITING and message.next_attempt_at <= now():
            return message, _begin(message)
    return None


def _next_due() -> Message | None:
    """What waits and is due, or was claimed by a worker that did not come back in time."""
    return db.session.scalars(
        select(Message)
        .where(Message.state.in_((MessageState.WAITING, MessageState.SENDING)), Message.next_attempt_at <= now())
        .order_by(Message.next_attempt_at, Message.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()


def _begin(message: Message) -> MessageAttempt:
    last = latest_try(message)
    attempt = MessageAttempt(message_id=message.id, number=last.number + 1 if last else 1, began_at=now())
    message.attempts += 1
    message.state, message.next_attempt_at = MessageState.SENDING, now() + CLAIM
    db.session.add(attempt)
    db.session.flush()
    return attempt


def latest_try(message: Message) -> MessageAttempt | None:
    """Return the newest try of a message."""
    return db.session.scalars(
        select(MessageAttempt)
        .where(MessageAttempt.message_id == message.id)
        .order_by(MessageAttempt.number.desc())
        .limit(1)
    ).first()


def _settle_lost(message: Message) -> None:
    attempt = latest_try(message)
    assert attempt is not None, "a claim is written with its try"
    outcome = outcome_of_lost_claim(was_handing_over=attempt.handing_at is not None)
    _settle(message, attempt, outcome, "", next_at=now())
    db.session.flush()


def hand_over(message: Message, attempt: MessageAttempt) -> bool:
    """Note that the message is about to leave the worker's hands; False if the claim is no longer this try's."""
    message, attempt = lock(message), lock(attempt)
    if message.state is not MessageState.SENDING or attempt.outcome is not None:
        return False
    attempt.handing_at = now()
    message.next_attempt_at = now() + HANDING_OVER
    return True


def mark(message: Message, attempt: MessageAttempt, outcome: Outcome, detail: str) -> None:
    """Note how a try ended; an answer that comes after the claim was given up still settles what was uncertain."""
    message, attempt = lock(message), lock(attempt)
    is_late = attempt.outcome is Outcome.NO_ANSWER and message.state is MessageState.UNCERTAIN
    if attempt.outcome is None or is_late:
        _settle(message, attempt, outcome, detail, next_at=now() + wait_before_next(message.attempts))


def _settle(message: Message, attempt: MessageAttempt, outcome: Outcome, detail: str, *, next_at: datetime) -> None:
    attempt.outcome, attempt.detail, attempt.ended_at = outcome, detail, now()
    message.state, message.error = state_after(outcome, tries=message.attempts), detail
    message.next_attempt_at = next_at
    if message.state is MessageState.SENT:
        message.sent_at = now()
