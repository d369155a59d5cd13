"""What staff do about messages that did not arrive: try again, or note that an uncertain one did arrive."""

from __future__ import annotations

from app.clock import now
from app.messages.outbox import SEND_TASK
from app.models import Message, MessageState, Person
from app.permissions import Permission, is_allowed
from app.services.events import record
from app.transaction import lock, promise_wake, transactional
from workflows.delivery import RETRIABLE
from workflows.errors import Obstacle, RuleBroken


@transactional
def try_again(message: Message, *, actor: Person) -> None:
    """Let a message that was given up, or is uncertain, wait for another try; its tries are counted from the start.

    It goes to the address its recipient has now. An uncertain one may arrive twice: whoever asks for it has read that.
    """
    message = _allowed(message, actor)
    if message.state not in RETRIABLE:
        raise RuleBroken([Obstacle("Only a message that was given up or is uncertain can be tried again")])
    if message.recipient is not None and not message.recipient.is_active:
        raise RuleBroken([Obstacle("The account of this recipient is closed")])
    before = message.state
    if message.recipient is not None:
        message.email = message.recipient.email
    message.state, message.attempts, message.next_attempt_at = MessageState.WAITING, 0, now()
    record("message_tried_again", about=message, actor=actor, message_kind=message.kind, was=before.value)
    promise_wake(SEND_TASK)


@transactional
def count_as_arrived(message: Message, *, actor: Person) -> None:
    """Note that an uncertain message did arrive, as the recipient or the mail server's record said."""
    message = _allowed(message, actor)
    if message.state is not MessageState.UNCERTAIN:
        raise RuleBroken([Obstacle("Only an uncertain message can be noted as arrived")])
    message.state, message.sent_at = MessageState.SENT, now()
    record("message_counted_as_arrived", about=message, actor=actor, message_kind=message.kind)


def _allowed(message: Message, actor: Person) -> Message:
    message = lock(message)
    if not is_allowed(Permission.TRY_MESSAGE_AGAIN, message, actor):
        raise RuleBroken([Obstacle("Your role does not allow this step")])
    return message
