"""Reading what a browser sends of one node: every way of judging, Thai digits, and two windows at once."""

from __future__ import annotations

from typing import Any

import pytest

from app.services.judgements import Fields, content_of, fields_of, merged, read_fields, settle_percent
from rubrics import load_rubric
from workflows.errors import RuleBroken

POINTS, CATEGORY, CHECKLIST = (
    load_rubric(name) for name in ("ps-innovation@2564", "pmqa-category@2564", "pmqa40@2564")
)
COMMENTS = ("strengths", "opportunities", "note")
GENERIC = {"rule": "generic", "actual": "91", "target": "90", "direction": "more"}
RAMP = {"rule": "ramp", "actual": "97", "floor": "75", "ceiling": "95"}


def read(rubric_id: str, node: str, given: dict[str, Any], claims: list[dict[str, Any]] | None = None) -> Fields:
    rubric = load_rubric(rubric_id)
    return read_fields(rubric, rubric.node(node), given, comments=COMMENTS, claims=claims or [])


def refusal(rubric_id: str, node: str, given: dict[str, Any], claims: list[dict[str, Any]] | None = None) -> list[Any]:
    with pytest.raises(RuleBroken) as broken:
        read(rubric_id, node, given, claims)
    return [(obstacle.field, str(obstacle)) for obstacle in broken.value.obstacles]


@pytest.mark.parametrize("typed", ["75", "๗๕", " 75 % ", "75.0"])
def test_a_percent_is_read_as_it_is_typed(typed: str) -> None:
    assert read("ps-innovation@2564", "d1.1", {"percent": typed}) == {"percent": "75"}


def test_a_percent_off_its_steps_is_refused_with_the_steps() -> None:
    message = "Give a percent from 0 to 100 in steps of 5"
    assert refusal("ps-innovation@2564", "d1.1", {"percent": "77"}) == [("percent", message)]
    assert refusal("ps-innovation@2564", "d1.1", {"percent": "มาก"}) == [("percent", "Enter a number")]


def test_an_unknown_field_is_refused_and_the_others_named_with_it() -> None:
    assert refusal("ps-innovation@2564", "d1.1", {"ticks": [], "percent": "1"}) == [
        ("ticks", "The criteria have no such part"),
        ("percent", "Give a percent from 0 to 100 in steps of 5"),
    ]


def test_ticks_are_kept_in_the_order_of_the_criteria_and_strangers_left_out() -> None:
    given = {"ticks": ["1.1-a1", "1.1-b1", "2.1-b1"]}
    assert read("pmqa40@2564", "1.1", given) == {"ticks": ["1.1-b1", "1.1-a1"]}


def test_an_assessor_corrects_figures_and_never_the_rule() -> None:
    rows = [{"actual": "๙๒", "target": "95", "rule": "ramp"}, {"actual": "80", "ceiling": "81"}]
    assert read("pmqa40@2564", "7.1", {"kpis": rows}, [GENERIC, RAMP]) == {
        "kpis": [{**GENERIC, "actual": "92", "target": "95"}, {**RAMP, "actual": "80"}]
    }


def test_a_score_is_decided_only_without_a_target_and_with_a_reason() -> None:
    decided = {"actual": "9", "target": "0", "decided": "250", "reason": "เทียบกับปีฐานแล้ว"}
    stored = {**GENERIC, "actual": "9", "target": "0", "decided": "250", "reason": "เทียบกับปีฐานแล้ว"}
    assert read("pmqa40@2564", "7.1", {"kpis": [decided]}, [GENERIC]) == {"kpis": [stored]}
    assert refusal("pmqa40@2564", "7.1", {"kpis": [decided | {"reason": " "}]}, [GENERIC]) == [
        ("kpis", "A decided score needs its reason")
    ]
    assert refusal("pmqa40@2564", "7.1", {"kpis": [decided | {"target": "90"}]}, [GENERIC]) == [
        ("kpis", "An assessor decides a score only where no target above 0 is given")
    ]


