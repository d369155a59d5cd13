"""The four objectives as whole numbers to be made as large as possible, in the order each mode puts them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from fractions import Fraction

from workflows.assignment.figures import (
    all_loads,
    best_panel,
    changed_bound,
    kept_pairs,
    spread_bound,
    worst_level,
    worst_level_bound,
)
from workflows.assignment.instance import Instance, Panels
from workflows.assignment.problem import Figures, Mode


class Goal(Enum):
    """An objective, turned so that more is better."""

    WORST_OFF = "the lowest weighted total"
    LOAD_SPREAD = "minus the spread of loads"
    EXPERTISE = "total expertise, scaled"
    KEPT = "previous pairs kept"


ORDER: Mapping[Mode, tuple[Goal, ...]] = {
    Mode.PLAN: (Goal.WORST_OFF, Goal.LOAD_SPREAD, Goal.EXPERTISE, Goal.KEPT),
    Mode.REPAIR: (Goal.KEPT, Goal.WORST_OFF, Goal.LOAD_SPREAD, Goal.EXPERTISE),
}


def reached(instance: Instance, panels: Panels, goal: Goal) -> int:
    """Return what panels reach in a goal."""
    if goal is Goal.WORST_OFF:
        return worst_level(instance, panels)
    if goal is Goal.LOAD_SPREAD:
        loads = all_loads(instance, panels)
        return min(loads, default=0) - max(loads, default=0)
    if goal is Goal.EXPERTISE:
        return sum(instance.total(a, panel) for a, panel in enumerate(panels))
    return kept_pairs(instance, panels)


def all_reached(instance: Instance, panels: Panels) -> dict[Goal, int]:
    """Return what panels reach in every goal."""
    return {goal: reached(instance, panels, goal) for goal in Goal}


def as_figures(instance: Instance, goals: Mapping[Goal, int]) -> Figures:
    """Return values or bounds of goals as the figures of an answer."""
    return Figures(
        worst_off=instance.worst_off(goals[Goal.WORST_OFF]),
        load_spread=-goals[Goal.LOAD_SPREAD],
        expertise=Fraction(goals[Goal.EXPERTISE]) / instance.scale,
        changed=instance.lost_before() + instance.keepable - goals[Goal.KEPT],
    )


def easy_bounds(instance: Instance) -> dict[Goal, int]:
    """Return the bounds that need no search."""
    best = (best_panel(instance, a, values) for a, values in enumerate(instance.value))
    return {
        Goal.WORST_OFF: worst_level_bound(instance),
        Goal.LOAD_SPREAD: -spread_bound(instance),
        Goal.EXPERTISE: sum(value for value in best if value is not None),
        Goal.KEPT: instance.lost_before() + instance.keepable - changed_bound(instance),
    }
