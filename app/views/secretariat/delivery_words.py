"""Words for how messages fared: their state, and how each try ended."""

from __future__ import annotations

from flask_babel import gettext as _

from app.models import Message
from app.views.access import settings
from workflows.delivery import MessageState, Outcome


def state_words(message: Message) -> str:
    """Say where a message is; one that waits tells whether it was tried before."""
    if message.state is MessageState.WAITING and message.attempts:
        return _("Will be tried again")
    return state_name(message.state)


def state_name(state: MessageState) -> str:
    """Name a state."""
    return {
        MessageState.WAITING: _("Queued"),
        MessageState.SENDING: _("Being sent"),
        MessageState.SENT: _("Sent") if settings().smtp_url else _("In the inbox"),
        MessageState.FAILED: _("Given up"),
        MessageState.UNCERTAIN: _("Uncertain"),
        MessageState.HELD: _("Waits for the daily digest"),
        MessageState.DIGESTED: _("Went with a digest"),
        MessageState.INBOX_ONLY: _("In the inbox only, as the recipient wishes"),
    }[state]


def state_family(state: MessageState) -> str:
    """Return the colour of a state: who has to do something."""
    return {
        MessageState.FAILED: "stop",
        MessageState.UNCERTAIN: "office",
        MessageState.WAITING: "panel",
        MessageState.SENDING: "panel",
        MessageState.SENT: "done",
        MessageState.DIGESTED: "done",
    }.get(state, "rest")


def outcome_words(outcome: Outcome | None) -> str:
    """Say how a try ended."""
    if outcome is None:
        return _("Not ended yet")
    return {
        Outcome.TAKEN: _("Taken by the mail server") if settings().smtp_url else _("Put into the inbox"),
        Outcome.NO_SERVER: _("The mail server could not be reached"),
        Outcome.SERVER_REFUSED: _("The mail server refused for now"),
        Outcome.ADDRESS_REFUSED: _("The mail server refused the address for good"),
        Outcome.MESSAGE_REFUSED: _("The mail server refused the message for good"),
        Outcome.WORKER_LOST: _("Interrupted before anything was sent"),
        Outcome.NO_ANSWER: _("Interrupted while it was handed over: it may have arrived"),
    }[outcome]