def judged(**levels: str) -> Fields:
    leaf = CATEGORY.node("1.1")
    return fields_of(CATEGORY, leaf, {}, COMMENTS) | {f"level-{name}": level for name, level in levels.items()}


def test_a_percent_above_the_weakest_dimension_is_refused_when_chosen() -> None:
    fields = judged(approach="3", deployment="2", learning="3", integration="3") | {"percent": "50"}
    with pytest.raises(RuleBroken) as broken:
        settle_percent(CATEGORY, CATEGORY.node("1.1"), fields, is_chosen=True)
    assert [str(each) for each in broken.value.obstacles] == [
        "Choose a percent of band 2 or lower, the level of the weakest dimension"
    ]


def test_a_percent_chosen_before_is_open_again_when_a_dimension_falls_below_it() -> None:
    fields = judged(approach="3", deployment="2", learning="3", integration="3") | {"percent": "50"}
    settle_percent(CATEGORY, CATEGORY.node("1.1"), fields, is_chosen=False)
    assert fields["percent"] == ""


def test_a_percent_needs_every_dimension() -> None:
    fields = judged(approach="3") | {"percent": "10"}
    with pytest.raises(RuleBroken) as broken:
        settle_percent(CATEGORY, CATEGORY.node("1.1"), fields, is_chosen=True)
    assert [str(each) for each in broken.value.obstacles] == ["Judge every dimension before you choose a percent"]


@pytest.mark.parametrize(
    ("rubric_id", "node", "value"),
    [
        ("ps-innovation@2564", "d1.1", {"percent": "75"}),
        ("pmqa-category@2564", "1.1", {"levels": {"approach": 0, "learning": 4}, "percent": None}),
        ("pmqa40@2564", "1.1", {"ticks": []}),
        ("pmqa40@2564", "7.1", {"kpis": [GENERIC]}),
    ],
)
def test_content_comes_back_from_its_fields(rubric_id: str, node: str, value: dict[str, Any]) -> None:
    rubric = load_rubric(rubric_id)
    leaf = rubric.node(node)
    content = {"value": value, "cannot_judge": False, "strengths": "ก", "opportunities": "", "note": ""}
    assert content_of(rubric, leaf, fields_of(rubric, leaf, content, COMMENTS), COMMENTS) == content


def test_what_two_windows_changed_apart_is_merged() -> None:
    base = {"percent": "50", "strengths": "เดิม", "note": ""}
    current = {"percent": "50", "strengths": "ใหม่", "note": ""}
    mine = {"percent": "75", "strengths": "เดิม"}
    assert merged(base, current, mine) == ({"percent": "75", "strengths": "ใหม่", "note": ""}, [])


def test_what_two_windows_changed_differently_clashes() -> None:
    base = {"percent": "50", "strengths": ""}
    assert merged(base, {"percent": "50", "strengths": "ก"}, {"strengths": "ข"})[1] == ["strengths"]
    assert merged(base, {"percent": "50", "strengths": "ก"}, {"strengths": "ก"})[1] == []


def test_a_suggestion_belongs_to_a_level_and_is_no_judgement() -> None:
    assert read("pmqa40@2564", "1.1", {"suggestion-advance": " ขาดการทบทวน "}) == {"suggestion-advance": "ขาดการทบทวน"}
    refused = ("suggestion-expert", "The criteria have no such part")
    assert refusal("pmqa40@2564", "1.1", {"suggestion-expert": "x"}) == [refused]
    assert refusal("ps-innovation@2564", "d1.1", {"suggestion-basic": "x"})[0][0] == "suggestion-basic"
    item = CHECKLIST.node("1.1")
    fields = fields_of(CHECKLIST, item, {}, COMMENTS) | {"suggestion-basic": "ขาดเป้าหมาย"}
    stored = content_of(CHECKLIST, item, fields, COMMENTS)["value"]
    assert stored == {"suggestions": {"basic": "ขาดเป้าหมาย"}}
    assert fields_of(CHECKLIST, item, {"value": stored}, COMMENTS) == fields
