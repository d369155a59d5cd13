"""Dimension levels and bands (ADLI, LeTCI): the weakest dimension caps the band an item's percent may come from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from rubrics.scales import PercentBand


def permitted_percents(table: Sequence[PercentBand], levels: Iterable[int]) -> tuple[Decimal, ...]:
    """The percents (0 to 100, rising) an item may take when its dimensions are judged at `levels` (0 to 5).

    Level n opens the bands up to n; the weakest dimension decides. Source: PMQA 1,000-point criteria, cap by the
    weakest dimension. Raises ValueError for no levels at all.
    """
    weakest = min(levels)
    return tuple(value for band in table if band.band <= weakest for value in band.permitted_values)


def band_of(table: Sequence[PercentBand], percent: Decimal) -> int | None:
    """The number of the band that holds `percent` among its permitted values; None for a percent no band permits."""
    return next((band.band for band in table if percent in band.permitted_values), None)
