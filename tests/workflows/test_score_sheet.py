"""What stands between a score sheet and its submission."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from rubrics import load_rubric
from workflows.score_sheet import is_judged, sheet_obstacles
from workflows.scoring.reading import parse_sheet
from workflows.scoring.totals import score

POINTS, CHECKLIST = load_rubric("ps-innovation@2564"), load_rubric("pmqa40@2564")


@dataclass
class Said:
    """An entry of a sheet."""

    value: Mapping[str, Any] = field(default_factory=dict)
    cannot_judge: bool = False
    strengths: str = ""
    opportunities: str = ""


def full(percent: str = "50") -> dict[str, Said]:
    return {leaf.id: Said({"percent": percent}, strengths="ดี", opportunities="ขาด") for leaf in POINTS.leaves}


def faults(entries: Mapping[str, Said]) -> list[str]:
    given = {node: entry.value["percent"] for node, entry in entries.items() if entry.value and not entry.cannot_judge}
    scores = score(POINTS, parse_sheet(POINTS, {"points": given}))
    return [str(obstacle) for obstacle in sheet_obstacles(POINTS, entries, scores, len)]


def test_a_full_sheet_may_go() -> None:
    assert faults(full()) == []


def test_a_comment_alone_is_no_judgement() -> None:
    entries = full() | {"d1.1": Said(strengths="ดี", opportunities="ขาด")}
    assert faults(entries) == ["Score d1.1, or say that it cannot be judged"]


def test_what_cannot_be_judged_needs_no_score() -> None:
    assert faults(full() | {"d1.1": Said({"percent": "50"}, cannot_judge=True, strengths="ก", opportunities="ข")}) == []


def test_a_comment_may_be_as_long_as_the_criteria_say_and_no_longer() -> None:
    assert POINTS.comment_rules is not None
    most = POINTS.comment_rules.max_graphemes
    just = Said({"percent": "50"}, strengths="a" * most, opportunities="b" * (most + 3))
    assert faults(full() | {"d1.1": just}) == ["Shorten the comments on d1.1 by 3 characters"]


def test_no_tick_is_a_judgement_only_once_it_was_saved() -> None:
    item = CHECKLIST.leaves[0].id
    scores = score(CHECKLIST, parse_sheet(CHECKLIST, {"checkpoints": []}))
    open_items = [o.field for o in sheet_obstacles(CHECKLIST, {item: Said({"ticks": []})}, scores, len)]
    assert open_items == [leaf.id for leaf in CHECKLIST.leaves if leaf.id != item]


@pytest.mark.parametrize(
    ("value", "judged"),
    [
        ({}, False),
        ({"percent": "0"}, True),
        ({"percent": ""}, False),
        ({"levels": {"approach": 3}, "percent": None}, False),
        ({"ticks": []}, True),
        ({"kpis": []}, False),
        ({"kpis": [{"rule": "generic"}]}, True),
    ],
)
def test_a_judgement_is_told_from_a_beginning(value: dict[str, Any], *, judged: bool) -> None:
    assert is_judged(Said(value)) is judged
