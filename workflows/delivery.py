"""What becomes of a message after each try to deliver it: tried again, given up, or left to people to judge.

SMTP cannot deliver exactly once: between the end of a message and the server's answer nobody can tell whether it was
taken. A message that may have been taken is never sent again by the system; a person decides.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta, tzinfo
from enum import StrEnum

MOST_ATTEMPTS = 8
CLAIM = timedelta(seconds=60)
HANDING_OVER = timedelta(seconds=120)
DIGEST_AT = time(7, 0)
STILL_USEFUL = timedelta(hours=4)


class MessageState(StrEnum):
    """Where a message is: it waits for a try, a worker holds it, it was taken, given up, or nobody can tell.

    What its recipient does not want at once is held for the day's digest and goes with it, or stays in the inbox.
    """

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    HELD = "held"
    DIGESTED = "digested"
    INBOX_ONLY = "inbox_only"


class Choice(StrEnum):
    """How somebody wants messages of one topic: each at once, once a day together, or in the inbox only."""

    AT_ONCE = "at_once"
    DIGEST = "digest"
    NONE = "none"


class Outcome(StrEnum):
    """How one try ended."""

    TAKEN = "taken"
    NO_SERVER = "no_server"
    SERVER_REFUSED = "server_refused"
    ADDRESS_REFUSED = "address_refused"
    MESSAGE_REFUSED = "message_refused"
    WORKER_LOST = "worker_lost"
    NO_ANSWER = "no_answer"


FOR_GOOD = frozenset({Outcome.ADDRESS_REFUSED, Outcome.MESSAGE_REFUSED})
RETRIABLE = frozenset({MessageState.FAILED, MessageState.UNCERTAIN})


def state_after(outcome: Outcome, *, tries: int) -> MessageState:
    """Return the state of a message whose try number `tries` (from 1) ended so.

    A refusal of the address or of the message is the server's last word; everything else is tried up to MOST_ATTEMPTS
    times.
    """
    if outcome is Outcome.TAKEN:
        return MessageState.SENT
    if outcome is Outcome.NO_ANSWER:
        return MessageState.UNCERTAIN
    if outcome in FOR_GOOD or tries >= MOST_ATTEMPTS:
        return MessageState.FAILED
    return MessageState.WAITING


def wait_before_next(tries: int) -> timedelta:
    """Return how long to wait after the given number of tries (1 or more): 2, 4, 8 ... minutes, at most 256."""
    return timedelta(minutes=2 ** min(tries, MOST_ATTEMPTS))


def outcome_of_lost_claim(*, was_handing_over: bool) -> Outcome:
    """Return how the try of a worker ended that is no more: before the message left its hands nothing was sent."""
    return Outcome.NO_ANSWER if was_handing_over else Outcome.WORKER_LOST


def last_digest(now: datetime, zone: tzinfo) -> datetime:
    """Return when the digest of the day is made that was due last: at seven in the morning of the zone."""
    local = now.astimezone(zone)
    today = datetime.combine(local.date(), DIGEST_AT, tzinfo=zone)
    return today if today <= local else today - timedelta(days=1)


def first_state(
    choice: Choice, *, always: bool, has_file: bool, due: datetime | None, now: datetime, zone: tzinfo
) -> MessageState:
    """Return how a new message begins. What always arrives is sent at once, whatever was chosen.

    A message waits for the digest unless that would come less than four hours before what the message reminds of, or
    a file goes with it, which no digest carries.
    """
    if always or choice is Choice.AT_ONCE:
        return MessageState.WAITING
    if choice is Choice.NONE:
        return MessageState.INBOX_ONLY
    next_digest = last_digest(now, zone) + timedelta(days=1)
    is_urgent = due is not None and due < next_digest + STILL_USEFUL
    return MessageState.WAITING if has_file or is_urgent else MessageState.HELD
