"""What `lertrat score` prints, and the index derived from a total."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from rubrics.extras import GoldenTotal
from tests.workflows.scoring.editions import (
    ALL_TICKS,
    CATEGORY,
    PMQA40,
    POINTS,
    RESULTS_ITEMS,
    checklist,
    judged,
    on_ramp,
    percents,
    ticks,
)
from workflows.scoring.printing import bureaucracy_index, page_total, printed
from workflows.scoring.sheet import Sheet
from workflows.scoring.totals import score

GOLDEN = PMQA40.golden_cases
assert GOLDEN is not None


@pytest.mark.parametrize("case", GOLDEN.total, ids=str)
def test_totals_and_the_index_come_out_as_the_edition_works_them_out(case: GoldenTotal) -> None:
    pairs = zip(PMQA40.nodes, case.categories, strict=True)
    scores = score(PMQA40, Sheet(node_means={leaf.id: value for category, value in pairs for leaf in category.nodes}))
    assert scores.total is not None
    assert printed(scores, PMQA40)["total"] == str(case.total)
    assert str(bureaucracy_index(PMQA40, scores.total)) == str(case.bureaucracy_index)


def test_a_checklist_answer_has_exactly_the_agreed_keys_in_their_order() -> None:
    answer = printed(score(PMQA40, checklist(ticks("basic"))), PMQA40)
    keys = ["rubric", "sha256", "total", "at_least", "maximum", "nodes", "levels", "band", "unscored"]
    assert list(answer) == keys
    assert [answer[key] for key in ("rubric", "sha256", "maximum")] == ["pmqa40@2564", PMQA40.sha256, "500"]
    assert [answer[key] for key in ("total", "at_least", "band", "unscored")] == [None, "257", None, [*RESULTS_ITEMS]]


def test_nodes_are_printed_half_up_and_the_checklist_total_is_cut() -> None:
    met = ALL_TICKS - {"4.4-s1", "1.1-b1"}
    answer = printed(score(PMQA40, checklist(met, on_ramp("100"))), PMQA40)
    nodes, levels = answer["nodes"], answer["levels"]
    assert isinstance(nodes, dict)
    assert isinstance(levels, dict)
    assert [nodes[node] for node in ("1", "1.1", "1.2", "4.4", "7")] == ["425", "200", "500", "400", "500"]
    assert [levels["1.1"], levels["1.2"], levels["4.4"]] == ["below", "significance", "advance"]
    assert "7.1" not in levels


def test_pages_cut_a_checklist_total_and_give_a_points_total_two_decimals_always() -> None:
    assert [page_total(PMQA40)(Decimal(total)) for total in ("398.57", "500")] == ["398", "500"]
    assert [page_total(POINTS)(Decimal(total)) for total in ("92.495", "85")] == ["92.50", "85.00"]


def test_a_points_total_keeps_two_decimals() -> None:
    answer = printed(score(POINTS, percents("80", d1_1="75")), POINTS)
    assert [answer[key] for key in ("total", "at_least", "maximum", "levels", "band")] == [
        "79.60",
        "79.60",
        "100",
        {},
        None,
    ]


def test_a_dimension_total_is_cut_to_a_whole_number() -> None:
    answer = printed(score(CATEGORY, judged("50", i1_1="75")), CATEGORY)
    assert [answer[key] for key in ("total", "at_least", "maximum", "levels", "band")] == [
        "517",
        "517",
        "1000",
        {},
        None,
    ]


def test_the_same_sheet_given_in_another_order_prints_the_same_bytes() -> None:
    entries = list(percents("80").points.items())
    one, other = (score(POINTS, Sheet(points=dict(order))) for order in (entries, entries[::-1]))
    assert json.dumps(printed(one, POINTS)) == json.dumps(printed(other, POINTS))


@pytest.mark.parametrize(
    ("total", "index"), [("0", "0.0"), ("406.25", "3.3"), ("406.2499", "3.2"), ("493.75", "4.0"), ("500", "4.0")]
)
def test_the_index_is_made_of_the_unrounded_total_and_rounded_half_up(total: str, index: str) -> None:
    assert str(bureaucracy_index(PMQA40, Decimal(total))) == index


def test_a_rubric_without_an_index_refuses_to_make_one() -> None:
    with pytest.raises(ValueError, match=r"^ps-development@2564 has no bureaucracy index$"):
        bureaucracy_index(POINTS, Decimal(50))
