"""The forecast of late sheets: its band holds what comes four times out of five, and nothing impossible is promised."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from workflows.forecast import PlannedShare, days_ahead, forecast, planned_by

TODAY = date(2027, 4, 23)


def test_a_steady_pace_goes_on_and_stops_at_what_is_asked() -> None:
    expected = forecast([10] * 5, asked=80, today=TODAY, until=TODAY + timedelta(days=5))
    assert [round(each.middle) for each in expected] == [60, 70, 80, 80, 80]
    assert [each.day for each in expected] == [TODAY + timedelta(days=number) for number in range(1, 6)]
    assert all(50 <= each.low <= each.middle <= each.high <= 80 for each in expected)


def test_the_band_is_the_80_per_cent_interval_worked_out_by_hand() -> None:
    """Five days with mean 4 and variance 10; t of 4 degrees at 90 % is 1.533; two days on: 1.533 * sqrt(20 + 8)."""
    last = forecast([0, 2, 4, 6, 8], asked=1000, today=TODAY, until=TODAY + timedelta(days=2))[-1]
    assert (round(last.low, 3), last.middle, round(last.high, 3)) == (20.0, 28.0, 36.112)


@pytest.mark.parametrize(
    ("by_day", "asked", "ahead"), [([], 9, 5), ([3, 1], 9, 5), ([3, 3, 3], 9, 5), ([1, 1, 1], 9, 0)]
)
def test_there_is_no_forecast_without_days_sheets_or_time(by_day: list[int], asked: int, ahead: int) -> None:
    assert forecast(by_day, asked=asked, today=TODAY, until=TODAY + timedelta(days=ahead)) == ()


def test_what_comes_lies_in_the_band_four_times_out_of_five() -> None:
    chance, held, runs = random.Random(2570), 0, 600
    for _ in range(runs):
        days = [sum(chance.random() < 0.2 for _ in range(30)) for _ in range(20)]
        seen, to_come = days[:12], sum(days[12:])
        last = forecast(seen, asked=10_000, today=TODAY, until=TODAY + timedelta(days=8))[-1]
        held += last.low <= sum(seen) + to_come <= last.high
    assert 0.76 <= held / runs <= 0.90


def test_the_plan_runs_straight_from_given_to_due_share_by_share() -> None:
    shares = [PlannedShare(TODAY, TODAY + timedelta(days=10), 20), PlannedShare(TODAY, TODAY, 5)]
    assert [planned_by(shares, TODAY + timedelta(days=number)) for number in (-1, 0, 5, 10, 11)] == [0, 5, 15, 25, 25]


@pytest.mark.parametrize(("done", "ahead"), [(0, -5), (8, -1), (10, 0), (14, 2), (20, 5)])
def test_sheets_are_ahead_of_an_even_pace_by_days(done: int, ahead: int) -> None:
    shares = [PlannedShare(TODAY - timedelta(days=5), TODAY + timedelta(days=5), 20)]
    assert days_ahead(shares, done, TODAY) == ahead
