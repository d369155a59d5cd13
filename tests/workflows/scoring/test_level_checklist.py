"""The checklist rule of PMQA 4.0 process items, by example and by property."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.scoring.proof import proven
from workflows.scoring.level_checklist import ItemLevelReached, LevelTicks, item_level, item_score

CODES = ("basic", "advance", "significance")
POINTS = (Decimal(300), Decimal(100), Decimal(100))


def pattern(*ticks: tuple[int, int]) -> list[LevelTicks]:
    """Levels in rising order from (ticked, checkpoints) pairs."""
    return [LevelTicks(c, p, ticked, of) for c, p, (ticked, of) in zip(CODES, POINTS, ticks, strict=True)]


@st.composite
def patterns(draw: st.DrawFn) -> list[LevelTicks]:
    sizes = draw(st.tuples(*[st.integers(1, 6)] * 3))
    return pattern(*[(draw(st.integers(0, size)), size) for size in sizes])


def test_two_of_three_basic_checkpoints_are_exactly_two_hundred() -> None:
    assert item_score(pattern((2, 3), (0, 1), (0, 1))) == Fraction(200)


def test_advance_adds_nothing_until_every_basic_checkpoint_is_met() -> None:
    levels = pattern((2, 3), (3, 3), (3, 3))
    assert (item_score(levels), item_level(levels)) == (Fraction(200), ItemLevelReached.BELOW)


def test_significance_adds_nothing_until_every_advance_checkpoint_is_met() -> None:
    levels = pattern((4, 4), (2, 4), (2, 2))
    assert (item_score(levels), item_level(levels)) == (Fraction(350), ItemLevelReached.BASIC)


def test_a_partly_met_significance_adds_its_share_and_leaves_the_item_at_advance() -> None:
    levels = pattern((2, 2), (3, 3), (1, 3))
    assert (item_score(levels), item_level(levels)) == (400 + Fraction(100, 3), ItemLevelReached.ADVANCE)


def test_everything_met_is_the_full_score_at_the_highest_level() -> None:
    levels = pattern((2, 2), (3, 3), (1, 1))
    assert (item_score(levels), item_level(levels)) == (Fraction(500), ItemLevelReached.SIGNIFICANCE)


def test_nothing_met_is_a_score_of_zero_below_basic() -> None:
    levels = pattern((0, 2), (0, 3), (0, 1))
    assert (item_score(levels), item_level(levels)) == (Fraction(0), ItemLevelReached.BELOW)


@pytest.mark.parametrize(("ticked", "checkpoints"), [(4, 3), (-1, 3), (0, 0)])
def test_a_level_with_impossible_counts_is_refused(ticked: int, checkpoints: int) -> None:
    with pytest.raises(ValueError, match=f"^level basic: {ticked} of {checkpoints} checkpoints$"):
        LevelTicks("basic", Decimal(300), ticked, checkpoints)


@proven
@given(patterns())
def test_an_item_scores_between_zero_and_the_sum_of_its_levels(levels: list[LevelTicks]) -> None:
    assert 0 <= item_score(levels) <= sum(POINTS)


@proven
@given(patterns(), st.integers(0, 2))
def test_one_more_checkpoint_never_lowers_the_score_or_the_level(levels: list[LevelTicks], place: int) -> None:
    more = list(levels)
    more[place] = replace(levels[place], ticked=min(levels[place].ticked + 1, levels[place].checkpoints))
    order = list(ItemLevelReached)
    assert item_score(more) >= item_score(levels)
    assert order.index(item_level(more)) >= order.index(item_level(levels))


@proven
@given(patterns())
def test_an_item_scores_the_points_of_the_level_it_holds_and_less_than_the_next(levels: list[LevelTicks]) -> None:
    held = list(ItemLevelReached).index(item_level(levels))
    floor, ceiling = sum(POINTS[:held]), sum(POINTS[: held + 1])
    assert floor <= item_score(levels)
    assert item_score(levels) < ceiling or held == len(POINTS)
