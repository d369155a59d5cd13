"""How fast sheets come in: handed in by day, the plan they were given out with, and what to expect from here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import case, func, select

from app.extensions import db
from app.models import Application, Assignment, ScoreSheet
from app.queries.bangkok_days import bangkok_day
from app.queries.office_scope import Scope
from app.queries.owed import has_handed_in, of_seats, sheet_due, was_asked
from app.queries.shares import whole_percent
from workflows.forecast import Expected, PlannedShare, days_ahead, forecast, planned_by


@dataclass(frozen=True)
class DayOfSheets:
    """One day: sheets in at its end, planned by then, and expected where it lies ahead."""

    day: date
    done: int | None
    planned: float | None
    expected: Expected | None


@dataclass(frozen=True)
class Pace:
    """The sheets given out now. Without a due time there is no plan and no forecast, and `due` says so."""

    asked: int
    done: int
    due: date | None
    ahead: int | None
    expected: tuple[Expected, ...]
    days: tuple[DayOfSheets, ...]

    @property
    def percent(self) -> int:
        """How much of what was asked is in, in whole per cent."""
        return whole_percent(self.done, self.asked) if self.asked else 0

    @property
    def late(self) -> tuple[int, int] | None:
        """The least and the most sheets that are expected to be missing when the last is due."""
        if not self.expected:
            return None
        last = self.expected[-1]
        return round(self.asked - last.high), round(self.asked - last.low)


@dataclass(frozen=True)
class _Wave:
    given: date
    due: date | None
    handed_in: date | None
    sheets: int


def pace_of(scope: Scope, *, today: date) -> Pace:
    """Return the pace of the sheets that count now, those of stages under way, in one statement."""
    waves = _waves(scope)
    asked = sum(wave.sheets for wave in waves)
    by_day = Counter[date]()
    for wave in waves:
        if wave.handed_in:
            by_day[wave.handed_in] += wave.sheets
    done = sum(by_day.values())
    if not waves or any(wave.due is None for wave in waves):
        return Pace(asked, done, None, None, (), ())
    shares = [PlannedShare(wave.given, wave.due, wave.sheets) for wave in waves if wave.due]
    first, last = min(share.given for share in shares), max(share.due for share in shares)
    past = [by_day[day] for day in _days(first, min(today, max([last, *by_day])))]
    expected = forecast(past, asked=asked, today=today, until=last) if today < last else ()
    ahead = days_ahead(shares, done, today)
    return Pace(asked, done, last, ahead, expected, tuple(_table(past, first, shares, expected)))


def _waves(scope: Scope) -> list[_Wave]:
    """Seats of the stages under way, grouped by day given, day due and day handed in."""
    handed_in_at = case((has_handed_in(), ScoreSheet.submitted_at))
    days = (bangkok_day(Assignment.published_at), bangkok_day(sheet_due()), bangkok_day(handed_in_at))
    statement = (
        of_seats(select(*days, func.count()))
        .where(scope.applications, Application.stage_id == Assignment.stage_id, was_asked())
        .group_by(*days)
    )
    return [
        _Wave(date.fromisoformat(given), _day(due), _day(handed_in), count)
        for given, due, handed_in, count in db.session.execute(statement)
    ]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _table(
    past: Sequence[int], first: date, shares: Sequence[PlannedShare], expected: Sequence[Expected]
) -> list[DayOfSheets]:
    rows, so_far = [], 0
    for number, count in enumerate(past):
        so_far += count
        day = first + timedelta(days=number)
        rows.append(DayOfSheets(day, so_far, planned_by(shares, day), None))
    return [*rows, *(DayOfSheets(each.day, None, planned_by(shares, each.day), each) for each in expected)]
