"""A visit's schedule and the end of each of its points: every fact alone is told, together all of them."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from workflows.errors import Named
from workflows.site_visit import (
    FINDINGS,
    LONGEST_VISIT,
    NOT_SEEN,
    Plan,
    Settlement,
    has_begun,
    schedule_obstacles,
    settlement_obstacles,
)

NOW = datetime(2027, 5, 1, 9, tzinfo=UTC)
GOOD = Plan(NOW + timedelta(days=9), NOW + timedelta(days=9, hours=6), False, "กรมตัวอย่าง", 3, True, NOW)
BUSY = (Named("ก", "A"), Named("ข", "B"))
AGAINST = {
    "ends_at before": ({"ends_at": GOOD.starts_at}, ["The visit ends after it begins"]),
    "a year": (
        {"ends_at": GOOD.starts_at + timedelta(days=365)},
        ["A visit lasts at most 14 days. Look at the day it ends"],
    ),
    "past": ({"now": GOOD.starts_at}, ["Choose a time that has not passed"]),
    "no place": ({"place": " "}, ["Say where the visit takes place"]),
    "no link": ({"place": "", "is_online": True}, ["Say how to join the meeting"]),
    "nobody": ({"participants": 0}, ["Choose who takes part"]),
    "no lead": ({"lead_goes": False}, ["The lead assessor takes part"]),
    "agency": ({"agency_is_busy": True}, ["The agency receives another panel at this time"]),
    "too late": ({"latest": GOOD.starts_at}, ["The visit ends before the round closes for visits"]),
    "busy": (
        {"busy": (Named("ก", "A"), Named("ข", "B"))},
        ["ก is on another visit at this time", "ข is on another visit at this time"],
    ),
}


def test_a_good_plan_stands_even_to_the_last_minute_of_the_round() -> None:
    assert schedule_obstacles(GOOD) == []
    assert schedule_obstacles(replace(GOOD, latest=GOOD.ends_at, is_online=True)) == []
    assert schedule_obstacles(replace(GOOD, ends_at=GOOD.starts_at + LONGEST_VISIT)) == []


@pytest.mark.parametrize("name", AGAINST)
def test_every_fault_of_a_plan_is_told(name: str) -> None:
    changes, expected = AGAINST[name]
    assert [str(each) for each in schedule_obstacles(replace(GOOD, **changes))] == expected


def test_a_planned_visit_is_corrected_to_when_it_was_held_and_not_to_before_it_was_planned() -> None:
    hour, minute = GOOD.starts_at, timedelta(minutes=1)
    held = replace(GOOD, now=hour + timedelta(hours=1), planned_at=hour - minute)
    assert (schedule_obstacles(held), held.is_held) == ([], True)
    early = replace(held, planned_at=hour + minute)
    assert [str(each) for each in schedule_obstacles(early)] == [
        "A visit that was held began after it was planned. Choose a later time"
    ]
    assert [replace(GOOD, planned_at=each).is_held for each in (None, hour - timedelta(days=20))] == [False, False]


def test_all_faults_are_told_at_once() -> None:
    bad = replace(GOOD, now=GOOD.ends_at, place="", agency_is_busy=True, busy=(Named("ก", "A"),), latest=GOOD.starts_at)
    assert len(schedule_obstacles(bad)) == 5


@pytest.mark.parametrize("finding", [*FINDINGS, "", "seen"])
@pytest.mark.parametrize("flags", list(itertools.product([False, True], repeat=5)), ids=str)
def test_a_point_ends_by_the_rule(finding: str, flags: tuple[bool, bool, bool, bool, bool]) -> None:
    for announced in (False, True):
        _ends_by_the_rule(finding, flags, announced=announced)


def _ends_by_the_rule(finding: str, flags: tuple[bool, bool, bool, bool, bool], *, announced: bool) -> None:
    has_note, changes, has_why, by_lead, begun = flags
    note, why = "พบแล้ว" if has_note else " ", "ต่างจากรายงาน" if has_why else ""
    told = Settlement(finding, note, changes, why, by_lead, has_begun=begun, is_announced=announced)
    found = settlement_obstacles(told)
    expected = [
        (not begun, None),
        (finding not in FINDINGS, "finding"),
        (not has_note, "note"),
        (changes and finding == NOT_SEEN, "finding"),
        (announced and not changes, "changes"),
        (changes and not has_why, "why"),
        (changes and not by_lead, "finding"),
    ]
    assert [each.field for each in found] == [field for is_against, field in expected if is_against]


def test_a_visit_begins_at_its_hour_and_one_without_an_hour_when_it_is_made() -> None:
    hour = GOOD.starts_at
    assert has_begun(None, NOW)
    assert [has_begun(hour, at) for at in (hour - timedelta(seconds=1), hour)] == [False, True]
