"""The calendar of a programme: phases follow each other, and a copy for another year keeps to the same days."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from rubrics.strict import Text
from workflows.errors import N_, Obstacle

# No award sets these bounds: beyond them stand only slips of the hand, such as a year of the other era.
MOST_GRACE = 24 * 60
"""In minutes, a day: more is no grace but another closing."""
MOST_ON_A_PANEL = 30
YEARS_AROUND = 3
_BUDDHIST_ERA = 543
_FEBRUARY, _LEAP_DAY = 2, 29


@dataclass(frozen=True)
class PlannedPhase:
    """One phase of a plan: a stage by its code and its dates, both or one of them open; `title` is shown in reasons."""

    code: str
    title: Text
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
    if plan.grace_minutes > MOST_GRACE:
        yield Obstacle(N_("Enter at most %(most)s minutes, which is a day"), {"most": MOST_GRACE}, "grace_minutes")
    if plan.has_report and plan.report_closes is not None and plan.report_closes <= plan.closes:
        yield Obstacle(N_("Application Reports must close after the entries"), field="report_closes_at")
    if plan.has_report and plan.report_closes is None:
        yield Obstacle(N_("Say when Application Reports close"), field="report_closes_at")
    if plan.report_closes is not None and not plan.has_report:
        said = N_("These criteria ask for no Application Report: leave this date empty")
        yield Obstacle(said, field="report_closes_at")


def _phase_faults(plan: PlannedDates) -> Iterator[Obstacle]:
    last_end, ahead = plan.closes, None
    for phase in plan.phases:
        if phase.opens and phase.closes and phase.opens >= phase.closes:
            said = {"phase": phase.title}
            yield Obstacle(N_("%(phase)s must open before it closes"), said, f"{phase.code}-closes_at")
        starts = phase.opens or phase.closes
        if starts is not None and starts < last_end:
            yield _too_early(phase, ahead)
        ends = phase.closes or phase.opens
        if ends is not None and ends >= last_end:
            last_end, ahead = ends, phase


def _too_early(phase: PlannedPhase, ahead: PlannedPhase | None) -> Obstacle:
    """Say at the date that was typed which phase it comes too early after; the entries are ahead of the first."""
    begins = phase.opens is not None
    field = f"{phase.code}-opens_at" if begins else f"{phase.code}-closes_at"
    if ahead is None:
        message = N_("%(phase)s begins before entries close") if begins else N_("%(phase)s ends before entries close")
        return Obstacle(message, {"phase": phase.title}, field)
    message = (
        N_("%(phase)s begins before %(earlier)s has ended")
        if begins
        else N_("%(phase)s ends before %(earlier)s has ended")
    )
    return Obstacle(message, {"phase": phase.title, "earlier": ahead.title}, field)


def year_obstacles(year_be: int, dates: Mapping[str, datetime]) -> list[Obstacle]:
    """Return what is wrong with dates, by the names of their fields, that lie years away from their cycle's."""
    first, last = year_be - YEARS_AROUND, year_be + YEARS_AROUND
    return [
        Obstacle(
            N_("Enter a date in the years %(first)s to %(last)s of the Buddhist era"),
            {"first": first, "last": last},
            name,
        )
        for name, instant in dates.items()
        if not first <= instant.year + _BUDDHIST_ERA <= last
    ]


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
