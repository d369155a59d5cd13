"""The receipt of a submission: what was received, when, and how anyone can prove it later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from app.reports.letterhead import frame
from app.reports.pdf import Manuscript
from app.reports.wording import NO_FIGURE, Text, award_year, count, file_size, grouped_hash, instant


@dataclass(frozen=True)
class ReceivedFile:
    """One file of the snapshot."""

    name: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True)
class ReceivedSection:
    """One section of the snapshot: how much was written and what was attached."""

    title: str
    characters: int
    files: tuple[ReceivedFile, ...] = ()


class Due(Enum):
    """What the received document was due as, in the words of the receipt."""

    ENTRY = Text(th="ปิดรับสมัคร", en="Applications close")
    REPORT = Text(th="กำหนดส่งรายงาน", en="Report due")
    CORRECTION = Text(th="กำหนดส่งฉบับแก้ไข", en="Correction due")


@dataclass(frozen=True)
class Receipt:
    """Everything the receipt states. Texts are in the language the receipt is wanted in; instants are aware."""

    number: str
    application_code: str
    title: str
    agency: str
    responsible_unit: str | None
    programme: str
    cycle_year_be: int
    issuer: str
    submitted_at: datetime
    submitted_by: str
    submitted_as: str
    due: Due
    due_at: datetime
    snapshot_sha256: str
    event_number: int
    ledger_head: str
    rubric_id: str
    rubric_sha256: str
    sections: tuple[ReceivedSection, ...]
    ledger_address: str
    letter_number: str = ""


_KIND = Text(th="ใบรับใบสมัคร", en="Receipt")
_THANKS = Text(
    th="%(issuer)s ได้รับใบสมัครของท่านแล้ว โปรดเก็บเอกสารนี้ไว้เป็นหลักฐาน",
    en="The %(issuer)s has received your application. Keep this document as proof.",
)
RECEIVED = Text(th="ได้รับเมื่อ", en="Received")
_LABELS = {
    "number": Text(th="ใบรับเลขที่", en="Receipt number"),
    "letter": Text(th="เลขที่หนังสือ", en="Letter number"),
    "code": Text(th="เลขที่ใบสมัคร", en="Application"),
    "title": Text(th="ชื่อผลงาน", en="Title"),
    "agency": Text(th="หน่วยงาน", en="Agency"),
    "unit": Text(th="หน่วยงานที่รับผิดชอบ", en="Responsible unit"),
    "programme": Text(th="ประเภทรางวัล", en="Award type"),
    "cycle": Text(th="รอบปี", en="Cycle"),
    "by": Text(th="ผู้อนุมัติและส่ง", en="Approved and submitted by"),
}
PROOF_HEADING = Text(th="ข้อมูลสำหรับพิสูจน์", en="Proof")
_PROOF_LABELS = {
    "snapshot": Text(th="รหัสสำเนาใบสมัคร (SHA-256)", en="Snapshot (SHA-256)"),
    "event": Text(th="บันทึกเหตุการณ์ลำดับที่", en="Event number"),
    "head": Text(th="รหัสบันทึกเหตุการณ์ (SHA-256)", en="Ledger head (SHA-256)"),
    "rubric": Text(th="เกณฑ์ที่ใช้", en="Rubric"),
    "rubric_hash": Text(th="รหัสแฟ้มเกณฑ์ (SHA-256)", en="Rubric file (SHA-256)"),
}
_SECTIONS_HEADING = Text(th="สิ่งที่ได้รับ", en="What was received")
_SECTION_COLUMNS = (
    Text(th="ส่วน", en="Section"),
    Text(th="ตัวอักษร", en="Characters"),
    Text(th="ไฟล์แนบ", en="Files"),
)
_TOTAL = Text(th="รวม", en="Total")
_FILES_HEADING = Text(th="ไฟล์แนบและรหัสของไฟล์", en="Files and their hashes")
_FILE_COLUMNS = (
    Text(th="ชื่อไฟล์", en="File"),
    Text(th="ขนาด", en="Size"),
    Text(th="รหัสไฟล์ (SHA-256)", en="SHA-256"),
)
_VERIFY_HEADING = Text(th="วิธีตรวจสอบ", en="How to check this receipt")
LEDGER_STEPS = (
    Text(
        th="เปิดหน้าบันทึกเหตุการณ์สาธารณะที่ %(address)s ระบบประกาศรหัสบันทึกเหตุการณ์ของแต่ละวันไว้ที่หน้านั้น",
        en="Open the public ledger page at %(address)s. It shows the ledger head sealed at the end of each day.",
    ),
    Text(
        th="ขอแฟ้มบันทึกเหตุการณ์จากสำนักงาน ก.พ.ร. แล้วสั่ง lertrat ledger verify พร้อมรหัสบันทึกเหตุการณ์ในใบรับนี้ "
        "หากมีการแก้ไข ลบ หรือแทรกเหตุการณ์ใด คำสั่งนี้จะบอกลำดับที่ของเหตุการณ์นั้น",
        en="Ask OPDC for the ledger file and run lertrat ledger verify with the ledger head printed here. "
        "If any event was changed, removed or inserted, the command names it.",
    ),
)
_VERIFY_STEPS = (
    *LEDGER_STEPS,
    Text(
        th="เทียบรหัสสำเนาใบสมัครกับหน้าใบรับในระบบ รหัสตรงกันแสดงว่าเนื้อหาที่ผู้ตรวจอ่านคือเนื้อหาที่ท่านส่ง",
        en="Compare the snapshot hash with the receipt page. If they match, the assessors read exactly what you sent.",
    ),
)


def receipt_manuscript(document: Receipt, language: str) -> Manuscript:
    """Return the receipt as a PDF, dated at the moment of submission."""
    return Manuscript("receipt", _contents(document, language), document.submitted_at)


def _contents(document: Receipt, language: str) -> dict[str, object]:
    return {
        "frame": frame(
            _KIND,
            language,
            issuer=document.issuer,
            code=document.number,
            subject=document.agency,
            issued_at=document.submitted_at,
        ),
        "thanks": _THANKS.in_language(language, issuer=document.issuer),
        "received": RECEIVED.in_language(language),
        "received_at": instant(document.submitted_at, language),
        "closes": f"{document.due.value.in_language(language)} {instant(document.due_at, language)}",
        "facts": _facts(document, language),
        "proof_heading": PROOF_HEADING.in_language(language),
        "proof": _proof(document, language),
        "sections_heading": _SECTIONS_HEADING.in_language(language),
        "section_columns": [column.in_language(language) for column in _SECTION_COLUMNS],
        "sections": _section_rows(document, language),
        **files_part((file for section in document.sections for file in section.files), language),
        **verify_part(_VERIFY_STEPS, document.ledger_address, language),
    }


def files_part(files: Iterable[ReceivedFile], language: str) -> dict[str, object]:
    """Return the table of files with their hashes, for any receipt."""
    return {
        "files_heading": _FILES_HEADING.in_language(language),
        "file_columns": [column.in_language(language) for column in _FILE_COLUMNS],
        "files": [[file.name, file_size(file.size_bytes), grouped_hash(file.sha256)] for file in files],
    }


def verify_part(steps: Iterable[Text], ledger_address: str, language: str) -> dict[str, object]:
    """Return how to check a receipt, for any receipt."""
    return {
        "verify_heading": _VERIFY_HEADING.in_language(language),
        "verify": [step.in_language(language, address=ledger_address) for step in steps],
    }


def fact_rows(labels: Mapping[str, Text], values: Mapping[str, str | None], language: str) -> list[dict[str, object]]:
    """Return the rows of what is known, in the order of the values; what is not known is left out."""
    return [{"label": labels[name].in_language(language), "value": value} for name, value in values.items() if value]


def proof_rows(labels: Mapping[str, Text], values: Mapping[str, str], language: str) -> list[dict[str, object]]:
    """Return the rows of a proof; a hash, which has spaces to compare it by, is set as code."""
    return [
        {"label": label.in_language(language), "value": values[name], "code": " " in values[name]}
        for name, label in labels.items()
    ]


def _facts(document: Receipt, language: str) -> list[dict[str, object]]:
    values = {
        "number": document.number,
        "letter": document.letter_number,
        "code": document.application_code,
        "title": document.title,
        "agency": document.agency,
        "unit": document.responsible_unit,
        "programme": document.programme,
        "cycle": award_year(document.cycle_year_be, language),
        "by": f"{document.submitted_by} · {document.submitted_as}",
    }
    return fact_rows(_LABELS, values, language)


def _proof(document: Receipt, language: str) -> list[dict[str, object]]:
    values = {
        "snapshot": grouped_hash(document.snapshot_sha256),
        "event": count(document.event_number),
        "head": grouped_hash(document.ledger_head),
        "rubric": document.rubric_id,
        "rubric_hash": grouped_hash(document.rubric_sha256),
    }
    return proof_rows(_PROOF_LABELS, values, language)


def _section_rows(document: Receipt, language: str) -> list[list[str]]:
    rows = [
        [section.title, count(section.characters), count(len(section.files)) if section.files else NO_FIGURE]
        for section in document.sections
    ]
    total_files = sum(len(section.files) for section in document.sections)
    total = [_TOTAL.in_language(language), count(sum(one.characters for one in document.sections)), count(total_files)]
    return [*rows, total]
