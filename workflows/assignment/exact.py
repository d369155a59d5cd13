"""Solves small problems to the end: one exact model, one objective after the other, each fixed before the next.

That a programme's assessors form one chain is added as it is needed: where a solution has islands, a row says that
someone must serve applications on both sides of the gap, and the model is solved again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from workflows.assignment.chains import islands
from workflows.assignment.figures import all_loads, worst_level, worst_level_bound
from workflows.assignment.goals import ORDER, Goal, easy_bounds, reached
from workflows.assignment.instance import Instance, Panels
from workflows.assignment.model import Answer, Model, Optimise, Outcome, Row
from workflows.assignment.rules import rule_book

CUT_ROUNDS = 60


@dataclass(frozen=True)
class Proof:
    """The best panels found, if any; SOLVED where every bound is reached, IMPOSSIBLE where no plan exists."""

    outcome: Outcome
    panels: Panels | None
    bounds: Mapping[Goal, int]


class ExactSolver:
    """One problem's model, growing by a row for each objective that is fixed and each gap that must be bridged."""

    def __init__(self, instance: Instance, optimise: Optimise, *, connected: bool) -> None:
        book = rule_book(instance.problem)
        self.instance = instance
        self.optimise = optimise
        self.connected = connected
        self.model: Model = book.model()
        self.columns = book.columns
        self.own = [self._row(application.id) for application in instance.applications]
        self.anchors = [self._row(anchor) for anchor in instance.anchors]
        self.derived: list[Callable[[Panels], int]] = []
        self.has_counts = False

    def _row(self, application: str) -> list[int]:
        return [self.columns[application, assessor.id] for assessor in self.instance.assessors]

    def any_plan(self) -> Proof:
        """Find some plan, or that there is none."""
        answer = self._solve({}, None)
        return Proof(answer.outcome, self._panels(answer.values), {})

    def best_plan(self, start: Panels) -> Proof:
        """Improve `start`, a plan, in every goal in turn until proved best or out of steps."""
        panels, bounds = start, easy_bounds(self.instance)
        order = ORDER[self.instance.problem.mode]
        for number, goal in enumerate(order):
            objective = self._objective(goal)
            if bounds[goal] != reached(self.instance, panels, goal):
                answer = self._solve(objective, panels)
                panels = self._better(panels, answer, order[: number + 1])
                bound = bounds[goal] if answer.bound is None else min(bounds[goal], answer.bound)
                bounds[goal] = max(bound, reached(self.instance, panels, goal))
            self.model.rows.append(Row(objective, reached(self.instance, panels, goal), None))
        panels = self._evened(panels, order)
        is_proved = all(bounds[goal] == reached(self.instance, panels, goal) for goal in order)
        return Proof(Outcome.SOLVED if is_proved else Outcome.STOPPED, panels, bounds)

    def _evened(self, panels: Panels, goals: Sequence[Goal]) -> Panels:
        """Among plans equal in every goal, take one that spares those who hold most besides.

        The spread sees only the ends: where somebody else is the busiest, it lets a seat go to the second busiest.
        """
        if not any(person.held for person in self.instance.assessors):
            return panels
        return self._better(panels, self._solve(self._even_loads(), panels), goals)

    def _even_loads(self) -> dict[int, int]:
        """The least sum of squared loads: each application of an assessor costs two more than the one before."""
        costs: dict[int, int] = {}
        for s, carried in enumerate(self.instance.carried):
            steps = []
            for step in range(1, min(self.instance.most[s], len(self.own)) + 1):

                def reaches(panels: Panels, s: int = s, step: int = step) -> int:
                    return int(self.instance.loads(panels)[s] >= step)

                steps.append(self._derive(reaches))
                costs[steps[-1]] = 1 - 2 * (carried + step)
            self.model.rows.append(Row({**{row[s]: 1 for row in self.own}, **dict.fromkeys(steps, -1)}, 0, 0))
        return costs

    def _better(self, panels: Panels, answer: Answer, goals: Sequence[Goal]) -> Panels:
        """Take the answer where it is better, counted in whole numbers: no rounding may cost what was reached."""
        tried = self._panels(answer.values)
        if tried is None:
            return panels
        before = [reached(self.instance, panels, goal) for goal in goals]
        after = [reached(self.instance, tried, goal) for goal in goals]
        return tried if all(a >= b for a, b in zip(after, before, strict=True)) else panels

    def _solve(self, objective: dict[int, int], start: Panels | None) -> Answer:
        """Solve, adding a bridge for each gap found, until the solution has no islands."""
        self.model.objective = objective
        bound: int | None = None
        for _round in range(CUT_ROUNDS):
            answer = self.optimise(self.model, self._start(start))
            panels = self._panels(answer.values)
            if panels is None or not self.connected:
                return answer
            apart = islands(self.instance, panels)
            if not apart:
                return answer
            bound = answer.bound
            for programme, groups in apart.items():
                self._bridge(programme, groups[0], panels)
        return Answer(Outcome.STOPPED, None, bound)

    def _panels(self, values: Sequence[int] | None) -> Panels | None:
        if values is None:
            return None
        return [tuple(s for s, column in enumerate(row) if values[column]) for row in self.own]

    def _start(self, panels: Panels | None) -> list[int]:
        if panels is None:
            return []
        pairs = set(self.instance.pairs(panels))
        return [int(pair in pairs) for pair in self.columns] + [value(panels) for value in self.derived]

    def _derive(self, value: Callable[[Panels], int], *, most: int | None = 1) -> int:
        """Add a column whose value follows from the panels."""
        self.derived.append(value)
        return self.model.column(0, most)

    def _objective(self, goal: Goal) -> dict[int, int]:
        if goal is Goal.WORST_OFF:
            return self._lowest_total()
        if goal is Goal.LOAD_SPREAD:
            return self._least_spread()
        if goal is Goal.KEPT:
            previous = zip(self.own, self.instance.previous, strict=True)
            return {row[s]: 1 for row, kept in previous for s in sorted(kept)}
        values = zip(self.own, self.instance.value, strict=True)
        return {row[s]: value for row, worth in values for s, value in enumerate(worth) if value}

    def _lowest_total(self) -> dict[int, int]:
        lowest = self._derive(lambda panels: worst_level(self.instance, panels), most=worst_level_bound(self.instance))
        for a, row in enumerate(self.own):
            terms = {row[s]: self.instance.weight[a] * value for s, value in enumerate(self.instance.value[a])}
            self.model.rows.append(Row({**terms, lowest: -1}, 0, None))
        return {lowest: 1}

    def _least_spread(self) -> dict[int, int]:
        top = self._derive(lambda panels: max(all_loads(self.instance, panels)), most=None)
        bottom = self._derive(lambda panels: min(all_loads(self.instance, panels)), most=None)
        for s, person in enumerate(self.instance.assessors):
            terms = {row[s]: 1 for row in (*self.own, *self.anchors)}
            self.model.rows.append(Row({**terms, top: -1}, None, -person.held))
            self.model.rows.append(Row({**terms, bottom: -1}, -person.held, None))
        return {top: -1, bottom: 1}

    def _shared(self, programme: int, panels: Panels) -> list[tuple[list[int], tuple[int, ...]]]:
        """Return the columns and the panel of each application of a programme, anchors included."""
        own = zip(self.own, panels, self.instance.programme, strict=True)
        anchors = zip(self.anchors, self.instance.anchor_panels, strict=True)
        return [
            *((row, panel) for row, panel, number in own if number == programme),
            *((row, panel) for row, (number, panel) in anchors if number == programme),
        ]

    def _bridge(self, programme: int, island: frozenset[int], panels: Panels) -> None:
        """Ask for someone who serves applications on both sides of the gap around `island`."""
        self._count_links(panels)
        shared = self._shared(programme, panels)
        inside = [number for number, (_row, panel) in enumerate(shared) if island.issuperset(panel)]
        bridges: list[int] = []
        for s in range(len(self.instance.assessors)):

            def serves_both(now: Panels, s: int = s) -> int:
                served = [number for number, (_row, panel) in enumerate(self._shared(programme, now)) if s in panel]
                return int(0 < len(set(served).intersection(inside)) < len(served))

            bridge = self._derive(serves_both)
            for side in (True, False):
                terms = {row[s]: 1 for number, (row, _panel) in enumerate(shared) if (number in inside) is side}
                self.model.rows.append(Row({**terms, bridge: -1}, 0, None))
            bridges.append(bridge)
        self.model.rows.append(Row(dict.fromkeys(bridges, 1), 1, None))

    def _count_links(self, panels: Panels) -> None:
        """A chain of n applications and m assessors has at least n + m - 1 pairs: so no more than so many may serve."""
        if self.has_counts:
            return
        self.has_counts = True
        for programme in sorted(set(self.instance.programme)):
            shared = self._shared(programme, panels)
            serving: list[int] = []
            for s in range(len(self.instance.assessors)):

                def serves(now: Panels, s: int = s, programme: int = programme) -> int:
                    return int(any(s in panel for _row, panel in self._shared(programme, now)))

                serving.append(self._derive(serves))
                self.model.rows += [Row({row[s]: 1, serving[s]: -1}, None, 0) for row, _panel in shared]
            pairs = sum(len(panel) for _row, panel in shared)
            self.model.rows.append(Row(dict.fromkeys(serving, 1), None, pairs - len(shared) + 1))
