"""How many sheets will be in on each day to come, from the pace so far, with a band that says how sure that is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt
from statistics import fmean, variance

LEAST_DAYS = 3
# The 90th percentile of Student's t by degrees of freedom, so that one tenth lies beyond each end of the band.
_T90 = (
    *(3.078, 1.886, 1.638, 1.533, 1.476, 1.440, 1.415, 1.397, 1.383, 1.372),
    *(1.363, 1.356, 1.350, 1.345, 1.341, 1.337, 1.333, 1.330, 1.328, 1.325),
    *(1.323, 1.321, 1.319, 1.318, 1.316, 1.315, 1.314, 1.313, 1.311, 1.310),
)
_NORMAL90 = 1.2816


@dataclass(frozen=True)
class Expected:
    """How many sheets in all are expected at the end of a day, between `low` and `high` four times out of five."""

    day: date
    low: float
    middle: float
    high: float


@dataclass(frozen=True)
class PlannedShare:
    """So many sheets given out on one day and due on another."""

    given: date
    due: date
    sheets: int


def forecast(by_day: Sequence[int], *, asked: int, today: date, until: date) -> tuple[Expected, ...]:
    """Return what to expect for each day after `today` up to `until`; nothing where there is too little to go by.

    `by_day` counts the sheets handed in on each day from the first to `today`, `asked` all that are wanted. Method: the
    days to come are taken to be like the days so far, each a draw around their mean. The band is the 80 % prediction
    interval of such a sum: Student's t times the square root of h*v + h*h*v/n for h days to come, with n days seen and
    v the larger of their variance and their mean, for counts are never steadier than chance. Never less than is in,
    never more than is asked.
    """
    seen, done = len(by_day), sum(by_day)
    if seen < LEAST_DAYS or done >= asked:
        return ()
    mean = fmean(by_day)
    spread = max(variance(by_day), mean)
    reach = _T90[seen - 2] if seen - 2 < len(_T90) else _NORMAL90
    expected = []
    for ahead in range(1, (until - today).days + 1):
        half = reach * sqrt(ahead * spread + ahead * ahead * spread / seen)
        ends = (done + ahead * mean + way * half for way in (-1, 0, 1))
        low, middle, high = (min(max(end, done), asked) for end in ends)
        expected.append(Expected(today + timedelta(days=ahead), low, middle, high))
    return tuple(expected)


def planned_by(shares: Iterable[PlannedShare], day: date) -> float:
    """Return how many sheets an even pace asks for at the end of `day`: each share runs straight from given to due."""
    return sum(share.sheets * _part(share, day) for share in shares)


def days_ahead(shares: Sequence[PlannedShare], done: int, today: date) -> int:
    """Return by how many days the sheets are ahead of an even pace; negative where they are behind."""
    first, last = min(share.given for share in shares), max(share.due for share in shares)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    reached = [day for day in days if planned_by(shares, day) <= done]
    level_with = reached[-1] if reached else first - timedelta(days=1)
    return (level_with - min(today, last)).days


def _part(share: PlannedShare, day: date) -> float:
    length = (share.due - share.given).days
    if day >= share.due:
        return 1.0
    return 0.0 if day <= share.given else (day - share.given).days / length
