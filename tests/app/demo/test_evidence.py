"""The small invented files that agencies attach in the demonstration."""

from __future__ import annotations

from io import BytesIO

import pikepdf

from app.demo.evidence import evidence_pdf

LINES = ("จำนวนคำถามทั้งหมด 41,286 เรื่อง", "ตอบภายใน 24 ชั่วโมง ร้อยละ 91")


def test_a_file_is_a_pdf_of_one_page_with_its_title() -> None:
    with pikepdf.open(BytesIO(evidence_pdf("รายงานเวลาให้บริการ", LINES))) as pdf:
        assert len(pdf.pages) == 1
        assert str(pdf.open_metadata()["dc:title"]) == "รายงานเวลาให้บริการ"


def test_equal_words_give_equal_bytes() -> None:
    assert evidence_pdf("รายงานเวลาให้บริการ", LINES) == evidence_pdf("รายงานเวลาให้บริการ", LINES)
