"""Sending messages: claimed in one transaction, handed to the mail server outside any, marked in another."""

from __future__ import annotations

from app.extensions import settings
from app.messages import outbox
from app.messages.mailer import MailNotSent, send_mail
from app.models import Message
from app.transaction import composed, transactional


@composed
def send_next_message() -> bool:
    """Send the next message that is due; False when none is.

    A worker killed between sending and marking sends the message once more, under the same Message-ID.
    """
    message = claim_message()
    if message is None:
        return False
    fault = None
    try:
        send_mail(message, settings())
    except MailNotSent as not_sent:
        fault = str(not_sent)
    mark_message(message, fault=fault)
    return True


@transactional
def claim_message() -> Message | None:
    """Claim the next message that is due."""
    return outbox.claim_next()


@transactional
def mark_message(message: Message, *, fault: str | None) -> None:
    """Note how the attempt ended."""
    outbox.mark(message, fault)
