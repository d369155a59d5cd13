"""Draws the pace of the sheets: what came in, what was planned, what is expected, as positions in a chart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.queries.pace import DayOfSheets, Pace

WIDTH, HEIGHT = 1000, 300


@dataclass(frozen=True)
class ForecastChart:
    """Points of the lines and of the band, in a field of 1,000 by 300, and the days named under it."""

    done: str
    planned: str
    expected: str
    band: str
    now: float
    first: date
    today: date
    last: date


def forecast_chart(pace: Pace, today: date) -> ForecastChart | None:
    """Return the drawing, or None where there is no plan to draw against."""
    if pace.due is None or len(pace.days) < 2 or not pace.asked:
        return None
    first, last = pace.days[0].day, max(pace.days[-1].day, pace.due)
    drawing = _Drawing(first, last, pace.asked)
    past = [each for each in pace.days if each.done is not None]
    ahead = [each.expected for each in pace.days if each.expected is not None]
    here = [(past[-1].day, float(past[-1].done or 0))] if past else []
    band = [
        *here,
        *((each.day, each.high) for each in ahead),
        *((each.day, each.low) for each in reversed(ahead)),
    ]
    return ForecastChart(
        done=drawing.line((each.day, float(each.done or 0)) for each in past),
        planned=drawing.line((each.day, each.planned or 0.0) for each in _until(pace.days, pace.due)),
        expected=drawing.line([*here, *((each.day, each.middle) for each in ahead)]) if ahead else "",
        band=drawing.line(band) if ahead else "",
        now=drawing.across(min(max(today, first), last)),
        first=first,
        today=today,
        last=last,
    )


@dataclass(frozen=True)
class _Drawing:
    first: date
    last: date
    asked: int

    def across(self, day: date) -> float:
        return round(WIDTH * (day - self.first).days / max((self.last - self.first).days, 1), 1)

    def line(self, points: Iterable[tuple[date, float]]) -> str:
        return " ".join(f"{self.across(day)},{round(HEIGHT * (1 - value / self.asked), 1)}" for day, value in points)


def _until(days: Sequence[DayOfSheets], due: date) -> list[DayOfSheets]:
    return [each for each in days if each.day <= due]
