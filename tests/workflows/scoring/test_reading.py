"""A raw sheet is read whole or refused with every fault in plain words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from rubrics.model import Rubric
from tests.workflows.scoring.editions import CATEGORY, FORM, PMQA40, POINTS
from workflows.scoring.reading import parse_sheet
from workflows.scoring.sheet import AdliScore, Kpi, Sheet, SheetFaults

ADLI = {"approach": 3, "deployment": 3, "learning": 2, "integration": 3}
GENERIC = {"rule": "generic", "actual": "91", "target": "90", "direction": "more"}
RAMP = {"rule": "ramp", "actual": 97, "floor": 94, "ceiling": 98}


def faults(rubric: Rubric, raw: Any) -> list[str]:
    with pytest.raises(SheetFaults) as refused:
        parse_sheet(rubric, raw)
    return list(refused.value.faults)


def kpi_faults(**changes: object) -> list[str]:
    kpi = {key: value for key, value in {**GENERIC, **changes}.items() if value != "absent"}
    return faults(PMQA40, {"kpis": {"7.1": [kpi]}})


def adli_faults(**changes: object) -> list[str]:
    entry = {key: value for key, value in {**ADLI, "percent": 45, **changes}.items() if value != "absent"}
    return faults(CATEGORY, {"adli": {"1.1": entry}})


def test_a_checklist_sheet_is_read_with_its_ticks_and_indicators() -> None:
    raw = {"checkpoints": ["1.1-b1", "1.1-b1"], "cannot_judge": ["6.4"], "kpis": {"7.1": [GENERIC, RAMP]}}
    generic = Kpi(rule="generic", actual=Decimal(91), target=Decimal(90))
    ramp = Kpi(rule="ramp", actual=Decimal(97), floor=Decimal(94), ceiling=Decimal(98))
    assert parse_sheet(PMQA40, raw) == Sheet(
        checkpoints=frozenset({"1.1-b1"}), cannot_judge=frozenset({"6.4"}), kpis={"7.1": (generic, ramp)}
    )


def test_no_checkpoints_and_an_empty_list_of_them_are_two_things() -> None:
    assert parse_sheet(PMQA40, {}).checkpoints is None
    assert parse_sheet(PMQA40, {"checkpoints": []}).checkpoints == frozenset()


@pytest.mark.parametrize("percent", ["75", 75, Decimal(75), "75.0", Decimal("7.5E+1")])
def test_a_percent_may_be_text_or_an_exact_number(percent: object) -> None:
    assert parse_sheet(POINTS, {"points": {"d1.1": percent}}) == Sheet(points={"d1.1": Decimal(75)})


def test_null_is_not_scored_yet() -> None:
    assert parse_sheet(POINTS, {"points": {"d1.1": None}}) == Sheet()
    assert parse_sheet(CATEGORY, {"adli": {"1.1": {**ADLI, "percent": None}}}).adli == {"1.1": AdliScore(ADLI, None)}
    unmeasured = parse_sheet(PMQA40, {"kpis": {"7.1": [{**GENERIC, "actual": None}]}}).kpis
    assert unmeasured == {"7.1": (Kpi(rule="generic", actual=None, target=Decimal(90)),)}


def test_dimensions_may_still_be_open_while_no_percent_is_chosen() -> None:
    raw = {"approach": 3, "deployment": None, "percent": None}
    assert parse_sheet(CATEGORY, {"adli": {"1.1": raw}}).adli == {"1.1": AdliScore({"approach": 3}, None)}


def test_a_judgement_is_read_with_its_levels_and_percent() -> None:
    assert parse_sheet(CATEGORY, {"adli": {"1.1": {**ADLI, "percent": "45"}}}) == Sheet(
        adli={"1.1": AdliScore(ADLI, Decimal(45))}
    )


@pytest.mark.parametrize(
    ("rubric", "key", "fault"),
    [
        (POINTS, "adli", "adli: a sheet scored by points has no such key; it takes points"),
        (CATEGORY, "points", "points: a sheet scored by adli_letci has no such key; it takes adli"),
        (
            PMQA40,
            "points",
            "points: a sheet scored by level_checklist has no such key; it takes checkpoints, cannot_judge, kpis",
        ),
        (POINTS, "node_means", "node_means: a sheet scored by points has no such key; it takes points"),
    ],
)
def test_a_key_of_another_method_is_refused(rubric: Rubric, key: str, fault: str) -> None:
    assert faults(rubric, {key: {}}) == [fault]


def test_a_form_takes_no_sheet_at_all() -> None:
    assert faults(FORM, {}) == ["unpsa@2020: this is a form without a score"]


def test_every_fault_of_a_sheet_is_told_at_once_with_its_place() -> None:
    raw = {
        "checkpoints": ["1.1-b9", 7, "9.9-x1"],
        "cannot_judge": ["6"],
        "kpis": {"7.1": [{**GENERIC, "target": "ninety"}, 5], "1.1": [], "8": []},
        "points": {},
    }
    assert faults(PMQA40, raw) == [
        "points: a sheet scored by level_checklist has no such key; it takes checkpoints, cannot_judge, kpis",
        "checkpoints: 7 is not an id",
        "checkpoints: pmqa40@2564 has no checkpoint '1.1-b9'",
        "checkpoints: pmqa40@2564 has no checkpoint '9.9-x1'",
        "cannot_judge: pmqa40@2564 has no item '6'",
        "kpis > 7.1 > 1 > target: 'ninety' is not a decimal number",
        "kpis > 7.1 > 2: must be an object",
        "kpis > 1.1: this item takes checkpoints, not indicators",
        "kpis > 8: pmqa40@2564 scores no node of this id",
    ]


def test_each_fault_names_the_place_to_mend() -> None:
    with pytest.raises(SheetFaults) as refused:
        parse_sheet(POINTS, {"points": {"d1.1": "76"}})
    assert [obstacle.field for obstacle in refused.value.obstacles] == ["points > d1.1"]


@pytest.mark.parametrize(
    ("percent", "fault"),
    [
        ("76", "76 is not a multiple of 5"),
        ("72.5", "72.5 is not a multiple of 5"),
        ("105", "105 does not lie between 0 and 100"),
        ("-5", "-5 does not lie between 0 and 100"),
        (75.0, "75.0 is a binary float; give a decimal"),
        ("NaN", "'NaN' is not a decimal number"),
        (Decimal("NaN"), "NaN is not a decimal number"),
        (Decimal("sNaN"), "sNaN is not a decimal number"),
        (Decimal("Infinity"), "Infinity is not a decimal number"),
        ("1e2", "'1e2' is not a decimal number"),
        ("๗๕", "'๗๕' is not a decimal number"),
        (" 75", "' 75' is not a decimal number"),
        ("7_5", "'7_5' is not a decimal number"),
        ("", "'' is not a decimal number"),
        (True, "true is not a decimal number"),
        ([75], "a list is not a decimal number"),
        ({}, "an object is not a decimal number"),
        ("x" * 99, "'" + "x" * 58 + "… is not a decimal number"),
        (10**15, "1000000000000000 has more than 15 digits before or 10 after the point"),
        (Decimal("1E+999999999"), "1E+999999999 has more than 15 digits before or 10 after the point"),
        ("0.00000000001", "'0.00000000001' has more than 15 digits before or 10 after the point"),
    ],
)
def test_a_percent_that_is_none_is_refused(percent: object, fault: str) -> None:
    assert faults(POINTS, {"points": {"d1.1": percent}}) == [f"points > d1.1: {fault}"]


def test_a_dimension_or_an_unknown_node_takes_no_percent() -> None:
    assert faults(POINTS, {"points": {"d1": "75", "d9.9": "75", "ไทย": "75"}}) == [
        "points > d1: ps-development@2564 scores no node of this id",
        "points > d9.9: ps-development@2564 scores no node of this id",
        "points > 'ไทย': ps-development@2564 scores no node of this id",
    ]


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        ([], "sheet: must be an object"),
        ({"checkpoints": None}, "checkpoints: must be a list"),
        ({"checkpoints": {"1.1-b1": True}}, "checkpoints: must be a list"),
        ({"cannot_judge": "6.4"}, "cannot_judge: must be a list"),
        ({"kpis": []}, "kpis: must be an object"),
        ({"kpis": {"7.1": {}}}, "kpis > 7.1: must be a list"),
    ],
)
def test_a_sheet_of_the_wrong_shape_is_refused(raw: object, fault: str) -> None:
    assert faults(PMQA40, raw) == [fault]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"percent": 50}, ["percent: 50 lies in band 3, above the weakest dimension (level 2)"]),
        ({"percent": "47"}, ["percent: 47 is none of " + ", ".join(str(value) for value in range(0, 101, 5))]),
        ({"percent": 45.0}, ["percent: 45.0 is a binary float; give a decimal"]),
        ({"learning": 6, "percent": 65}, ["learning: 6 is not a whole number from 0 to 5"]),
        ({"learning": Decimal("2.5")}, ["learning: 2.5 is not a whole number from 0 to 5"]),
        ({"learning": 2.0}, ["learning: 2.0 is not a whole number from 0 to 5"]),
        ({"learning": True}, ["learning: true is not a whole number from 0 to 5"]),
        ({"learning": "absent"}, ["learning: is missing"]),
        ({"learning": None}, ["learning: is missing"]),
        ({"percent": "absent"}, ["percent: is missing"]),
        ({"percent": None, "learning": 6}, ["learning: 6 is not a whole number from 0 to 5"]),
        (
            {"trends": 3},
            ["trends: is no key of this entry; it takes approach, deployment, learning, integration, percent"],
        ),
    ],
)
def test_a_judgement_the_dimensions_do_not_carry_is_refused(changes: dict[str, object], expected: list[str]) -> None:
    assert adli_faults(**changes) == [f"adli > 1.1 > {fault}" for fault in expected]


def test_results_items_are_judged_by_the_dimensions_of_results() -> None:
    raw = {"levels": 3, "trends": 3, "comparisons": 3, "integration": 3, "percent": 65}
    assert parse_sheet(CATEGORY, {"adli": {"7.1": raw}}).adli["7.1"].percent == Decimal(65)
    assert faults(CATEGORY, {"adli": {"7.1": "65"}}) == ["adli > 7.1: must be an object"]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"rule": "steps"}, " > rule: 'steps' is none of generic, ramp"),
        ({"rule": "absent"}, " > rule: null is none of generic, ramp"),
        ({"actual": "absent"}, " > actual: is missing"),
        ({"target": 90.0}, " > target: 90.0 is a binary float; give a decimal"),
        ({"direction": "up"}, " > direction: 'up' is none of more, less"),
        ({"direction": "absent"}, " > direction: is missing"),
        ({"floor": 1}, " > floor: is no key of this entry; it takes rule, actual, target, direction, decided, reason"),
        (
            {"decided": 300, "reason": "x"},
            " > decided: an assessor decides only where no target above 0 is given",
        ),
        ({"target": 0, "decided": 300}, " > reason: a decided value needs its reason"),
        ({"target": 0, "decided": 501, "reason": "x"}, " > decided: 501 does not lie between 0 and 500"),
        ({"reason": 5}, " > reason: 5 is not text"),
        (
            {**RAMP, "reason": "x"},
            " > reason: is no key of this entry; it takes rule, actual, floor, ceiling, target, direction",
        ),
        ({**RAMP, "ceiling": 94}, ": the floor 94 does not lie below the ceiling 94"),
        ({**RAMP, "direction": "less"}, " > direction: a ramp is for indicators where more is better"),
    ],
)
def test_an_indicator_that_cannot_be_scored_by_its_rule_is_refused(changes: dict[str, object], fault: str) -> None:
    assert kpi_faults(**changes) == [f"kpis > 7.1 > 1{fault}"]


def test_a_decided_value_with_a_reason_is_read() -> None:
    kpi = {**GENERIC, "target": 0, "decided": "300", "reason": "No accident in three years."}
    read = Kpi("generic", Decimal(91), Decimal(0), decided=Decimal(300), reason="No accident in three years.")
    assert parse_sheet(PMQA40, {"kpis": {"7.1": [kpi]}}).kpis == {"7.1": (read,)}


def test_an_item_takes_no_more_indicators_than_the_rubric_says() -> None:
    assert len(parse_sheet(PMQA40, {"kpis": {"7.1": [GENERIC] * 10}}).kpis["7.1"]) == 10
    assert faults(PMQA40, {"kpis": {"7.1": [GENERIC] * 11}}) == ["kpis > 7.1: 11 indicators are more than 10"]
