"""What people send in workbooks is read by value, refused in words, and never run."""

from __future__ import annotations

import functools
import zipfile
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from app.reports import spreadsheet_input, spreadsheet_safety
from app.reports.spreadsheet_cells import Column, InputKind
from app.reports.spreadsheet_input import Rows, read_rows
from app.reports.xlsx import SheetColumn, SheetTable, write_workbook

COLUMNS = (
    Column("name", ("ชื่อ", "Name"), is_required=True, most_characters=20),
    Column("most", ("รับได้ไม่เกิน", "At most"), InputKind.WHOLE),
    Column("share", ("ร้อยละ", "Percent"), InputKind.NUMBER, must_exist=False),
    Column("since", ("ตั้งแต่", "Since"), InputKind.DAY, must_exist=False),
    Column("leads", ("เป็นหัวหน้าคณะได้", "May lead"), InputKind.YES_NO, must_exist=False),
    Column(
        "branch",
        ("สาขา", "Branch"),
        InputKind.CHOICE,
        must_exist=False,
        choices={"บริการภาครัฐ": "PS", "Public Service": "PS", "PMQA": "PMQA"},
    ),
)
HEADINGS = ("ชื่อ", "รับได้ไม่เกิน", "ร้อยละ", "ตั้งแต่", "เป็นหัวหน้าคณะได้", "สาขา")


def _workbook(*rows: tuple[object, ...]) -> bytes:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _repacked(data: bytes, extra: Mapping[str, bytes]) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as given_parts, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in given_parts.namelist():
            if name not in extra:
                kept.writestr(name, given_parts.read(name))
        for name, content in extra.items():
            kept.writestr(name, content)
    return packed.getvalue()


def _faults(rows: Rows) -> list[tuple[int | None, str | None, str]]:
    return [(fault.row, fault.column, str(fault.obstacle)) for fault in rows.faults]


def _fault_of(data: bytes) -> list[tuple[int | None, str | None, str]]:
    read = read_rows(data, COLUMNS)
    assert read.rows == ()
    return _faults(read)


def test_a_good_row_has_a_value_for_every_column_and_the_number_the_sheet_shows() -> None:
    read = read_rows(
        _workbook(HEADINGS, (), ("  ปิ่น\u200bฟ้า  ", 25, "๑๒.๕", datetime(2027, 1, 29), "ใช่", "บริการภาครัฐ")),  # noqa: DTZ001
        COLUMNS,
    )
    (row,) = read.rows
    assert (row.number, read.faults) == (3, ())
    assert row.values == {
        "name": "ปิ่นฟ้า",
        "most": 25,
        "share": Decimal("12.5"),
        "since": date(2027, 1, 29),
        "leads": True,
        "branch": "PS",
    }


def test_headings_are_known_in_both_languages_in_any_order_and_with_the_mark_of_required() -> None:
    read = read_rows(_workbook(("at  most", "NAME *"), (3, "ก")), COLUMNS)
    assert [dict(row.values) for row in read.rows] == [
        {"name": "ก", "most": 3, "share": None, "since": None, "leads": None, "branch": None}
    ]


@pytest.mark.parametrize(
    ("cells", "value"),
    [
        (("ชื่อ", 12.0), {"most": 12}),
        (("ชื่อ", "1,200"), {"most": 1200}),
        (("ชื่อ", 1, 0.1 + 0.2), {"share": Decimal("0.3")}),
        (("ชื่อ", 1, 1, "29 มกราคม 2570"), {"since": date(2027, 1, 29)}),
        (("ชื่อ", 1, 1, datetime(2570, 1, 29)), {"since": date(2027, 1, 29)}),  # noqa: DTZ001
        (("ชื่อ", 1, 1, None, "ไม่มี"), {"leads": False}),
        (("ชื่อ", 1, 1, None, True), {"leads": True}),
        (("ชื่อ", 1, 1, None, None, "public service"), {"branch": "PS"}),
        ((10110.0, 1), {"name": "10110"}),
    ],
)
def test_values_are_read_as_people_write_them(cells: tuple[object, ...], value: dict[str, object]) -> None:
    (row,) = read_rows(_workbook(HEADINGS, cells), COLUMNS).rows
    assert {name: row.values[name] for name in value} == value


