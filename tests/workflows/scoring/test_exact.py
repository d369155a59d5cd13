"""Figures lose nothing on the way and are rounded only when printed."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.scoring.proof import proven
from workflows.scoring.exact import as_decimal, exact, mean, printed_figure, truncated_figure


@proven
@given(st.fractions(min_value=0, max_value=1000, max_denominator=10**18))
def test_a_fraction_survives_the_trip_through_a_decimal(value: Fraction) -> None:
    assert exact(as_decimal(value)) == value


@proven
@given(st.decimals(min_value=0, max_value=10**6, places=18))
def test_a_written_decimal_is_taken_as_it_stands(value: Decimal) -> None:
    assert exact(value) == Fraction(value)


def test_a_long_decimal_that_is_no_simple_fraction_is_taken_as_it_stands() -> None:
    long = Decimal("0." + "1234567" * 6 + "1")
    assert exact(long) == Fraction(long)


def test_a_value_that_does_not_terminate_is_cut_off_and_never_rounded_up() -> None:
    assert as_decimal(Fraction(2, 3)) == Decimal("0." + "6" * 50)


def test_means_of_thirds_add_up_to_the_gate_exactly() -> None:
    thirds = [as_decimal(Fraction(1201, 3)), as_decimal(Fraction(1201, 3)), as_decimal(Fraction(1198, 3))]
    assert as_decimal(mean([exact(third) for third in thirds])) == Decimal(400)


def test_the_mean_of_nothing_is_refused() -> None:
    with pytest.raises(ZeroDivisionError):
        mean([])


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ("405.5", "405.50"),
        ("500", "500"),
        ("5E+2", "500"),
        ("0", "0"),
        ("266.665", "266.67"),
        ("266.6649999", "266.66"),
        ("0.005", "0.01"),
        ("79.995", "80"),
        ("33." + "3" * 48, "33.33"),
    ],
)
def test_a_figure_is_printed_half_up_with_two_decimals_or_none(value: str, printed: str) -> None:
    assert printed_figure(Decimal(value)) == printed


@pytest.mark.parametrize(
    ("value", "printed"), [("412.99", "412"), ("412", "412"), ("0", "0"), ("399.9" + "9" * 40, "399")]
)
def test_a_total_is_printed_as_the_whole_number_below(value: str, printed: str) -> None:
    assert truncated_figure(Decimal(value)) == printed
