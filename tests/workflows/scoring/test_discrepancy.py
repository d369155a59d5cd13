"""Where a panel agrees and what it must discuss."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from rubrics.stages import SpreadTrigger
from tests.workflows.scoring.editions import (
    ALL_TICKS,
    CATEGORY,
    INDICATORS,
    PMQA40,
    POINTS,
    checklist,
    judged,
    on_ramp,
    percents,
    ticks,
)
from workflows.scoring.discrepancy import Discussion, agreed_ticks, must_discuss, panel_means, panel_scores
from workflows.scoring.exact import as_decimal
from workflows.scoring.sheet import Sheet
from workflows.scoring.totals import score


def reasons(discussions: tuple[Discussion, ...]) -> list[tuple[str, str]]:
    return [(each.node_id, each.reason) for each in discussions]


def test_a_panel_figure_is_the_mean_of_the_sheets_for_every_node() -> None:
    means = panel_means(POINTS, [percents("80"), percents("85"), percents("85", d1_1="60")])
    assert means["d1.1"] == Decimal(6)
    assert means["d1.2"] == as_decimal(Fraction(7 * 250, 300))
    assert means["d1"] == as_decimal(Fraction(6) + Fraction(7 * 250, 300))
    assert list(means) == list(score(POINTS, Sheet()).nodes)


def test_leaf_means_that_no_decimal_holds_still_add_up_exactly() -> None:
    scores = panel_scores(POINTS, [percents("80"), percents("80"), percents("80", d1_1="85", d1_2="85")])
    assert scores.nodes["d1.1"] == as_decimal(Fraction(8 * 245, 300))
    assert (scores.nodes["d1"], scores.total) == (Decimal("12.25"), Decimal("80.25"))


def test_a_mean_is_shown_without_an_item_level() -> None:
    scores = panel_scores(PMQA40, [checklist(ALL_TICKS, on_ramp("100")), checklist(ticks("basic"), on_ramp("50"))])
    assert (scores.total, scores.band, set(scores.levels.values())) == (Decimal(400), "advance", {None})


def test_a_leaf_takes_the_mean_of_the_sheets_that_scored_it() -> None:
    one, other = checklist(ALL_TICKS), checklist(ALL_TICKS, cannot_judge=["6.4"])
    means = panel_means(PMQA40, [one, other, other])
    assert (means["6.4"], means["6"], means["7.1"], means["7"]) == (Decimal(500), Decimal(500), None, None)


def test_no_sheet_means_no_figure_and_nothing_to_discuss() -> None:
    assert set(panel_means(POINTS, []).values()) == {None}
    assert must_discuss(POINTS, [], spread_trigger=None) == ()


def test_a_leaf_is_discussed_only_when_its_sheets_lie_more_than_a_quarter_of_its_points_apart() -> None:
    at_the_limit = [percents("60"), percents("60", d1_1="85")]
    beyond = [percents("60"), percents("60", d1_1="90")]
    assert must_discuss(POINTS, at_the_limit, spread_trigger=None) == ()
    assert must_discuss(POINTS, beyond, spread_trigger=None) == (
        Discussion("d1.1", "spread", Decimal("4.8"), Decimal("7.2")),
    )


@pytest.mark.parametrize(
    ("other", "trigger", "expected"),
    [
        ("75", None, []),
        ("80", None, ["total"]),
        ("75", SpreadTrigger(points=Decimal("14.99")), ["total"]),
        ("80", SpreadTrigger(points=Decimal(20)), []),
    ],
)
def test_totals_are_compared_with_the_programmes_trigger_and_else_with_the_files(
    other: str, trigger: SpreadTrigger | None, expected: list[str]
) -> None:
    found = must_discuss(POINTS, [percents("60"), percents(other)], spread_trigger=trigger)
    assert [each.node_id for each in found] == expected


def test_a_total_not_known_cannot_be_compared() -> None:
    partial = Sheet(points={INDICATORS[0]: Decimal(60)})
    assert must_discuss(POINTS, [partial, percents("60")], spread_trigger=SpreadTrigger(points=Decimal(1))) == ()


@pytest.mark.parametrize(
    ("other", "trigger", "expected"),
    [
        ("65", None, []),
        ("70", None, [("1.1", "bands")]),
        ("75", None, [("1.1", "spread"), ("1.1", "bands")]),
        ("75", SpreadTrigger(bands=3), [("1.1", "spread")]),
        ("50", SpreadTrigger(bands=1), [("1.1", "bands")]),
    ],
)
def test_an_item_is_discussed_when_its_percents_lie_too_many_bands_apart(
    other: str, trigger: SpreadTrigger | None, expected: list[tuple[str, str]]
) -> None:
    sheets = [judged("45"), judged("45", i1_1=other)]
    assert reasons(must_discuss(CATEGORY, sheets, spread_trigger=trigger)) == expected


def test_totals_of_other_methods_are_never_compared() -> None:
    sheets = [judged("30"), judged("50")]
    assert "total" not in {
        each.reason for each in must_discuss(CATEGORY, sheets, spread_trigger=SpreadTrigger(points=Decimal(1)))
    }


def test_an_item_whose_ticks_differ_is_discussed_for_its_ticks_its_level_and_its_spread() -> None:
    full = checklist(ALL_TICKS)
    assert reasons(must_discuss(PMQA40, [full, checklist(ALL_TICKS - {"1.1-b1"})], spread_trigger=None)) == [
        ("1.1", "spread"),
        ("1.1", "levels"),
        ("1.1", "ticks"),
    ]
    low = checklist(ticks("basic"))
    partly = checklist(ticks("basic") | {"1.2-a1"})
    found = must_discuss(PMQA40, [low, partly], spread_trigger=None)
    assert reasons(found) == [("1.2", "ticks")]
    assert found[0].low == Decimal(300)


def test_an_item_one_could_not_judge_is_discussed_for_the_ticks_of_the_other() -> None:
    without = checklist(ALL_TICKS - ticks("basic", "advance", "significance", items=["6.4"]), cannot_judge=["6.4"])
    found = must_discuss(PMQA40, [checklist(ALL_TICKS), without], spread_trigger=None)
    assert found == (Discussion("6.4", "ticks", Decimal(500), Decimal(500)),)


def test_what_nobody_scored_has_no_lowest_and_highest() -> None:
    one = Sheet(checkpoints=ALL_TICKS, cannot_judge=frozenset({"6.4"}))
    other = Sheet(checkpoints=ALL_TICKS - {"6.4-b1"}, cannot_judge=frozenset({"6.4"}))
    assert must_discuss(PMQA40, [one, other], spread_trigger=None) == (Discussion("6.4", "ticks", None, None),)


def test_agreed_ticks_are_those_of_every_sheet_and_disputed_those_of_some() -> None:
    sheets = [checklist({"1.1-b1", "1.1-b2"}), checklist({"1.1-b1", "1.2-b1"}), Sheet()]
    assert agreed_ticks(sheets) == (frozenset({"1.1-b1"}), frozenset({"1.1-b2", "1.2-b1"}))


def test_one_sheet_agrees_with_itself_and_no_sheet_with_nothing() -> None:
    assert agreed_ticks([checklist({"1.1-b1"})]) == (frozenset({"1.1-b1"}), frozenset())
    assert agreed_ticks([Sheet()]) == (frozenset(), frozenset())
