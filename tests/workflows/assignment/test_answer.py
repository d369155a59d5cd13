"""How figures are printed."""

from __future__ import annotations

from fractions import Fraction

import pytest

from workflows.assignment.answer import printed


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        (Fraction(0), "0"),
        (Fraction(100), "100"),
        (Fraction(7, 2), "3.5"),
        (Fraction(10, 3), "3.333333"),
        (Fraction(20, 3), "6.666667"),
        (Fraction(1, 1_000_000), "0.000001"),
        (Fraction(10**12), "1000000000000"),
    ],
)
def test_figures_are_plain_decimals(figure: Fraction, text: str) -> None:
    assert printed(figure) == text
