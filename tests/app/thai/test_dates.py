"""Dates are written in the reader's era and read in either."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.thai import NotADate, parse_date, parse_time, thai_date

CLOSING = datetime(2027, 1, 29, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("style", "thai", "english"),
    [
        ("long", "29 มกราคม 2570", "29 January 2027"),
        ("short", "29 ม.ค. 2570", "29 Jan 2027"),
        ("day", "29 ม.ค.", "29 Jan"),
        ("weekday", "วันศุกร์ที่ 29 มกราคม 2570", "Friday 29 January 2027"),
        ("month", "มกราคม 2570", "January 2027"),
        ("year", "2570", "2027"),
        ("time", "16.30 น.", "16:30"),
        ("datetime", "29 มกราคม 2570 เวลา 16.30 น.", "29 January 2027, 16:30 (Bangkok)"),
        ("short_datetime", "29 ม.ค. 2570 เวลา 16.30 น.", "29 Jan 2027, 16:30"),
        (
            "weekday_datetime",
            "วันศุกร์ที่ 29 มกราคม 2570 เวลา 16.30 น.",
            "Friday 29 January 2027, 16:30 (Bangkok)",
        ),
    ],
)
def test_an_instant_is_written_in_bangkok_time_and_the_readers_era(style: str, thai: str, english: str) -> None:
    assert thai_date(CLOSING, "th", style) == thai
    assert thai_date(CLOSING, "en", style) == english


def test_an_evening_in_greenwich_is_the_next_day_in_bangkok() -> None:
    assert thai_date(datetime(2026, 12, 31, 17, 0, tzinfo=UTC), "th", "datetime") == "1 มกราคม 2570 เวลา 00.00 น."


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        thai_date(datetime(2027, 1, 29, 9, 30), "th", "long")  # noqa: DTZ001  this is what is refused


def test_a_day_has_no_time_of_day() -> None:
    with pytest.raises(TypeError):
        thai_date(date(2027, 1, 29), "th", "time")


@pytest.mark.parametrize(
    "text",
    [
        "2570-01-29",
        "2027-01-29",
        "29/1/2570",
        "29/01/2027",
        "๒๙/๑/๒๕๗๐",
        "29.1.2570",
        "29-1-2570",
        " 29 ม.ค. 2570 ",
        "29 มค 2570",
        "29 มกราคม 2570",
        "29 มกราคม พ.ศ. 2570",
        "29 มกราคม ค.ศ. 2027",
        "วันศุกร์ที่ 29 มกราคม 2570",
        "29 January 2027",
        "Friday 29 Jan 2027",
    ],
)
def test_one_day_is_read_from_every_usual_spelling(text: str) -> None:
    assert parse_date(text) == date(2027, 1, 29)


@pytest.mark.parametrize(("text", "day"), [("1/1/2400", date(1857, 1, 1)), ("1/1/2399", date(2399, 1, 1))])
def test_years_from_2400_on_are_buddhist_era(text: str, day: date) -> None:
    assert parse_date(text) == day


def test_a_leap_day_is_judged_after_the_era() -> None:
    assert parse_date("29/2/2567") == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Write the date as day, month and year, for example 29 January 2027 or 29/1/2570"),
        ("29/1/70", "Write the date as day, month and year, for example 29 January 2027 or 29/1/2570"),
        ("30/2/2570", "This day is not in the calendar"),
        ("29/13/2570", "This day is not in the calendar"),
        ("29 แพทยศาสตร์ 2570", "Write the name of the month in full or in its usual short form"),
    ],
)
def test_a_text_that_names_no_day_is_refused_with_what_to_write(text: str, says: str) -> None:
    with pytest.raises(NotADate) as refused:
        parse_date(text)
    assert str(refused.value) == says


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 12, 31)), st.sampled_from(["th", "en"]))
def test_what_is_written_is_read_back(day: date, language: str) -> None:
    for style in ("long", "short", "weekday"):
        assert parse_date(thai_date(day, language, style)) == day


@pytest.mark.parametrize("text", ["16.30", "16:30", "16.30 น.", "๑๖.๓๐ น."])
def test_a_time_is_read_from_every_usual_spelling(text: str) -> None:
    assert parse_time(text) == time(16, 30)


@pytest.mark.parametrize("text", ["", "24.00", "16.60", "4.30 pm"])
def test_a_text_that_names_no_time_is_refused(text: str) -> None:
    with pytest.raises(NotADate):
        parse_time(text)
