"""The certificate of an assessor's service: a Thai page in official layout, and the same in English behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.reports.letterhead import OFFICE, frame
from app.reports.pdf import Manuscript
from app.reports.table_heads import table_heads
from app.reports.wording import Text, award_year, count, day


@dataclass(frozen=True)
class Served:
    """What was done at one kind of stage, named in Thai and English."""

    stage: Text
    applications: int
    sheets: int
    first: date
    last: date


@dataclass(frozen=True)
class ServiceCertificate:
    """What the certificate states. No application, agency or programme is named."""

    name_th: str
    name_en: str
    cycle_year_be: int
    served: Sequence[Served]
    issued_at: datetime
    code: str
    address: str
    letter_number: str = ""


_KIND = Text(th="หนังสือรับรองการปฏิบัติหน้าที่ผู้ตรวจประเมิน", en="Certificate of service as an assessor")
_LETTER = Text(th="ที่ %(number)s", en="No. %(number)s")
_BODY = Text(
    th="หนังสือฉบับนี้ให้ไว้เพื่อรับรองว่า %(name)s ได้ปฏิบัติหน้าที่ผู้ตรวจประเมินรางวัลเลิศรัฐและสถานะการเป็นระบบราชการ 4.0 "
    "ประจำปี พ.ศ. %(year)s ของ%(issuer)s ดังต่อไปนี้",
    en="This is to certify that %(name)s served as an assessor of the Public Sector Excellence Award and the "
    "Bureaucracy 4.0 status assessment of the %(issuer)s in the year %(year)s, as follows.",
)
_COLUMNS = (
    Text(th="ขั้นตอน", en="Stage"),
    Text(th="ผลงาน", en="Entries"),
    Text(th="แบบให้คะแนนที่ส่ง", en="Score sheets"),
    Text(th="ช่วงเวลา", en="From and to"),
)
_TOTAL = Text(th="รวม", en="Total")
_BETWEEN = Text(th="%(first)s ถึง %(last)s", en="%(first)s to %(last)s")
_GIVEN = Text(th="ให้ไว้ ณ วันที่ %(day)s", en="Given on %(day)s")
_CODE = Text(th="รหัสตรวจสอบ", en="Verification code")
_CHECK = Text(th="ตรวจสอบหนังสือรับรองนี้ได้ที่", en="Anyone can check this certificate at")
_ELECTRONIC = Text(th="ออกด้วยระบบอิเล็กทรอนิกส์", en="Issued electronically")


def render_service_certificate(certificate: ServiceCertificate) -> bytes:
    """Return the certificate as a PDF of two pages, dated when it was issued."""
    pages = [_page(certificate, language) for language in ("th", "en")]
    return Manuscript("service_certificate", {"pages": pages}, certificate.issued_at).typeset()


def _page(certificate: ServiceCertificate, language: str) -> dict[str, object]:
    issuer, name = OFFICE.in_language(language), certificate.name_th if language == "th" else certificate.name_en
    number, year = certificate.letter_number, str(certificate.cycle_year_be)
    return {
        "frame": frame(
            _KIND, language, issuer=issuer, code=certificate.code, subject=name, issued_at=certificate.issued_at
        ),
        "letter": _LETTER.in_language(language, number=number) if number else "",
        "body": _BODY.in_language(
            language,
            name=name,
            issuer=issuer,
            year=year if language == "th" else award_year(certificate.cycle_year_be, language),
        ),
        "columns": table_heads(_COLUMNS, language, wide=(0,), numbers=(1, 2)),
        "rows": [*(_row(each, language) for each in certificate.served), _sum(certificate.served, language)],
        "given": _GIVEN.in_language(language, day=day(certificate.issued_at, language)),
        "issuer": issuer,
        "code_label": _CODE.in_language(language),
        "verification": certificate.code,
        "check": _CHECK.in_language(language),
        "address": certificate.address,
        "electronic": _ELECTRONIC.in_language(language),
    }


def _row(served: Served, language: str) -> list[str]:
    between = _BETWEEN.in_language(language, first=day(served.first, language), last=day(served.last, language))
    return [served.stage.in_language(language), count(served.applications), count(served.sheets), between]


def _sum(served: Sequence[Served], language: str) -> list[str]:
    """The sheets alone add up: one entry may have been judged at two stages."""
    return [_TOTAL.in_language(language), "", count(sum(each.sheets for each in served)), ""]
