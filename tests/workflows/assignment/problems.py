"""Assignment problems for tests: tiny ones to solve by trying everything, and award-like ones of any size."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import chain, combinations, product

from workflows.assignment.checker import check_plan
from workflows.assignment.problem import Application, Assessor, Mode, Pair, Problem, Rule


def tiny_problem(seed: int) -> Problem:
    """Up to 4 applications and 6 assessors, with every rule switched on or off; about a third have no plan.

    In half of them some assessors hold seats besides.
    """
    dice, besides = random.Random(seed), random.Random(f"held {seed}")
    programmes = [None, None, "P", "Q"] if dice.random() < 0.3 else [None]
    applications = tuple(
        Application(f"a{number}", dice.choice([None, None, 1, 2]), dice.choice(programmes))
        for number in range(dice.randint(1, 4))
    )
    most_held = besides.choice([0, 4])
    assessors = tuple(
        replace(_tiny_assessor(dice, number), held=besides.randint(0, most_held))
        for number in range(dice.randint(3, 6))
    )
    pairs = [(application.id, assessor.id) for application in applications for assessor in assessors]

    def some(share: float) -> frozenset[Pair]:
        return frozenset(pair for pair in pairs if dice.random() < share)

    gone = frozenset({("gone", "s0")} if dice.random() < 0.3 else set())
    return Problem(
        panel_size=dice.randint(1, 3),
        applications=applications,
        assessors=assessors,
        mode=dice.choice(list(Mode)),
        expertise={pair: Decimal(dice.randint(0, 5)) for pair in pairs},
        conflicts=some(0.12),
        locked=some(0.02),
        previous=some(0.3) | gone,
        one_per_group=dice.random() < 0.5,
        need_lead=dice.random() < 0.5,
        connected=dice.random() < 0.5,
        anchors=frozenset(application.id for application in applications if dice.random() < 0.12),
    )


def _tiny_assessor(dice: random.Random, number: int) -> Assessor:
    least = dice.choice([0, 0, 0, 0, 1])
    groups = tuple(dice.sample(["X", "Y", "Z"], dice.choice([0, 1, 1, 2])))
    return Assessor(f"s{number}", least, least + dice.randint(1, 4), groups, dice.random() < 0.6)


def award_problem(
    applications: int = 60, assessors: int = 40, *, seed: int = 1, least: int = 1, most: int = 8, ministries: int = 8
) -> Problem:
    """A round of an award: topics decide expertise, 1 in 20 pairs is conflicted, half of the assessors can lead."""
    dice = random.Random(seed)
    people = tuple(
        Assessor(f"s{number:03}", least, most, (f"M{dice.randrange(ministries)}",), number % 2 == 0)
        for number in range(assessors)
    )
    entries = tuple(Application(f"a{number:04}") for number in range(applications))
    known = {person.id: set(dice.sample(range(20), 5)) for person in people}
    topics = {entry.id: dice.sample(range(20), 2) for entry in entries}
    pairs = [(entry.id, person.id) for entry in entries for person in people]
    return Problem(
        panel_size=3,
        applications=entries,
        assessors=people,
        expertise={pair: Decimal(sum(2 for topic in topics[pair[0]] if topic in known[pair[1]])) for pair in pairs},
        conflicts=frozenset(pair for pair in pairs if dice.random() < 0.05),
        one_per_group=True,
        need_lead=True,
        connected=True,
    )


@dataclass(frozen=True)
class Reached:
    """The four objectives of a plan, counted without the solver; each turned so that more is better."""

    worst_off: Fraction
    minus_spread: int
    expertise: Fraction
    minus_changed: int

    def ranked(self, mode: Mode) -> tuple[Fraction | int, ...]:
        """In the order in which a mode compares plans."""
        rest = (self.worst_off, self.minus_spread, self.expertise)
        return (self.minus_changed, *rest) if mode is Mode.REPAIR else (*rest, self.minus_changed)


def reached_by(problem: Problem, pairs: Iterable[Pair]) -> Reached:
    """Count the objectives of a plan from their definitions."""
    plan = set(pairs)
    own = [application for application in problem.applications if application.id not in problem.anchors]
    largest = max((problem.size_of(application) for application in own), default=1)
    totals = {
        application.id: sum(
            (Fraction(problem.expertise.get(pair, Decimal(0))) for pair in plan if pair[0] == application.id),
            Fraction(0),
        )
        for application in own
    }
    loads = [assessor.held + sum(pair[1] == assessor.id for pair in plan) for assessor in problem.assessors]
    return Reached(
        min((totals[a.id] * largest / problem.size_of(a) for a in own), default=Fraction(0)),
        min(loads) - max(loads),
        sum(totals.values(), Fraction(0)),
        -len(problem.previous - plan),
    )


def every_plan(problem: Problem) -> Iterator[tuple[frozenset[Pair], bool]]:
    """Yield every set of pairs that keeps the hard rules, and whether its assessors form chains."""
    choices = []
    for application in problem.applications:
        free = [s.id for s in problem.assessors if (application.id, s.id) not in problem.conflicts]
        size = len(free) if application.id in problem.anchors else problem.size_of(application)
        choices.append([[(application.id, name) for name in panel] for panel in combinations(free, size)])
    for panels in product(*choices):
        pairs = frozenset(chain.from_iterable(panels))
        broken = {violation.rule for violation in check_plan(problem, pairs)}
        if broken <= {Rule.CONNECTED}:
            yield pairs, not broken
