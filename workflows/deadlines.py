"""When something is open, when it closed, which reminders are due: computed from window and instant, never stored."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

# The states in which the agency still has to send something. A string is enough to be recognised: states are StrEnums.
WAITING_FOR_AGENCY = frozenset({"draft", "awaiting_approval", "returned", "report_due"})
NO_GRACE = timedelta(0)


class Phase(StrEnum):
    """Where an instant lies in a window."""

    NOT_OPEN = "not_open"
    OPEN = "open"
    GRACE = "grace"
    CLOSED = "closed"


class Deadline(StrEnum):
    """What is due at the end of a window: an entry, the Application Report, or a document returned for correction."""

    ENTRY = "entry"
    REPORT = "report"
    CORRECTION = "correction"


@dataclass(frozen=True)
class Window:
    """The time one applicant has for one document: one aware instant each, whatever zone it was given in.

    `closes` is the programme's closing (of entries, or of Application Reports), `extended_until` the applicant's own
    extension, `return_due` the new due instant of a document returned for correction, which then stands in place of
    the programme's closing. `opens` of a returned document is the instant of its return. Raises ValueError for an
    instant without a zone, a negative grace or a closing before the opening.
    """

    opens: datetime
    closes: datetime
    grace: timedelta = NO_GRACE
    extended_until: datetime | None = None
    return_due: datetime | None = None
    deadline_of: Deadline = Deadline.ENTRY

    def __post_init__(self) -> None:
        instants = (self.opens, self.closes, self.extended_until, self.return_due)
        if any(instant is not None and instant.utcoffset() is None for instant in instants):
            raise ValueError("Every instant of a window needs a zone")
        if self.grace < NO_GRACE:
            raise ValueError("The grace of a window cannot be negative")
        if self.due < self.opens:
            raise ValueError("A window cannot close before it opens")

    @property
    def due(self) -> datetime:
        """The instant shown to the applicant: the later of the closing that binds them and their extension."""
        closing = self.return_due or self.closes
        return max(closing, self.extended_until) if self.extended_until else closing

    @property
    def deadline(self) -> datetime:
        """The instant after which nothing is accepted: the due instant and the grace."""
        return self.due + self.grace

    def phase(self, at: datetime) -> Phase:
        """Say where `at` (the instant of receipt) lies. The closing instant itself is still in time."""
        if at < self.opens:
            return Phase.NOT_OPEN
        if at <= self.due:
            return Phase.OPEN
        return Phase.GRACE if at <= self.deadline else Phase.CLOSED

    def is_open(self, at: datetime) -> bool:
        """Say whether a document received at `at` is accepted; grace counts."""
        return self.phase(at) in {Phase.OPEN, Phase.GRACE}

    def time_left(self, at: datetime) -> timedelta:
        """Return the time until nothing is accepted any more, zero once that is so."""
        return max(self.deadline - at, timedelta(0))


def lapsed(state: str, window: Window, at: datetime) -> bool:
    """Say whether something the agency had to send was not sent in time. Shown, never stored."""
    return state in WAITING_FOR_AGENCY and window.phase(at) is Phase.CLOSED


REMINDER_RULE = "reminder_days_before"
USUAL_REMINDERS = (7, 1)
"""How many days before something is due whoever owes it is reminded, where the programme does not say."""
EARLIEST_REMINDER = 60  # days: before that nobody can call it a reminder
MOST_REMINDERS = 6


def reminder_days(rules: Mapping[str, Any]) -> tuple[int, ...]:
    """Return how many whole days before a due instant reminders go out, earliest first; empty where there are none."""
    return tuple(sorted({int(days) for days in rules.get(REMINDER_RULE, USUAL_REMINDERS)}, reverse=True))


@dataclass(frozen=True)
class Reminder:
    """One reminder of one due instant. The same reminder is sent once; an extension makes new ones."""

    days_before: int
    due: datetime

    @property
    def key(self) -> str:
        """What tells this reminder from every other of the same applicant and document."""
        return f"{self.due.isoformat()}/{self.days_before}"


def reminders_due(
    window: Window, *, now: datetime, days_before: Iterable[int], already_sent: Collection[str]
) -> list[Reminder]:
    """Return the reminder that should go out now, if any; `already_sent` holds the keys of those that did.

    `days_before` (whole days, from 1 up) is the programme's setting. Asked late, twice or after a long pause it
    returns only the latest reminder whose time has come: the earlier ones would tell something no longer true. One
    that would have been due before the window opened is left out, for the opening itself was announced.
    """
    come = [days for days in days_before if window.opens <= window.due - timedelta(days=days) <= now < window.due]
    if not come:
        return []
    reminder = Reminder(min(come), window.due)
    return [] if reminder.key in already_sent else [reminder]
