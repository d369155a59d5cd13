"""Sending messages: claimed in one transaction, handed to the mail server outside any, marked in another."""

from __future__ import annotations

from app.extensions import settings
from app.messages import claims
from app.messages.mailer import MailNotSent, send_mail
from app.models import Message, MessageAttempt
from app.transaction import composed, transactional
from workflows.delivery import Outcome


class ClaimLost(Exception):
    """Another worker took the message over, for this one was too slow."""


@composed
def send_next_message() -> bool:
    """Send the next message that is due; False when none is.

    The try is on record before anything is sent, and once more before the message itself leaves. A worker killed
    before that sent nothing, and the message is tried again; one killed afterwards leaves it uncertain, to people.
    """
    claimed = claim_message()
    if claimed is None:
        return False
    message, attempt = claimed
    outcome, detail = Outcome.TAKEN, ""
    try:
        send_mail(message, settings(), about_to_hand_over=lambda: note_handing_over(message, attempt))
    except MailNotSent as not_sent:
        outcome, detail = not_sent.outcome, not_sent.detail
    except ClaimLost:
        return True
    mark_message(message, attempt, outcome=outcome, detail=detail)
    return True


@transactional
def claim_message() -> tuple[Message, MessageAttempt] | None:
    """Claim the next message that is due, and settle the claims of workers that are no more."""
    return claims.claim_next()


@transactional
def note_handing_over(message: Message, attempt: MessageAttempt) -> None:
    """Put on record that the message is about to leave. Raises ClaimLost if it is no longer this worker's."""
    if not claims.hand_over(message, attempt):
        raise ClaimLost


@transactional
def mark_message(message: Message, attempt: MessageAttempt, *, outcome: Outcome, detail: str) -> None:
    """Note how the try ended."""
    claims.mark(message, attempt, outcome, detail)
