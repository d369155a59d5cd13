"""An indicator over the years: what was reached, what was aimed at, and whether it got better."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.queries.sheets import given
from workflows.scoring.entries import plain_decimal

YEARS = ("year_3", "year_2", "year_1", "actual")
"""The figures of a row, the oldest first; `actual` is the year that is assessed."""


@dataclass(frozen=True)
class Trend:
    """One indicator's figures from the first one given on, by how many years ago; None where none was given."""

    title: str
    unit: str
    direction: str
    target: Decimal | None
    results: tuple[tuple[int, Decimal | None], ...]

    @property
    def known(self) -> tuple[Decimal, ...]:
        """The results that were given, oldest first."""
        return tuple(value for _, value in self.results if value is not None)

    @property
    def low(self) -> Decimal:
        """Where the axis begins: at zero, or at the lowest figure below it."""
        return min(Decimal(0), *self.known, self.target or Decimal(0))

    @property
    def high(self) -> Decimal:
        """Where the axis ends."""
        return max(*self.known, self.target or Decimal(0), self.low + 1)

    @property
    def change(self) -> Decimal | None:
        """The last result against the one before it; None where there are not two."""
        return self.known[-1] - self.known[-2] if len(self.known) > 1 else None

    @property
    def is_better(self) -> bool | None:
        """Whether the last change went the wanted way; None where nothing changed or is known."""
        if not self.change:
            return None
        return (self.change > 0) == (self.direction == "more")


def trend_of(row: Mapping[str, Any]) -> Trend | None:
    """Return the trend of a stored row; None where fewer than two years can be drawn."""
    results = [(len(YEARS) - 1 - place, _number(row, name)) for place, name in enumerate(YEARS)]
    while results and results[0][1] is None:
        results.pop(0)
    found = Trend(
        title=str(row.get("title", "")),
        unit=str(row.get("unit", "")),
        direction="less" if row.get("direction") == "less" else "more",
        target=_number(row, "target"),
        results=tuple(results),
    )
    return found if len(found.known) > 1 else None


def _number(row: Mapping[str, Any], name: str) -> Decimal | None:
    return plain_decimal(given(row, name))
