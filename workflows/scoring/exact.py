"""Keep every figure exact between the sheet and the printed page: decimals outside, fractions while calculating."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import lru_cache

# Far more digits than any sheet can fill; cut off, never rounded up, so that no figure can creep over a gate.
_OUTSIDE = Context(prec=50, rounding=ROUND_DOWN)
_LARGEST_DENOMINATOR = 10**18


@lru_cache(maxsize=16_384)
def exact(value: Decimal) -> Fraction:
    """The number that `value` stands for, without loss; remembered, for the same few numbers come again and again.

    A decimal cannot hold 2/3, so `as_decimal` cuts it after 50 digits. This finds the 2/3 again: three panel means of
    400 1/3, 400 1/3 and 399 1/3 add up to 1200 and not to a hair less, and a gate at 400 holds. Raises ValueError for
    NaN and OverflowError for an infinity.
    """
    written = Fraction(value)
    if written.denominator <= _LARGEST_DENOMINATOR:
        return written
    meant = written.limit_denominator(_LARGEST_DENOMINATOR)
    return meant if as_decimal(meant) == value else written


def as_decimal(value: Fraction) -> Decimal:
    """`value` as a decimal: exact where it has at most 50 digits, otherwise cut off after 50."""
    return _OUTSIDE.divide(Decimal(value.numerator), Decimal(value.denominator))


def mean(values: Sequence[Fraction]) -> Fraction:
    """The plain mean. Raises ZeroDivisionError for no values: the mean of nothing is not a score."""
    return sum(values, Fraction()) / len(values)


def printed_figure(value: Decimal) -> str:
    """Half up to two decimals ("405.50"); a figure without a fraction part is printed without decimals ("500")."""
    return two_decimals(value).removesuffix(".00")


def two_decimals(value: Decimal) -> str:
    """Half up to two decimals always ("405.50", "500.00"): figures below each other line up."""
    return f"{value.quantize(Decimal('0.01'), rounding=ROUND_HALF_UP, context=_OUTSIDE):f}"


def truncated_figure(value: Decimal) -> str:
    """The whole number below: the printed form of totals that the method truncates ("412")."""
    return f"{value.to_integral_value(rounding=ROUND_DOWN):f}"
