"""The certificate of an announced result: one page, one language, and the code by which anyone can check it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.reports.letterhead import OFFICE, frame
from app.reports.pdf import Manuscript
from app.reports.wording import Text, award_year, day


@dataclass(frozen=True)
class Certificate:
    """What a certificate states: a certified status (`is_status`), a level of an award (`is_level`), or an award."""

    application_code: str
    agency: str
    ministry: str | None
    title: str | None
    programme: str
    outcome: str
    cycle_year_be: int
    issued_at: datetime
    code: str
    address: str
    is_status: bool
    is_level: bool


_STATUS = Text(th="ใบรับรองสถานะการเป็นระบบราชการ 4.0", en="Certificate of Bureaucracy 4.0 status")
_AWARD = Text(th="ใบประกาศเกียรติคุณ", en="Certificate of award")
_CERTIFIES = Text(th="%(issuer)s ขอรับรองว่า", en="The %(issuer)s certifies that")
_STATUS_REACHED = Text(
    th="ผ่านการประเมินสถานะการเป็นระบบราชการ 4.0", en="was assessed and reached the Bureaucracy 4.0 status"
)
_AWARDED = Text(th="ได้รับรางวัล", en="received the award")
_AWARDED_AT = Text(th="ได้รับรางวัลระดับ", en="received the award at the level")
_YEAR = Text(th="ประจำปี พ.ศ. %(year)s", en="for the year %(year)s")
_ISSUED = Text(th="ให้ไว้ ณ วันที่ %(day)s", en="Given on %(day)s")
_CODE = Text(th="รหัสตรวจสอบ", en="Verification code")
_CHECK = Text(th="ตรวจสอบใบรับรองนี้ได้ที่", en="Anyone can check this certificate at")
_ELECTRONIC = Text(
    th="ออกด้วยระบบอิเล็กทรอนิกส์ มีผลตราบที่การตรวจสอบรหัสยืนยันว่ายังใช้ได้",
    en="Issued electronically. It holds for as long as a check of its code says that it is valid.",
)


def render_certificate(certificate: Certificate, language: str) -> bytes:
    """Return the certificate as a PDF, dated when the result was announced."""
    return Manuscript("certificate", _contents(certificate, language), certificate.issued_at).typeset()


def _contents(certificate: Certificate, language: str) -> dict[str, object]:
    issuer = OFFICE.in_language(language)
    kind = _STATUS if certificate.is_status else _AWARD
    reached = _STATUS_REACHED if certificate.is_status else _AWARDED_AT if certificate.is_level else _AWARDED
    return {
        "frame": frame(
            kind,
            language,
            issuer=issuer,
            code=certificate.application_code,
            subject=certificate.agency,
            issued_at=certificate.issued_at,
        ),
        "certifies": _CERTIFIES.in_language(language, issuer=issuer),
        "agency": certificate.agency,
        "ministry": certificate.ministry or "",
        "reached": reached.in_language(language),
        "outcome": certificate.outcome,
        "programme": certificate.programme,
        "work": certificate.title or "",
        "year": _YEAR.in_language(language, year=award_year(certificate.cycle_year_be, language)),
        "issued": _ISSUED.in_language(language, day=day(certificate.issued_at, language)),
        "code_label": _CODE.in_language(language),
        "verification": certificate.code,
        "check": _CHECK.in_language(language),
        "address": certificate.address,
        "electronic": _ELECTRONIC.in_language(language),
    }
