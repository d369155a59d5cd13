"""A report and the evidence behind it as one document: a separator before each file, and bookmarks to all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

import pikepdf

from app.reports.dossier import Evidence
from app.reports.letterhead import OFFICE, frame
from app.reports.pdf import Manuscript
from app.reports.wording import NO_FIGURE, Text, count, file_size, grouped_hash


@dataclass(frozen=True)
class Attachment:
    """One file of evidence; `pdf` holds its bytes, None for what cannot be bound, such as a picture."""

    listed: Evidence
    pdf: bytes | None


@dataclass(frozen=True)
class Assembled:
    """The whole document, how many pages it has, and how many files are bound into it."""

    pdf: bytes
    pages: int
    merged: int


_KIND = Text(th="หลักฐานประกอบรายงาน", en="Evidence of the report")
_NUMBER = Text(th="หลักฐานที่ %(number)s จาก %(all)s", en="Evidence %(number)s of %(all)s")
_BOUND = Text(th="เริ่มที่หน้าถัดไป", en="Begins on the next page")
_NOT_BOUND = Text(
    th="ไฟล์นี้ไม่ใช่ PDF จึงไม่ได้เข้าเล่ม เปิดดูได้ในระบบ", en="This file is no PDF and is not bound. Open it in the system."
)
_PLACE = Text(th="หน้าที่ของเล่ม", en="Page of the whole document")
_SECTION = Text(th="ส่วนของรายงาน", en="Section of the report")
_PAGES = Text(th="จำนวนหน้า", en="Pages")
_SIZE = Text(th="ขนาด", en="Size")
_HASH = Text(th="รหัสไฟล์ (SHA-256)", en="SHA-256")


def assemble(
    report: bytes, attachments: Sequence[Attachment], language: str, *, code: str, subject: str, at: datetime
) -> Assembled:
    """Bind the files behind the report, in their order. Equal input gives equal bytes.

    Raises pikepdf.PdfError for a file that cannot be opened; files are checked before they come here.
    """
    with pikepdf.open(BytesIO(report)) as whole:
        if attachments:
            _bind(whole, attachments, language, code=code, subject=subject, at=at)
        _claim_nothing(whole)
        written = BytesIO()
        whole.save(written, deterministic_id=True)
        merged = sum(each.pdf is not None for each in attachments)
        return Assembled(written.getvalue(), len(whole.pages), merged)


def _bind(
    whole: pikepdf.Pdf, attachments: Sequence[Attachment], language: str, *, code: str, subject: str, at: datetime
) -> None:
    opened = [None if each.pdf is None else pikepdf.open(BytesIO(each.pdf)) for each in attachments]
    starts = list(_starts(len(whole.pages), opened))
    separators = _separators(attachments, starts, language, code=code, subject=subject, at=at)
    with pikepdf.open(BytesIO(separators)) as sheets, whole.open_outline() as outline:
        root = pikepdf.OutlineItem(_KIND.in_language(language), starts[0] - 1)
        for place, (each, source) in enumerate(zip(attachments, opened, strict=True)):
            root.children.append(pikepdf.OutlineItem(f"{place + 1}. {each.listed.name}", starts[place] - 1))
            whole.pages.append(sheets.pages[place])
            if source is not None:
                whole.pages.extend(source.pages)
        outline.root.append(root)
    for source in opened:
        if source is not None:
            source.close()


def _starts(pages: int, opened: Sequence[pikepdf.Pdf | None]) -> Iterator[int]:
    """The page, from 1, at which each separator stands."""
    for source in opened:
        pages += 1
        yield pages
        pages += len(source.pages) if source is not None else 0


def _separators(
    attachments: Sequence[Attachment], starts: Sequence[int], language: str, *, code: str, subject: str, at: datetime
) -> bytes:
    office = OFFICE.in_language(language)
    sheets = [
        _sheet(place, each, starts[place - 1], len(attachments), language)
        for place, each in enumerate(attachments, start=1)
    ]
    head = frame(_KIND, language, issuer=office, code=code, subject=subject, issued_at=at)
    return Manuscript("evidence_separators", {"frame": head, "sheets": sheets}, at).typeset()


def _sheet(place: int, each: Attachment, start: int, number: int, language: str) -> dict[str, object]:
    listed = each.listed
    facts = {
        _SECTION: listed.belongs_to,
        _PLACE: count(start),
        _PAGES: NO_FIGURE if listed.pages is None else count(listed.pages),
        _SIZE: file_size(listed.size_bytes),
        _HASH: grouped_hash(listed.sha256),
    }
    return {
        "number": _NUMBER.in_language(language, number=place, all=number),
        "name": listed.name,
        "note": (_BOUND if each.pdf is not None else _NOT_BOUND).in_language(language),
        "facts": [
            {"label": label.in_language(language), "value": value, "code": label is _HASH}
            for label, value in facts.items()
        ],
    }


def _claim_nothing(whole: pikepdf.Pdf) -> None:
    """Take back the claim of full accessibility: bound files were made elsewhere."""
    with whole.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        if "pdfuaid:part" in metadata:
            del metadata["pdfuaid:part"]
