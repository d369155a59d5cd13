"""Reads rows from a workbook somebody sent: values only, each fault with its row and column, nothing unsafe opened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import islice
from typing import TypeAlias
from zipfile import BadZipFile

from openpyxl import load_workbook

from app.reports.spreadsheet_cells import CellFault, Column, InputValue, read_cell
from app.reports.spreadsheet_safety import UnsafeWorkbook, refuse_unsafe
from app.thai import normalise, search_key
from workflows.errors import Obstacle

MOST_ROWS = 5_000
MOST_COLUMNS = 100
MOST_FAULTS = 200

# What a damaged part makes its reader raise; a parse error is a SyntaxError.
_BROKEN = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    SyntaxError,
    TypeError,
    ValueError,
    BadZipFile,
)

_Cells: TypeAlias = tuple[object, ...]


@dataclass(frozen=True)
class Row:
    """One row: its number as the spreadsheet shows it, and a value for each column asked for.

    `faulty` names the columns whose cells cannot be used; their values are None.
    """

    number: int
    values: Mapping[str, InputValue]
    faulty: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Fault:
    """What is wrong and where; without a row it concerns the whole file or its headings.

    `column` is the heading, `name` the column's value asked for where it is one of those.
    """

    row: int | None
    column: str | None
    obstacle: Obstacle
    name: str | None = None


@dataclass(frozen=True)
class Rows:
    """The usable rows and every fault found. Who imports decides; a file with faults is usually not imported at all.

    `flawed` are the rows with a fault, so that what else is wrong with them can be said at once.
    """

    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]
    flawed: tuple[Row, ...] = ()


def read_rows(data: bytes, columns: Sequence[Column]) -> Rows:
    """Read the first sheet of an .xlsx file whose first filled row holds the headings.

    A column is named in faults by the heading it has in the file, one that is missing in the language of the others;
    where the file says nothing of it, by its first heading. Macros, passwords, formulas, unpacking bombs, unknown,
    doubled and missing columns are faults, never exceptions.
    """
    try:
        refuse_unsafe(data)
        lines = list(_lines(data))
    except UnsafeWorkbook as unsafe:
        return _refused(unsafe.obstacle)
    except _BROKEN:
        return _refused(Obstacle("This is not an Excel workbook (.xlsx) that can be read."))
    if len(lines) > MOST_ROWS + 1:
        return _refused(Obstacle("The first sheet has more than %(limit)s rows.", {"limit": MOST_ROWS}))
    if len(lines) < 2:
        return _refused(Obstacle("The first sheet has no rows under its headings."))
    return _read(lines, columns)


def _refused(obstacle: Obstacle) -> Rows:
    return Rows((), (Fault(None, None, obstacle),))


def _lines(data: bytes) -> Iterator[tuple[int, _Cells]]:
    """The rows that hold anything, with their numbers; a few more than allowed, so that too many is noticed."""
    workbook = load_workbook(BytesIO(data), read_only=True, data_only=False, keep_links=False)
    try:
        page = workbook.worksheets[0]
        page.reset_dimensions()
        numbered = enumerate(page.iter_rows(max_row=MOST_ROWS * 4, max_col=MOST_COLUMNS), start=1)
        filled = ((number, cells) for number, cells in numbered if any(cell.value is not None for cell in cells))
        yield from islice(filled, MOST_ROWS + 2)
    finally:
        workbook.close()


def _read(lines: Sequence[tuple[int, _Cells]], columns: Sequence[Column]) -> Rows:
    (_, heading_cells), *body = lines
    places, faults = _places(heading_cells, columns)
    if faults:
        return Rows((), tuple(faults))
    rows: list[Row] = []
    for number, cells in body:
        values, found = _values(number, cells, places)
        faults += found
        given = {column.name: values.get(column.name) for column in columns}
        rows.append(Row(number, given, frozenset(fault.name for fault in found if fault.name)))
    usable = tuple(row for row in rows if not row.faulty)
    return Rows(usable, tuple(_at_most(faults)), tuple(row for row in rows if row.faulty))


def _places(cells: _Cells, columns: Sequence[Column]) -> tuple[dict[int, Column], list[Fault]]:
    """Which column stands at which place, by its heading in either language."""
    known = {
        search_key(heading): (column, number) for column in columns for number, heading in enumerate(column.headings)
    }
    places: dict[int, Column] = {}
    faults: list[Fault] = []
    languages: Counter[int] = Counter()
    for place, cell in enumerate(cells):
        heading = _heading(cell)
        column, number = known.get(search_key(heading), (None, 0)) if heading else (None, 0)
        if heading and column is None:
            faults.append(_heading_fault("unknown", heading))
        elif column is not None and column.name in {each.name for each in places.values()}:
            faults.append(_heading_fault("twice", heading))
        elif column is not None:
            places[place] = _named_first(column, number)
            languages[number] += 1
    found, spoken = {column.name for column in places.values()}, max(languages, key=languages.__getitem__, default=0)
    missing = [_named_first(column, spoken) for column in columns if column.must_exist and column.name not in found]
    return places, [*faults, *(_heading_fault("missing", column.headings[0]) for column in missing)]


def _named_first(column: Column, number: int) -> Column:
    """The column with this heading first, by which faults name it."""
    if number >= len(column.headings):
        return column
    named = column.headings[number]
    return replace(column, headings=(named, *(each for each in column.headings if each != named)))


def _heading(cell: object) -> str:
    value = getattr(cell, "value", None)
    return "" if value is None else normalise(str(value)).replace("\n", " ").strip(" *")


def _heading_fault(kind: str, heading: str) -> Fault:
    obstacles = {
        "unknown": Obstacle(
            "The column “%(column)s” is not known: correct its heading or remove it.", {"column": heading}
        ),
        "twice": Obstacle("The column “%(column)s” appears twice.", {"column": heading}),
        "missing": Obstacle("The column “%(column)s” is missing.", {"column": heading}),
    }
    return Fault(None, heading, obstacles[kind])


def _values(number: int, cells: _Cells, places: Mapping[int, Column]) -> tuple[dict[str, InputValue], list[Fault]]:
    values: dict[str, InputValue] = {}
    faults: list[Fault] = []
    for place, column in places.items():
        try:
            values[column.name] = read_cell(cells[place] if place < len(cells) else None, column)
        except CellFault as fault:
            faults.append(Fault(number, column.headings[0], fault.obstacle, column.name))
    return values, faults


def _at_most(faults: Sequence[Fault]) -> Iterator[Fault]:
    yield from faults[:MOST_FAULTS]
    if len(faults) > MOST_FAULTS:
        yield Fault(None, None, Obstacle("There are %(count)s more faults.", {"count": len(faults) - MOST_FAULTS}))
