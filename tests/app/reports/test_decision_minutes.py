"""The record of decisions names who was there, who stepped aside, and the two who signed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.reports.decision_minutes import render_decision_minutes
from tests.app.reports.reading import absent_from
from tests.app.reports.samples.minutes import minutes


def test_the_thai_record_names_members_decisions_reasons_and_signatures() -> None:
    document = minutes("th")
    expected = [
        "บันทึกมติคณะกรรมการ",
        "เอกสารลับจนกว่าจะประกาศผล",
        "4 จาก 5 คน",
        "นายสมชัย ใจเที่ยง (สมมติ) กรรมการ ไม่เข้าประชุม",
        "องค์ประชุม 3 คน · เห็นชอบ 3 ไม่เห็นชอบ 1 งดออกเสียง 0 · ถอนตัวจากการพิจารณา: ศาสตราจารย์เกียรติคุณ ดร.วิภา ฐิติภูมิ (สมมติ)",
        "เสนอโดย นางฐิตารีย์ เลิศวงศ์ (สมมติ) รับรองโดย นายปรีดา ธรรมวิทย์ (สมมติ)",
        "86.75 / 100",
        *(entry.outcome for entry in document.entries),
    ]
    assert absent_from(render_decision_minutes(document, "th"), expected) == []


def test_the_english_record_is_complete() -> None:
    expected = [
        "Confidential until the results are announced",
        "Quorum 3",
        "Recused:",
        "4 of 5",
        "Held on 6 August 2027",
    ]
    assert absent_from(render_decision_minutes(minutes("en"), "en"), expected) == []


@pytest.mark.parametrize(
    ("language", "aside", "partly"),
    [
        (
            "th",
            "3 จาก 5 คน (ถอนตัวจากการพิจารณา 1 คน ไม่นับเป็นผู้เข้าประชุม)",
            "เข้าประชุม ถอนตัวจากการพิจารณา PS-2570-0065",
        ),
        ("en", "3 of 5 (1 recused, not counted as present)", "Present, recused from PS-2570-0065"),
    ],
)
def test_whoever_stood_aside_is_recused_and_not_absent(language: str, aside: str, partly: str) -> None:
    whole = minutes(language)
    first, second, *others = whole.members
    stood_aside = replace(second, recused_from=tuple(entry.application_code for entry in whole.entries))
    once = replace(second, recused_from=("PS-2570-0065",))
    papers = [
        render_decision_minutes(replace(whole, members=(first, member, *others)), language)
        for member in (stood_aside, once)
    ]
    assert absent_from(papers[0], [aside]) == absent_from(papers[1], [partly]) == []


def test_a_self_assessment_that_goes_by_its_agency_is_named_once() -> None:
    entry = replace(minutes("en").entries[0], title="Department of Tests", agency="Department of Tests", reason="")
    pdf = render_decision_minutes(replace(minutes("en"), entries=(entry,), minutes=""), "en")
    assert absent_from(pdf, ["Department of Tests Department of Tests"]) != []


def test_a_record_without_members_or_minutes_leaves_their_headings_out() -> None:
    whole = minutes("en")
    unattended = tuple(replace(entry, present=()) for entry in whole.entries)
    bare = replace(whole, members=(), minutes="", entries=unattended)
    left_out = ["Members", "Present"]
    pdf = render_decision_minutes(bare, "en")
    assert absent_from(pdf, left_out) == left_out


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_same_record_always_gives_the_same_bytes(language: str) -> None:
    assert render_decision_minutes(minutes(language), language) == render_decision_minutes(minutes(language), language)
