"""Every transition against every state and every role: only what the table allows happens."""

from __future__ import annotations

import pytest

from workflows.application import (
    APPLICATION_TRANSITIONS,
    ApplicationFacts,
    ApplicationState,
    Phase,
    visit_obstacles,
)
from workflows.errors import Obstacle, RuleBroken
from workflows.machine import Transition
from workflows.roles import Role

Row = Transition[ApplicationState, ApplicationFacts]

READY = {
    "submit_report": ApplicationFacts(phase=Phase.REPORT),
    "return": ApplicationFacts(named_sections=1, returns_left=1),
    "start_assessment": ApplicationFacts(panel_published=True),
}
"""Facts under which nothing stands against a transition; the others are ready with the defaults."""

HINDERED = {
    "send_for_approval": (ApplicationFacts(is_open=False), "The closing time for this document has passed"),
    "send_back": (ApplicationFacts(has_reason=False), "Give a reason"),
    "submit": (ApplicationFacts(phase=Phase.REPORT), "The Application Report is submitted by its own step"),
    "submit_report": (ApplicationFacts(phase=Phase.ENTRY), "The entry is submitted by its own step"),
    "return": (ApplicationFacts(returns_left=1), "Name at least one section to correct"),
    "screen_out": (ApplicationFacts(has_reason=False), "Give a reason"),
    "pass": (ApplicationFacts(undecided_blocks=2), "Blocking checks not met or not answered: 2"),
    "start_assessment": (ApplicationFacts(), "No panel is published for this stage yet"),
    "open_consensus": (ApplicationFacts(sheets_missing=1), "Score sheets not submitted yet: 1"),
    "record_consensus": (
        ApplicationFacts(undiscussed=3),
        "Points to discuss without an agreed value, reason or evidence: 3",
    ),
    "let_pass": (ApplicationFacts(has_reason=False), "Give a reason"),
    "hold_at_gate": (ApplicationFacts(has_reason=False), "Give a reason"),
    "close_visit": (ApplicationFacts(is_recorded=False), "Record the outcome of the visit and a note first"),
    "decide": (ApplicationFacts(has_reason=False), "Give a reason"),
    "reopen_decision": (ApplicationFacts(has_reason=False), "Give a reason"),
    "withdraw": (ApplicationFacts(has_reason=False), "Give a reason"),
    "disqualify": (ApplicationFacts(has_reason=False), "Give a reason"),
}
UNHINDERED = {
    "recall",
    "start_screening",
    "open_report",
    "reopen_assessment",
    "enter_site_visit",
    "skip_site_visit",
    "stop_at_gate",
    "announce",
}
"""Transitions that only state and role decide; what holds for them is checked where they are fired."""


def ready(row: Row) -> ApplicationFacts:
    return READY.get(row.name, ApplicationFacts())


@pytest.mark.parametrize("row", APPLICATION_TRANSITIONS, ids=lambda row: row.name)
def test_a_transition_happens_only_from_its_states_by_its_roles(row: Row) -> None:
    happened = {(state, role) for state in ApplicationState for role in Role if outcome(row, state, role) is not None}
    assert happened == {(state, role) for state in row.sources for role in row.roles}


@pytest.mark.parametrize("row", APPLICATION_TRANSITIONS, ids=lambda row: row.name)
def test_a_transition_leads_to_its_target_or_leaves_the_way_back_to_the_use_case(row: Row) -> None:
    targets = {(state, outcome(row, state, role)) for state in row.sources for role in row.roles}
    assert targets == {(state, row.target or state) for state in row.sources}


def outcome(row: Row, state: ApplicationState, role: Role) -> ApplicationState | None:
    try:
        return row.check(state, {role}, ready(row))
    except RuleBroken:
        return None


@pytest.mark.parametrize("row", APPLICATION_TRANSITIONS, ids=lambda row: row.name)
def test_a_refusal_says_role_and_state_at_once(row: Row) -> None:
    elsewhere = next(iter(set(ApplicationState) - row.sources))
    with pytest.raises(RuleBroken) as broken:
        row.check(elsewhere, set(), ready(row))
    assert broken.value.obstacles == (
        Obstacle("Your role does not allow this step"),
        Obstacle("This step is not possible in the present state"),
    )


def test_a_visit_is_told_all_that_stands_against_its_closing() -> None:
    facts = ApplicationFacts(has_visit_begun=False, is_recorded=False, open_visit_points=2)
    assert [str(obstacle) for obstacle in visit_obstacles(facts)] == [
        "The visit has not begun yet. Change its time first",
        "Record the outcome of the visit and a note first",
        "Points to verify that have not ended yet: 2",
    ]


@pytest.mark.parametrize("row", APPLICATION_TRANSITIONS, ids=lambda row: row.name)
def test_an_obstacle_stops_a_transition_and_is_told(row: Row) -> None:
    if row.name in UNHINDERED:
        assert row.obstacles(ApplicationFacts()) == []
        return
    facts, sentence = HINDERED[row.name]
    with pytest.raises(RuleBroken) as broken:
        row.check(next(iter(row.sources)), row.roles, facts)
    assert [str(obstacle) for obstacle in broken.value.obstacles] == [sentence]


def test_every_state_but_draft_is_reached_by_a_transition_or_a_way_back() -> None:
    reached = {row.target for row in APPLICATION_TRANSITIONS if row.target is not None}
    assert set(ApplicationState) - reached == {ApplicationState.DRAFT}


def test_names_are_unique() -> None:
    names = [row.name for row in APPLICATION_TRANSITIONS]
    assert len(names) == len(set(names))


def test_decisions_disqualifications_and_overridden_gates_take_two_persons() -> None:
    assert {row.name for row in APPLICATION_TRANSITIONS if row.two_persons} == {
        "decide",
        "disqualify",
        "let_pass",
        "reopen_decision",
        "hold_at_gate",
    }
