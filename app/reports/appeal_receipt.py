"""The receipt of an appeal, or of a complaint for whoever wrote: what was received, when it is answered, the proof."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.reports.letterhead import OFFICE, frame
from app.reports.pdf import Manuscript
from app.reports.receipt import (
    LEDGER_STEPS,
    PROOF_HEADING,
    RECEIVED,
    ReceivedFile,
    fact_rows,
    files_part,
    proof_rows,
    verify_part,
)
from app.reports.wording import Text, award_year, count, day, grouped_hash, instant


@dataclass(frozen=True)
class AppealReceipt:
    """Everything it states, in the language it is wanted in. `by` filed the appeal, or wrote the letter of a complaint.

    `answer_letter` is the number of the letter that answers, once there is one.
    """

    is_complaint: bool
    number: str
    application_code: str
    title: str
    agency: str
    programme: str
    cycle_year_be: int
    received_at: datetime
    by: str
    letter: str
    ground: str
    answer_due_on: date | None
    answer_letter: str
    sha256: str
    event_number: int
    ledger_head: str
    files: tuple[ReceivedFile, ...]
    ledger_address: str


_APPEAL = Text(th="ใบรับอุทธรณ์", en="Receipt of an appeal")
_COMPLAINT = Text(th="ใบรับเรื่องร้องเรียน", en="Receipt of a complaint")
_THANKS = Text(
    th="%(issuer)s ได้รับเรื่องของท่านไว้แล้ว โปรดเก็บเอกสารนี้ไว้เป็นหลักฐาน",
    en="The %(issuer)s has received what you sent. Keep this document as proof.",
)
_ANSWER_BY = Text(th="แจ้งผลภายใน %(day)s", en="To be answered by %(day)s")
_LABELS = {
    "number": Text(th="เลขรับ", en="Number"),
    "code": Text(th="เลขที่ใบสมัคร", en="Application"),
    "title": Text(th="ชื่อผลงาน", en="Title"),
    "agency": Text(th="หน่วยงาน", en="Agency"),
    "programme": Text(th="ประเภทรางวัล", en="Award type"),
    "cycle": Text(th="รอบปี", en="Cycle"),
    "filed_by": Text(th="ผู้ยื่น", en="Filed by"),
    "written_by": Text(th="ผู้ร้องเรียน", en="Written by"),
    "letter": Text(th="หนังสือของผู้ร้องเรียน", en="Their letter"),
    "ground": Text(th="เหตุผลหลัก", en="What it rests on"),
    "answer_letter": Text(th="เลขที่หนังสือแจ้งผล", en="Letter number of the answer"),
}
_PROOF_LABELS = {
    "received": Text(th="รหัสของเรื่องที่รับ (SHA-256)", en="What was received (SHA-256)"),
    "event": Text(th="บันทึกเหตุการณ์ลำดับที่", en="Event number"),
    "head": Text(th="รหัสบันทึกเหตุการณ์ (SHA-256)", en="Ledger head (SHA-256)"),
}


def render_appeal_receipt(document: AppealReceipt, language: str) -> bytes:
    """Return the receipt as a PDF, dated at the moment of receipt."""
    return Manuscript("receipt", _contents(document, language), document.received_at).typeset()


def _contents(document: AppealReceipt, language: str) -> dict[str, object]:
    issuer, due = OFFICE.in_language(language), document.answer_due_on
    return {
        "frame": frame(
            _COMPLAINT if document.is_complaint else _APPEAL,
            language,
            issuer=issuer,
            code=document.number,
            subject=document.by if document.is_complaint else document.agency,
            issued_at=document.received_at,
        ),
        "thanks": _THANKS.in_language(language, issuer=issuer),
        "received": RECEIVED.in_language(language),
        "received_at": instant(document.received_at, language),
        "closes": _ANSWER_BY.in_language(language, day=day(due, language)) if due else "",
        "facts": fact_rows(_LABELS, _facts(document, language), language),
        "proof_heading": PROOF_HEADING.in_language(language),
        "proof": proof_rows(
            _PROOF_LABELS,
            {
                "received": grouped_hash(document.sha256),
                "event": count(document.event_number),
                "head": grouped_hash(document.ledger_head),
            },
            language,
        ),
        "sections": [],
        **files_part(document.files, language),
        **verify_part(LEDGER_STEPS, document.ledger_address, language),
    }


def _facts(document: AppealReceipt, language: str) -> dict[str, str | None]:
    return {
        "number": document.number,
        "code": document.application_code,
        "title": document.title,
        "agency": document.agency,
        "programme": document.programme,
        "cycle": award_year(document.cycle_year_be, language),
        "written_by" if document.is_complaint else "filed_by": document.by,
        "letter": document.letter,
        "ground": document.ground,
        "answer_letter": document.answer_letter,
    }
