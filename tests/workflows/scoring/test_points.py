"""Percents of points: the scoring of the branch awards."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.scoring.editions import INDICATORS, POINTS, percents
from tests.workflows.scoring.proof import proven
from workflows.scoring.points import earned_points, percent_of
from workflows.scoring.sheet import Sheet
from workflows.scoring.totals import score

steps = st.integers(0, 20).map(lambda step: Decimal(step * 5))
sheets = st.fixed_dictionaries(dict.fromkeys(INDICATORS, steps)).map(lambda given: Sheet(points=given))


@pytest.mark.parametrize(
    ("percent", "points", "earned"),
    [("75", "8", Fraction(6)), ("0", "8", Fraction(0)), ("100", "7", Fraction(7)), ("55", "7", Fraction(77, 20))],
)
def test_an_indicator_earns_its_percent_of_its_points(percent: str, points: str, earned: Fraction) -> None:
    assert earned_points(Decimal(percent), Decimal(points)) == earned


def test_earned_points_read_back_as_the_percent_given() -> None:
    assert percent_of(earned_points(Decimal(35), Decimal("6.7")), Fraction("6.7")) == 35


def test_the_total_is_the_sum_of_percent_times_points() -> None:
    scores = score(POINTS, percents("80", d1_1="75"))
    assert (scores.nodes["d1.1"], scores.nodes["d1"]) == (Decimal(6), Decimal("11.6"))
    assert (scores.total, scores.at_least, scores.maximum) == (Decimal("79.6"), Decimal("79.6"), Decimal(100))
    assert (scores.unscored, scores.band, dict(scores.levels)) == ((), None, {})


def test_an_indicator_without_a_percent_leaves_dimension_and_total_unscored() -> None:
    given = {indicator: percent for indicator, percent in percents("100").points.items() if indicator != "d1.1"}
    scores = score(POINTS, Sheet(points=given))
    assert (scores.total, scores.nodes["d1"], scores.nodes["d1.1"], scores.nodes["d1.2"]) == (
        None,
        None,
        None,
        Decimal(7),
    )
    assert (scores.at_least, scores.unscored) == (Decimal(92), ("d1.1",))


def test_an_empty_sheet_is_not_scored_and_never_zero() -> None:
    scores = score(POINTS, Sheet())
    assert set(scores.nodes.values()) == {None}
    assert (scores.total, scores.at_least, scores.unscored) == (None, Decimal(0), INDICATORS)


@proven
@given(sheets, st.sampled_from(INDICATORS), steps)
def test_a_change_of_percent_moves_the_total_by_that_percent_of_the_points(
    sheet: Sheet, indicator: str, percent: Decimal
) -> None:
    changed = replace(sheet, points={**sheet.points, indicator: percent})
    points = POINTS.node(indicator).points or Decimal(0)
    moved = (percent - sheet.points[indicator]) * points / 100
    before, after = score(POINTS, sheet).total, score(POINTS, changed).total
    assert before is not None
    assert after == before + moved


@proven
@given(sheets)
def test_a_total_lies_between_zero_and_the_maximum(sheet: Sheet) -> None:
    scores = score(POINTS, sheet)
    assert scores.total == scores.at_least
    assert 0 <= scores.at_least <= scores.maximum


@proven
@given(sheets, st.randoms(use_true_random=False))
def test_the_order_of_the_entries_does_not_matter(sheet: Sheet, chance: object) -> None:
    entries = list(sheet.points.items())
    chance.shuffle(entries)  # type: ignore[attr-defined]
    assert score(POINTS, Sheet(points=dict(entries))) == score(POINTS, sheet)
