"""The points method: an assessor gives an indicator a percent of its points."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from workflows.scoring.exact import exact


def earned_points(percent: Decimal, points: Decimal) -> Fraction:
    """What `percent` (0 to 100) of an indicator's or item's `points` is worth, in points, exact.

    Source: points rule of the branch awards (percent x points / 100); ADLI/LeTCI items use the same product.
    """
    return exact(percent) * exact(points) / 100


def percent_of(value: Fraction, maximum: Fraction) -> Fraction:
    """`value` as a percent (0 to 100) of `maximum`, exact. Raises ZeroDivisionError where nothing can be earned."""
    return value * 100 / maximum
