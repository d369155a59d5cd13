"""One instant per applicant, judged the same by every page, job and use case."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.scoring.proof import proven
from workflows.application import ApplicationState
from workflows.deadlines import Phase, Reminder, Window, lapsed, reminders_due

OPENS = datetime(2026, 11, 1, 2, tzinfo=UTC)
CLOSES = datetime(2026, 12, 31, 9, 30, tzinfo=UTC)
GRACE = timedelta(minutes=15)
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
WINDOW = Window(OPENS, CLOSES, GRACE)


@pytest.mark.parametrize(
    ("at", "phase"),
    [
        (OPENS - SECOND, Phase.NOT_OPEN),
        (OPENS, Phase.OPEN),
        (CLOSES - SECOND, Phase.OPEN),
        (CLOSES, Phase.OPEN),
        (CLOSES + timedelta(microseconds=1), Phase.GRACE),
        (CLOSES + GRACE - SECOND, Phase.GRACE),
        (CLOSES + GRACE, Phase.GRACE),
        (CLOSES + GRACE + timedelta(microseconds=1), Phase.CLOSED),
    ],
)
def test_an_instant_lies_in_one_phase(at: datetime, phase: Phase) -> None:
    assert WINDOW.phase(at) == phase
    assert WINDOW.is_open(at) == (phase in {Phase.OPEN, Phase.GRACE})


def test_the_zone_of_the_instant_changes_nothing() -> None:
    bangkok = timezone(timedelta(hours=7))
    assert Window(OPENS.astimezone(bangkok), CLOSES.astimezone(bangkok), GRACE) == WINDOW
    assert WINDOW.phase((CLOSES + GRACE).astimezone(bangkok)) == Phase.GRACE


@pytest.mark.parametrize(
    ("extended_until", "return_due", "due"),
    [
        (None, None, CLOSES),
        (CLOSES + DAY, None, CLOSES + DAY),
        (CLOSES - DAY, None, CLOSES),
        (None, CLOSES + 9 * DAY, CLOSES + 9 * DAY),
        (None, CLOSES - 9 * DAY, CLOSES - 9 * DAY),
        (CLOSES + DAY, CLOSES + 9 * DAY, CLOSES + 9 * DAY),
        (CLOSES + 12 * DAY, CLOSES + 9 * DAY, CLOSES + 12 * DAY),
    ],
)
def test_the_due_instant_is_the_later_of_closing_and_extension(
    extended_until: datetime | None, return_due: datetime | None, due: datetime
) -> None:
    window = Window(OPENS, CLOSES, GRACE, extended_until, return_due)
    assert (window.due, window.deadline) == (due, due + GRACE)


@pytest.mark.parametrize(
    ("window", "words"),
    [
        ((OPENS.replace(tzinfo=None), CLOSES), "zone"),
        ((OPENS, CLOSES, GRACE, CLOSES.replace(tzinfo=None)), "zone"),
        ((OPENS, CLOSES, -GRACE), "negative"),
        ((CLOSES, OPENS), "before it opens"),
    ],
)
def test_a_window_that_makes_no_sense_is_refused(window: tuple[datetime, ...], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Window(*window)  # type: ignore[arg-type]


def test_the_time_left_counts_the_grace_and_stops_at_zero() -> None:
    assert WINDOW.time_left(CLOSES) == GRACE
    assert WINDOW.time_left(CLOSES + DAY) == timedelta(0)


LAPSES = {
    ApplicationState.DRAFT,
    ApplicationState.AWAITING_APPROVAL,
    ApplicationState.RETURNED,
    ApplicationState.REPORT_DUE,
}


@pytest.mark.parametrize("state", list(ApplicationState))
def test_only_what_the_agency_still_had_to_send_lapses(state: ApplicationState) -> None:
    assert lapsed(state, WINDOW, CLOSES + DAY) == (state in LAPSES)
    assert not lapsed(state, WINDOW, CLOSES + GRACE)


def due(now: datetime, *sent: str, window: Window = WINDOW) -> list[int]:
    reminders = reminders_due(window, now=now, days_before=[30, 7, 1], already_sent=sent)
    return [reminder.days_before for reminder in reminders]


def test_a_reminder_is_due_from_its_instant_until_the_next_one() -> None:
    assert due(CLOSES - 7 * DAY - SECOND) == [30]
    assert due(CLOSES - 7 * DAY) == [7]
    assert due(CLOSES - 1 * DAY) == [1]


def test_nothing_is_due_before_the_first_nor_from_the_closing_on() -> None:
    assert due(CLOSES - 31 * DAY) == []
    assert due(CLOSES) == []
    assert due(CLOSES + DAY) == []


def test_a_reminder_that_went_out_is_not_due_again_nor_are_those_before_it() -> None:
    sent = Reminder(7, CLOSES).key
    assert due(CLOSES - 7 * DAY, sent) == []
    assert due(CLOSES - 2 * DAY, sent) == []


def test_an_extension_makes_new_reminders() -> None:
    extended = Window(OPENS, CLOSES, GRACE, extended_until=CLOSES + 2 * DAY)
    assert due(CLOSES + DAY, Reminder(1, CLOSES).key, window=extended) == [1]


def test_a_reminder_that_would_fall_before_the_opening_is_left_out() -> None:
    returned = Window(CLOSES + DAY, CLOSES, GRACE, return_due=CLOSES + 6 * DAY)
    assert due(CLOSES + DAY, window=returned) == []
    assert due(CLOSES + 5 * DAY, window=returned) == [1]


@proven
@given(
    days=st.lists(st.integers(1, 60), max_size=5),
    hours=st.lists(st.integers(0, 1600), min_size=1, max_size=30).map(sorted),
)
def test_asking_at_any_instants_sends_each_reminder_at_most_once_and_in_falling_order(
    days: list[int], hours: list[int]
) -> None:
    sent: list[str] = []
    order: list[int] = []
    for hour in hours:
        for reminder in reminders_due(WINDOW, now=OPENS + timedelta(hours=hour), days_before=days, already_sent=sent):
            sent.append(reminder.key)
            order.append(reminder.days_before)
    assert order == sorted(set(order), reverse=True)
    assert set(order) <= set(days)
