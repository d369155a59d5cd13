"""Figures, dates and fixed texts are printed the same way in every document."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from app.reports.wording import (
    Text,
    award_year,
    count,
    day,
    figure,
    file_size,
    grouped_hash,
    instant,
    points,
    rate,
    total,
)

HELLO = Text(th="สวัสดี %(name)s", en="Hello %(name)s")


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (None, "–"),
        ("0", "0"),
        ("412", "412"),
        ("405.50", "405.50"),
        ("1234.5", "1,234.50"),
        ("95.00", "95"),
        ("2.675", "2.68"),
        ("2.665", "2.67"),
    ],
)
def test_a_score_has_two_decimals_half_up_or_none(value: str | None, printed: str) -> None:
    assert figure(None if value is None else Decimal(value)) == printed


@pytest.mark.parametrize(
    ("value", "printed"), [(None, "–"), ("95.00", "95"), ("93.0", "93"), ("82.5", "82.5"), ("100", "100"), ("0", "0")]
)
def test_a_percent_has_the_decimals_that_say_something(value: str | None, printed: str) -> None:
    assert rate(None if value is None else Decimal(value)) == printed


def test_a_long_quotient_is_rounded_only_in_print() -> None:
    assert figure(Decimal(200) / Decimal(3)) == "66.67"


def test_an_instant_is_written_with_its_zone_and_in_the_era_of_the_language() -> None:
    moment = datetime(2027, 1, 29, 9, 30, tzinfo=UTC)
    assert [instant(moment, language) for language in ("th", "en")] == [
        "29 มกราคม 2570 เวลา 16.30 น. (เวลาไทย Asia/Bangkok)",
        "29 January 2027, 16:30 (Asia/Bangkok)",
    ]


def test_days_and_award_years_follow_the_language() -> None:
    assert [day(date(2027, 1, 29), language) for language in ("th", "en")] == ["29 มกราคม 2570", "29 January 2027"]
    assert [award_year(2570, language) for language in ("th", "en")] == ["2570", "2027 (B.E. 2570)"]


@pytest.mark.parametrize(
    ("size", "printed"), [(1, "1 kB"), (1000, "1 kB"), (1001, "2 kB"), (999_999, "1,000 kB"), (25_000_000, "25.0 MB")]
)
def test_file_sizes_are_never_nothing(size: int, printed: str) -> None:
    assert file_size(size) == printed


def test_a_hash_is_grouped_for_the_eye() -> None:
    assert grouped_hash("0123456789abcdef" * 4).split("\n") == ["0123 4567 89ab cdef 0123 4567 89ab cdef"] * 2


def test_counts_have_thousands_apart() -> None:
    assert count(1_186) == "1,186"


def test_texts_speak_two_languages_and_refuse_a_third() -> None:
    assert [HELLO.in_language(language, name="ก") for language in ("th", "en")] == ["สวัสดี ก", "Hello ก"]
    with pytest.raises(ValueError, match="'de'"):
        HELLO.in_language("de", name="ก")


def test_points_line_up_and_totals_keep_the_decimals_they_come_with() -> None:
    assert [points(Decimal(value)) for value in ("17", "21.645", "1412.5")] == ["17.00", "21.65", "1,412.50"]
    assert [total(Decimal(value)) for value in ("398", "92.50", "1000")] == ["398", "92.50", "1,000"]
    assert points(None) == total(None) == "–"
