"""The printed score sheet says what was scored, what was not, and why it counts or does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from app.reports.score_sheet import ScoreSheet, score_sheet_manuscript
from app.reports.score_sheet_rows import ScoredNode, score_table
from tests.app.reports.reading import absent_from
from tests.app.reports.samples.score_sheets import bands_sheet, checklist_sheet, points_sheet

Sample = Callable[[str], ScoreSheet]


def test_an_unscored_total_is_at_least_something_and_never_zero() -> None:
    pdf = score_sheet_manuscript(checklist_sheet("th"), "th").typeset()
    expected = [
        "คะแนนรวม – จาก 500",
        "อย่างน้อย 257 คะแนน ยังไม่ได้ให้คะแนน 1 หัวข้อ ได้แก่ 1.2",
        "1.2 การป้องกันทุจริตและสร้างความโปร่งใส ตัดสินไม่ได้จากหลักฐานที่มี",
        "รองศาสตราจารย์ ดร.ปิยะฉัตร ตั้งมั่นธรรม (สมมติ)",
        "ห้ามเปิดเผยต่อหน่วยงานผู้สมัคร",
        "มีระบบกำกับดูแลองค์การที่โปร่งใสและตรวจสอบได้ ผ่าน",
        "ประเด็นที่ต้องตรวจในพื้นที่",
    ]
    assert absent_from(pdf, expected) == []


def test_a_points_sheet_shows_percent_and_points_half_up() -> None:
    pdf = score_sheet_manuscript(points_sheet("en"), "en").typeset()
    assert absent_from(pdf, ["82.50 of 100", "82.5 4.13 5", "Score 4.13 of 5 · 82.5 percent", "Submitted"]) == []


def test_a_void_sheet_says_so_and_why() -> None:
    pdf = score_sheet_manuscript(bands_sheet("en"), "en").typeset()
    expected = [
        "This sheet is void and counts nowhere. Reason: A conflict of interest was found later",
        "Learning 2",
        "1,000",
    ]
    assert absent_from(pdf, expected) == []


def test_a_draft_says_that_it_is_one() -> None:
    draft = replace(points_sheet("en"), submitted_at=None, sheet_sha256=None)
    hidden = ["Hash of the scores"]
    pdf = score_sheet_manuscript(draft, "en").typeset()
    assert (absent_from(pdf, ["Draft, not submitted"]), absent_from(pdf, hidden)) == ([], hidden)


def test_columns_that_no_node_fills_are_left_out() -> None:
    nodes = [ScoredNode("1", "ก", 0, Decimal(1), Decimal(2))]
    assert score_table(nodes, "en")["heads"] == ["Item", "Score", "Of"]
    assert score_table([*nodes, replace(nodes[0], level="Basic")], "en")["heads"] == ["Item", "Level", "Score", "Of"]
    assert score_table([*nodes, replace(nodes[0], percent=Decimal(5))], "en")["heads"] == [
        "Item",
        "Percent",
        "Score",
        "Of",
    ]


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("sample", [checklist_sheet, points_sheet, bands_sheet])
def test_the_same_sheet_always_gives_the_same_bytes(sample: Sample, language: str) -> None:
    first, again = (score_sheet_manuscript(sample(language), language) for _ in range(2))
    assert (first.fingerprint, first.typeset()) == (again.fingerprint, again.typeset())
