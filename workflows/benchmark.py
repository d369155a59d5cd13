"""The anonymous comparison in a feedback report: where the middle of agencies of the same kind lies, never who."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

FEWEST = 5
"""Below five other agencies nothing is shown. Source: feedback rule of the award."""

STEP = Decimal(10)
"""Points a shown figure is rounded to, so that no agency's own figure can be read off a quartile."""


@dataclass(frozen=True)
class Benchmark:
    """The middle half of the other agencies and their median, in points rounded to tens."""

    low: Decimal
    median: Decimal
    high: Decimal


def benchmark(others: Sequence[Decimal | None]) -> Benchmark | None:
    """Return where the others lie, None where fewer than five of them are scored.

    `others` are agencies of the same kind certified in the same programme, the reader's own left out. Quartiles and
    median only, rounded to tens: no mean, no sum, no count, no lowest or highest, so that two reports laid side by
    side, or one laid beside an agency's own figure, do not give a third agency's away.
    """
    known = sorted(value for value in others if value is not None)
    if len(known) < FEWEST:
        return None
    low, median, high = (_rounded(_quantile(known, quarter)) for quarter in (1, 2, 3))
    return Benchmark(low, median, high)


def _quantile(ordered: Sequence[Decimal], quarter: int) -> Decimal:
    """The value a quarter, a half or three quarters of the way up, between two neighbours where it falls there."""
    place = Decimal(quarter * (len(ordered) - 1)) / 4
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def _rounded(value: Decimal) -> Decimal:
    return (value / STEP).quantize(Decimal(1), rounding=ROUND_HALF_UP) * STEP
