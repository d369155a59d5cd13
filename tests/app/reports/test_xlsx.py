"""Workbooks keep types, dates and Thai, run nothing, and are equal for equal content."""

from __future__ import annotations

import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from app.reports.xlsx import CellKind, CellValue, SheetColumn, SheetTable, write_workbook

COLUMNS = (
    SheetColumn("เลขที่"),
    SheetColumn("จำนวนไฟล์", CellKind.WHOLE),
    SheetColumn("คะแนน", CellKind.NUMBER),
    SheetColumn("วันปิดรับ", CellKind.DAY),
    SheetColumn("ส่งเมื่อ", CellKind.INSTANT),
)
ROWS: tuple[tuple[CellValue, ...], ...] = (
    ("PS-2570-0064", 4, Decimal("79.50"), date(2027, 1, 29), datetime(2027, 1, 28, 20, 30, tzinfo=UTC)),
    ("น้ำปิงบอกก่อน\nสองบรรทัด", None, None, None, None),
)


def _read(data: bytes) -> Workbook:
    return load_workbook(BytesIO(data))


def _values(data: bytes) -> list[tuple[object, ...]]:
    return list(_read(data).worksheets[0].iter_rows(values_only=True))


def _texts(*words: str) -> bytes:
    return write_workbook([SheetTable("ก", (SheetColumn("ข้อความ"),), [(word,) for word in words])])


def test_values_come_back_with_their_types() -> None:
    assert _values(write_workbook([SheetTable("ใบสมัคร", COLUMNS, ROWS)])) == [
        ("เลขที่", "จำนวนไฟล์", "คะแนน", "วันปิดรับ", "ส่งเมื่อ"),
        ("PS-2570-0064", 4, 79.5, datetime(2027, 1, 29), datetime(2027, 1, 29, 3, 30)),  # noqa: DTZ001  Bangkok time
        ("น้ำปิงบอกก่อน\nสองบรรทัด", None, None, None, None),
    ]


def test_dates_show_the_era_of_the_language() -> None:
    faces = {
        language: [
            cell.number_format
            for cell in _read(write_workbook([SheetTable("a", COLUMNS, ROWS)], language=language)).worksheets[0][2][3:]
        ]
        for language in ("th", "en")
    }
    assert faces == {
        "th": ["[$-107041E]d mmm yyyy", "[$-107041E]d mmm yyyy h:mm"],
        "en": ["d mmm yyyy", "d mmm yyyy h:mm"],
    }


@pytest.mark.parametrize("typed", ["=1+1", "+66 2 000 0000", "-", "@SUM(A1)", "\tx", "=HYPERLINK(1)", "#N/A", "#REF!"])
def test_no_text_becomes_a_formula_or_an_error(typed: str) -> None:
    cell = _read(_texts(typed)).worksheets[0]["A2"]
    assert (cell.value, cell.data_type) == (typed, "s")


@pytest.mark.parametrize(
    ("typed", "is_marked"), [("=1", True), ("+1", True), ("-1", True), ("@a", True), ("a=1", False)]
)
def test_what_looks_like_a_formula_keeps_its_mark_when_it_is_edited(typed: str, is_marked: bool) -> None:  # noqa: FBT001
    assert bool(_read(_texts(typed)).worksheets[0]["A2"].quotePrefix) is is_marked


def test_the_heading_row_is_styled_frozen_filtered_and_repeated_in_print() -> None:
    page = _read(write_workbook([SheetTable("a", COLUMNS, ROWS)])).worksheets[0]
    head = page["A1"]
    assert (page.freeze_panes, page.auto_filter.ref, page.print_title_rows) == ("A2", "A1:E3", "$1:$1")
    assert (head.font.bold, head.fill.start_color.rgb, head.alignment.wrap_text) == (True, "001D2560", True)


def test_columns_are_as_wide_as_their_longest_line_counted_as_a_reader_counts() -> None:
    rows = [("ก" * 20, "x" * 500, "ที่"), ("น้ำ\nสั้น", "", "")]
    columns = (SheetColumn("a"), SheetColumn("b"), SheetColumn("c", width=33))
    page = _read(write_workbook([SheetTable("a", columns, rows)])).worksheets[0]
    assert [page.column_dimensions[letter].width for letter in "ABC"] == [21, 60, 33]


def test_sheet_names_are_made_fit_and_different() -> None:
    names = ["ผล/รอบ: [1]", "ผล/รอบ: [1]", "", "x" * 40, "X" * 40]
    book = _read(write_workbook([SheetTable(name, COLUMNS, ()) for name in names]))
    assert book.sheetnames == ["ผล-รอบ- -1-", "ผล-รอบ- -1- (2)", "Sheet3", "x" * 31, "X" * 27 + " (5)"]


def test_characters_a_workbook_cannot_hold_are_left_out_and_overlong_text_ends_visibly() -> None:
    values = _values(_texts("ก\x00\x0bข\ud800", "x" * 40_000))
    assert values[1:] == [("กข",), ("x" * 32_766 + "…",)]


def test_equal_content_gives_equal_bytes() -> None:
    sheet = SheetTable("ก", COLUMNS, ROWS)
    first = write_workbook([sheet])
    with zipfile.ZipFile(BytesIO(first)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2000-01-01T00:00:00Z</dcterms:modified>" in parts.read("docProps/core.xml")
    assert first == write_workbook([sheet])


@pytest.mark.parametrize("value", [True, "7", Decimal("7.5"), 7.5])
def test_a_value_its_column_cannot_hold_is_refused(value: object) -> None:
    sheet = SheetTable("a", (SheetColumn("จำนวน", CellKind.WHOLE),), [(value,)])  # type: ignore[list-item]
    with pytest.raises(TypeError, match="จำนวน"):
        write_workbook([sheet])


def test_a_row_of_the_wrong_length_and_a_workbook_without_sheets_are_refused() -> None:
    with pytest.raises(ValueError, match="row 2 has 1 values for 5 columns"):
        write_workbook([SheetTable("a", COLUMNS, [("x",)])])
    with pytest.raises(ValueError, match="needs a sheet"):
        write_workbook([])
