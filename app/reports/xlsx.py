"""Writes workbooks: typed columns, real dates, nothing a spreadsheet takes for a formula, equal bytes each time."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from io import BytesIO
from typing import TypeAlias

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from app.thai import grapheme_count, in_bangkok

CellValue: TypeAlias = str | int | Decimal | date | datetime | None


class CellKind(StrEnum):
    """What a column holds. Instants are written in Bangkok time, for a workbook knows no zones."""

    TEXT = "text"
    WHOLE = "whole"
    NUMBER = "number"
    DAY = "day"
    INSTANT = "instant"


@dataclass(frozen=True)
class SheetColumn:
    """One column; without a width it is as wide as its longest text, within reason.

    On a locked sheet the cells of an open column may be changed; a hidden one is not shown.
    """

    heading: str
    kind: CellKind = CellKind.TEXT
    width: int | None = None
    is_open: bool = False
    is_hidden: bool = False


@dataclass(frozen=True)
class SheetTable:
    """One sheet: a heading row and the rows under it, each with a value for every column.

    A locked one guards against slips, not against intent: it has no password, and whoever reads it back checks again.
    `shut` are cells (row and column, counted from 0) that stay locked though their column is open.
    """

    name: str
    columns: tuple[SheetColumn, ...]
    rows: Sequence[Sequence[CellValue]]
    is_locked: bool = False
    shut: frozenset[tuple[int, int]] = frozenset()


_LONGEST_TEXT = 32_767
_LONGEST_NAME = 31
_NARROWEST, _WIDEST = 9, 60
FONT = Font(name="TH Sarabun New", size=14)
HEAD_FONT = Font(name="TH Sarabun New", size=14, bold=True, color="FFFFFF")
HEAD_FILL = PatternFill("solid", start_color="1D2560")
_OPEN = Protection(locked=False)
LINE = Border(bottom=Side("thin", color="C9CAD4"))
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TAKEN_FOR_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_FORMATS: Mapping[CellKind, Mapping[str, str]] = {
    CellKind.TEXT: {"th": "@", "en": "@"},
    CellKind.WHOLE: {"th": "#,##0", "en": "#,##0"},
    CellKind.NUMBER: {"th": "#,##0.00", "en": "#,##0.00"},
    # 107041E: Arabic digits, Buddhist calendar, Thai. The cell holds a real date; only its face counts in พ.ศ.
    CellKind.DAY: {"th": "[$-107041E]d mmm yyyy", "en": "d mmm yyyy"},
    CellKind.INSTANT: {"th": "[$-107041E]d mmm yyyy h:mm", "en": "d mmm yyyy h:mm"},
}
_TYPES: Mapping[CellKind, tuple[type, ...]] = {
    CellKind.TEXT: (str,),
    CellKind.WHOLE: (int,),
    CellKind.NUMBER: (int, Decimal),
    CellKind.DAY: (date,),
    CellKind.INSTANT: (datetime,),
}
_TEXT_WIDTHS = {CellKind.WHOLE: 10, CellKind.NUMBER: 12, CellKind.DAY: 14, CellKind.INSTANT: 20}
_ANY_INSTANT = datetime(2000, 1, 1)  # noqa: DTZ001  the format wants one without a zone; it only has to be the same always
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def write_workbook(sheets: Sequence[SheetTable], *, language: str = "th") -> bytes:
    """Return an .xlsx file with these sheets; dates show the era of the language.

    Raises ValueError without a sheet or for a row of the wrong length, TypeError for a value its column cannot hold.
    """
    if not sheets:
        raise ValueError("a workbook needs a sheet")
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    workbook.properties.creator = "Lertrat"
    workbook.properties.created = _ANY_INSTANT
    for name, sheet in zip(_names(sheets), sheets, strict=True):
        _write_sheet(workbook.create_sheet(name), sheet, language)
    written = BytesIO()
    workbook.save(written)
    return without_times(written.getvalue())


def _names(sheets: Sequence[SheetTable]) -> list[str]:
    """Names a workbook accepts: without the characters it reserves, short, and each only once."""
    names: list[str] = []
    for place, sheet in enumerate(sheets, start=1):
        name = re.sub(r"[\[\]:*?/\\]", "-", _ILLEGAL.sub("", sheet.name)).strip("' ")[:_LONGEST_NAME] or f"Sheet{place}"
        if name.casefold() in {used.casefold() for used in names}:
            ending = f" ({place})"
            name = name[: _LONGEST_NAME - len(ending)] + ending
        names.append(name)
    return names


def _write_sheet(page: Worksheet, sheet: SheetTable, language: str) -> None:
    for place, column in enumerate(sheet.columns, start=1):
        _write_heading(_cell(page, 1, place), column)
        dimensions = page.column_dimensions[get_column_letter(place)]
        dimensions.width = column.width or _width(sheet, place - 1)
        dimensions.hidden = column.is_hidden
    for number, row in enumerate(sheet.rows, start=2):
        if len(row) != len(sheet.columns):
            raise ValueError(f"{sheet.name}: row {number} has {len(row)} values for {len(sheet.columns)} columns")
        for place, (column, value) in enumerate(zip(sheet.columns, row, strict=True), start=1):
            cell = _cell(page, number, place)
            _write_value(cell, column, value, language)
            if column.is_open and (number - 2, place - 1) not in sheet.shut:
                cell.protection = _OPEN
    if sheet.is_locked:
        page.protection.enable()
        page.protection.formatColumns = page.protection.formatRows = False
    page.freeze_panes = "A2"
    page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}{len(sheet.rows) + 1}"
    page.print_title_rows = "1:1"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = 9
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _cell(page: Worksheet, row: int, column: int) -> Cell:
    cell = page.cell(row, column)
    assert isinstance(cell, Cell), "nothing is merged here"
    return cell


def _write_heading(cell: Cell, column: SheetColumn) -> None:
    _write_text(cell, column.heading)
    cell.font = HEAD_FONT
    cell.fill = HEAD_FILL
    cell.alignment = Alignment(vertical="center", wrap_text=True)


def _write_value(cell: Cell, column: SheetColumn, value: CellValue, language: str) -> None:
    cell.font = FONT
    cell.border = LINE
    cell.number_format = _FORMATS[column.kind][language]
    cell.alignment = Alignment(vertical="top", wrap_text=column.kind is CellKind.TEXT)
    if value is None:
        return
    if not isinstance(value, _TYPES[column.kind]) or isinstance(value, bool):
        raise TypeError(f"the column {column.heading!r} holds {column.kind}, not {type(value).__name__}")
    if isinstance(value, str):
        _write_text(cell, value)
    elif isinstance(value, datetime):
        cell.value = in_bangkok(value).replace(tzinfo=None)
    else:
        cell.value = value


def _write_text(cell: Cell, words: str) -> None:
    """Always a text, never a formula or an error value, whatever it begins with."""
    cell.value, is_taken_for_a_formula = safe_text(words)
    cell.data_type = "s"
    if is_taken_for_a_formula:
        cell.quotePrefix = True


def safe_text(words: str) -> tuple[str, bool]:
    """Return what a cell can hold of a text, and whether a spreadsheet would take it for a formula."""
    shown = _ILLEGAL.sub("", words)
    kept = shown if len(shown) <= _LONGEST_TEXT else shown[: _LONGEST_TEXT - 1] + "…"
    return kept, shown.startswith(_TAKEN_FOR_A_FORMULA)


def _width(sheet: SheetTable, place: int) -> int:
    column = sheet.columns[place]
    lengths = [_TEXT_WIDTHS.get(column.kind, 0), _longest_line(column.heading) + 2]
    if column.kind is CellKind.TEXT:
        lengths += [_longest_line(row[place]) + 1 for row in sheet.rows if isinstance(row[place], str)]
    return min(max(_NARROWEST, *lengths), _WIDEST)


def _longest_line(words: object) -> int:
    return max((grapheme_count(line) for line in str(words).splitlines()), default=0)


def without_times(workbook: bytes) -> bytes:
    """Pack the same parts without the hour they were packed at, so that equal content is equal bytes."""
    packed = BytesIO()
    with zipfile.ZipFile(BytesIO(workbook)) as given, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as kept:
        for name, content in _parts(given):
            part = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            part.compress_type = zipfile.ZIP_DEFLATED
            kept.writestr(part, content)
    return packed.getvalue()


def _parts(given: zipfile.ZipFile) -> Iterable[tuple[str, bytes]]:
    modified = rb"\g<1>" + _ANY_INSTANT.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    for name in given.namelist():
        content = given.read(name)
        yield name, _MODIFIED.sub(modified, content) if name == "docProps/core.xml" else content
