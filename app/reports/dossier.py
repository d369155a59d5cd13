"""What an agency wrote, ready to be set: answers in their sections, tables, and the list of evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from app.reports.wording import NO_FIGURE, Text, count, file_size, grouped_hash


@dataclass(frozen=True)
class Fact:
    """A short answer beside its label: a date, an amount, a name, a choice."""

    label: str
    value: str


@dataclass(frozen=True)
class Passage:
    """Text as the agency typed it. The label may be empty where the section holds nothing else."""

    label: str
    text: str


@dataclass(frozen=True)
class Table:
    """Rows the agency filled in; `numeric` holds the places of the columns that stand to the right."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...] = ()


Answer: TypeAlias = Fact | Passage | Table


@dataclass(frozen=True)
class Part:
    """A section of the document; `level` 1 is a chapter, 2 and 3 lie within it."""

    number: str
    title: str
    answers: tuple[Answer, ...] = ()
    level: int = 1


@dataclass(frozen=True)
class Evidence:
    """One attached file and where it belongs. `pages` is None for what has none, such as a picture."""

    name: str
    belongs_to: str
    size_bytes: int
    pages: int | None
    sha256: str


_EMPTY = Text(th="ไม่ได้กรอก", en="Not filled in")
_NO_ROWS = Text(th="ไม่มีรายการ", en="No rows")
_EVIDENCE_HEADING = Text(th="รายการหลักฐาน", en="List of evidence")
_EVIDENCE_COLUMNS = (
    Text(th="ที่", en="No."),
    Text(th="ชื่อไฟล์", en="File"),
    Text(th="ส่วน", en="Section"),
    Text(th="หน้า", en="Pages"),
    Text(th="ขนาด", en="Size"),
    Text(th="รหัสไฟล์ (SHA-256)", en="SHA-256"),
)


def dossier(parts: Sequence[Part], evidence: Sequence[Evidence], language: str) -> dict[str, object]:
    """Return the parts and the evidence as the shared template reads them."""
    return {
        "empty": _EMPTY.in_language(language),
        "no_rows": _NO_ROWS.in_language(language),
        "parts": [_part(part, level) for part, level in zip(parts, _levels(parts), strict=True)],
        "evidence_heading": _EVIDENCE_HEADING.in_language(language),
        "evidence_columns": [column.in_language(language) for column in _EVIDENCE_COLUMNS],
        "evidence": [_evidence_row(place, one) for place, one in enumerate(evidence, start=1)],
    }


def _levels(parts: Sequence[Part]) -> list[int]:
    """Headings may go one step deeper at a time; a skipped level would be refused as inaccessible."""
    levels: list[int] = []
    for part in parts:
        levels.append(min(part.level, 3, (levels[-1] if levels else 0) + 1))
    return levels


def _part(part: Part, level: int) -> dict[str, object]:
    return {
        "level": level,
        "title": f"{part.number}\u2002{part.title}" if part.number else part.title,
        "answers": [_answer(answer) for answer in part.answers],
    }


def _answer(answer: Answer) -> dict[str, object]:
    match answer:
        case Fact(label, value):
            return {"kind": "fact", "label": label, "value": value}
        case Passage(label, text):
            return {"kind": "passage", "label": label, "text": text.strip()}
        case Table():
            return _table(answer)


def _table(table: Table) -> dict[str, object]:
    """The first column of words takes the room that the others leave."""
    widest = next((place for place in range(len(table.columns)) if place not in table.numeric), 0)
    columns = [
        {"heading": heading, "number": place in table.numeric, "width": _width(place, widest, table)}
        for place, heading in enumerate(table.columns)
    ]
    return {"kind": "table", "caption": table.caption, "columns": columns, "rows": [list(row) for row in table.rows]}


def _width(place: int, widest: int, table: Table) -> int:
    """Shares of the room; 0 is as wide as the figures in the column."""
    if place in table.numeric:
        return 0
    return 2 if place == widest else 1


def _evidence_row(place: int, evidence: Evidence) -> list[str]:
    pages = NO_FIGURE if evidence.pages is None else count(evidence.pages)
    return [
        str(place),
        evidence.name,
        evidence.belongs_to,
        pages,
        file_size(evidence.size_bytes),
        grouped_hash(evidence.sha256, groups_per_line=4),
    ]
