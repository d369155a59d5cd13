"""Phases of a programme follow each other; a copy for another year keeps its days, off holidays."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from rubrics.strict import Text
from workflows.calendar import (
    MOST_GRACE,
    PlannedDates,
    PlannedPhase,
    calendar_obstacles,
    year_obstacles,
    years_later,
)

SCREENING, INTERVIEW = Text(th="รอบแรก", en="Screening"), Text(th="รอบสอง", en="Interview")
START = datetime(2027, 1, 1, tzinfo=UTC)


def at(days: int) -> datetime:
    return START + timedelta(days=days)


PLAN = PlannedDates(
    at(0),
    at(10),
    30,
    None,
    False,
    (PlannedPhase("s", SCREENING, at(10), at(20)), PlannedPhase("i", INTERVIEW, at(20), at(30))),
)


def fields(plan: PlannedDates) -> list[str | None]:
    return [obstacle.field for obstacle in calendar_obstacles(plan)]


def test_phases_that_meet_are_in_order() -> None:
    assert fields(PLAN) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"opens": at(10)}, "closes_at"),
        ({"grace_minutes": -1}, "grace_minutes"),
        ({"grace_minutes": MOST_GRACE + 1}, "grace_minutes"),
        ({"report_closes": at(10), "has_report": True}, "report_closes_at"),
        ({"report_closes": at(11)}, "report_closes_at"),
        ({"has_report": True}, "report_closes_at"),
        ({"closes": at(11)}, "s-opens_at"),
        ({"phases": (PlannedPhase("s", SCREENING, at(20), at(12)),)}, "s-closes_at"),
        (
            {"phases": (PlannedPhase("s", SCREENING, at(12), at(20)), PlannedPhase("i", INTERVIEW, at(19), None))},
            "i-opens_at",
        ),
        (
            {"phases": (PlannedPhase("s", SCREENING, None, at(20)), PlannedPhase("i", INTERVIEW, None, at(19)))},
            "i-closes_at",
        ),
    ],
)
def test_a_plan_that_overlaps_or_runs_backwards_is_refused_at_its_field(change: dict[str, object], field: str) -> None:
    assert fields(replace(PLAN, **change)) == [field]  # type: ignore[arg-type]


def test_a_phase_that_comes_too_early_names_the_one_ahead_of_it() -> None:
    early = replace(PLAN, closes=at(11), phases=(*PLAN.phases[:1], PlannedPhase("i", INTERVIEW, at(19), None)))
    said = [(each.message, dict(each.params)) for each in calendar_obstacles(early)]
    assert said == [
        ("%(phase)s begins before entries close", {"phase": SCREENING}),
        ("%(phase)s begins before %(earlier)s has ended", {"phase": INTERVIEW, "earlier": SCREENING}),
    ]


def test_a_date_years_away_from_its_cycle_is_a_slip_of_the_hand() -> None:
    dates = {"near": datetime(2030, 12, 31, tzinfo=UTC), "other_era": datetime(1957, 1, 1, tzinfo=UTC), "far": at(2000)}
    assert [each.field for each in year_obstacles(2570, dates)] == ["other_era", "far"]
    assert year_obstacles(2570, {"a": at(0), "b": datetime(2024, 1, 1, tzinfo=UTC)}) == []


def test_phases_without_dates_stand_in_nobodys_way() -> None:
    phases = (PlannedPhase("s", SCREENING, None, None), PlannedPhase("i", INTERVIEW, at(10), None))
    assert fields(replace(PLAN, phases=phases)) == []


def test_a_copy_keeps_day_and_time_and_moves_off_days_without_work() -> None:
    closed = {date(2028, 2, 28), date(2028, 2, 29)}

    def working(day: date) -> date:
        while day in closed:
            day += timedelta(days=1)
        return day

    assert years_later(datetime(2027, 2, 28, 16, 30, tzinfo=UTC), 1, next_working_day=working) == datetime(
        2028, 3, 1, 16, 30, tzinfo=UTC
    )
    leap = datetime(2028, 2, 29, 9, tzinfo=UTC)
    assert years_later(leap, 1, next_working_day=working).date() == date(2029, 2, 28)
