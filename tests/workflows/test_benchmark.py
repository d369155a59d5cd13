"""The anonymous comparison: nothing below five, only quartiles rounded to tens, and always of the others."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from workflows.benchmark import FEWEST, STEP, Benchmark, benchmark

POINTS = st.decimals(min_value=0, max_value=500, places=2)


@given(st.lists(st.none() | POINTS, max_size=FEWEST - 1), st.integers(0, 9))
def test_below_five_scored_agencies_nothing_is_shown(few: list[Decimal | None], unscored: int) -> None:
    assert benchmark([*few, *[None] * unscored]) is None


@given(st.lists(POINTS, min_size=FEWEST, max_size=60))
def test_only_tens_between_the_others_are_shown_whatever_their_order(values: list[Decimal]) -> None:
    found = benchmark(values)
    assert found is not None
    shown = (found.low, found.median, found.high)
    assert [figure % STEP for figure in shown] == [0, 0, 0]
    assert sorted(shown) == list(shown)
    assert min(values) - STEP / 2 <= found.low and found.high <= max(values) + STEP / 2
    assert benchmark(sorted(values, reverse=True)) == found


@given(st.lists(POINTS, min_size=FEWEST, max_size=30), st.integers(0, 500))
def test_a_figure_that_moves_within_its_place_moves_no_quartile_by_more_than_it_moved(
    values: list[Decimal], moved: int
) -> None:
    changed = benchmark([values[0] + moved, *values[1:]])
    found = benchmark(values)
    assert found is not None and changed is not None
    assert all(
        abs(after - before) <= moved + STEP
        for before, after in ((found.low, changed.low), (found.median, changed.median), (found.high, changed.high))
    )


def test_the_quartiles_of_five_are_the_second_third_and_fourth() -> None:
    values = [Decimal(value) for value in (300, 394, 412, 441, 499)]
    assert benchmark(values) == Benchmark(Decimal(390), Decimal(410), Decimal(440))
