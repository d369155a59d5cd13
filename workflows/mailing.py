"""A mailing: a message an officer writes to chosen people. Whom it may go to, and what stands against sending it.

Nobody is chosen until an officer chooses: without a programme and an audience a mailing has no recipients.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from workflows.errors import Obstacle

# Source: the requirement on messages, "recipients listed, count typed for more than 50". A page of the list holds 50:
# whoever sends to more has not seen all of them at a glance.
SENT_WITHOUT_COUNT = 50

LONGEST_WAIT = timedelta(days=366)
"""Later times are typing errors: an award year is over by then."""

# The places a mailing's text may have; each has a value for every recipient.
PLACES = frozenset({"name", "agency", "title", "code", "programme", "cycle", "deadline", "closes", "due", "entries"})


class MailingState(StrEnum):
    """A mailing is written, waits for its time, goes out, has gone out; or it was taken back or stopped before."""

    DRAFT = "draft"
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    CANCELLED = "cancelled"
    STOPPED = "stopped"


class Audience(StrEnum):
    """Who of an entry is written to: of its agency, or of its panel; or who could enter and has no entry yet."""

    COORDINATORS = "coordinators"
    HEADS = "heads"
    CONTRIBUTORS = "contributors"
    ASSESSORS = "assessors"
    LEADS = "leads"
    NOT_STARTED = "not_started"


class Owing(StrEnum):
    """Whether only those are written to who still owe something, or owe it after its time."""

    ANY = ""
    OWED = "owed"
    LATE = "late"


def recipients_seal(keys: Iterable[str]) -> str:
    """Return the SHA-256 of a list of recipients: who is written to is who was seen."""
    return hashlib.sha256("\n".join(sorted(keys)).encode()).hexdigest()


def sending_obstacles(
    *, state: MailingState, count: int, typed: int | None, is_as_seen: bool, due_at: datetime | None, at: datetime
) -> list[Obstacle]:
    """Return what stands against sending to `count` recipients, at `due_at` or at once where it is None."""
    if state is not MailingState.DRAFT:
        return [Obstacle("This mailing was confirmed already")]
    if not count:
        return [Obstacle("Nobody is chosen, so there is nobody to send it to")]
    against = []
    if not is_as_seen:
        against.append(Obstacle("Text or recipients have changed since you opened this page. Look at them again"))
    elif count > SENT_WITHOUT_COUNT and typed != count:
        against.append(Obstacle("Type the number of recipients: %(count)s", {"count": count}, "typed"))
    if due_at is not None and due_at <= at:
        against.append(Obstacle("Choose a time that is still to come", field="due_at"))
    if due_at is not None and due_at > at + LONGEST_WAIT:
        against.append(Obstacle("Choose a time within a year from now", field="due_at"))
    return against


def cancelling_obstacles(state: MailingState) -> list[Obstacle]:
    """Return what stands against taking a mailing back: only one that waits for its time can be."""
    if state is MailingState.WAITING:
        return []
    if state in (MailingState.SENDING, MailingState.SENT):
        return [Obstacle("The mailing has begun to go out and cannot be taken back any more")]
    return [Obstacle("The mailing does not wait to be sent")]
