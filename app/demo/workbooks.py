"""A score sheet of the demonstration filled in without a network: written as a workbook, filled in, taken back."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from app.demo.acts import Story
from app.demo.remarks import note_key_factors, places_of, remarks
from app.models import Assignment, ScoreSheet
from app.services.score_sheets import open_sheet
from app.services.sheet_columns import workbook_of
from app.services.sheet_workbooks import discard_workbook, keep_workbook, take_workbook
from app.transaction import transactional

# What stands above the columns an assessor looks at, and what is written where nothing is met.
CODE, MET, STRENGTHS, OPPORTUNITIES = "ข้อ", "ประเด็นตรวจที่พบ", "จุดแข็ง", "โอกาสในการปรับปรุง"
NOTHING_MET = "-"
Written = Mapping[str, Mapping[str, str]]


def fill_in_offline(story: Story, seat: Assignment, values: Mapping[str, Mapping[str, Any]]) -> None:
    """Judge offline whatever has checkpoints; what is judged online, the indicators, and the submission are left."""
    sheet, actor = _opened(seat), seat.assessor
    sha256 = keep_workbook(sheet, _filled_in(sheet, _written(story, sheet, values)), actor=actor)
    take_workbook(sheet, sha256, {}, actor=actor)
    discard_workbook(sheet, sha256, actor=actor)


@transactional
def _opened(seat: Assignment) -> ScoreSheet:
    sheet = open_sheet(seat, actor=seat.assessor)
    note_key_factors(sheet)
    return sheet


def _written(story: Story, sheet: ScoreSheet, values: Mapping[str, Mapping[str, Any]]) -> Written:
    """What the assessor writes beside each item, by the heading of the column."""
    rubric, places, written = story.entry.rubric, places_of(sheet), {}
    for node_id, value in values.items():
        if "ticks" in value:
            strength, opportunity = remarks(story, rubric.node(node_id), str(sheet.assessor_id), places)
            ticks = ", ".join(value["ticks"]) or NOTHING_MET
            written[node_id] = {MET: ticks, STRENGTHS: strength, OPPORTUNITIES: opportunity}
    return written


def _filled_in(sheet: ScoreSheet, written: Written) -> bytes:
    """The workbook of a sheet with its open cells filled, as a spreadsheet program would save it."""
    book, saved = load_workbook(BytesIO(workbook_of(sheet, "th"))), BytesIO()
    headings, *rows = book.worksheets[0].iter_rows()
    for row in rows:
        cells = {str(heading.value): cell for heading, cell in zip(headings, row, strict=True)}
        for name, words in written.get(str(cells[CODE].value), {}).items():
            cells[name].value = words
    book.save(saved)
    return saved.getvalue()
