"""Every hard rule, broken alone: the checker names it, whom it concerns, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from workflows.assignment.checker import check_plan
from workflows.assignment.problem import Application, Assessor, Pair, Problem, Rule

PROBLEM = Problem(
    panel_size=2,
    applications=(Application("a1"), Application("a2"), Application("a3", size=1)),
    assessors=(
        Assessor("s1", 1, 3, ("MOPH",), lead=True),
        Assessor("s2", 0, 3, ("MOI",), lead=True),
        Assessor("s3", 0, 2, ("MOF", "MOPH")),
        Assessor("s4", 0, 1, (), lead=True),
    ),
    conflicts=frozenset({("a3", "s1")}),
    locked=frozenset({("a1", "s1")}),
    one_per_group=True,
    need_lead=True,
    connected=True,
)
PLAN = (("a1", "s1"), ("a1", "s2"), ("a2", "s2"), ("a2", "s3"), ("a3", "s2"))


def broken(*pairs: Pair, problem: Problem = PROBLEM) -> list[tuple[Rule, tuple[str, ...], tuple[str, ...]]]:
    return [(found.rule, found.applications, found.assessors) for found in check_plan(problem, pairs)]


def changed(leaving: Pair, coming: Pair) -> list[Pair]:
    return [coming if pair == leaving else pair for pair in PLAN]


def test_a_plan_that_keeps_every_rule_has_no_violation() -> None:
    assert broken(*PLAN) == []


def test_a_panel_that_is_too_small_is_found() -> None:
    assert broken(*PLAN[:3], PLAN[4]) == [(Rule.PANEL_SIZE, ("a2",), ("s2",))]


def test_a_panel_that_is_too_large_is_found() -> None:
    assert broken(*PLAN, ("a3", "s4")) == [(Rule.PANEL_SIZE, ("a3",), ("s2", "s4"))]


def test_a_conflict_is_found() -> None:
    assert broken(*changed(("a3", "s2"), ("a3", "s1"))) == [(Rule.CONFLICTS, ("a3",), ("s1",))]


def test_a_missing_locked_pair_is_found() -> None:
    assert broken(*changed(("a1", "s1"), ("a1", "s4")), problem=replace(PROBLEM, connected=False)) == [
        (Rule.LOCKED, ("a1",), ("s1",)),
        (Rule.MIN_LOAD, (), ("s1",)),
    ]


def test_two_of_one_group_are_found() -> None:
    assert broken(*changed(("a2", "s2"), ("a2", "s1"))) == [
        (Rule.ONE_PER_GROUP, ("a2",), ("s1", "s3")),
    ]


def test_a_panel_without_a_lead_is_found() -> None:
    assert broken(*changed(("a3", "s2"), ("a3", "s3"))) == [(Rule.NEED_LEAD, ("a3",), ("s3",))]


def test_a_load_over_the_maximum_is_found() -> None:
    problem = replace(PROBLEM, assessors=tuple(replace(s, max=2 if s.id == "s2" else s.max) for s in PROBLEM.assessors))
    assert broken(*PLAN, problem=problem) == [(Rule.MAX_LOAD, (), ("s2",))]


def test_a_load_under_the_minimum_is_found() -> None:
    problem = replace(PROBLEM, assessors=tuple(replace(s, min=1 if s.id == "s4" else s.min) for s in PROBLEM.assessors))
    assert broken(*PLAN, problem=problem) == [(Rule.MIN_LOAD, (), ("s4",))]


def test_a_pair_listed_twice_is_found() -> None:
    assert broken(*PLAN, PLAN[0]) == [(Rule.KNOWN, ("a1",), ("s1",))]


@pytest.mark.parametrize("pair", [("a9", "s1"), ("a1", "s9")])
def test_a_pair_of_strangers_is_found(pair: Pair) -> None:
    assert broken(*PLAN, pair) == [(Rule.KNOWN, (pair[0],), (pair[1],))]


def test_an_island_is_found_unless_it_was_accepted() -> None:
    pairs = changed(("a3", "s2"), ("a3", "s4"))
    assert broken(*pairs) == [(Rule.CONNECTED, (), ("s4",))]
    assert check_plan(PROBLEM, pairs, accept_islands=True) == []


def test_chains_are_asked_for_within_each_programme() -> None:
    two = tuple(replace(a, programme="P" if a.id == "a3" else "Q") for a in PROBLEM.applications)
    assert broken(*changed(("a3", "s2"), ("a3", "s4")), problem=replace(PROBLEM, applications=two)) == []


def test_an_anchor_asks_for_everyone_and_for_no_other_rule() -> None:
    problem = replace(PROBLEM, anchors=frozenset({"a3"}))
    assert broken(*PLAN, ("a3", "s3"), problem=problem) == [(Rule.ANCHORS, ("a3",), ("s4",))]
    assert broken(*PLAN, ("a3", "s3"), ("a3", "s4"), problem=problem) == []


def test_rules_that_are_switched_off_are_not_asked_for() -> None:
    free = replace(PROBLEM, one_per_group=False, need_lead=False, connected=False)
    assert broken(("a1", "s1"), ("a1", "s3"), ("a2", "s1"), ("a2", "s2"), ("a3", "s3"), problem=free) == []


def test_every_violation_is_a_sentence() -> None:
    found = check_plan(PROBLEM, [("a1", "s1"), ("a1", "s3"), ("a3", "s1")])
    assert [str(violation.detail) for violation in found] == [
        "This assessor has a conflict with this application",
        "These two belong to the same group: MOPH",
        "This panel has 0 assessors instead of 2",
        "No one on this panel can lead it",
    ]
