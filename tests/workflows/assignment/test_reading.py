"""A problem read from JSON values, and every fault of a bad one told at once."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from workflows.assignment.problem import Application, Assessor, Mode, Problem
from workflows.assignment.reading import ProblemFaults, read_problem

FULL: dict[str, Any] = {
    "mode": "repair",
    "panel_size": 3,
    "applications": [
        {"id": "a1", "size": None, "programme": None, "groups": ["MOPH"]},
        {"id": "a2", "size": 2, "programme": "PS"},
    ],
    "assessors": [
        {"id": "s1", "min": 0, "max": 20, "groups": ["MOPH"], "lead": True},
        {"id": "s2", "max": 1, "held": 2},
    ],
    "expertise": {"a1": {"s1": 2, "s2": Decimal("0.5")}},
    "conflicts": [["a1", "s1"]],
    "locked": [["a1", "s2"]],
    "previous": [["a1", "s3"], ["a7", "s1"]],
    "one_per_group": True,
    "need_lead": True,
    "connected": True,
    "anchors": ["a2"],
}


def faults(raw: object) -> tuple[str, ...]:
    with pytest.raises(ProblemFaults) as caught:
        read_problem(raw)
    return caught.value.faults


def test_every_key_is_read() -> None:
    assert read_problem(FULL) == Problem(
        mode=Mode.REPAIR,
        panel_size=3,
        applications=(Application("a1", None, None, ("MOPH",)), Application("a2", 2, "PS")),
        assessors=(Assessor("s1", 0, 20, ("MOPH",), lead=True), Assessor("s2", 0, 1, held=2)),
        expertise={("a1", "s1"): Decimal(2), ("a1", "s2"): Decimal("0.5")},
        conflicts=frozenset({("a1", "s1")}),
        locked=frozenset({("a1", "s2")}),
        previous=frozenset({("a1", "s3"), ("a7", "s1")}),
        one_per_group=True,
        need_lead=True,
        connected=True,
        anchors=frozenset({"a2"}),
    )


def test_what_only_the_previous_plan_knows_is_left_out_of_expertise_and_conflicts() -> None:
    left = FULL | {"expertise": {"a1": {"s3": 2}, "a7": {"s1": 1}}, "conflicts": [["a2", "s3"], ["a7", "s2"]]}
    problem = read_problem(left)
    assert (problem.expertise, problem.conflicts) == ({}, frozenset())
    assert faults(left | {"locked": [["a2", "s3"]]}) == ("locked: pair 1: there is no assessor 's3'",)


def test_only_size_applications_and_assessors_are_needed() -> None:
    assert read_problem({"panel_size": 1, "applications": [], "assessors": []}) == Problem(1, (), ())
    assert faults({}) == (
        "The problem has no 'panel_size'",
        "The problem has no 'applications'",
        "The problem has no 'assessors'",
    )


@pytest.mark.parametrize("raw", [[], "x", 7, None])
def test_something_else_is_no_problem(raw: object) -> None:
    assert faults(raw) == ("The problem is not a JSON object",)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"mode": "guess"}, "mode: 'guess' is neither plan nor repair"),
        ({"mode": ["plan"]}, "mode: ['plan'] is neither plan nor repair"),
        ({"panel_size": 0}, "panel_size: 0 is not a whole number from 1 up"),
        ({"panel_size": True}, "panel_size: True is not a whole number from 1 up"),
        ({"connected": 1}, "connected: 1 is neither true nor false"),
        ({"panel": 3}, "The problem has an unknown key 'panel'"),
        ({"anchors": ["a3"]}, "anchors: there is no application 'a3'"),
        ({"anchors": "a1"}, "anchors is not a list"),
        ({"conflicts": [["a1"]]}, 'conflicts: pair 1 is not ["application", "assessor"]'),
        ({"conflicts": [["a1", "s1"], ["a3", "s1"]]}, "conflicts: pair 2: there is no application 'a3'"),
        ({"locked": [["a1", "s3"]]}, "locked: pair 1: there is no assessor 's3'"),
        ({"expertise": []}, "expertise is not a JSON object"),
        ({"expertise": {"a1": 3}}, "expertise: a1 is not a JSON object"),
        ({"expertise": {"a3": {}}}, "expertise: a3: there is no application 'a3'"),
        ({"expertise": {"a1": {"s9": 1}}}, "expertise: a1: there is no assessor 's9'"),
    ],
)
def test_a_fault_is_told_with_its_place(change: dict[str, Any], fault: str) -> None:
    assert faults(FULL | change) == (fault,)


@pytest.mark.parametrize("value", [-1, "2", None, True, 0.5, Decimal("0.0000001"), Decimal("NaN"), 10**9 + 1])
def test_expertise_is_a_number_the_solver_can_count_with(value: object) -> None:
    told = f"expertise: a1: s1: {value} is not a number from 0 to 1,000,000,000 with at most 6 decimals"
    assert faults(FULL | {"expertise": {"a1": {"s1": value}}}) == (told,)


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ({}, ["applications: entry 3 has no 'id'", "applications: entry 3: id: '' is not a name"]),
        ({"id": 7}, ["applications: entry 3: id: 7 is not a name"]),
        ({"id": "a1"}, ["The application 'a1' is listed 2 times"]),
        ({"id": "a3", "size": -1}, ["applications: entry 3: size: -1 is not a whole number from 1 up"]),
        ({"id": "a3", "programme": 1}, ["applications: entry 3: programme: 1 is not a name"]),
        ({"id": "a3", "group": []}, ["applications: entry 3 has an unknown key 'group'"]),
        ("a3", ["applications: entry 3 is not a JSON object"]),
    ],
)
def test_faults_of_an_application_are_told(entry: object, told: list[str]) -> None:
    assert list(faults(FULL | {"applications": [*FULL["applications"], entry]})) == told


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ({"id": "s3"}, ["assessors: entry 3 has no 'max'"]),
        ({"id": "s3", "max": 2, "min": 3}, ["assessors: entry 3: min 3 is more than max 2"]),
        ({"id": "s3", "max": 2, "lead": "yes"}, ["assessors: entry 3: lead: 'yes' is neither true nor false"]),
        ({"id": "s3", "max": 2, "groups": [""]}, ["assessors: entry 3: groups: '' is not a name"]),
        ({"id": "s1", "max": 2}, ["The assessor 's1' is listed 2 times"]),
    ],
)
def test_faults_of_an_assessor_are_told(entry: object, told: list[str]) -> None:
    assert list(faults(FULL | {"assessors": [*FULL["assessors"], entry]})) == told


def test_all_faults_are_told_at_once() -> None:
    assert faults({"panel_size": "3", "applications": {}, "assessors": [1], "mode": 2}) == (
        "applications is not a list",
        "assessors: entry 1 is not a JSON object",
        "panel_size: '3' is not a whole number from 1 up",
        "mode: 2 is neither plan nor repair",
    )
