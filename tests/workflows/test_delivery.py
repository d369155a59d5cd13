"""What becomes of a message after each way a try can end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from workflows.delivery import (
    MOST_ATTEMPTS,
    Choice,
    MessageState,
    Outcome,
    first_state,
    last_digest,
    outcome_of_lost_claim,
    state_after,
    wait_before_next,
)

AFTER = {
    Outcome.TAKEN: (MessageState.SENT, MessageState.SENT),
    Outcome.NO_SERVER: (MessageState.WAITING, MessageState.FAILED),
    Outcome.SERVER_REFUSED: (MessageState.WAITING, MessageState.FAILED),
    Outcome.ADDRESS_REFUSED: (MessageState.FAILED, MessageState.FAILED),
    Outcome.MESSAGE_REFUSED: (MessageState.FAILED, MessageState.FAILED),
    Outcome.WORKER_LOST: (MessageState.WAITING, MessageState.FAILED),
    Outcome.NO_ANSWER: (MessageState.UNCERTAIN, MessageState.UNCERTAIN),
}


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_outcome_leads_to_one_state_on_the_first_and_on_the_last_try(outcome: Outcome) -> None:
    first, last = AFTER[outcome]
    assert [state_after(outcome, tries=tries) for tries in (1, MOST_ATTEMPTS - 1)] == [first, first]
    assert state_after(outcome, tries=MOST_ATTEMPTS) == last


def test_what_may_have_arrived_is_never_tried_again_by_the_system() -> None:
    assert outcome_of_lost_claim(was_handing_over=True) is Outcome.NO_ANSWER
    assert outcome_of_lost_claim(was_handing_over=False) is Outcome.WORKER_LOST


def test_the_waits_double_up_to_four_hours() -> None:
    waits = [wait_before_next(tries) for tries in (1, 2, 8, 20)]
    assert waits == [timedelta(minutes=minutes) for minutes in (2, 4, 256, 256)]


BANGKOK = ZoneInfo("Asia/Bangkok")
MORNING = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # 09:00 in Bangkok


def test_the_digest_of_the_day_is_made_at_seven_in_bangkok() -> None:
    seven = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)
    assert last_digest(MORNING, BANGKOK) == seven
    assert last_digest(seven, BANGKOK) == seven
    assert last_digest(seven - timedelta(seconds=1), BANGKOK) == seven - timedelta(days=1)


@pytest.mark.parametrize(
    ("choice", "always", "has_file", "hours", "begins"),
    [
        (Choice.AT_ONCE, False, False, None, MessageState.WAITING),
        (Choice.DIGEST, False, False, None, MessageState.HELD),
        (Choice.DIGEST, False, True, None, MessageState.WAITING),
        (Choice.DIGEST, False, False, 25, MessageState.WAITING),
        (Choice.DIGEST, False, False, 26, MessageState.HELD),
        (Choice.DIGEST, True, False, None, MessageState.WAITING),
        (Choice.NONE, False, True, 1, MessageState.INBOX_ONLY),
        (Choice.NONE, True, False, None, MessageState.WAITING),
    ],
)
def test_a_message_begins_as_its_recipient_wants_unless_it_cannot_wait(
    choice: Choice, *, always: bool, has_file: bool, hours: int | None, begins: MessageState
) -> None:
    due = MORNING + timedelta(hours=hours) if hours else None
    state = first_state(choice, always=always, has_file=has_file, due=due, now=MORNING, zone=BANGKOK)
    assert state is begins
