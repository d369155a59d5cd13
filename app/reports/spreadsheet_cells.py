"""Reads one cell of an input workbook into the value its column asks for, or says what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeAlias

from app.thai import NotADate, grapheme_count, normalise, parse_date, search_key, thai_digits_to_arabic
from workflows.errors import Obstacle

InputValue: TypeAlias = str | int | Decimal | date | bool | None

_ERA = 543
_FIRST_BUDDHIST_YEAR = 2400
_SHOWN = 60
_DIGITS = 15
_YES = frozenset({"yes", "y", "true", "1", "ใช่", "มี", "จริง"})
_NO = frozenset({"no", "n", "false", "0", "ไม่ใช่", "ไม่มี", "ไม่", "เท็จ"})


class InputKind(StrEnum):
    """What a column of an input workbook holds."""

    TEXT = "text"
    WHOLE = "whole"
    NUMBER = "number"
    DAY = "day"
    YES_NO = "yes_no"
    CHOICE = "choice"


@dataclass(frozen=True)
class Column:
    """A column that is asked for: the name of its value, and the headings it may have (the first one is shown).

    `must_exist` asks for the column, `is_required` for a value in every row. A choice is given as what may be written
    and the value it stands for. `most_characters` counts grapheme clusters.
    """

    name: str
    headings: tuple[str, ...]
    kind: InputKind = InputKind.TEXT
    is_required: bool = False
    must_exist: bool = True
    choices: Mapping[str, str] = field(default_factory=dict, hash=False)
    most_characters: int = 1_000


class CellFault(Exception):
    """The cell cannot be used; the obstacle says why."""

    def __init__(self, obstacle: Obstacle) -> None:
        self.obstacle = obstacle
        super().__init__(str(obstacle))


def read_cell(cell: object, column: Column) -> InputValue:
    """Return the cell's value as its column wants it, None where it is empty. Raises CellFault."""
    said = {"column": column.headings[0]}
    value = getattr(cell, "value", None)
    match getattr(cell, "data_type", "n"):
        case "f":
            raise CellFault(Obstacle("“%(column)s” holds a formula. Paste it as a value.", said))
        case "e":
            raise CellFault(Obstacle("“%(column)s” holds the error %(value)s.", {**said, "value": str(value)}))
    if isinstance(value, str):
        value = normalise(value).strip() or None
    if value is None:
        if column.is_required:
            raise CellFault(Obstacle("Fill in “%(column)s”.", said))
        return None
    return _READERS[column.kind](value, column)


def _text(value: object, column: Column) -> str:
    words = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    if grapheme_count(words) > column.most_characters:
        limit = {"column": column.headings[0], "limit": column.most_characters}
        raise CellFault(Obstacle("“%(column)s” may have at most %(limit)s characters.", limit))
    return words


def _number(value: object, column: Column) -> Decimal:
    """A spreadsheet keeps 15 digits; what lies beyond is noise of its arithmetic."""
    fault = Obstacle("“%(column)s” must be a number, not “%(value)s”.", _quoted(value, column))
    if isinstance(value, bool):
        raise CellFault(fault)
    written = f"{value:.15g}" if isinstance(value, float) else str(value)
    try:
        number = Decimal(thai_digits_to_arabic(written).replace(",", "").replace(" ", ""))
    except InvalidOperation as not_a_number:
        raise CellFault(fault) from not_a_number
    if not number.is_finite() or (number and not -_DIGITS <= number.adjusted() < _DIGITS):
        raise CellFault(fault)
    return number


def _whole(value: object, column: Column) -> int:
    fault = Obstacle("“%(column)s” must be a whole number, not “%(value)s”.", _quoted(value, column))
    try:
        number = _number(value, column)
    except CellFault as not_a_number:
        raise CellFault(fault) from not_a_number
    if number != number.to_integral_value():
        raise CellFault(fault)
    return int(number)


def _day(value: object, column: Column) -> date:
    """A real date typed with a Buddhist year stands five centuries ahead; it is moved back, as a typed one is."""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date) and value.year >= _FIRST_BUDDHIST_YEAR:
        value = f"{value.day}/{value.month}/{value.year}"
    if isinstance(value, date):
        return value
    try:
        return parse_date(str(value))
    except NotADate as not_a_date:
        raise CellFault(
            Obstacle("“%(column)s” must be a date such as 29/1/2570, not “%(value)s”.", _quoted(value, column))
        ) from not_a_date


def _yes_no(value: object, column: Column) -> bool:
    word = search_key(_text(value, column))
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise CellFault(Obstacle("“%(column)s” must be yes or no, not “%(value)s”.", _quoted(value, column)))


def _choice(value: object, column: Column) -> str:
    accepted = {search_key(written): meant for written, meant in column.choices.items()}
    meant = accepted.get(search_key(_text(value, column)))
    if meant is None:
        said = {**_quoted(value, column), "choices": ", ".join(column.choices)}
        raise CellFault(Obstacle("“%(column)s” must be one of: %(choices)s; it is “%(value)s”.", said))
    return meant


def _quoted(value: object, column: Column) -> dict[str, object]:
    words = str(value)
    return {"column": column.headings[0], "value": words if len(words) <= _SHOWN else words[:_SHOWN] + "…"}


_READERS: Mapping[InputKind, Callable[[object, Column], InputValue]] = {
    InputKind.TEXT: _text,
    InputKind.WHOLE: _whole,
    InputKind.NUMBER: _number,
    InputKind.DAY: _day,
    InputKind.YES_NO: _yes_no,
    InputKind.CHOICE: _choice,
}
