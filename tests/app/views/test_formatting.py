"""Figures, sizes, times left and Thai text look the same on every page."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from flask import Flask
from flask_babel import force_locale
from jinja2 import UndefinedError
from markupsafe import Markup

from app.views.formatting import (
    figure,
    file_size,
    in_fours,
    number,
    percent,
    points,
    polar,
    shown,
    time_left,
    time_left_text,
    when,
    whole,
    whole_above,
)

NOON = datetime(2027, 1, 18, 5, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "with_decimals", "short", "cut_off"),
    [
        (Decimal("405.5"), "405.50", "405.50", "405"),
        (Decimal(300), "300.00", "300", "300"),
        (Decimal("0.005"), "0.01", "0.01", "0"),
        (Decimal("399.999"), "400.00", "400", "399"),
        (Decimal("1234.5"), "1,234.50", "1,234.50", "1,234"),
        (None, "–", "–", "–"),
    ],
)
def test_scores_round_half_up_and_totals_are_cut_off(
    value: Decimal | None, with_decimals: str, short: str, cut_off: str
) -> None:
    assert (points(value), figure(value), whole(value)) == (with_decimals, short, cut_off)


def test_a_total_and_what_it_lacks_make_up_the_limit_as_printed() -> None:
    total = Decimal("129.76")
    assert int(whole(total)) + int(whole_above(300 - total)) == 300
    assert (whole_above(Decimal(150)), whole_above(None)) == ("150", "–")


def test_counts_and_codes_are_parted_for_reading() -> None:
    assert number(1204) == "1,204"
    assert in_fours("9f2c41d70b") == "9f2c 41d7 0b"


@pytest.mark.parametrize(
    ("value", "maximum", "attribute"),
    [(394, 500, "78.8%"), (Decimal(1), Decimal(3), "33.33%"), (120, 100, "100%"), (-1, 100, "0%")],
)
def test_a_share_is_kept_inside_the_drawing(value: Decimal | int, maximum: Decimal | int, attribute: str) -> None:
    assert percent(value, maximum) == attribute


def test_the_first_axis_points_up_and_the_next_goes_clockwise() -> None:
    assert [polar(place, 4, 10, centre=(50, 50)) for place in range(4)] == [(50, 40), (60, 50), (50, 60), (40, 50)]


@pytest.mark.parametrize(
    ("before", "thai", "english"),
    [
        (timedelta(days=39), "39 วัน", "39 days"),
        (timedelta(days=14, minutes=1), "14 วัน", "14 days"),
        (timedelta(days=11, hours=2, minutes=5), "11 วัน 2 ชั่วโมง", "11 days 2 hours"),
        (timedelta(days=3), "3 วัน", "3 days"),
        (timedelta(hours=48), "48 ชั่วโมง", "48 hours"),
        (timedelta(hours=20, minutes=12), "20 ชั่วโมง 12 นาที", "20 hours 12 minutes"),
        (timedelta(seconds=61), "2 นาที", "2 minutes"),
        (timedelta(seconds=1), "1 นาที", "1 minute"),
    ],
)
def test_the_time_left_is_said_in_its_two_largest_units(app: Flask, before: timedelta, thai: str, english: str) -> None:
    left = time_left(NOON + before, NOON)

    with app.test_request_context():
        with force_locale("th"):
            assert time_left_text(left) == thai
        with force_locale("en"):
            assert time_left_text(left) == english


@pytest.mark.parametrize(
    ("after", "stage", "minutes"),
    [
        (timedelta(days=-15), "calm", 0),
        (timedelta(days=-14), "soon", 0),
        (timedelta(hours=-48), "near", 0),
        (timedelta(minutes=-1), "near", 1),
        (timedelta(), "grace", 15),
        (timedelta(minutes=14, seconds=59), "grace", 1),
        (timedelta(minutes=15), "past", 0),
    ],
)
def test_a_deadline_passes_through_its_stages(after: timedelta, stage: str, minutes: int) -> None:
    left = time_left(NOON, NOON + after, timedelta(minutes=15))

    assert (left.stage, left.minutes) == (stage, minutes)


def test_sizes_and_dates_follow_the_language_of_the_page(app: Flask) -> None:
    with app.test_request_context():
        with force_locale("th"):
            assert (file_size(1_400_000), file_size(900)) == ("1.4 เมกะไบต์", "1 กิโลไบต์")
            assert when(date(2027, 1, 29)) == "29 มกราคม 2570"
        with force_locale("en"):
            assert (file_size(1_400_000), file_size(900)) == ("1.4 MB", "1 kB")
            assert when(date(2027, 1, 29)) == "29 January 2027"


def test_shown_text_keeps_together_and_stays_escaped() -> None:
    assert shown("ร้อยละ 50 <b>") == "ร้อย\u2060ละ\u00a050 <b>"


def test_markup_stays_markup_and_its_attributes_stay_plain() -> None:
    text = Markup('<a title="ร้อยละ">หน่วยงาน</a>')

    assert shown(text) == Markup('<a title="ร้อยละ">หน่วย\u2060งาน</a>')


@pytest.mark.parametrize("template", ["{{ nothing }}", "{{ person.name('th') }}"])
def test_a_template_that_asks_for_what_is_not_there_fails(app: Flask, template: str) -> None:
    with pytest.raises(UndefinedError):
        app.jinja_env.from_string(template).render()
