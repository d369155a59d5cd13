"""When a plan is followed up, and what an action must say."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.improvement import (
    LONGEST_ACTION,
    USUAL_MONTHS,
    action_obstacles,
    follow_up_due,
    follow_ups,
    months_after,
    note_obstacles,
)

RELEASED = date(2026, 8, 31)
days = st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1))


@given(days, st.integers(1, 60))
def test_months_later_is_the_same_day_or_the_last_of_a_short_month(day: date, months: int) -> None:
    later = months_after(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later.day + 1 > 28))


def test_a_plan_is_looked_back_at_twice() -> None:
    assert [(each.months, each.due) for each in follow_ups(RELEASED, USUAL_MONTHS)] == [
        (6, date(2027, 2, 28)),
        (12, date(2027, 8, 31)),
    ]
    assert follow_ups(RELEASED, [0, -3]) == []


@pytest.mark.parametrize(
    ("today", "written", "due"),
    [
        (date(2027, 2, 27), [], None),
        (date(2027, 2, 28), [], 6),
        (date(2027, 5, 1), [], 6),
        (date(2027, 5, 1), [6], None),
        (date(2027, 8, 31), [6], 12),
        (date(2027, 8, 31), [], 12),
        (date(2030, 1, 1), [12], None),
    ],
)
def test_the_latest_that_has_come_is_asked_for_until_it_is_written(
    today: date, written: list[int], due: int | None
) -> None:
    found = follow_up_due(RELEASED, USUAL_MONTHS, today=today, written=written)
    assert (found.months if found else None) == due


@pytest.mark.parametrize(
    ("length", "owner", "due", "fields"),
    [
        (5, "กองแผน", RELEASED, []),
        (0, "กองแผน", RELEASED, ["text"]),
        (LONGEST_ACTION + 1, "กองแผน", RELEASED, ["text"]),
        (5, " ", None, ["owner_name", "due_on"]),
        (5, "กองแผน", date(2026, 8, 30), ["due_on"]),
    ],
)
def test_an_action_says_what_who_and_by_when(length: int, owner: str, due: date | None, fields: list[str]) -> None:
    against = action_obstacles(length=length, owner=owner, due=due, started=RELEASED)
    assert [obstacle.field for obstacle in against] == fields


@pytest.mark.parametrize(("length", "count"), [(0, 1), (1, 0), (LONGEST_ACTION, 0), (LONGEST_ACTION + 1, 1)])
def test_a_note_says_something_and_not_too_much(length: int, count: int) -> None:
    assert len(note_obstacles(length)) == count
