"""The certificate can be read back and checked, whichever code it was given."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.reports.certificate import Certificate, render_certificate
from tests.app.reports.reading import absent_from, pages_of
from workflows.certificate import written_code

# In some of these the numbers of glyphs are brackets in balance, which a document writes without an escape.
CODES = ["23456789ABCDEFGH", "5H2XVEFNTT2RGASU"]


def certificate(code: str) -> Certificate:
    return Certificate(
        application_code="P4-2564-0001",
        agency="กรมบริการข้อมูลน้ำ (สมมติ)",
        ministry="กระทรวงตัวอย่าง (สมมติ)",
        title=None,
        programme="การประเมินสถานะการเป็นระบบราชการ 4.0",
        outcome="Significance",
        cycle_year_be=2564,
        issued_at=datetime(2021, 9, 1, 2, 0, tzinfo=UTC),
        code=written_code(code),
        address="https://lertrat.example/certificates",
        is_status=True,
        is_level=False,
    )


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(("language", "says"), [("th", "ขอรับรองว่า"), ("en", "certifies that")])
def test_it_states_the_agency_the_outcome_and_the_code_on_one_page(code: str, language: str, says: str) -> None:
    pdf = render_certificate(certificate(code), language)
    expected = [says, "กรมบริการข้อมูลน้ำ (สมมติ)", "Significance", written_code(code), "lertrat.example/certificates"]
    assert (pages_of(pdf), absent_from(pdf, expected)) == (1, [])


@pytest.mark.parametrize(
    ("outcome", "is_level", "says"),
    [("ดีเด่น", True, "ได้รับรางวัลระดับ"), ("หมวด 1 ด้านการนำองค์การ", False, "ได้รับรางวัล")],
)
def test_a_level_of_an_award_is_called_one(outcome: str, *, is_level: bool, says: str) -> None:
    award = replace(certificate(CODES[0]), outcome=outcome, is_status=False, is_level=is_level)
    pdf = render_certificate(award, "th")
    assert absent_from(pdf, [says, outcome, "ใบประกาศเกียรติคุณ"]) == []
    assert is_level or absent_from(pdf, ["ได้รับรางวัลระดับ"])
