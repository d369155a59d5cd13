"""What an agency makes of its feedback: actions with owners and dates, and when it is asked how they went."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from workflows.errors import Obstacle

LONGEST_ACTION = 1_000
"""The most grapheme clusters an action or a note may have."""
USUAL_MONTHS = (6, 12)
"""After how many months a plan is followed up where the programme says nothing else."""


class ActionState(StrEnum):
    """Where an action stands; a dropped one stays in the plan with its reason in the follow-up."""

    PLANNED = "planned"
    UNDER_WAY = "under_way"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True)
class FollowUp:
    """One look back at a plan: so many months after the feedback was released."""

    months: int
    due: date


def follow_ups(released: date, months: Iterable[int]) -> list[FollowUp]:
    """Return the looks back at a plan, soonest first. `months` are whole months from 1 up."""
    return [FollowUp(each, months_after(released, each)) for each in sorted(set(months)) if each > 0]


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, or the last of a month that is too short."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def follow_up_due(released: date, months: Iterable[int], *, today: date, written: Collection[int]) -> FollowUp | None:
    """Return the look back that is due and not written yet: the latest whose day has come, or None.

    Asked late or twice it is the same one; an earlier one that was missed is not asked for once a later is due.
    """
    come = [each for each in follow_ups(released, months) if each.due <= today]
    if not come or any(each >= come[-1].months for each in written):
        return None
    return come[-1]


def action_obstacles(*, length: int, owner: str, due: date | None, started: date) -> list[Obstacle]:
    """Return what stands against an action of this many grapheme clusters in a plan started on this day."""
    against = []
    if length < 1:
        against.append(Obstacle("Write what will be done", field="text"))
    if length > LONGEST_ACTION:
        against.append(Obstacle("At most %(count)s characters", {"count": LONGEST_ACTION}, "text"))
    if not owner.strip():
        against.append(Obstacle("Name who is responsible", field="owner_name"))
    if due is None:
        against.append(Obstacle("Enter the day by which it will be done", field="due_on"))
    elif due < started:
        against.append(Obstacle("The day lies before the plan was started", field="due_on"))
    return against


def note_obstacles(length: int) -> list[Obstacle]:
    """Return what stands against a follow-up note of this many grapheme clusters."""
    if length < 1:
        return [Obstacle("Write how the plan went", field="note")]
    if length > LONGEST_ACTION:
        return [Obstacle("At most %(count)s characters", {"count": LONGEST_ACTION}, "note")]
    return []
