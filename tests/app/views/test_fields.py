"""Form fields read what Thai people type and show again what they could not read."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from flask import Flask
from flask_babel import force_locale
from werkzeug.datastructures import MultiDict
from wtforms import Form

from app.views.fields import ThaiDate, ThaiDecimal, ThaiInstant, ThaiInteger, ThaiLongText, ThaiText


class EntryForm(Form):
    """One field of each kind."""

    title = ThaiText("Title")
    story = ThaiLongText("Story")
    day = ThaiDate("Day")
    closes = ThaiInstant("Closes")
    share = ThaiDecimal("Share")
    count = ThaiInteger("Count")


def filled(**typed: str) -> EntryForm:
    form = EntryForm(MultiDict(typed))
    form.validate()
    return form


def test_what_is_typed_in_thai_is_read(app: Flask) -> None:
    with app.test_request_context():
        form = filled(
            title="  น\u0e4d\u0e49าใจ\n ไทย ",
            story="หนึ่ง \r\n\r\n\r\nสอง",
            day="๒๙/๑/๒๕๗๐",
            closes="29 ม.ค. 2570 เวลา 16.30 น.",
            share="๑,๒๓๔.๕",
            count="-๑๒",
        )

    assert form.errors == {}
    assert form.data == {
        "title": "น้ำใจ ไทย",
        "story": "หนึ่ง\n\nสอง",
        "day": date(2027, 1, 29),
        "closes": datetime(2027, 1, 29, 9, 30, tzinfo=UTC),
        "share": Decimal("1234.5"),
        "count": -12,
    }


@pytest.mark.parametrize(
    ("name", "typed", "says"),
    [
        ("day", "30/2/2570", "This day is not in the calendar"),
        ("day", "พรุ่งนี้", "Write the date as day, month and year, for example 29 January 2027 or 29/1/2570"),
        ("closes", "29/1/2570", "Write day and time, for example 29/1/2570 16.30"),
        ("share", "มาก", "Write a number"),
        ("share", "1e400000000", "Write a number"),
        ("share", "9_0", "Write a number"),
        ("share", "Infinity", "Write a number"),
        ("count", "1.5", "Write a whole number"),
        ("count", "๑,๐๐๐,๐๐๐,๐๐๐", "This number is too large"),
    ],
)
def test_what_cannot_be_read_stays_in_the_field_with_a_message(app: Flask, name: str, typed: str, says: str) -> None:
    with app.test_request_context(), force_locale("en"):
        field = filled(**{name: typed})[name]

        assert (field.data, field._value(), list(field.errors)) == (None, typed, [says])


@pytest.mark.parametrize("name", ["day", "closes", "share", "count"])
def test_an_empty_field_is_none_without_a_message(app: Flask, name: str) -> None:
    with app.test_request_context():
        field = filled(**{name: "  "})[name]

    assert (field.data, list(field.errors)) == (None, [])


def test_a_stored_value_is_written_in_the_era_of_the_page_and_read_back(app: Flask) -> None:
    closes = datetime(2027, 1, 29, 9, 30, tzinfo=UTC)
    written = {"th": ("29 มกราคม 2570", "29 มกราคม 2570 16.30"), "en": ("29 January 2027", "29 January 2027 16.30")}

    for language, (day, instant) in written.items():
        with app.test_request_context(), force_locale(language):
            form = EntryForm(data={"day": date(2027, 1, 29), "closes": closes, "share": Decimal("1E+3"), "count": 7})
            shown = [form[name]._value() for name in ("day", "closes", "share", "count")]
            assert shown == [day, instant, "1000", "7"]
            assert filled(day=day, closes=instant).data["closes"] == closes
