"""From items to categories, total and band, on whole PMQA 4.0 sheets."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubrics.extras import GoldenItem
from tests.workflows.scoring.editions import (
    ALL_TICKS,
    CATEGORY,
    FORM,
    PMQA40,
    POINTS,
    PROCESS_ITEMS,
    RESULTS_ITEMS,
    against,
    checklist,
    judged,
    on_ramp,
    percents,
    ticks,
)
from tests.workflows.scoring.proof import proven
from workflows.scoring.leaves import item_levels
from workflows.scoring.sheet import Sheet
from workflows.scoring.totals import band_for, score

GOLDEN = PMQA40.golden_cases
assert GOLDEN is not None
FULL = on_ramp("100")
AT_300 = on_ramp("50")
some_ticks = st.sets(st.sampled_from(sorted(ALL_TICKS))).map(frozenset)


def first_ticks(item: str, **counts: int) -> frozenset[str]:
    """The first so many checkpoints of each level of one item."""
    levels = {level.code.value: level.checkpoints for level in PMQA40.node(item).levels}
    return frozenset(c.id for code, count in counts.items() for c in levels[code][:count])


@pytest.mark.parametrize("case", GOLDEN.item, ids=str)
def test_items_score_as_the_edition_works_them_out(case: GoldenItem) -> None:
    met = first_ticks(case.item, basic=case.b, advance=case.a, significance=case.s)
    assert score(PMQA40, checklist(met)).nodes[case.item] == case.score


def test_every_basic_ticked_without_indicators_leaves_the_total_open() -> None:
    scores = score(PMQA40, checklist(ticks("basic")))
    assert [scores.nodes[category.id] for category in PMQA40.nodes] == [Decimal(300)] * 6 + [None]
    assert (scores.total, scores.band, scores.unscored) == (None, None, RESULTS_ITEMS)
    assert scores.at_least.to_integral_value(rounding="ROUND_FLOOR") == 257
    assert set(scores.levels.values()) == {"basic"}


def test_every_basic_ticked_and_results_at_three_hundred_are_exactly_three_hundred() -> None:
    scores = score(PMQA40, checklist(ticks("basic"), AT_300))
    assert (scores.total, scores.at_least, scores.band) == (Decimal(300), Decimal(300), "basic")


def test_everything_ticked_and_full_results_are_exactly_five_hundred() -> None:
    scores = score(PMQA40, checklist(ALL_TICKS, FULL))
    assert (scores.total, scores.band, scores.unscored) == (Decimal(500), "significance", ())
    assert set(scores.nodes.values()) == {Decimal(500)}
    assert set(scores.nodes_percent.values()) == {Decimal(100)}
    assert dict(scores.levels) == dict.fromkeys(PROCESS_ITEMS, "significance")


def test_two_of_three_basic_are_two_hundred_and_all_advance_without_all_basic_adds_nothing() -> None:
    met = first_ticks("1.1", basic=2) | first_ticks("1.2", basic=2, advance=3)
    scores = score(PMQA40, checklist(met))
    assert (scores.nodes["1.1"], scores.nodes["1.2"]) == (Decimal(200), Decimal(200))
    assert (scores.levels["1.1"], scores.levels["1.2"]) == ("below", "below")


def test_an_item_without_ticks_scores_zero_once_the_sheet_has_checkpoints() -> None:
    scores = score(PMQA40, checklist(()))
    assert {scores.nodes[item] for item in PROCESS_ITEMS} == {Decimal(0)}
    assert (scores.unscored, set(scores.levels.values())) == (RESULTS_ITEMS, {"below"})


def test_without_checkpoints_every_process_item_is_unscored_and_holds_no_level() -> None:
    scores = score(PMQA40, Sheet(kpis=dict.fromkeys(RESULTS_ITEMS, (FULL,))))
    assert (scores.unscored, scores.nodes["7"], scores.total) == (PROCESS_ITEMS, Decimal(500), None)
    assert set(scores.levels.values()) == {None}


def test_an_item_that_could_not_be_judged_is_unscored_even_if_ticked() -> None:
    scores = score(PMQA40, checklist(ALL_TICKS, FULL, cannot_judge=["6.4", "7.2"]))
    assert (scores.unscored, scores.nodes["6"], scores.nodes["6.4"]) == (("6.4", "7.2"), None, None)
    assert (scores.total, scores.band, scores.levels["6.4"], scores.levels["6.3"]) == (None, None, None, "significance")


def test_a_results_item_decided_by_an_assessor_takes_the_place_of_its_indicators() -> None:
    sheet = dataclasses.replace(checklist((), against("0", "1")), decided={"7.1": Decimal(250)})
    scores = score(PMQA40, sheet)
    assert (scores.nodes["7.1"], scores.unscored) == (Decimal(250), RESULTS_ITEMS[1:])


def test_a_value_given_directly_stands_only_where_the_sheet_says_nothing() -> None:
    means = dict.fromkeys((*PROCESS_ITEMS, *RESULTS_ITEMS), Decimal(400))
    sheet = Sheet(node_means=means, kpis={"7.1": (FULL,)}, cannot_judge=frozenset({"1.1"}))
    scores = score(PMQA40, sheet)
    assert (scores.nodes["1.1"], scores.nodes["1.2"], scores.nodes["7.1"]) == (None, Decimal(400), Decimal(500))
    assert set(scores.levels.values()) == {None}


def test_what_the_rubric_does_not_know_is_not_read() -> None:
    assert score(PMQA40, checklist(ALL_TICKS | {"9.9-b1"}, FULL)) == score(PMQA40, checklist(ALL_TICKS, FULL))


def test_a_form_without_a_score_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^unpsa@2020 is a form without a score$"):
        score(FORM, Sheet())


@pytest.mark.parametrize(
    ("total", "band"),
    [
        ("0", "below"),
        ("299." + "9" * 47, "below"),
        ("300", "basic"),
        ("399.99", "basic"),
        ("400", "advance"),
        ("469.995", "advance"),
        ("470", "significance"),
        ("500", "significance"),
    ],
)
def test_a_band_holds_its_lower_end_and_is_read_from_the_unrounded_total(total: str, band: str) -> None:
    assert band_for(PMQA40.bands, Decimal(total)) == band


def test_there_is_no_band_without_a_total_and_none_where_the_rubric_has_none() -> None:
    assert (band_for(PMQA40.bands, None), band_for(POINTS.bands, Decimal(90))) == (None, None)


@proven
@given(some_ticks, st.sampled_from(sorted(ALL_TICKS)))
def test_one_more_checkpoint_never_lowers_any_figure(met: frozenset[str], one: str) -> None:
    before, after = score(PMQA40, checklist(met, AT_300)), score(PMQA40, checklist(met | {one}, AT_300))
    assert all((after.nodes[node] or 0) >= (value or 0) for node, value in before.nodes.items())
    assert after.at_least >= before.at_least


@proven
@given(some_ticks)
def test_every_figure_is_bounded_and_at_least_is_the_total_once_all_is_scored(met: frozenset[str]) -> None:
    scores = score(PMQA40, checklist(met, AT_300))
    assert scores.total == scores.at_least
    assert all(value is not None and 0 <= value <= scores.maximum for value in scores.nodes.values())


@proven
@given(some_ticks)
def test_unscored_items_never_count_for_more_than_nothing(met: frozenset[str]) -> None:
    assert score(PMQA40, checklist(met)).at_least == score(PMQA40, checklist(met, against("1", "0"))).total


@proven
@given(some_ticks)
def test_the_level_of_an_item_agrees_with_its_score(met: frozenset[str]) -> None:
    scores = score(PMQA40, checklist(met))
    floors = {"below": 0, "basic": 300, "advance": 400, "significance": 500}
    held = item_levels(PMQA40, checklist(met))
    assert all((scores.nodes[item] or 0) >= floors[str(level)] for item, level in held.items())


def values(thing: object) -> Iterator[object]:
    """Every single value inside a result."""
    if dataclasses.is_dataclass(thing):
        for field in dataclasses.fields(thing):
            yield from values(getattr(thing, field.name))
    elif isinstance(thing, Mapping):
        for value in thing.values():
            yield from values(value)
    elif isinstance(thing, tuple):
        for value in thing:
            yield from values(value)
    else:
        yield thing


@proven
@given(some_ticks, st.integers(0, 20), st.sampled_from(["0", "35", "95"]))
def test_no_result_ever_holds_a_float(met: frozenset[str], step: int, percent: str) -> None:
    results = (
        score(PMQA40, checklist(met, on_ramp(str(step * 7)))),
        score(POINTS, percents(str(step * 5))),
        score(CATEGORY, judged(percent)),
    )
    assert {type(value).__name__ for value in values(results)} <= {"Decimal", "str", "NoneType", "ItemLevelReached"}
