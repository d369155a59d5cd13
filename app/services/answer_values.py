"""Turning what a browser sends into the value that is stored: normalised, or refused with a reason at the field."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from app.thai import normalise, parse_date, thai_digits_to_arabic
from app.transaction import composed
from workflows.document import Question, QuestionKind
from workflows.errors import Obstacle, RuleBroken

MOST_CHARACTERS = 60_000
MOST_ROWS = 60
_EMAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
_PHONE = re.compile(r"(?=(\D*\d){3})(?:[\d\s()+,/–-]|ต่อ|ext\.?)+", re.IGNORECASE)
_URL = re.compile(r"^https?://\S+$")
_CONTACT_PARTS = ("name", "phone", "email")
_INDICATOR_TEXTS = ("title", "unit", "source", "example")
_INDICATOR_NUMBERS = ("target", "actual", "year_1", "year_2", "year_3")


@composed
def stored_value(question: Question, raw: object) -> Any:
    """Return the value to store for this question; raise RuleBroken with the reason at the field.

    Limits of length are not refused here: a draft may be over its limit, a submission may not.
    """
    return _READERS[question.kind](question, raw)


def _refuse(question: Question, message: str, **params: object) -> RuleBroken:
    return RuleBroken([Obstacle(message, params, field=question.id)])


def _text(question: Question, raw: object) -> str:
    text = raw if isinstance(raw, str) else ""
    if len(text) > MOST_CHARACTERS:
        raise _refuse(question, "This text is too long to be saved (over %(count)s characters)", count=MOST_CHARACTERS)
    return normalise(text)


def _date(question: Question, raw: object) -> str:
    text = thai_digits_to_arabic(_text(question, raw)).strip()
    if not text:
        return ""
    try:
        return parse_date(text).isoformat()
    except ValueError:
        raise _refuse(question, "Enter a date such as 31/12/2563") from None


def _number(question: Question, raw: object) -> str:
    text = thai_digits_to_arabic(_text(question, str(raw) if isinstance(raw, int) else raw)).replace(",", "").strip()
    if not text:
        return ""
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise _refuse(question, "Enter a number") from None
    if not number.is_finite() or abs(number) >= Decimal(10) ** 15:
        raise _refuse(question, "Enter a number")
    return format(number, "f")


def _money(question: Question, raw: object) -> str:
    text = _number(question, raw)
    if text.startswith("-"):
        raise _refuse(question, "Enter an amount of zero or more")
    return text


def _url(question: Question, raw: object) -> str:
    text = _text(question, raw).strip()
    if text and not _URL.match(text):
        raise _refuse(question, "Enter a web address that begins with https://")
    return text


def _contact(question: Question, raw: object) -> dict[str, str]:
    given = raw if isinstance(raw, Mapping) else {}
    contact = {name: _text(question, given.get(name, "")).strip() for name in _CONTACT_PARTS}
    contact["phone"] = thai_digits_to_arabic(contact["phone"])
    against = []
    if contact["phone"] and not _PHONE.fullmatch(contact["phone"]):
        against.append(Obstacle("Enter a telephone number such as 0 2123 4567 ext. 89", field=question.id))
    if contact["email"] and not _EMAIL.match(contact["email"]):
        against.append(Obstacle("Enter an e-mail address such as name@agency.go.th", field=question.id))
    if against:
        raise RuleBroken(against)
    return contact


def _yes_no(_question: Question, raw: object) -> bool:
    return raw is True or raw in ("true", "yes", "on", "1", "y")


def _choice(question: Question, raw: object) -> list[str]:
    given = [raw] if isinstance(raw, str) and raw else list(raw) if isinstance(raw, list | tuple) else []
    known = {choice.code for choice in question.choices}
    if any(code not in known for code in given):
        raise _refuse(question, "Choose from the list")
    return sorted(set(given), key=[choice.code for choice in question.choices].index)


def _codes(question: Question, raw: object) -> list[str]:
    given = re.split(r"[\s,]+", raw) if isinstance(raw, str) else list(raw) if isinstance(raw, list | tuple) else []
    return list(dict.fromkeys(_text(question, code).strip() for code in given if code))


def _code(question: Question, raw: object) -> str:
    return _text(question, raw).strip()


def _rows(question: Question, raw: object) -> list[Mapping[str, object]]:
    rows = [row for row in raw if isinstance(row, Mapping)] if isinstance(raw, list | tuple) else []
    if len(rows) > (question.max_rows or MOST_ROWS):
        raise _refuse(question, "At most %(count)s rows", count=question.max_rows or MOST_ROWS)
    return rows


def _measures(question: Question, raw: object) -> list[dict[str, str]]:
    ids = [column.id for column in question.columns]
    rows = [{name: _text(question, row.get(name, "")).strip() for name in ids} for row in _rows(question, raw)]
    return [row for row in rows if any(row.values())]


def _indicators(question: Question, raw: object) -> list[dict[str, str]]:
    """Read every row; each figure that is none is refused at its own cell, "question/row/column", rows from 0."""
    rows, against = [], []
    for place, given in enumerate(_rows(question, raw)):
        row = {name: _text(question, given.get(name, "")).strip() for name in _INDICATOR_TEXTS}
        for name in _INDICATOR_NUMBERS:
            try:
                row[name] = _number(question, given.get(name, ""))
            except RuleBroken as broken:
                cell = f"{question.id}/{place}/{name}"
                against += [replace(obstacle, field=cell) for obstacle in broken.obstacles]
        row["direction"] = "less" if given.get("direction") == "less" else "more"
        if any(row.get(name) for name in ("title", *_INDICATOR_NUMBERS)):
            rows.append(row)
    if against:
        raise RuleBroken(against)
    return rows


def _file(question: Question, _raw: object) -> None:
    raise _refuse(question, "Files are attached, not typed")


_READERS: Mapping[QuestionKind, Callable[[Question, object], Any]] = {
    QuestionKind.TEXT: _text,
    QuestionKind.LONG_TEXT: _text,
    QuestionKind.DATE: _date,
    QuestionKind.MONEY: _money,
    QuestionKind.NUMBER: _number,
    QuestionKind.URL: _url,
    QuestionKind.AGENCY: _code,
    QuestionKind.AGENCY_LIST: _codes,
    QuestionKind.CONTACT: _contact,
    QuestionKind.YES_NO: _yes_no,
    QuestionKind.CHOICE: _choice,
    QuestionKind.MEASURES: _measures,
    QuestionKind.FILE: _file,
    QuestionKind.TICK: _yes_no,
    QuestionKind.INDICATORS: _indicators,
}
