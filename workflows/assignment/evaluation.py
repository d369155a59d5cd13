"""What a plan reaches however it was made: by the solver, changed by hand, or taken from the record."""

from __future__ import annotations

from collections.abc import Iterable

from workflows.assignment.goals import all_reached, as_figures
from workflows.assignment.instance import instance_of
from workflows.assignment.problem import Figures, Pair, Problem


def reached_by(problem: Problem, pairs: Iterable[Pair]) -> Figures:
    """Return the four objectives of `pairs`; pairs that are not of the problem are left out."""
    instance = instance_of(problem)
    numbers = {person.id: number for number, person in enumerate(instance.assessors)}
    panels: dict[str, list[int]] = {application.id: [] for application in instance.applications}
    for application, assessor in pairs:
        if application in panels and assessor in numbers:
            panels[application].append(numbers[assessor])
    return as_figures(instance, all_reached(instance, [tuple(sorted(panel)) for panel in panels.values()]))
