"""The print copy of an award entry: the snapshot as it was handed in, for reading and for the file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.reports.dossier import Evidence, Part, dossier
from app.reports.letterhead import frame
from app.reports.pdf import Manuscript
from app.reports.wording import Text, award_year, grouped_hash, instant


@dataclass(frozen=True)
class Submission:
    """A snapshot of an entry, in the words of the agency; labels are in the language the copy is wanted in."""

    application_code: str
    title: str
    agency: str
    responsible_unit: str | None
    co_owners: tuple[str, ...]
    programme: str
    cycle_year_be: int
    issuer: str
    submitted_at: datetime
    snapshot_sha256: str
    parts: tuple[Part, ...]
    evidence: tuple[Evidence, ...]


_KIND = Text(th="ใบสมัคร", en="Application")
_LABELS = {
    "code": Text(th="เลขที่ใบสมัคร", en="Application"),
    "agency": Text(th="หน่วยงาน", en="Agency"),
    "unit": Text(th="หน่วยงานที่รับผิดชอบ", en="Responsible unit"),
    "co_owners": Text(th="หน่วยงานเจ้าของผลงานร่วม", en="Co-owning agencies"),
    "submitted": Text(th="ส่งเมื่อ", en="Submitted"),
    "hash": Text(th="รหัสสำเนาใบสมัคร (SHA-256)", en="Snapshot (SHA-256)"),
}
_CYCLE = Text(th="รอบปี %(year)s", en="Cycle %(year)s")


def render_submission(document: Submission, language: str) -> bytes:
    """Return the print copy as a PDF, dated at the moment of submission."""
    return Manuscript("submission", _contents(document, language), document.submitted_at).typeset()


def _contents(document: Submission, language: str) -> dict[str, object]:
    cycle = _CYCLE.in_language(language, year=award_year(document.cycle_year_be, language))
    return {
        "frame": frame(
            _KIND,
            language,
            issuer=document.issuer,
            code=document.application_code,
            subject=document.agency,
            issued_at=document.submitted_at,
        ),
        "eyebrow": f"{document.programme} · {cycle}",
        "entry": document.title,
        "facts": _facts(document, language),
        **dossier(document.parts, document.evidence, language),
    }


def _facts(document: Submission, language: str) -> list[dict[str, object]]:
    values = {
        "code": document.application_code,
        "agency": document.agency,
        "unit": document.responsible_unit,
        "co_owners": "\n".join(document.co_owners),
        "submitted": instant(document.submitted_at, language),
        "hash": grouped_hash(document.snapshot_sha256),
    }
    labels = {name: label.in_language(language) for name, label in _LABELS.items()}
    return [{"label": labels[name], "value": value, "code": name == "hash"} for name, value in values.items() if value]
