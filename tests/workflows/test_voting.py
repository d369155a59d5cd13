"""Votes and attendance of a committee, and the rule of announcements at a set time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from workflows.announcement import announcing_obstacles, results_seal, scheduling_obstacles
from workflows.voting import Choice, carrying_obstacles, members_counted, vote_obstacles

AT = datetime(2026, 9, 1, tzinfo=UTC)
NO_REASON, RECUSED = "Give a reason", "Whoever is recused takes no part in this decision"
ABSENT = "Only members on the attendance list vote"


def test_the_quorum_counts_everybody_present_once_and_nobody_who_stands_aside() -> None:
    assert members_counted(["a", "b", "b", "c"], ["c", "d"], ["นายเอ", "นายเอ", "นางบี"]) == 4


@pytest.mark.parametrize(
    ("choice", "reason", "present", "recused", "against"),
    [
        (Choice.FOR, "", True, False, []),
        (Choice.AGAINST, "  ", True, False, [NO_REASON]),
        (Choice.ABSTAIN, "", True, False, [NO_REASON]),
        (Choice.ABSTAIN, "มาไม่ทัน", True, False, []),
        (Choice.FOR, "", False, False, [ABSENT]),
        (Choice.AGAINST, "", True, True, [RECUSED, NO_REASON]),
    ],
)
def test_who_may_vote_and_when_a_reason_is_owed(
    choice: Choice,
    reason: str,
    present: bool,  # noqa: FBT001  # a case of the table
    recused: bool,  # noqa: FBT001  # a case of the table
    against: list[str],
) -> None:
    found = vote_obstacles(choice, reason=reason, is_present=present, is_recused=recused)
    assert [str(each) for each in found] == against


@pytest.mark.parametrize(
    ("agreed", "against", "abstained", "is_carried"),
    [(0, 0, 0, True), (1, 0, 5, True), (2, 1, 0, True), (2, 2, 0, False), (0, 0, 1, False), (0, 1, 0, False)],
)
def test_a_vote_carries_with_more_for_than_against(
    agreed: int,
    against: int,
    abstained: int,
    is_carried: bool,  # noqa: FBT001  # a case of the table
) -> None:
    cast = [Choice.FOR] * agreed + [Choice.AGAINST] * against + [Choice.ABSTAIN] * abstained
    assert (carrying_obstacles(cast) == []) is is_carried


def test_a_time_is_set_for_decided_results_once_and_ahead() -> None:
    later = AT + timedelta(seconds=1)
    assert scheduling_obstacles(due_at=later, at=AT, decided=1, is_waiting=False) == []
    found = scheduling_obstacles(due_at=AT, at=AT, decided=0, is_waiting=True)
    assert [each.field for each in found] == ["due_at", None, None]


def test_other_results_than_those_seen_or_an_officer_who_left_stop_an_announcement() -> None:
    seen = results_seal({"PS-1": "good", "PS-2": "none"})
    assert seen == results_seal({"PS-2": "none", "PS-1": "good"})
    assert announcing_obstacles(seen=seen, present=seen, is_allowed=True) == []
    changed = results_seal({"PS-1": "good", "PS-2": "good"})
    assert len(announcing_obstacles(seen=seen, present=changed, is_allowed=False)) == 2
