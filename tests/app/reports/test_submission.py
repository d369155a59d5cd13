"""The print copy of an entry holds the whole snapshot and the proof of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.reports.dossier import Fact, Part, Passage, Table
from app.reports.submission import render_submission
from app.reports.wording import grouped_hash
from tests.app.reports.reading import absent_from, pages_of
from tests.app.reports.samples.dossiers import submission
from tests.app.reports.samples.receipts import digest


def test_the_thai_copy_holds_every_answer_and_says_what_was_left_empty() -> None:
    document = submission("th")
    expected = [
        document.title,
        "จังหวัดเชียงใหม่ องค์การบริหารส่วนตำบลริมปิง (สมมติ)",
        "เว็บไซต์ของผลงาน ไม่ได้กรอก",
        "2,450,000 บาท",
        "3) ผู้นำชุมชนไม่มีช่องทางยืนยันว่าคำเตือนถึงทุกครัวเรือนแล้ว",
        "ไม่มีรายการ",
        "รายการหลักฐาน",
        grouped_hash(digest("snapshot")),
        *(part.title for part in document.parts),
        *(file.name for file in document.evidence),
    ]
    assert absent_from(render_submission(document, "th"), expected) == []


def test_the_english_copy_is_complete() -> None:
    document = submission("en")
    expected = ["Application", "Not filled in", "No rows", "List of evidence", *(part.title for part in document.parts)]
    assert absent_from(render_submission(document, "en"), expected) == []


def test_a_text_of_many_pages_and_a_cell_taller_than_a_page_are_printed_to_their_end() -> None:
    long = "หน่วยงาน " * 700 + "ปลายทาง"
    parts = (Part("1", "ก", (Passage("", long), Table("", ("ข", "ค"), ((long, "1"),)))),)
    pdf = render_submission(replace(submission("th"), parts=parts), "th")
    assert (pages_of(pdf) > 2, absent_from(pdf, ["ปลายทาง"])) == (True, [])


def test_a_file_name_longer_than_its_column_is_printed_whole() -> None:
    name = "flood_overview_upper_ping_2022_2026_final_checked_v2_" + "x" * 120 + ".pdf"
    document = submission("en")
    pdf = render_submission(replace(document, evidence=(replace(document.evidence[0], name=name),)), "en")
    assert absent_from(pdf, [name]) == []


@pytest.mark.parametrize(
    "typed",
    ["x" * 9_000, "/_" * 4_000, "พัฒนา" * 1_500, "หน่วยงาน\n" * 900, "ก" + "\u0e48" * 3_000, " " * 9_000, "\n" * 3_000],
)
def test_no_shape_of_text_keeps_a_copy_from_being_set(typed: str) -> None:
    parts = (Part("1", "ก", (Fact("ข", typed), Passage("", typed), Table("", ("ค", "ง"), ((typed, "1"),)))),)
    assert render_submission(replace(submission("th"), parts=parts), "th").startswith(b"%PDF-")


def test_an_entry_with_nothing_in_it_is_still_a_document() -> None:
    nothing = (Part("", "", ()), Part("", "", (Fact("", ""), Passage("", ""), Table("", ("",), (("",),)))))
    bare = replace(
        submission("th"), title="", agency="", responsible_unit=None, co_owners=(), parts=nothing, evidence=()
    )
    assert pages_of(render_submission(bare, "th")) == 1


@pytest.mark.parametrize(
    "typed", ['#panic("x")', "= heading\n\n- list\n\n/ term: x", "$ x $ `raw` <label> @ref \\u{1}", "//c /*c*/"]
)
def test_markup_in_an_answer_is_printed_as_it_was_typed(typed: str) -> None:
    parts = (Part("1", typed.replace("\n", " "), (Fact(typed, typed), Passage(typed, typed))),)
    assert absent_from(render_submission(replace(submission("en"), parts=parts), "en"), [typed]) == []


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_same_snapshot_always_gives_the_same_bytes(language: str) -> None:
    assert render_submission(submission(language), language) == render_submission(submission(language), language)
