"""The receipt holds what a person needs to prove a submission, in both languages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.reports.receipt import Due, receipt_manuscript
from app.reports.wording import grouped_hash
from tests.app.reports.reading import absent_from, pages_of, text_of
from tests.app.reports.samples.receipts import digest, receipt

HASHES = [grouped_hash(digest(part)) for part in ("snapshot", "head", "rubric", "user-satisfaction-survey-2026.pdf")]


def test_the_thai_receipt_says_what_when_and_how_to_prove_it() -> None:
    pdf = receipt_manuscript(receipt("th"), "th").typeset()
    expected = [
        "ใบรับใบสมัคร",
        "ใบรับเลขที่",
        "PS-2570-0064-01",
        "น้ำปิงบอกก่อน: ระบบเตือนภัยน้ำท่วมล่วงหน้า 72 ชั่วโมงที่ผู้สูงอายุอ่านเข้าใจ",
        "กรมบริการข้อมูลน้ำ (สมมติ)",
        "28 มกราคม 2570 เวลา 16.41 น. (เวลาไทย Asia/Bangkok)",
        "ปิดรับสมัคร 29 มกราคม 2570 เวลา 16.30 น.",
        "18,244",
        "หน้า 1 จาก 2",
        *HASHES[:3],
    ]
    assert (pages_of(pdf), absent_from(pdf, expected)) == (2, [])


def test_the_english_receipt_says_the_same() -> None:
    pdf = receipt_manuscript(receipt("en"), "en").typeset()
    expected = [
        "Receipt",
        "Department of Water Information (fictional)",
        "28 January 2027, 16:41 (Asia/Bangkok)",
        "2027 (B.E. 2570)",
        "user-satisfaction-survey-2026.pdf",
        "16,535",
        "Page 1 of 2",
        *HASHES,
    ]
    assert absent_from(pdf, expected) == []


def test_a_correction_is_measured_by_the_day_that_was_set_for_it() -> None:
    corrected = replace(receipt("en"), number="PS-2570-0064-02", due=Due.CORRECTION)
    expected = ["PS-2570-0064-02", "Correction due 29 January 2027, 16:30"]
    assert absent_from(receipt_manuscript(corrected, "en").typeset(), expected) == []


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_same_submission_always_gives_the_same_bytes(language: str) -> None:
    first, again = (receipt_manuscript(receipt(language), language) for _ in range(2))
    assert (first.fingerprint, first.typeset()) == (again.fingerprint, again.typeset())


def test_an_entry_without_files_has_no_table_of_files() -> None:
    plain = receipt("en")
    bare = replace(plain, sections=tuple(replace(section, files=()) for section in plain.sections))
    assert absent_from(receipt_manuscript(bare, "en").typeset(), ["Files and their hashes"]) == [
        "Files and their hashes"
    ]


def test_text_that_looks_like_markup_or_code_is_printed_as_it_was_typed() -> None:
    typed = '#read("/etc/passwd") *bold* _low_ @ref $x^2$ = head <label> `code` \\ #{1+1} [a](b)'
    pdf = receipt_manuscript(replace(receipt("en"), title=typed), "en").typeset()
    assert (absent_from(pdf, [typed]), "root:x:0" in text_of(pdf)) == ([], False)


def test_a_language_the_documents_do_not_speak_is_refused() -> None:
    with pytest.raises(ValueError, match="not 'fr'"):
        receipt_manuscript(receipt("en"), "fr").typeset()
