"""Tiny problems solved by trying every plan there is: the solver must find the same best, or the same nothing."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

import pytest

from tests.workflows.assignment.problems import every_plan, reached_by, tiny_problem
from tests.workflows.scoring.proof import IS_PROOF
from workflows.assignment.checker import check_plan
from workflows.assignment.figures import expertise_bound, kept_pairs
from workflows.assignment.goals import Goal, all_reached, as_figures, easy_bounds
from workflows.assignment.instance import instance_of
from workflows.assignment.problem import Block, Infeasible, Pair, Plan, Problem, Rule, Status
from workflows.assignment.search import Search
from workflows.assignment.solver import solve

SEEDS = range(1000 if IS_PROOF else 40)


@dataclass(frozen=True)
class Case:
    """A tiny problem, its plans by trying everything (with whether each is chained), and the solver's answer."""

    problem: Problem
    plans: tuple[tuple[frozenset[Pair], bool], ...]
    answer: Plan | Infeasible

    @property
    def can_be_chained(self) -> bool:
        return any(is_chained for _pairs, is_chained in self.plans)


@pytest.fixture(scope="module", params=SEEDS)
def case(request: pytest.FixtureRequest) -> Case:
    problem = tiny_problem(request.param)
    return Case(problem, tuple(every_plan(problem)), solve(problem))


def test_there_is_an_answer_of_the_right_kind(case: Case) -> None:
    assert isinstance(case.answer, Plan) == bool(case.plans)


def test_the_plan_is_proved_as_good_as_the_best_there_is(case: Case) -> None:
    if isinstance(case.answer, Plan):
        allowed = [pairs for pairs, is_chained in case.plans if is_chained or not case.can_be_chained]
        best = max(reached_by(case.problem, pairs).ranked(case.problem.mode) for pairs in allowed)
        assert reached_by(case.problem, case.answer.pairs).ranked(case.problem.mode) == best
        assert case.answer.status == Status.OPTIMAL
        assert case.answer.bounds == case.answer.objectives


def test_among_the_best_plans_it_is_one_of_those_that_lie_most_evenly_on_what_is_held(case: Case) -> None:
    if isinstance(case.answer, Plan) and any(person.held for person in case.problem.assessors):
        allowed = [pairs for pairs, is_chained in case.plans if is_chained or not case.can_be_chained]
        best = reached_by(case.problem, case.answer.pairs)
        equals = [pairs for pairs in allowed if reached_by(case.problem, pairs) == best]
        assert unevenness(case.problem, case.answer.pairs) == min(unevenness(case.problem, each) for each in equals)


def unevenness(problem: Problem, pairs: Iterable[Pair]) -> int:
    """The sum of squared loads."""
    loads = Counter(name for _application, name in pairs)
    return sum((person.held + loads[person.id]) ** 2 for person in problem.assessors)


def test_the_plan_keeps_every_rule_and_reports_islands_only_where_no_chain_exists(case: Case) -> None:
    if isinstance(case.answer, Plan):
        assert check_plan(case.problem, case.answer.pairs, accept_islands=not case.can_be_chained) == []
        assert bool(case.answer.islands) == (case.problem.connected and not case.can_be_chained)


def test_the_figures_told_are_those_of_the_plan(case: Case) -> None:
    if isinstance(case.answer, Plan):
        counted, told = reached_by(case.problem, case.answer.pairs), case.answer.objectives
        assert told.worst_off == counted.worst_off
        assert told.load_spread == -counted.minus_spread
        assert told.expertise == counted.expertise
        assert told.changed == -counted.minus_changed


def test_no_plan_passes_a_bound_that_needs_no_search(case: Case) -> None:
    plans = [reached_by(case.problem, pairs) for pairs, _is_chained in case.plans]
    if plans:
        instance = instance_of(case.problem)
        bounds = as_figures(instance, easy_bounds(instance))
        assert bounds.worst_off >= max(plan.worst_off for plan in plans)
        assert -bounds.load_spread >= max(plan.minus_spread for plan in plans)
        assert bounds.expertise >= max(plan.expertise for plan in plans)
        assert -bounds.changed >= max(plan.minus_changed for plan in plans)


