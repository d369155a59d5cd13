"""What a plan must be whatever its size: within the rules, the same every time, and honest about what it proves."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from tests.workflows.assignment.problems import award_problem, reached_by
from tests.workflows.scoring.proof import IS_PROOF
from workflows.assignment.checker import check_plan
from workflows.assignment.problem import (
    Application,
    Assessor,
    Block,
    Infeasible,
    Mode,
    Plan,
    Problem,
    Rule,
    Status,
)
from workflows.assignment.solver import solve

LARGE = award_problem()


def planned(problem: Problem) -> Plan:
    answer = solve(problem)
    assert isinstance(answer, Plan)
    return answer


def refused(problem: Problem) -> Infeasible:
    answer = solve(problem)
    assert isinstance(answer, Infeasible)
    return answer


def shuffled(problem: Problem, seed: int) -> Problem:
    dice = random.Random(seed)
    return replace(
        problem,
        applications=tuple(dice.sample(problem.applications, len(problem.applications))),
        assessors=tuple(dice.sample(problem.assessors, len(problem.assessors))),
        expertise=dict(dice.sample(list(problem.expertise.items()), len(problem.expertise))),
    )


@pytest.mark.parametrize("seed", range(60 if IS_PROOF else 3))
def test_a_problem_too_large_to_be_solved_to_the_end_keeps_every_rule(seed: int) -> None:
    dice = random.Random(seed)
    applications, assessors = dice.randint(60, 120), dice.randint(35, 60)
    fair = 3 * applications // assessors
    problem = award_problem(
        applications, assessors, seed=seed, least=max(0, fair - 2), most=fair + 4, ministries=dice.randint(5, 12)
    )
    plan = planned(problem)
    assert check_plan(problem, plan.pairs) == []
    counted = reached_by(problem, plan.pairs)
    told, bound = plan.objectives, plan.bounds
    assert (told.worst_off, told.load_spread, told.expertise) == (
        counted.worst_off,
        -counted.minus_spread,
        counted.expertise,
    )
    assert told.worst_off <= bound.worst_off
    assert told.load_spread >= bound.load_spread
    assert told.expertise <= bound.expertise
    assert told.changed >= bound.changed
    assert (plan.status == Status.OPTIMAL) == (told == bound)


def test_a_national_round_is_planned_near_its_bounds() -> None:
    """The benchmark tells the seconds; here it only has to be a plan near its bounds."""
    size = (1186, 200) if IS_PROOF else (300, 50)
    problem = award_problem(*size, least=10, most=25, ministries=20)
    plan = planned(problem)
    assert check_plan(problem, plan.pairs) == []
    assert plan.objectives.worst_off == plan.bounds.worst_off
    assert plan.objectives.expertise >= plan.bounds.expertise * Fraction(99, 100)


@pytest.mark.parametrize("problem", [LARGE, award_problem(12, 10, most=5)], ids=["large", "small"])
def test_the_order_of_the_file_changes_nothing(problem: Problem) -> None:
    first = solve(problem)
    assert solve(problem) == first
    assert solve(shuffled(problem, 1)) == first


def test_locked_pairs_stay() -> None:
    worst = sorted(LARGE.expertise.items(), key=lambda entry: (entry[1], entry[0]))
    locked = frozenset(
        next(pair for pair, _value in worst if pair[0] == name and pair not in LARGE.conflicts)
        for name in ("a0000", "a0001", "a0002")
    )
    plan = planned(replace(LARGE, locked=locked))
    assert locked <= set(plan.pairs)


def test_an_anchor_is_scored_by_everyone_without_a_conflict() -> None:
    problem = replace(
        LARGE,
        anchors=frozenset({"a0000"}),
        assessors=tuple(replace(person, max=person.max + 1) for person in LARGE.assessors),
    )
    plan = planned(problem)
    scorers = {name for application, name in plan.pairs if application == "a0000"}
    assert scorers == {person.id for person in LARGE.assessors if ("a0000", person.id) not in LARGE.conflicts}
    assert check_plan(problem, plan.pairs) == []


def test_panels_of_different_sizes_are_compared_by_what_a_full_panel_would_have() -> None:
    problem = Problem(
        panel_size=2,
        applications=(Application("a1", 1), Application("a2")),
        assessors=tuple(Assessor(f"s{number}", 0, 2) for number in range(3)),
        expertise={("a1", "s0"): Decimal("2.5"), ("a2", "s1"): Decimal(3), ("a2", "s2"): Decimal(3)},
    )
    plan = planned(problem)
    assert plan.pairs == (("a1", "s0"), ("a2", "s1"), ("a2", "s2"))
    assert (plan.objectives.worst_off, plan.objectives.expertise) == (5, Decimal("8.5"))


def test_two_of_one_group_never_share_a_panel_even_when_groups_overlap() -> None:
    people = tuple(
        replace(person, groups=(*person.groups, f"U{number % 9}")) for number, person in enumerate(LARGE.assessors)
    )
    problem = replace(LARGE, assessors=people)
    assert check_plan(problem, planned(problem).pairs) == []


def apart(problem: Problem) -> Problem:
    """The same with two halves that nothing but a rule against it could join."""
    here = {person.id for person in problem.assessors[: len(problem.assessors) // 2]}
    mine = {application.id for application in problem.applications[: len(problem.applications) // 2]}
    expertise = {pair: Decimal(3 if (pair[0] in mine) == (pair[1] in here) else 0) for pair in problem.expertise}
    return replace(problem, expertise=expertise)


def test_islands_are_joined_where_it_is_possible() -> None:
    problem = apart(LARGE)
    alone = planned(replace(problem, connected=False))
    assert [violation.rule for violation in check_plan(problem, alone.pairs)] == [Rule.CONNECTED]
    joined = planned(problem)
    assert check_plan(problem, joined.pairs) == []
    assert joined.islands == ()


def test_islands_that_cannot_be_joined_are_reported() -> None:
    problem = apart(LARGE)
    split = replace(problem, conflicts=frozenset(pair for pair, value in problem.expertise.items() if not value))
    plan = planned(split)
    assert check_plan(split, plan.pairs, accept_islands=True) == []
    assert sorted(name for island in plan.islands for name in island) == [person.id for person in split.assessors]
    assert len(plan.islands) == 2


def test_a_repair_after_a_drop_out_changes_nothing_but_their_seats() -> None:
    before = planned(LARGE)
    gone = LARGE.assessors[4].id
    left = replace(
        LARGE,
        mode=Mode.REPAIR,
        assessors=tuple(person for person in LARGE.assessors if person.id != gone),
        expertise={pair: value for pair, value in LARGE.expertise.items() if pair[1] != gone},
        conflicts=frozenset(pair for pair in LARGE.conflicts if pair[1] != gone),
        previous=frozenset(before.pairs),
    )
    after = planned(left)
    lost = {pair for pair in before.pairs if pair[1] == gone}
    assert set(before.pairs) - set(after.pairs) == lost
    assert after.objectives.changed == after.bounds.changed == len(lost)


def test_a_repair_after_a_late_conflict_changes_one_pair() -> None:
    before = planned(LARGE)
    hit = before.pairs[17]
    after = planned(
        replace(LARGE, mode=Mode.REPAIR, conflicts=LARGE.conflicts | {hit}, previous=frozenset(before.pairs))
    )
    assert set(before.pairs) - set(after.pairs) == {hit}


def test_a_new_plan_keeps_previous_pairs_only_where_nothing_else_is_lost() -> None:
    before = planned(LARGE)
    again = planned(replace(LARGE, previous=frozenset(before.pairs)))
    assert again.objectives.expertise >= before.objectives.expertise
    assert again.objectives.load_spread <= before.objectives.load_spread


def blocked(problem: Problem) -> list[tuple[Rule, int, int]]:
    return [(block.rule, len(block.applications), len(block.assessors)) for block in refused(problem).blocking]


def ways(answer: Infeasible) -> list[tuple[str, int]]:
    return [(way.change, way.cost) for way in answer.relaxations]


def test_too_few_without_a_conflict_are_named() -> None:
    conflicts = LARGE.conflicts | {("a0007", person.id) for person in LARGE.assessors[2:]}
    answer = refused(replace(LARGE, need_lead=False, conflicts=conflicts))
    assert answer.blocking == (
        Block(Rule.PANEL_SIZE, ("a0007",), ()),
        Block(Rule.CONFLICTS, ("a0007",), tuple(person.id for person in LARGE.assessors[2:])),
    )
    assert ways(answer) == [("give a0007 a panel of 2 instead of 3", 1)]


def test_too_little_room_in_all_is_named_with_what_is_missing() -> None:
    crowded = replace(LARGE, assessors=tuple(replace(person, max=4) for person in LARGE.assessors))
    assert blocked(crowded) == [(Rule.PANEL_SIZE, 54, 0), (Rule.MAX_LOAD, 0, 40)]
    assert ways(refused(crowded)) == [
        ("raise the maximum loads of the assessors named by 20 in all", 20),
        ("make the panels named smaller by 20 seats in all", 20),
    ]


def test_too_few_leads_are_named() -> None:
    people = tuple(replace(person, lead=number < 5) for number, person in enumerate(LARGE.assessors))
    assert blocked(replace(LARGE, assessors=people)) == [(Rule.MAX_LOAD, 0, 5), (Rule.NEED_LEAD, 41, 0)]


def test_least_loads_beyond_all_seats_are_named() -> None:
    people = tuple(replace(person, min=5) for person in LARGE.assessors)
    assert blocked(replace(LARGE, assessors=people)) == [(Rule.PANEL_SIZE, 60, 0), (Rule.MIN_LOAD, 0, 37)]


def test_applications_that_only_a_few_may_assess_are_named_among_many_others() -> None:
    few = {application.id for application in LARGE.applications[:20]}
    barred = {(name, person.id) for name in few for person in LARGE.assessors[5:]}
    answer = refused(replace(LARGE, need_lead=False, one_per_group=False, conflicts=frozenset(barred)))
    seats = next(block for block in answer.blocking if block.rule is Rule.PANEL_SIZE)
    assert set(seats.applications) <= few
    assert len(seats.applications) == 14


def test_groups_that_leave_too_few_for_every_panel_are_named() -> None:
    people = tuple(
        replace(person, groups=("M0" if number < 10 else f"M{number % 2 + 1}",), max=5, lead=True)
        for number, person in enumerate(LARGE.assessors)
    )
    crowded = replace(LARGE, assessors=people)
    assert blocked(crowded) == [(Rule.PANEL_SIZE, 51, 0), (Rule.MAX_LOAD, 0, 10), (Rule.ONE_PER_GROUP, 51, 0)]
    assert ways(refused(crowded)) == [
        ("raise the maximum loads of the assessors named by 10 in all", 10),
        ("let 10 seats of the panels named go to a second member of a group", 10),
        ("make the panels named smaller by 10 seats in all", 10),
    ]


def test_fixed_work_beyond_the_maximum_is_named() -> None:
    person = LARGE.assessors[0]
    mine = [a.id for a in LARGE.applications if (a.id, person.id) not in LARGE.conflicts][:9]
    answer = refused(replace(LARGE, locked=frozenset((name, person.id) for name in mine)))
    assert [block.rule for block in answer.blocking] == [Rule.MAX_LOAD, *[Rule.LOCKED] * 9]
    assert ways(answer) == [("raise the maximum load of s000 from 8 to 9", 1)]


def test_a_least_load_that_conflicts_leave_no_room_for_is_named() -> None:
    person = LARGE.assessors[0]
    conflicts = {(application.id, person.id) for application in LARGE.applications}
    answer = refused(replace(LARGE, conflicts=frozenset(conflicts)))
    assert (answer.blocking[-1].rule, answer.blocking[-1].assessors) == (Rule.MIN_LOAD, ("s000",))
    assert len(answer.blocking) == 61


def test_a_lock_against_a_conflict_is_named() -> None:
    pair = min(LARGE.conflicts)
    answer = refused(replace(LARGE, locked=frozenset({pair})))
    assert answer.blocking == (
        Block(Rule.CONFLICTS, (pair[0],), tuple(sorted(name for a, name in LARGE.conflicts if a == pair[0]))),
        Block(Rule.LOCKED, (pair[0],), (pair[1],)),
    )
    assert ways(answer) == [(f"unlock {pair[1]} from {pair[0]}", 1)]


@pytest.mark.parametrize("people", [(), (Assessor("s1", 0, 3),)])
def test_nothing_to_assess_is_planned_with_nothing(people: tuple[Assessor, ...]) -> None:
    plan = planned(Problem(panel_size=3, applications=(), assessors=people))
    assert (plan.status, plan.pairs, plan.objectives.changed) == (Status.OPTIMAL, (), 0)


def test_no_one_to_assess_is_no_plan() -> None:
    assert blocked(Problem(panel_size=1, applications=(Application("a1"),), assessors=())) == [(Rule.PANEL_SIZE, 1, 0)]
