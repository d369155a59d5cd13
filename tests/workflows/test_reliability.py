"""Agreement of assessors against published worked examples."""

from __future__ import annotations

from random import Random

import pytest

from tests.workflows.rounds_simulated import ratings_of
from workflows.ratings import Ratings
from workflows.reliability import Coefficient, Form, agreement, is_crossed

# Shrout and Fleiss (1979), table 2: four judges, six targets. Table 3: BMS 11.24, WMS 6.26, JMS 32.49, EMS 1.02;
# table 4: ICC(1,1) .17, ICC(2,1) .29, ICC(1,4) .44 - to three decimals .166, .290, .443.
SHROUT_AND_FLEISS = [(9, 2, 5, 8), (6, 1, 3, 2), (8, 4, 6, 8), (7, 1, 2, 6), (10, 5, 6, 9), (6, 2, 4, 7)]

# Krippendorff (2011), the canonical example: four observers, twelve units, missing values; interval alpha 0.849.
KRIPPENDORFF = (
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)


def crossed(table: list[tuple[int, ...]]) -> Ratings:
    """Return a table of targets and judges as scores."""
    rows = [(f"t{number}", f"j{place}", score) for number, row in enumerate(table) for place, score in enumerate(row)]
    return ratings_of(rows)


def canonical() -> Ratings:
    """Return Krippendorff's example as scores."""
    rows = [line.split() for line in KRIPPENDORFF]
    return ratings_of(
        [
            (f"u{number:02}", f"o{place}", score)
            for place, row in enumerate(rows)
            for number, score in enumerate(row)
            if score != "."
        ]
    )


def test_complete_crossed_data_give_the_published_two_way_coefficient() -> None:
    found = agreement(crossed(SHROUT_AND_FLEISS).panels, seed="1")
    assert (found.single.form, found.single.value) == (Form.TWO_WAY, pytest.approx(0.290, abs=5e-4))
    assert (found.mean.form, found.mean.value) == (Form.ONE_WAY_MEAN, pytest.approx(0.443, abs=5e-4))


def test_panels_that_differ_give_the_published_one_way_coefficient() -> None:
    rows = [
        (f"t{number}", f"j{number}-{place}", score)
        for number, row in enumerate(SHROUT_AND_FLEISS)
        for place, score in enumerate(row)
    ]
    found = agreement(ratings_of(rows).panels, seed="1").single
    assert (found.form, found.value) == (Form.ONE_WAY, pytest.approx(0.166, abs=5e-4))


def test_alpha_of_the_canonical_example_is_the_published_one() -> None:
    found = agreement(canonical().panels, seed="1").alpha
    assert found.value == pytest.approx(0.849, abs=5e-4)
    assert found.interval is not None
    assert found.interval[0] < 0.849 < found.interval[1]


def test_panels_of_unequal_size_use_their_average_size() -> None:
    """By hand: panels (1, 3), (5,), (8, 9, 10): BMS 30.25, WMS 4/3, k 11/6."""
    rows = [("a", "s1", 1), ("a", "s2", 3), ("b", "s1", 5), ("c", "s1", 8), ("c", "s2", 9), ("c", "s3", 10)]
    found = agreement(ratings_of(rows).panels, seed="1").single
    between, within, size = 30.0, 4 / 3, 11 / 6
    assert found.value == pytest.approx((between - within) / (between + (size - 1) * within))


def test_perfect_agreement_is_one_and_no_difference_at_all_is_unknown() -> None:
    same = agreement(crossed([(1, 1), (2, 2), (4, 4), (9, 9)]).panels, seed="1")
    assert [each.value for each in (same.single, same.mean, same.alpha)] == pytest.approx([1, 1, 1])
    flat = agreement(crossed([(3, 3), (3, 3)]).panels, seed="1")
    assert [each.value for each in (flat.single, flat.mean, flat.alpha)] == [None, None, None]
    single = agreement(ratings_of([("a", "s1", 3), ("b", "s1", 4)]).panels, seed="1")
    assert single.single == Coefficient(Form.ONE_WAY, None, None)
    assert single.alpha == Coefficient(Form.ALPHA, None, None)


def test_alpha_is_unknown_where_one_application_alone_has_several_scores() -> None:
    rows = [("a", "s1", 3), ("a", "s2", 5), ("a", "s3", 4), ("b", "s1", 9)]
    assert agreement(ratings_of(rows).panels, seed="1").alpha == Coefficient(Form.ALPHA, None, None)
    two = agreement(ratings_of([*rows, ("b", "s2", 8)]).panels, seed="1").alpha
    assert two.value is not None


def test_equal_seeds_give_equal_intervals_and_others_do_not() -> None:
    panels = canonical().panels
    assert agreement(panels, seed="1") == agreement(panels, seed="1")
    assert agreement(panels, seed="1").alpha.interval != agreement(panels, seed="2").alpha.interval


def test_the_interval_holds_the_true_value_about_nineteen_times_in_twenty() -> None:
    """True ICC 0.5, 60 applications of three, 20 rounds: four misses or more come once in sixty times."""
    chance, held = Random(11), 0
    for _ in range(20):
        quality = [chance.gauss(0, 1) for _ in range(60)]
        panels = [tuple((place, each + chance.gauss(0, 1)) for place in range(3)) for each in quality]
        panels[0] = panels[0][:2]
        interval = agreement(panels, seed="x").single.interval
        held += interval is not None and interval[0] <= 0.5 <= interval[1]
    assert 17 <= held <= 20


def test_only_a_full_table_is_crossed() -> None:
    assert is_crossed(crossed(SHROUT_AND_FLEISS).panels)
    assert not is_crossed(canonical().panels)
    assert not is_crossed(ratings_of([("a", "s1", 1), ("b", "s1", 2)]).panels)
