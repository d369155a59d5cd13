"""The steps of the funnel: every state reaches exactly those before it, on roads of one round and of two."""

from __future__ import annotations

import pytest

from workflows.application import ApplicationState, Phase
from workflows.funnel import Standing, funnel_steps, steps_reached

S = ApplicationState
ONE_ROUND = {
    S.SUBMITTED: 1,
    S.SCREENING: 1,
    S.RETURNED: 1,
    S.SCREENED_OUT: 1,
    S.WITHDRAWN: 1,
    S.DISQUALIFIED: 1,
    S.AWAITING_APPROVAL: 1,
    S.PASSED: 2,
    S.REPORT_DUE: 2,
    S.REPORT_SUBMITTED: 2,
    S.ASSESSMENT: 3,
    S.CONSENSUS: 4,
    S.NOT_ADVANCED: 5,
    S.SITE_VISIT: 5,
    S.COMMITTEE: 6,
    S.DECIDED: 7,
    S.ANNOUNCED: 8,
}


def test_the_steps_are_named_in_the_order_of_the_road() -> None:
    assert funnel_steps(1) == (
        "received",
        "passed",
        "panel-1",
        "sheets-1",
        "agreed-1",
        "committee",
        "decided",
        "announced",
    )
    assert len(funnel_steps(2)) == len(funnel_steps(1)) + 3


@pytest.mark.parametrize("state", [state for state in S if state is not S.DRAFT])
def test_every_state_of_a_road_with_one_round_reaches_its_steps(state: ApplicationState) -> None:
    assert steps_reached(Standing(state), 1) == ONE_ROUND[state]
    assert steps_reached(Standing(state, was_submitted=False), 1) == 0


def test_a_draft_has_reached_nothing() -> None:
    assert steps_reached(Standing(S.DRAFT, was_submitted=False), 2) == 0


@pytest.mark.parametrize(
    ("state", "before", "steps"),
    [
        (S.ASSESSMENT, 0, 3),
        (S.NOT_ADVANCED, 0, 5),
        (S.REPORT_DUE, 1, 5),
        (S.RETURNED, 1, 5),
        (S.AWAITING_APPROVAL, 1, 5),
        (S.ASSESSMENT, 1, 6),
        (S.CONSENSUS, 1, 7),
        (S.NOT_ADVANCED, 1, 8),
        (S.SITE_VISIT, 2, 8),
        (S.ANNOUNCED, 2, 11),
    ],
)
def test_the_second_round_begins_where_the_first_was_agreed(state: ApplicationState, before: int, steps: int) -> None:
    assert steps_reached(Standing(state, Phase.REPORT, rounds_before=before), 2) == steps


def test_a_panel_with_an_empty_seat_is_not_complete() -> None:
    assert steps_reached(Standing(S.ASSESSMENT, is_short=True), 1) == ONE_ROUND[S.PASSED]
    assert steps_reached(Standing(S.ASSESSMENT, Phase.REPORT, rounds_before=1, is_short=True), 2) == 5
    assert steps_reached(Standing(S.CONSENSUS, is_short=True), 1) == ONE_ROUND[S.CONSENSUS]