def test_the_search_for_large_problems_keeps_the_rules_and_its_bound_on_tiny_ones_too(case: Case) -> None:
    instance = instance_of(case.problem)
    search = Search(instance)
    panels = search.begin() if case.plans else []
    if not case.plans or not search.is_plan(panels):
        return
    found = search.finish(panels)
    assert check_plan(case.problem, instance.pairs(found.panels), accept_islands=True) == []
    spread, kept = -all_reached(instance, found.panels)[Goal.LOAD_SPREAD], kept_pairs(instance, found.panels)
    bound = expertise_bound(instance, found.prices, spread=spread, kept=kept)
    changed = reached_by(case.problem, instance.pairs(found.panels)).minus_changed
    equals = [reached_by(case.problem, pairs) for pairs, _is_chained in case.plans]
    assert bound >= max(e.expertise for e in equals if -e.minus_spread <= spread and e.minus_changed >= changed)


def possible_with(problem: Problem, blocks: list[Block]) -> bool:
    """Say whether some set of pairs keeps the rules of `blocks`, by trying every set."""
    pairs = [(application.id, assessor.id) for application in problem.applications for assessor in problem.assessors]
    named = {application for block in blocks for application in block.applications}
    relevant = [pair for pair in pairs if not named or pair[0] in named or any(pair[1] in b.assessors for b in blocks)]
    for taken in product((False, True), repeat=len(relevant)):
        plan = {pair for pair, is_in in zip(relevant, taken, strict=True) if is_in}
        if all(keeps(problem, block, plan) for block in blocks):
            return True
    return False


def keeps(problem: Problem, block: Block, plan: set[Pair]) -> bool:
    """Say whether a set of pairs keeps one rule for all the block names."""
    applications = {application.id: application for application in problem.applications}
    people = {assessor.id: assessor for assessor in problem.assessors}
    panels = {name: [people[s] for a, s in sorted(plan) if a == name] for name in block.applications}
    loads = {name: sum(s == name for _a, s in plan) for name in block.assessors}
    free = [(a, s) for a in block.applications for s in people if (a, s) not in problem.conflicts]
    return {
        Rule.PANEL_SIZE: all(len(panel) == problem.size_of(applications[a]) for a, panel in panels.items()),
        Rule.CONFLICTS: not any(
            (a, s) in plan and (a, s) in problem.conflicts for a in panels for s in block.assessors
        ),
        Rule.MAX_LOAD: all(load <= people[name].max for name, load in loads.items()),
        Rule.MIN_LOAD: all(load >= people[name].min for name, load in loads.items()),
        Rule.NEED_LEAD: all(any(s.lead for s in panel) for panel in panels.values()),
        Rule.ONE_PER_GROUP: not any(
            set(one.groups) & set(other.groups)
            for panel in panels.values()
            for one in panel
            for other in panel
            if one != other
        ),
        Rule.LOCKED: all((a, s) in plan for a in block.applications for s in block.assessors),
        Rule.ANCHORS: all(pair in plan for pair in free),
    }[block.rule]


def members(blocks: tuple[Block, ...]) -> list[Block]:
    """Take blocks apart: a conflict, lock or anchor entry is one member; the others are one for each name."""
    single: list[Block] = []
    for block in blocks:
        if block.rule in {Rule.CONFLICTS, Rule.LOCKED, Rule.ANCHORS}:
            single.append(block)
        else:
            single += [Block(block.rule, (name,), ()) for name in block.applications]
            single += [Block(block.rule, (), (name,)) for name in block.assessors]
    return single


def impossible_problem(seed: int) -> Problem:
    """A tiny problem without a plan, small enough to try every set of pairs."""
    dice = random.Random(seed)
    while True:
        problem = tiny_problem(dice.randrange(10**9))
        is_small = len(problem.applications) * len(problem.assessors) <= 10
        if is_small and not any(True for _plan in every_plan(problem)):
            return problem


@pytest.mark.parametrize("seed", range(50 if IS_PROOF else 10))
def test_a_blocking_set_is_impossible_and_minimal(seed: int) -> None:
    problem = impossible_problem(seed)
    answer = solve(problem)
    assert isinstance(answer, Infeasible)
    blocked = members(answer.blocking)
    assert not possible_with(problem, blocked)
    for member in blocked:
        assert possible_with(problem, [other for other in blocked if other != member])
