"""Finds a plan for problems of any size: a first seating, then cyclic exchange for one objective after the other.

All objectives are in the price from the start, each so much dearer than the next that no single improvement can trade
one for the other; the steps below only tighten what is asked for. Runs end when no improving cycle is left, so equal
problems give equal plans on any machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workflows.assignment.chains import join_islands
from workflows.assignment.exchange import Exchange
from workflows.assignment.figures import (
    Prices,
    all_loads,
    kept_pairs,
    spread_bound,
    window_of,
    worst_level,
    worst_level_bound,
)
from workflows.assignment.instance import Instance, Panels
from workflows.assignment.problem import Mode, Stop, never
from workflows.assignment.seating import FORBIDDEN, Costs, Seating

LEVEL_STEPS = 8
WINDOW_STEPS = 8


@dataclass(frozen=True)
class Found:
    """A plan within the hard rules (chains aside), and the prices its last step ended with."""

    panels: Panels
    prices: Prices


@dataclass(frozen=True)
class _Weights:
    """How much each objective weighs in the price: a step of one outweighs what a cycle can gain in those below."""

    factor: int
    keep: int
    load: int
    short: int
    hard: int

    @classmethod
    def of(cls, instance: Instance) -> _Weights:
        """A repair puts keeping previous pairs above all but the hard rules; a new plan below everything."""
        dearest = 1 + max((max(row, default=0) for row in instance.value), default=0)
        is_repair = instance.problem.mode is Mode.REPAIR
        factor = 32 if any(instance.previous) and not is_repair else 1
        load = 16 * (factor * dearest + 1)
        short = 128 * load
        keep = 16 * dearest * short
        return cls(factor, keep if is_repair else 1, load, short, 16 * keep)


class Search:
    """The steps of one search; each takes panels and returns panels that are no worse in what came before."""

    def __init__(self, instance: Instance, stop: Stop = never) -> None:
        self.instance = instance
        self.stop = stop
        self.weights = _Weights.of(instance)
        self.seat = [self._seat_costs(a) for a in range(len(instance.sizes))]
        self.level = worst_level_bound(instance)
        self.balanced = [self._balanced(s) for s in range(len(instance.assessors))]

    def begin(self) -> Panels:
        """Seat everyone as well as possible one application after the other, then exchange; seats may stay empty."""
        return self._run(first_seating(self.instance, self._costs(self.level, self.balanced)), self.balanced)

    def is_plan(self, panels: Panels) -> bool:
        """Say whether no seat is empty and nobody is below their least."""
        is_full = all(len(panel) == size for panel, size in zip(panels, self.instance.sizes, strict=True))
        loads = zip(self.instance.loads(panels), self.instance.least, strict=True)
        return is_full and all(load >= least for load, least in loads)

    def finish(self, panels: Panels) -> Found:
        """Raise a plan in one objective after the other."""
        panels = self.narrow_loads(self.raise_worst_off(self._run(panels, self.balanced)))
        return self.raise_expertise(panels)

    def raise_worst_off(self, panels: Panels) -> Panels:
        """Search by halves for the highest level that every panel can reach."""
        reached, beyond = worst_level(self.instance, panels), self.level + 1
        for _step in range(LEVEL_STEPS):
            if beyond - reached <= 1 or self.stop():
                break
            self.level = (reached + beyond) // 2
            tried = self._run(panels, self.balanced)
            if worst_level(self.instance, tried) >= self.level and self._keeps_as_many(tried, panels):
                panels, reached = tried, worst_level(self.instance, tried)
            else:
                beyond = self.level
        self.level = reached
        return panels

    def narrow_loads(self, panels: Panels) -> Panels:
        """Try windows of loads from the narrowest possible on, until one holds everyone."""
        for low, high in self._windows(panels):
            if self.stop():
                break
            tried = self._run(panels, [self._windowed(s, low, high) for s in range(len(self.instance.assessors))])
            loads = all_loads(self.instance, tried)
            fits = low <= min(loads) and max(loads) <= high
            if fits and worst_level(self.instance, tried) >= self.level and self._keeps_as_many(tried, panels):
                return tried
        return panels

    def raise_expertise(self, panels: Panels) -> Found:
        """Within the loads and the level reached, exchange for expertise alone (and for kept pairs); join islands."""
        loads = all_loads(self.instance, panels)
        low, high = min(loads, default=0), max(loads, default=0)
        fixed = [self._fixed(s, low, high) for s in range(len(self.instance.assessors))]
        exchange = Exchange(Seating(self.instance, panels, self._costs(self.level, fixed)), self.stop)
        exchange.improve()
        *potentials, _nobody, slack = exchange.potentials
        prices = tuple(slack - potential for potential in potentials)
        keep = self.weights.keep if self.instance.problem.mode is Mode.REPAIR else 0
        if self.instance.problem.connected:
            join_islands(exchange.seating)
        return Found(exchange.seating.result(), Prices(prices, self.weights.factor, keep))

    def _run(self, panels: Panels, load: Sequence[Sequence[int]]) -> Panels:
        seating = Seating(self.instance, panels, self._costs(self.level, load))
        Exchange(seating, self.stop).improve()
        return seating.result()

    def _keeps_as_many(self, tried: Panels, panels: Panels) -> bool:
        """In a repair no other objective is worth a change; in a new plan every other is."""
        if self.instance.problem.mode is not Mode.REPAIR:
            return True
        return kept_pairs(self.instance, tried) >= kept_pairs(self.instance, panels)

    def _windows(self, panels: Panels) -> list[tuple[int, int]]:
        loads = all_loads(self.instance, panels)
        if not loads:
            return []
        now = max(loads) - min(loads)
        windows = []
        for spread in range(spread_bound(self.instance), now):
            low, high = window_of(self.instance, spread)
            windows += [(bottom, bottom + spread) for bottom in range(low, high - spread + 1)]
        return windows[:WINDOW_STEPS]

    def _costs(self, level: int, load: Sequence[Sequence[int]]) -> Costs:
        need = [-(-level // weight) for weight in self.instance.weight]
        return Costs(self.seat, self.weights.hard, self.weights.short, need, load)

    def _seat_costs(self, application: int) -> list[int]:
        row = [-self.weights.factor * value for value in self.instance.value[application]]
        for s in self.instance.previous[application]:
            row[s] -= self.weights.keep
        return row

    def _balanced(self, s: int) -> list[int]:
        """The square of the load: the sum is least where loads are as equal as they can be."""
        own = self.instance.carried[s]
        return self._load_costs(s, [self.weights.load * (n + own) ** 2 for n in self._places(s)])

    def _windowed(self, s: int, low: int, high: int) -> list[int]:
        own, weight = self.instance.carried[s], self.weights.load
        return self._load_costs(s, [16 * weight * max(0, low - n - own, n + own - high) for n in self._places(s)])

    def _fixed(self, s: int, low: int, high: int) -> list[int]:
        own = self.instance.carried[s]
        return self._load_costs(s, [0 if low <= n + own <= high else FORBIDDEN for n in self._places(s)])

    def _places(self, s: int) -> range:
        """Every load that s can have, and one more, which is forbidden."""
        return range(self.instance.most[s] + 2)

    def _load_costs(self, s: int, costs: list[int]) -> list[int]:
        least, most = self.instance.least[s], self.instance.most[s]
        below = (self.weights.hard * max(0, least - n) for n in self._places(s))
        return [
            cost + under if n <= most else FORBIDDEN for n, (cost, under) in enumerate(zip(costs, below, strict=True))
        ]


def first_seating(instance: Instance, costs: Costs) -> Panels:
    """Seat locked pairs and, in a repair, previous ones; then scarcest applications first, cheapest seats next."""
    seating = Seating(instance, instance.locked, costs)
    if instance.problem.mode is Mode.REPAIR:
        for application, previous in enumerate(instance.previous):
            _seat_previous(seating, application, previous)
    for application in sorted(range(len(instance.sizes)), key=lambda a: (len(instance.candidates[a]), a)):
        while _seat_one(seating, application):
            pass
    return seating.result()


def _seat_previous(seating: Seating, application: int, previous: frozenset[int]) -> None:
    for s in sorted(previous.difference(seating.panels[application])):
        panel = [*seating.panels[application], s]
        if seating.loads[s] < seating.instance.most[s] and seating.is_allowed(application, panel):
            seating.reseat(application, panel)


def _seat_one(seating: Seating, application: int) -> bool:
    """Fill one empty seat with whoever is cheapest, their load included; say whether that was possible."""
    panel = seating.panels[application]
    if len(panel) == seating.instance.sizes[application]:
        return False
    prices, via = [FORBIDDEN] * seating.people, [-1] * seating.people
    seating.offers(application, seating.nobody, seating.everyone, prices, via)
    load = seating.costs.load
    dearness = [
        (price + load[s][seating.loads[s] + 1] - load[s][seating.loads[s]], s) for s, price in enumerate(prices)
    ]
    best = min(dearness, default=(FORBIDDEN, 0))
    if best[0] >= FORBIDDEN // 2:
        return False
    seating.reseat(application, [*panel, best[1]])
    return True
