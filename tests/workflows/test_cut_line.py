"""Cut lines: what straddles them, which ranks stay open, and what trying other lines leads to."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rubrics import load_rubric
from workflows.cut_line import Interval, cut_lines, line_obstacles, open_ranks, with_lines
from workflows.gates import award_level, certified_band, gate_result

AWARD, STATUS = load_rubric("ps-innovation@2564"), load_rubric("pmqa40@2564")


def between(low: int, high: int) -> Interval:
    return Interval(Decimal(low), Decimal(low + high) / 2, Decimal(high))


@pytest.mark.parametrize(
    ("low", "high", "straddles"), [(75, 85, True), (75, 80, True), (80, 90, False), (60, 79, False)]
)
def test_an_interval_straddles_a_line_where_the_total_could_stand_on_either_side(
    low: int,
    high: int,
    straddles: bool,  # noqa: FBT001  # a case of the table
) -> None:
    assert between(low, high).straddles(Decimal(80)) is straddles


def test_ranks_stay_open_among_intervals_that_overlap() -> None:
    ranks = open_ranks({"a": between(90, 95), "b": between(80, 88), "c": between(84, 89), "d": between(10, 20)})
    assert ranks == {"a": (1, 1), "b": (2, 3), "c": (2, 3), "d": (4, 4)}


def test_the_lines_are_those_of_the_levels_or_of_the_certified_bands_best_first() -> None:
    assert list(cut_lines(AWARD).items()) == [("outstanding", Decimal(90)), ("good", Decimal(80))]
    assert list(cut_lines(STATUS)) == ["significance", "advance"]


def test_a_level_moves_with_its_line_and_keeps_what_else_it_asks_for() -> None:
    facts = {"total.final": Decimal(86), "min_dimension_percent": Decimal(70), "site_visit.confirmed": True}
    levels = {str(line): award_level(with_lines(AWARD, {"outstanding": Decimal(line)}), facts) for line in (90, 86, 85)}
    assert levels == {"90": "good", "86": "outstanding", "85": "outstanding"}
    tried = with_lines(AWARD, {"outstanding": Decimal(85)})
    assert award_level(tried, facts | {"site_visit.confirmed": False}) == "good"
    assert award_level(AWARD, facts) == "good"


def test_the_gate_and_the_band_below_move_with_a_certified_band() -> None:
    standing = cut_lines(STATUS)["advance"]
    tried = with_lines(STATUS, {"advance": standing - 5})
    total = (standing - 3) * STATUS.maximum / 100
    gate, moved = (next(each for each in rubric.gates if each.certify_bands) for rubric in (STATUS, tried))
    facts = {"total.site_visit": total}
    assert (gate_result(gate, facts), certified_band(STATUS, gate, total)) == (False, None)
    assert (gate_result(moved, facts), certified_band(tried, moved, total)) == (True, "advance")


@pytest.mark.parametrize(
    ("lines", "fields"),
    [
        ({"good": Decimal(85)}, []),
        ({"good": Decimal(90)}, ["outstanding"]),
        ({"good": Decimal(101)}, ["good"]),
        ({"good": Decimal(-1), "outstanding": Decimal(200)}, ["good", "outstanding"]),
    ],
)
def test_lines_out_of_range_or_order_are_refused(lines: dict[str, Decimal], fields: list[str]) -> None:
    assert [obstacle.field for obstacle in line_obstacles(AWARD, lines)] == fields
