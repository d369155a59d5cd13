"""The Application Report is one document with a cover, contents that name the pages, and all chapters."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from app.reports.application_report import render_application_report
from tests.app.reports.reading import absent_from, pages_of
from tests.app.reports.samples.dossiers import application_report


def test_the_thai_report_has_cover_contents_chapters_and_evidence() -> None:
    document = application_report("th")
    pdf = render_application_report(document, "th")
    expected = [
        "รายงานผลการดำเนินการ",
        "กระทรวงทรัพยากรน้ำและสิ่งแวดล้อม (สมมติ)",
        "เสนอต่อสำนักงาน ก.พ.ร.",
        "ส่งเมื่อ 30 มีนาคม 2570 เวลา 15.59 น.",
        "สารบัญ",
        "วัฒนธรรมองค์การ ไม่ได้กรอก",
        "หน้า 2 จาก 7",
        *(part.title for part in document.parts),
        *(file.name for file in document.evidence),
    ]
    assert (pages_of(pdf), absent_from(pdf, expected)) == (7, [])


def test_the_outline_of_the_file_names_every_chapter_and_item() -> None:
    outline = PdfReader(BytesIO(render_application_report(application_report("en"), "en"))).outline
    titles: list[str] = []
    waiting = list(outline)
    while waiting:
        entry = waiting.pop(0)
        waiting[0:0] = entry if isinstance(entry, list) else []
        titles += [] if isinstance(entry, list) else [entry["/Title"]]
    chapters = [f"{part.number}\u2002{part.title}" for part in application_report("en").parts]
    assert titles == [*chapters, "List of evidence"]


def test_a_draft_says_so_on_its_cover() -> None:
    draft = replace(application_report("en"), submitted_at=None, snapshot_sha256=None)
    assert absent_from(render_application_report(draft, "en"), ["Draft, not submitted. Printed 30 March 2027"]) == []


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_same_report_always_gives_the_same_bytes(language: str) -> None:
    first = render_application_report(application_report(language), language)
    assert first == render_application_report(application_report(language), language)
