"""Writes one sheet of a workbook row by row, without ever holding it: texts, numbers, formulas of our own making."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from app.reports.xlsx import FONT, HEAD_FILL, HEAD_FONT, LINE, safe_text

FIGURE, WHOLE = "#,##0.00", "#,##0"


@dataclass(frozen=True)
class Formula:
    """A formula this system wrote itself, never one that somebody typed, with the format of what it gives."""

    text: str
    number_format: str


class SheetWriter:
    """One sheet being written, from its heading down."""

    def __init__(self, workbook: Workbook, name: str) -> None:
        self._sheet = workbook.create_sheet(name)
        self._columns, self._rows = 0, 1

    def head(self, headings: Sequence[str], widths: Sequence[int]) -> None:
        """Write the heading row, which stays in sight and is printed on every page."""
        self._columns = len(headings)
        for place, width in enumerate(widths, start=1):
            self._sheet.column_dimensions[get_column_letter(place)].width = width
        self._sheet.freeze_panes = "A2"
        self._sheet.print_title_rows = "1:1"
        self._sheet.page_setup.orientation = "landscape"
        self._sheet.page_setup.paperSize = 9
        self._sheet.page_setup.fitToHeight = 0
        self._sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        cells = [self._text(heading) for heading in headings]
        for cell in cells:
            cell.font, cell.fill = HEAD_FONT, HEAD_FILL
            cell.alignment = Alignment(vertical="center", wrap_text=True)
        self._sheet.append(cells)

    def row(self, values: Sequence[object]) -> None:
        """Write one row: text, whole numbers, decimals, formulas, nothing. Raises TypeError for anything else."""
        self._rows += 1
        self._sheet.append([self._cell(value) for value in values])

    def close(self) -> None:
        """Let the reader filter what was written."""
        self._sheet.auto_filter.ref = f"A1:{get_column_letter(max(self._columns, 1))}{self._rows}"

    def _cell(self, value: object) -> Cell:
        match value:
            case None | "":
                cell = self._new(None)
            case str():
                cell = self._text(value)
                cell.alignment = Alignment(vertical="top", wrap_text=True)
            case Formula():
                cell = self._new(value.text)
                cell.number_format = value.number_format
            case bool():
                raise TypeError("a truth value has no cell")
            case int():
                cell = self._new(value)
                cell.number_format = WHOLE
            case Decimal():
                cell = self._new(float(value))
                cell.number_format = FIGURE
            case _:
                raise TypeError(f"no cell holds a {type(value).__name__}")
        cell.font, cell.border = FONT, LINE
        return cell

    def _text(self, words: str) -> Cell:
        """Always a text, whatever it begins with; one that looks like a formula is marked as typed."""
        shown, is_taken_for_a_formula = safe_text(words)
        cell = self._new(shown)
        cell.data_type = "s"
        if is_taken_for_a_formula:
            cell.quotePrefix = True
        return cell

    def _new(self, value: str | float | None) -> Cell:
        cell: Cell = WriteOnlyCell(self._sheet, value)
        return cell