@pytest.mark.parametrize(
    ("cells", "column", "sentence"),
    [
        ((None, 1), "ชื่อ", "Fill in “ชื่อ”."),
        (("  ", 1), "ชื่อ", "Fill in “ชื่อ”."),
        (("ก" * 21, 1), "ชื่อ", "“ชื่อ” may have at most 20 characters."),
        (("ก", "ห้า"), "รับได้ไม่เกิน", "“รับได้ไม่เกิน” must be a whole number, not “ห้า”."),
        (("ก", 2.5), "รับได้ไม่เกิน", "“รับได้ไม่เกิน” must be a whole number, not “2.5”."),
        (("ก", "1e999999999"), "รับได้ไม่เกิน", "“รับได้ไม่เกิน” must be a whole number, not “1e999999999”."),
        (("ก", 1, "nan"), "ร้อยละ", "“ร้อยละ” must be a number, not “nan”."),
        (("ก", 1, True), "ร้อยละ", "“ร้อยละ” must be a number, not “True”."),
        (("ก", 1, 1, "31/2/2570"), "ตั้งแต่", "“ตั้งแต่” must be a date such as 29/1/2570, not “31/2/2570”."),
        (("ก", 1, 1, None, "อาจจะ"), "เป็นหัวหน้าคณะได้", "“เป็นหัวหน้าคณะได้” must be yes or no, not “อาจจะ”."),
        (
            ("ก", 1, 1, None, None, "อื่น"),
            "สาขา",
            "“สาขา” must be one of: บริการภาครัฐ, Public Service, PMQA; it is “อื่น”.",
        ),
        (("=A1", 1), "ชื่อ", "“ชื่อ” holds a formula. Paste it as a value."),
        (("#N/A", 1), "ชื่อ", "“ชื่อ” holds the error #N/A."),
    ],
)
def test_a_wrong_cell_is_named_by_row_column_and_reason(cells: tuple[object, ...], column: str, sentence: str) -> None:
    read = read_rows(_workbook(HEADINGS, ("ดี", 1), cells), COLUMNS)
    assert (_faults(read), [row.number for row in read.rows]) == ([(3, column, sentence)], [2])


def test_all_faults_of_a_row_are_told_at_once() -> None:
    read = read_rows(_workbook(HEADINGS, (None, "x", "y")), COLUMNS)
    assert [(fault.row, fault.column) for fault in read.faults] == [(2, "ชื่อ"), (2, "รับได้ไม่เกิน"), (2, "ร้อยละ")]


def test_a_long_wrong_value_is_quoted_in_part() -> None:
    ((_, _, sentence),) = _faults(read_rows(_workbook(HEADINGS, ("ก", "x" * 500)), COLUMNS))
    assert sentence == f"“รับได้ไม่เกิน” must be a whole number, not “{'x' * 60}…”."


def test_wrong_headings_are_all_told_and_no_row_is_read() -> None:
    assert _fault_of(_workbook(("ชื่อ", "Name", "สีที่ชอบ"), ("ก", "ข", "ฟ้า"))) == [
        (None, "Name", "The column “Name” appears twice."),
        (None, "สีที่ชอบ", "The column “สีที่ชอบ” is not known: correct its heading or remove it."),
        (None, "รับได้ไม่เกิน", "The column “รับได้ไม่เกิน” is missing."),
    ]


@pytest.mark.parametrize("rows", [(), (HEADINGS,)])
def test_a_sheet_without_rows_says_so(rows: tuple[tuple[object, ...], ...]) -> None:
    assert _fault_of(_workbook(*rows)) == [(None, None, "The first sheet has no rows under its headings.")]


def test_too_many_rows_are_refused_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet_input, "MOST_ROWS", 3)
    full = _workbook(HEADINGS, *[("ก", 1)] * 3)
    assert len(read_rows(full, COLUMNS).rows) == 3
    assert _fault_of(_workbook(HEADINGS, *[("ก", 1)] * 4)) == [(None, None, "The first sheet has more than 3 rows.")]


