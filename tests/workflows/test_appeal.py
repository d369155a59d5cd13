"""Appeals and complaints: every step by every role in every state, the days of the law, what an answer needs."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from workflows.appeal import (
    APPEAL_TRANSITIONS,
    LONGEST,
    Answer,
    AppealFacts,
    AppealOutcome,
    AppealState,
    answer_obstacles,
    filing_obstacles,
    last_day,
)
from workflows.errors import RuleBroken
from workflows.roles import Role

ALLOWED = {
    "file_appeal": {(AppealState.DRAFT, Role.HEAD), (AppealState.DRAFT, Role.DELEGATE)},
    "take_up_appeal": {(AppealState.RECEIVED, Role.OFFICER)},
    "answer_appeal": {(AppealState.TAKEN_UP, Role.OFFICER), (AppealState.TAKEN_UP, Role.DIRECTOR)},
}


@pytest.mark.parametrize("transition", APPEAL_TRANSITIONS, ids=lambda each: each.name)
def test_each_step_is_taken_from_its_state_by_its_roles_alone(transition) -> None:  # type: ignore[no-untyped-def]
    taken = set()
    for state in AppealState:
        for role in Role:
            try:
                transition.check(state, {role}, AppealFacts())
            except RuleBroken:
                continue
            taken.add((state, role))
    assert taken == ALLOWED[transition.name]


def test_filing_says_everything_that_is_missing_at_once() -> None:
    facts = AppealFacts(is_open=False, has_ground=False, text=0, unchecked_files=1, refused_files=1)
    assert [each.field for each in filing_obstacles(facts)] == [None, "ground", "text", "file", "file"]
    assert [each.field for each in filing_obstacles(AppealFacts(text=LONGEST + 1))] == ["text"]
    assert filing_obstacles(AppealFacts(text=LONGEST)) == []


def test_a_period_that_ends_on_a_day_off_ends_on_the_next_working_day() -> None:
    def after_the_weekend(day: date) -> date:
        return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)

    assert last_day(date(2026, 8, 14), 15, after_the_weekend) == date(2026, 8, 31)  # the 29th is a Saturday
    assert last_day(date(2026, 8, 14), 14, after_the_weekend) == date(2026, 8, 28)


@pytest.mark.parametrize(
    ("answer", "fields"),
    [
        (Answer(None, 0, 0, 0), ["outcome", "answer"]),
        (Answer(AppealOutcome.UPHELD, 1, 0, 0), ["follows"]),
        (Answer(AppealOutcome.PARTLY, 1, 1, 1), []),
        (Answer(AppealOutcome.DISMISSED, 1, 0, 1), ["correction"]),
        (Answer(AppealOutcome.OUT_OF_SCOPE, LONGEST + 1, 0, 0), ["answer"]),
        (Answer(AppealOutcome.DISMISSED, 1, LONGEST + 1, 0), ["follows"]),
    ],
)
def test_what_an_answer_needs(answer: Answer, fields: list[str]) -> None:
    assert [each.field for each in answer_obstacles(answer)] == fields
