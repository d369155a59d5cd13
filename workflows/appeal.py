"""An appeal or a complaint after the announcement: filed in time, taken up, answered by two persons, on record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from workflows.errors import Obstacle
from workflows.machine import Transition
from workflows.roles import Role

LONGEST = 5_000
"""The most grapheme clusters any text of an appeal may have."""

APPEAL_RULES = ("appeal_days", "appeal_answer_days")
"""What a programme sets: days to appeal after the announcement, and days OPDC gives itself to answer."""

EARLIEST_LETTER = date(1957, 1, 1)
"""The first day of B.E. 2500: an older date is a year typed wrongly."""

MOST_DAYS = 365
"""Longer periods are typing errors."""


class AppealKind(StrEnum):
    """Filed by the agency itself, or told about it by somebody without an account and entered by staff."""

    APPEAL = "appeal"
    COMPLAINT = "complaint"


class AppealState(StrEnum):
    """A draft is the agency's alone; from receipt on it is on record."""

    DRAFT = "draft"
    RECEIVED = "received"
    TAKEN_UP = "taken_up"
    ANSWERED = "answered"


class AppealGround(StrEnum):
    """What it rests on."""

    PROCEDURE = "procedure"
    OVERLOOKED = "overlooked"
    FIGURES = "figures"
    INTEREST = "interest"
    CONDUCT = "conduct"
    OTHER = "other"


class AppealOutcome(StrEnum):
    """What came of it."""

    UPHELD = "upheld"
    PARTLY = "partly"
    DISMISSED = "dismissed"
    OUT_OF_SCOPE = "out_of_scope"


GRANTED = frozenset({AppealOutcome.UPHELD, AppealOutcome.PARTLY})
"""The outcomes after which something follows."""


@dataclass(frozen=True)
class AppealFacts:
    """What the rules look at. Lengths are in grapheme clusters; `files` is how many are neither checked nor removed."""

    is_open: bool = True
    has_ground: bool = True
    text: int = 1
    unchecked_files: int = 0
    refused_files: int = 0


@dataclass(frozen=True)
class Answer:
    """A proposed answer; lengths are in grapheme clusters."""

    outcome: AppealOutcome | None
    answer: int
    follows: int
    correction: int


def last_day(start: date, days: int, next_working_day: Callable[[date], date]) -> date:
    """Return the last day of a period that begins the day after `start`; one that ends on a day off ends on the next
    working day.

    Source: Administrative Procedure Act B.E. 2539, section 64.
    """
    return next_working_day(start + timedelta(days=days))


def days_set(rules: Mapping[str, object], name: str) -> int | None:
    """Return a number of days a programme sets; None where it sets none."""
    value = rules.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def filing_obstacles(facts: AppealFacts) -> list[Obstacle]:
    """It is in time, says on what it rests and why, and every file is checked."""
    against = [] if facts.is_open else [Obstacle("The time to appeal is over, or nothing is announced yet")]
    if not facts.has_ground:
        against.append(Obstacle("Choose what it rests on", field="ground"))
    against += text_obstacles(facts.text, "text", Obstacle("Write why", field="text"))
    if facts.unchecked_files:
        against.append(Obstacle("A file is still being checked. File it in a moment", field="file"))
    if facts.refused_files:
        against.append(Obstacle("Remove the file that was refused", field="file"))
    return against


def answer_obstacles(answer: Answer) -> list[Obstacle]:
    """Return what stands against an answer: it decides, says why, and names what follows where something is granted."""
    against = []
    if answer.outcome is None:
        against.append(Obstacle("Choose an outcome", field="outcome"))
    against += text_obstacles(answer.answer, "answer", Obstacle("Write the answer", field="answer"))
    is_granted = answer.outcome in GRANTED
    if is_granted or answer.follows:
        against += text_obstacles(answer.follows, "follows", Obstacle("Say what follows from it", field="follows"))
    against += text_obstacles(answer.correction, "correction", None)
    if answer.correction and answer.outcome is not None and not is_granted:
        against.append(Obstacle("Only an appeal that is upheld corrects a result", field="correction"))
    return against


def text_obstacles(length: int, field: str, missing: Obstacle | None) -> list[Obstacle]:
    """Return what stands against a text of this many grapheme clusters: nothing written where needed, or too much."""
    if length < 1:
        return [missing] if missing else []
    return [Obstacle("At most %(count)s characters", {"count": LONGEST}, field)] if length > LONGEST else []


def letter_date_obstacles(written: date | None, today: date) -> list[Obstacle]:
    """Return what stands against the date of a complaint's letter, where one is given."""
    if written is None:
        return []
    if written < EARLIEST_LETTER:
        return [Obstacle("Write the year of the letter in full, for example 2569", field="letter_date")]
    return [Obstacle("The letter cannot be dated after today", field="letter_date")] if written > today else []


FILE = Transition(
    name="file_appeal",
    sources=frozenset({AppealState.DRAFT}),
    target=AppealState.RECEIVED,
    roles=frozenset({Role.HEAD, Role.DELEGATE}),
    obstacles=filing_obstacles,
)
TAKE_UP: Transition[AppealState, AppealFacts] = Transition(
    name="take_up_appeal",
    sources=frozenset({AppealState.RECEIVED}),
    target=AppealState.TAKEN_UP,
    roles=frozenset({Role.OFFICER}),
)
ANSWER: Transition[AppealState, AppealFacts] = Transition(
    name="answer_appeal",
    sources=frozenset({AppealState.TAKEN_UP}),
    target=AppealState.ANSWERED,
    roles=frozenset({Role.OFFICER, Role.DIRECTOR}),
    two_persons=True,
)
APPEAL_TRANSITIONS = (FILE, TAKE_UP, ANSWER)
