"""The calendar of a programme: phases follow each other, and a copy for another year keeps to the same days."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from workflows.errors import N_, Obstacle

_FEBRUARY, _LEAP_DAY = 2, 29


@dataclass(frozen=True)
class PlannedPhase:
    """One phase of a plan: a stage by its code and its dates, both or one of them open; `title` is shown in reasons."""

    code: str
    title: str
    opens: datetime | None
    closes: datetime | None


@dataclass(frozen=True)
class PlannedDates:
    """The dates of a programme: entries, reports where it has them, and the stages in their order."""

    opens: datetime
    closes: datetime
    grace_minutes: int
    report_closes: datetime | None
    has_report: bool
    phases: Sequence[PlannedPhase] = ()


def calendar_obstacles(plan: PlannedDates) -> list[Obstacle]:
    """Return what is wrong with a plan: phases that overlap or run backwards. Dates that are open say nothing."""
    return [*_entry_faults(plan), *_phase_faults(plan)]


def _entry_faults(plan: PlannedDates) -> Iterator[Obstacle]:
    if plan.opens >= plan.closes:
        yield Obstacle(N_("The programme must open before it closes"), field="closes_at")
    if plan.grace_minutes < 0:
        yield Obstacle(N_("Enter 0 or more"), field="grace_minutes")
    if plan.report_closes is not None and plan.report_closes <= plan.closes:
        yield Obstacle(N_("Application Reports must close after the entries"), field="report_closes_at")
    if plan.has_report and plan.report_closes is None:
        yield Obstacle(N_("Say when Application Reports close"), field="report_closes_at")


def _phase_faults(plan: PlannedDates) -> Iterator[Obstacle]:
    last_end: datetime = plan.closes
    for phase in plan.phases:
        if phase.opens and phase.closes and phase.opens >= phase.closes:
            said = {"phase": phase.title}
            yield Obstacle(N_("%(phase)s must open before it closes"), said, f"{phase.code}-closes_at")
        starts = phase.opens or phase.closes
        if starts is not None and starts < last_end:
            yield Obstacle(
                N_("%(phase)s begins before the phase ahead of it has ended"),
                {"phase": phase.title},
                f"{phase.code}-opens_at",
            )
        last_end = max(last_end, phase.closes or phase.opens or last_end)


def years_later(instant: datetime, years: int, *, next_working_day: Callable[[date], date]) -> datetime:
    """Return the same day and time so many years on, moved to the next working day. The instant is local time.

    29 February becomes the 28th in a year without one.
    """
    year = instant.year + years
    has_leap_day = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    day = instant.day
    if instant.month == _FEBRUARY and day == _LEAP_DAY and not has_leap_day:
        day = _LEAP_DAY - 1
    moved = next_working_day(date(year, instant.month, day))
    return instant.replace(year=moved.year, month=moved.month, day=moved.day)
