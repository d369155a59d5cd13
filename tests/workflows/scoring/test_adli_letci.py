"""Dimensions and bands: the weakest dimension caps the percent."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubrics.extras import GoldenDimensions
from tests.workflows.scoring.editions import CATEGORY, judged
from tests.workflows.scoring.proof import proven
from workflows.scoring.adli_letci import band_of, permitted_percents
from workflows.scoring.sheet import AdliScore, Sheet
from workflows.scoring.totals import score

TABLE = CATEGORY.band_tables["adli6"]
GOLDEN = CATEGORY.golden_cases
assert GOLDEN is not None


@pytest.mark.parametrize("case", GOLDEN.dimensions, ids=str)
def test_items_score_as_the_edition_works_them_out(case: GoldenDimensions) -> None:
    item = CATEGORY.node(case.item)
    dimensions = CATEGORY.schemes[item.scheme or ""].dimensions
    levels = dict(zip((d.code for d in dimensions), case.dimension_levels, strict=True))
    table = CATEGORY.band_tables[item.bands_ref or ""]
    scores = score(CATEGORY, Sheet(adli={case.item: AdliScore(levels, case.value)}))
    assert (scores.nodes[case.item], band_of(table, case.value)) == (case.points, case.max_band)
    assert max(permitted_percents(table, levels.values())) == table[case.max_band].max


def test_a_weakest_dimension_of_two_permits_nothing_above_band_two() -> None:
    permitted = permitted_percents(TABLE, [3, 5, 2, 4])
    assert permitted == tuple(Decimal(value) for value in (0, 5, 10, 15, 20, 25, 30, 35, 40, 45))


def test_a_percent_no_band_permits_has_no_band() -> None:
    assert [band_of(TABLE, Decimal(value)) for value in ("5", "7.5", "10", "47", "100")] == [0, None, 1, None, 5]


def test_levels_without_a_percent_leave_the_item_and_the_total_unscored() -> None:
    scores = score(CATEGORY, Sheet(adli={"1.1": AdliScore({"approach": 3}, None)}))
    assert (scores.nodes["1.1"], scores.total, scores.at_least) == (None, None, Decimal(0))


def test_the_total_adds_percent_times_points_over_all_items() -> None:
    scores = score(CATEGORY, judged("50", i1_1="75"))
    assert (scores.total, scores.nodes["1"], scores.nodes_percent["1.1"]) == (
        Decimal("517.5"),
        Decimal("77.5"),
        Decimal(75),
    )
    assert (scores.maximum, scores.total_percent, scores.band, scores.unscored) == (
        Decimal(1000),
        Decimal("51.75"),
        None,
        (),
    )


@proven
@given(st.lists(st.integers(0, 5), min_size=4, max_size=4))
def test_a_stronger_weakest_dimension_only_adds_percents(levels: list[int]) -> None:
    permitted = permitted_percents(TABLE, levels)
    stronger = permitted_percents(TABLE, [min(level + 1, 5) for level in levels])
    assert stronger[: len(permitted)] == permitted
    assert {band_of(TABLE, percent) for percent in permitted} == set(range(min(levels) + 1))
