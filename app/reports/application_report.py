"""The Application Report assembled to one document: cover, contents, chapters, list of evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.reports.dossier import Evidence, Part, dossier
from app.reports.letterhead import frame
from app.reports.pdf import Manuscript
from app.reports.wording import Text, award_year, grouped_hash, instant


@dataclass(frozen=True)
class ApplicationReport:
    """The report of one application. `submitted_at` and the hash are None while the agency still writes it."""

    application_code: str
    agency: str
    responsible_unit: str | None
    ministry: str | None
    programme: str
    cycle_year_be: int
    issuer: str
    printed_at: datetime
    submitted_at: datetime | None
    snapshot_sha256: str | None
    parts: tuple[Part, ...]
    evidence: tuple[Evidence, ...]


KIND = Text(th="รายงานผลการดำเนินการ", en="Application Report")
_CONTENTS = Text(th="สารบัญ", en="Contents")
_CYCLE = Text(th="รอบปี %(year)s", en="Cycle %(year)s")
_SUBMITTED = Text(th="ส่งเมื่อ %(when)s", en="Submitted %(when)s")
_DRAFT = Text(th="ฉบับร่าง ยังไม่ได้ส่ง พิมพ์เมื่อ %(when)s", en="Draft, not submitted. Printed %(when)s")
_SNAPSHOT = Text(th="รหัสสำเนา (SHA-256)", en="Snapshot (SHA-256)")
_OFFERED = Text(th="เสนอต่อ%(issuer)s", en="To the %(issuer)s")


def render_application_report(document: ApplicationReport, language: str) -> bytes:
    """Return the report as a PDF, dated when it was submitted, or when it was printed while it is a draft."""
    timestamp = document.submitted_at or document.printed_at
    return Manuscript("application_report", _contents(document, language, timestamp), timestamp).typeset()


def _contents(document: ApplicationReport, language: str, timestamp: datetime) -> dict[str, object]:
    status = _SUBMITTED if document.submitted_at else _DRAFT
    return {
        "frame": frame(
            KIND,
            language,
            issuer=document.issuer,
            code=document.application_code,
            subject=document.agency,
            issued_at=timestamp,
        ),
        "contents_heading": _CONTENTS.in_language(language),
        "programme": document.programme,
        "cycle": _CYCLE.in_language(language, year=award_year(document.cycle_year_be, language)),
        "belongs_to": [name for name in (document.responsible_unit, document.ministry) if name],
        "offered": _OFFERED.in_language(language, issuer=document.issuer),
        "status": status.in_language(language, when=instant(timestamp, language)),
        "snapshot_label": _SNAPSHOT.in_language(language),
        "snapshot": grouped_hash(document.snapshot_sha256 or ""),
        **dossier(document.parts, document.evidence, language),
    }
