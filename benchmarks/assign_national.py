"""How long a national round of assignment takes to plan, what it reaches, and the bound of each objective."""

import os
import platform
import random
import resource
import time
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random

from workflows.assignment.answer import printed
from workflows.assignment.checker import check_plan
from workflows.assignment.problem import Application, Assessor, Infeasible, Mode, Plan, Problem
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
    """Print the machine, one line of figures for each kind of expertise, and what the same costs in other shapes."""
    kinds: dict[str, Expertise] = {
        "0 to 3, by chance": lambda dice, _asked, _known: dice.randrange(4),
        "0 to 1200, by chance": lambda dice, _asked, _known: dice.randrange(1201),
        "2 for each topic": lambda _dice, asked, known: 2 * len(asked & known),
    }
    print(f"{_processor()}, {os.cpu_count()} cores, Python {platform.python_version()}; the solver uses one core")
    print(f"{APPLICATIONS} applications, {ASSESSORS} assessors, panels of 3, {APPLICATIONS * ASSESSORS:,} pairs")
    print(
        f"  {'expertise':34} {'CPU s':>6} {'worst off':>15} {'spread':>7} {'expertise':>17} {'gap':>7} {'changed':>9}"
    )
    for name, expertise in kinds.items():
        problem = national_problem(expertise)
        plan = told(name, problem)
    told("2 for each topic, no panel rules", replace(problem, one_per_group=False, need_lead=False, connected=False))
    told("2 for each topic, with a plan before", replace(problem, previous=frozenset(plan.pairs[::2])))
    gone = problem.assessors[17].id
    told("the same, repaired after a drop-out", without(problem, gone, plan))
    print(f"  most memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def _processor() -> str:
    told_by_kernel = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    names = [line.partition(":")[2].strip() for line in told_by_kernel if line.startswith("model name")]
    return names[0] if names else platform.machine()


def without(problem: Problem, gone: str, plan: Plan) -> Problem:
    """Take one assessor out of a problem whose plan is in force."""
    return replace(
        problem,
        mode=Mode.REPAIR,
        assessors=tuple(person for person in problem.assessors if person.id != gone),
        expertise={pair: value for pair, value in problem.expertise.items() if pair[1] != gone},
        conflicts=frozenset(pair for pair in problem.conflicts if pair[1] != gone),
        previous=frozenset(plan.pairs),
    )


def told(name: str, problem: Problem) -> Plan:
    """Solve, check and print one problem."""
    start = time.process_time()
    plan = solve(problem)
    seconds = time.process_time() - start
    if isinstance(plan, Infeasible) or check_plan(problem, plan.pairs):
        raise SystemExit(f"{name}: no plan, or one that breaks a rule")
    reached, bound = plan.objectives, plan.bounds
    worst = f"{printed(reached.worst_off)}/{printed(bound.worst_off)}"
    total = f"{printed(reached.expertise)}/{printed(bound.expertise)}"
    gap = 100 * (bound.expertise - reached.expertise) / (bound.expertise or 1)
    spread, changed = f"{reached.load_spread}/{bound.load_spread}", f"{reached.changed}/{bound.changed}"
    print(
        f"  {name:34} {seconds:6.1f} {worst:>15} {spread:>7} {total:>17} {float(gap):6.2f}% {changed:>9}  {plan.status}"
    )
    return plan


if __name__ == "__main__":
    main()