def test_many_faults_are_counted_after_the_first_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet_input, "MOST_FAULTS", 2)
    read = read_rows(_workbook(HEADINGS, *[("ก", "x")] * 5), COLUMNS)
    assert [fault.row for fault in read.faults] == [2, 3, None]
    assert str(read.faults[-1].obstacle) == "There are 3 more faults."


NOT_A_WORKBOOK = [(None, None, "This is not an Excel workbook (.xlsx) that can be read.")]


@pytest.mark.parametrize("data", [b"", b"name,most\nx,1\n", b"%PDF-1.7", b"PK\x03\x04 and nothing more"])
def test_other_files_are_refused(data: bytes) -> None:
    assert _fault_of(data) == NOT_A_WORKBOOK


def test_an_archive_that_is_no_workbook_is_refused() -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert _fault_of(packed.getvalue()) == NOT_A_WORKBOOK


def test_old_and_locked_files_are_refused_with_what_to_do() -> None:
    assert _fault_of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)) == [
        (None, None, "This Excel file is old or has a password. Save it as .xlsx without a password.")
    ]


@pytest.mark.parametrize("part", ["xl/vbaProject.bin", "xl/macrosheets/sheet1.xml"])
def test_macros_are_refused(part: str) -> None:
    assert _fault_of(_repacked(_workbook(HEADINGS, ("ก", 1)), {part: b"x"})) == [
        (None, None, "The file contains macros. Save it as a workbook without macros (.xlsx).")
    ]


def test_a_file_that_is_too_large_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet_safety, "MOST_BYTES", 1_000_000)
    assert _fault_of(bytes(1_000_001)) == [(None, None, "The file is larger than 1 MB.")]


def test_a_small_file_that_unpacks_to_very_much_is_refused() -> None:
    bomb = _repacked(_workbook(HEADINGS, ("ก", 1)), {"xl/media/image1.png": bytes(41_000_000)})
    assert len(bomb) < 100_000
    assert _fault_of(bomb) == [(None, None, "The file unpacks to more than 40 MB and was not opened.")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(encoding: str) -> None:
    evil = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><sst>&a;</sst>'.encode(encoding)
    assert _fault_of(_repacked(_workbook(HEADINGS, ("ก", 1)), {"xl/sharedStrings.xml": evil})) == [
        (None, None, "The file holds a document type declaration and was not opened.")
    ]


def test_our_own_workbook_is_read_back_as_it_was_written() -> None:
    columns = tuple(SheetColumn(heading) for heading in HEADINGS[:2])
    read = read_rows(write_workbook([SheetTable("ก", columns, [("=1+1", "7"), ("+66", None)])]), COLUMNS)
    assert [(row.values["name"], row.values["most"]) for row in read.rows] == [("=1+1", 7), ("+66", None)]


@functools.cache
def _sound() -> bytes:
    """One workbook for all examples: its parts carry the time they were written at."""
    return _repacked(_workbook(HEADINGS, ("ก", 1), ("ข", 2)), {})


@given(st.data())
def test_a_damaged_workbook_is_a_fault_or_rows_and_never_an_exception(data: st.DataObject) -> None:
    whole = bytearray(_sound())
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    read = read_rows(bytes(whole[: data.draw(st.integers(0, len(whole)))]), COLUMNS)
    assert len(read.rows) + len(read.faults) > 0


@given(st.binary(max_size=400))
def test_damaged_parts_inside_a_sound_archive_are_faults(part: bytes) -> None:
    for name in ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"):
        read = read_rows(_repacked(_workbook(HEADINGS, ("ก", 1)), {name: part}), COLUMNS)
        assert len(read.rows) + len(read.faults) > 0


def test_instants_are_written_for_bangkok_and_read_as_days() -> None:
    since = Column("since", ("ตั้งแต่",), InputKind.DAY)
    sheet = SheetTable("ก", (SheetColumn("ตั้งแต่"),), [(f"{datetime(2027, 1, 28, tzinfo=UTC):%Y-%m-%d}",)])
    assert [row.values for row in read_rows(write_workbook([sheet]), [since]).rows] == [{"since": date(2027, 1, 28)}]
