"""Only a clock outside ends a run early; the answer is then a plan within the rules that says so, or none."""

from __future__ import annotations

import pytest

from tests.workflows.assignment.problems import award_problem
from workflows.assignment.checker import check_plan
from workflows.assignment.problem import Plan, Status, Stop, Undecided
from workflows.assignment.solver import solve

LARGE = award_problem()


def after(calls: int) -> Stop:
    """Stop a run at its so manyth question, which is what a clock does at a moment nobody chose."""
    left = iter(range(calls))
    return lambda: next(left, None) is None


def test_a_run_that_is_cut_short_gives_a_plan_within_the_rules_and_says_so() -> None:
    whole = solve(LARGE)
    assert isinstance(whole, Plan)
    cut = solve(LARGE, stop=after(3))
    assert isinstance(cut, Plan)
    assert (cut.is_stopped, cut.status) == (True, Status.FEASIBLE)
    assert check_plan(LARGE, cut.pairs) == []
    assert cut.objectives.worst_off <= whole.bounds.worst_off
    assert cut.bounds.expertise >= cut.objectives.expertise
    assert not whole.is_stopped


def test_a_run_stopped_before_there_is_a_plan_has_no_answer() -> None:
    with pytest.raises(Undecided):
        solve(award_problem(12, 10, most=5), stop=lambda: True)


def test_asking_whether_to_stop_changes_nothing() -> None:
    problem = award_problem(12, 10, most=5)
    assert solve(problem, stop=lambda: False) == solve(problem)
