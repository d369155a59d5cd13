"""How long a national round of assignment takes to plan, what it reaches, and the bound of each objective."""

import random
import resource
import time
from collections.abc import Callable
from decimal import Decimal
from random import Random

from workflows.assignment.answer import printed
from workflows.assignment.checker import check_plan
from workflows.assignment.problem import Application, Assessor, Infeasible, Problem
from workflows.assignment.solver import solve

APPLICATIONS, ASSESSORS, MINISTRIES, TOPICS = 1186, 200, 20, 40
Expertise = Callable[[Random, set[int], set[int]], int]


def national_problem(expertise: Expertise) -> Problem:
    """Panels of 3, 5 % conflicts, one of a ministry, a lead on each, loads 10 to 25; 3 in 10 assessors can lead."""
    dice = random.Random(1)  # noqa: S311  # the same seed must give the same problem
    people = tuple(
        Assessor(f"s{number:03}", 10, 25, (f"M{dice.randrange(MINISTRIES)}",), dice.random() < 0.3)
        for number in range(ASSESSORS)
    )
    entries = tuple(Application(f"a{number:04}") for number in range(APPLICATIONS))
    known = {person.id: set(dice.sample(range(TOPICS), 6)) for person in people}
    asked = {entry.id: set(dice.sample(range(TOPICS), 2)) for entry in entries}
    pairs = [(entry.id, person.id) for entry in entries for person in people]
    return Problem(
        panel_size=3,
        applications=entries,
        assessors=people,
        expertise={pair: Decimal(expertise(dice, asked[pair[0]], known[pair[1]])) for pair in pairs},
        conflicts=frozenset(pair for pair in pairs if dice.random() < 0.05),
        one_per_group=True,
        need_lead=True,
        connected=True,
    )


def main() -> None:
    """Print one line of figures for each kind of expertise."""
    kinds: dict[str, Expertise] = {
        "0 to 3, by chance": lambda dice, _asked, _known: dice.randrange(4),
        "0 to 1200, by chance": lambda dice, _asked, _known: dice.randrange(1201),
        "2 for each topic": lambda _dice, asked, known: 2 * len(asked & known),
    }
    print(f"{APPLICATIONS} applications, {ASSESSORS} assessors, panels of 3")
    print(f"  {'expertise':22} {'seconds':>8} {'worst off':>15} {'spread':>8} {'expertise':>17}  status")
    for name, expertise in kinds.items():
        problem = national_problem(expertise)
        start = time.monotonic()
        plan = solve(problem)
        seconds = time.monotonic() - start
        if isinstance(plan, Infeasible) or check_plan(problem, plan.pairs):
            raise SystemExit(f"{name}: no plan, or one that breaks a rule")
        reached, bound = plan.objectives, plan.bounds
        worst = f"{printed(reached.worst_off)}/{printed(bound.worst_off)}"
        total = f"{printed(reached.expertise)}/{printed(bound.expertise)}"
        spread = f"{reached.load_spread}/{bound.load_spread}"
        print(f"  {name:22} {seconds:8.1f} {worst:>15} {spread:>8} {total:>17}  {plan.status}")
    print(f"  most memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
