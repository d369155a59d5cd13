"""One assessor's score sheet as a document: for that assessor, the staff and the auditor, never for the agency."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from app.reports.letterhead import frame
from app.reports.pdf import Manuscript
from app.reports.score_sheet_rows import ScoredNode, details, score_table
from app.reports.wording import Text, award_year, count, figure, grouped_hash, instant, total


@dataclass(frozen=True)
class ScoreSheet:
    """Everything the sheet states. Scores are given as they are printed; `submitted_at` is None while it is a draft."""

    application_code: str
    title: str
    agency: str
    programme: str
    cycle_year_be: int
    stage: str
    issuer: str
    assessor: str
    rubric_id: str
    printed_at: datetime
    submitted_at: datetime | None
    sheet_sha256: str | None
    void_reason: str | None
    total: Decimal | None
    at_least: Decimal
    maximum: Decimal
    band: str | None
    unscored: tuple[str, ...]
    summary: str
    nodes: tuple[ScoredNode, ...]


_KIND = Text(th="แบบให้คะแนน", en="Score sheet")
_CONFIDENTIAL = Text(
    th="เอกสารลับ ใช้ได้เฉพาะผู้ตรวจเจ้าของแบบและเจ้าหน้าที่ของ%(issuer)s ห้ามเปิดเผยต่อหน่วยงานผู้สมัคร",
    en="Confidential: for the assessor who wrote it and the staff of the %(issuer)s. Not to be shown to the applicant.",
)
_TOTAL = Text(th="คะแนนรวม", en="Total")
_OF = Text(th="จาก %(maximum)s", en="of %(maximum)s")
_AT_LEAST = Text(
    th="อย่างน้อย %(at_least)s คะแนน ยังไม่ได้ให้คะแนน %(count)s หัวข้อ ได้แก่ %(items)s",
    en="At least %(at_least)s; not scored yet (%(count)s): %(items)s",
)
_DRAFT = Text(th="ฉบับร่าง ยังไม่ได้ส่ง", en="Draft, not submitted")
_VOID = Text(
    th="แบบนี้เป็นโมฆะ ไม่นำไปนับ เหตุผล: %(reason)s", en="This sheet is void and counts nowhere. Reason: %(reason)s"
)
_SUBMITTED = Text(th="ส่งแล้ว", en="Submitted")
_LABELS = {
    "code": Text(th="เลขที่ใบสมัคร", en="Application"),
    "title": Text(th="ชื่อผลงาน", en="Title"),
    "agency": Text(th="หน่วยงาน", en="Agency"),
    "programme": Text(th="ประเภทรางวัล", en="Award type"),
    "cycle": Text(th="รอบปี", en="Cycle"),
    "stage": Text(th="ขั้นตอน", en="Stage"),
    "assessor": Text(th="ผู้ตรวจ", en="Assessor"),
    "submitted": Text(th="ส่งเมื่อ", en="Submitted"),
    "rubric": Text(th="เกณฑ์", en="Rubric"),
    "hash": Text(th="รหัสคะแนน (SHA-256)", en="Hash of the scores (SHA-256)"),
}
_HEADINGS = {
    "scores_heading": Text(th="คะแนน", en="Scores"),
    "summary_heading": Text(th="ความเห็นโดยรวม", en="Overall comment"),
    "details_heading": Text(th="รายละเอียดรายหัวข้อ", en="Details by item"),
    "strengths": Text(th="จุดแข็ง", en="Strengths"),
    "opportunities": Text(th="โอกาสในการปรับปรุง", en="Opportunities for improvement"),
    "note": Text(th="ประเด็นที่ต้องตรวจในพื้นที่", en="To verify on site"),
}


def score_sheet_manuscript(document: ScoreSheet, language: str) -> Manuscript:
    """Return the sheet as a PDF, dated when it was submitted, or when it was printed while it is a draft."""
    timestamp = document.submitted_at or document.printed_at
    return Manuscript("score_sheet", _contents(document, language, timestamp), timestamp)


def _contents(document: ScoreSheet, language: str, timestamp: datetime) -> dict[str, object]:
    return {
        "frame": frame(
            _KIND,
            language,
            issuer=document.issuer,
            code=document.application_code,
            subject=document.agency,
            issued_at=timestamp,
        ),
        **{name: heading.in_language(language) for name, heading in _HEADINGS.items()},
        "confidential": _CONFIDENTIAL.in_language(language, issuer=document.issuer),
        "status": _status(document, language),
        "is_valid": document.submitted_at is not None and document.void_reason is None,
        "total_label": _TOTAL.in_language(language),
        "total": total(document.total),
        "of": _OF.in_language(language, maximum=figure(document.maximum)),
        "band": document.band or "",
        "at_least": _at_least(document.unscored, document.at_least, language),
        "facts": _facts(document, language),
        "summary": document.summary,
        "scores": score_table(document.nodes, language),
        "details": details(document.nodes, language),
    }


def _status(document: ScoreSheet, language: str) -> str:
    if document.void_reason is not None:
        return _VOID.in_language(language, reason=document.void_reason)
    return (_SUBMITTED if document.submitted_at else _DRAFT).in_language(language)


def _at_least(unscored: Sequence[str], at_least: Decimal, language: str) -> str:
    """Said only where something is not scored: the total is then unknown, and 0 would be a wrong answer."""
    if not unscored:
        return ""
    items = ", ".join(unscored)
    return _AT_LEAST.in_language(language, at_least=total(at_least), count=count(len(unscored)), items=items)


def _facts(document: ScoreSheet, language: str) -> list[dict[str, object]]:
    values = {
        "code": document.application_code,
        "title": document.title,
        "agency": document.agency,
        "programme": document.programme,
        "cycle": award_year(document.cycle_year_be, language),
        "stage": document.stage,
        "assessor": document.assessor,
        "submitted": instant(document.submitted_at, language) if document.submitted_at else "",
        "rubric": document.rubric_id,
        "hash": grouped_hash(document.sheet_sha256 or ""),
    }
    labels = {name: label.in_language(language) for name, label in _LABELS.items()}
    return [{"label": labels[name], "value": value, "code": name == "hash"} for name, value in values.items() if value]
