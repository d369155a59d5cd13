"""What stands on every page of every document: the issuer, the kind of document, its code, page numbers."""

from __future__ import annotations

from datetime import datetime

from app.reports.wording import Text, instant

_BRAND = Text(th="เลิศรัฐ", en="Lertrat")
_BRAND_LINE = Text(
    th="รางวัลเลิศรัฐและการประเมินสถานะการเป็นระบบราชการ 4.0",
    en="Public Sector Excellence Award and PMQA 4.0",
)
OFFICE = Text(th="สำนักงานคณะกรรมการพัฒนาระบบราชการ", en="Office of the Public Sector Development Commission")
_PAGE = Text(th="หน้า", en="Page")
_OF = Text(th="จาก", en="of")
_ISSUED = Text(th="ออกเมื่อ %(when)s", en="Issued %(when)s")


def frame(kind: Text, language: str, *, issuer: str, code: str, subject: str, issued_at: datetime) -> dict[str, str]:
    """Return the part of the data that the shared template reads; `subject` is whom or what the document is about."""
    name = kind.in_language(language)
    return {
        "language": language,
        "title": f"{name}: {subject} ({code})" if subject else f"{name} ({code})",
        "kind": name,
        "subject": subject,
        "code": code,
        "issuer": issuer,
        "brand": _BRAND.in_language(language),
        "brand_line": _BRAND_LINE.in_language(language),
        "page": _PAGE.in_language(language),
        "of": _OF.in_language(language),
        "foot": _ISSUED.in_language(language, when=instant(issued_at, language)),
    }
