"""Improves a seating by cyclic exchange: several assessors change seats at once, each taking over from the next.

One node an assessor, one for "nobody" (an empty seat) and one for slack in the loads. The arc from u to v costs what
the cheapest application pays when v takes u's seat there; a cycle of negative cost is an improvement that leaves
every load as it is but at the slack. No single swap need be good for the whole cycle to be: that is why it gets far
where swapping pairs gets stuck. (Ahuja, Orlin and Sharma's neighbourhood for partitioning problems.)
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable
from operator import add

from workflows.assignment.problem import Stop, never
from workflows.assignment.seating import FORBIDDEN, Seating

Cycle = list[int]


class Exchange:
    """Cyclic exchange on one seating, until no improving cycle is left."""

    def __init__(self, seating: Seating, stop: Stop = never) -> None:
        self.seating = seating
        self.stop = stop
        self.nodes = seating.people + 2
        self.places: list[list[int]] = [[] for _node in range(seating.people + 1)]
        self.prices = [[FORBIDDEN] * self.nodes for _node in range(self.nodes)]
        self.via = [[-1] * self.nodes for _node in range(self.nodes)]
        self.potentials = [0] * self.nodes
        for application, panel in enumerate(seating.panels):
            self._enter(application, [*panel, seating.nobody])
        self._refresh_slack(range(seating.people))

    def improve(self) -> int:
        """Apply improving cycles until none is left, the short ones first; return how many were applied."""
        applied = 0
        while not self.stop() and (cycles := self._short_cycles() or self._negative_cycles()):
            applied += self._apply_all(cycles)
        return applied

    def _enter(self, application: int, nodes: list[int]) -> None:
        """Note where `nodes` can leave a seat of the application, and what whoever comes would cost."""
        for node in nodes:
            if self.seating.can_leave(node, application):
                insort(self.places[node], application)
                self._offer(application, node, self.seating.everyone)

    def _offer(self, application: int, node: int, targets: Iterable[int]) -> None:
        self.seating.offers(application, node, targets, self.prices[node], self.via[node])
        if node != self.seating.nobody:
            self.seating.offer_nobody(application, node, self.prices[node], self.via[node])

    def _forget(self, application: int, nodes: list[int]) -> None:
        """Take back what the application offered `nodes`, and ask the other places of each for those prices again."""
        for node in nodes:
            places = self.places[node]
            at = bisect_left(places, application)
            if at == len(places) or places[at] != application:
                continue
            del places[at]
            prices, via = self.prices[node], self.via[node]
            stale = [target for target, place in enumerate(via) if place == application]
            for target in stale:
                prices[target], via[target] = FORBIDDEN, -1
            people = [target for target in stale if target < self.seating.people]
            for place in places if stale else ():
                self._offer(place, node, people)

    def _refresh_slack(self, people: Iterable[int]) -> None:
        """Price one more and one less for each: into the slack goes who takes on one more."""
        seating, load = self.seating, self.seating.costs.load
        slack = self.prices[seating.slack]
        for s in people:
            carried = seating.loads[s]
            self.prices[s][seating.slack] = load[s][carried + 1] - load[s][carried]
            slack[s] = load[s][carried - 1] - load[s][carried] if carried else FORBIDDEN
        slack[seating.nobody] = self.prices[seating.nobody][seating.slack] = 0

    def _short_cycles(self) -> list[Cycle]:
        """Return disjoint improving swaps and handovers (from one to another who carries one more), best first."""
        slack, found = self.seating.slack, []
        out = [row[slack] for row in self.prices]
        back = self.prices[slack]
        columns = list(zip(*self.prices, strict=True))
        for u in range(self.seating.people + 1):
            price, v = min(zip(map(add, self.prices[u], columns[u]), range(slack), strict=False))
            if price < 0:
                found.append((price, [u, v]))
            price, v = min(zip(map(add, self.prices[u], out), range(slack), strict=False))
            if price + back[u] < 0:
                found.append((price + back[u], [u, v, slack]))
        used: set[int] = set()
        chosen = []
        for _price, cycle in sorted(found):
            if used.isdisjoint(cycle[:2]):
                used.update(cycle[:2])
                chosen.append(cycle)
        return chosen

    def _negative_cycles(self) -> list[Cycle]:
        """Return disjoint negative cycles, or none; then `potentials` prove that there is none."""
        distance, before = [0] * self.nodes, [-1] * self.nodes
        active = list(range(self.nodes))
        while active:
            reached = bytearray(self.nodes)
            for node in active:
                start = distance[node]
                for target, price in enumerate(self.prices[node]):
                    if start + price < distance[target]:
                        distance[target] = start + price
                        before[target] = node
                        reached[target] = 1
            if cycles := _cycles_of(before):
                return cycles
            active = [node for node in range(self.nodes) if reached[node]]
        self.potentials = distance
        return []

    def _apply_all(self, cycles: list[Cycle]) -> int:
        touched: set[int] = set()
        applied = 0
        for cycle in cycles:
            changes = self._changes(cycle)
            if touched.intersection(changes):
                continue
            if self._is_improvement(cycle, changes):
                self._apply(changes)
                touched.update(changes)
                applied += 1
            else:
                self._bar(cycle)
        return applied

    def _changes(self, cycle: Cycle) -> dict[int, list[int]]:
        """Return the new panel of every application that the cycle touches."""
        panels: dict[int, list[int]] = {}
        for node, target in zip(cycle, cycle[1:] + cycle[:1], strict=True):
            application = self.via[node][target]
            if application >= 0:
                panel = panels.setdefault(application, list(self.seating.panels[application]))
                if node != self.seating.nobody:
                    panel.remove(node)
                if target != self.seating.nobody:
                    panel.append(target)
        return panels

    def _is_improvement(self, cycle: Cycle, changes: dict[int, list[int]]) -> bool:
        """A cycle may pass an application twice, where the prices of its arcs no longer add up: count again."""
        seating = self.seating
        if not all(seating.is_allowed(application, panel) for application, panel in changes.items()):
            return False
        gain = sum(
            seating.price_of(application, panel) - seating.price_of(application, seating.panels[application])
            for application, panel in changes.items()
        )
        arcs = zip(cycle, cycle[1:] + cycle[:1], strict=True)
        return gain + sum(self.prices[n][t] for n, t in arcs if self.via[n][t] < 0) < 0

    def _bar(self, cycle: Cycle) -> None:
        """Forget one arc of a cycle that is no improvement, until the next improvement brings it back."""
        arcs = list(zip(cycle, cycle[1:] + cycle[:1], strict=True))
        seen: set[int] = set()
        for node, target in arcs:
            application = self.via[node][target]
            if application in seen:
                self.prices[node][target] = FORBIDDEN
                return
            if application >= 0:
                seen.add(application)

    def _apply(self, changes: dict[int, list[int]]) -> None:
        seating = self.seating
        moved: set[int] = set()
        for application, panel in changes.items():
            before = seating.panels[application]
            self._forget(application, [*before, seating.nobody])
            seating.reseat(application, panel)
            self._enter(application, [*panel, seating.nobody])
            moved.update(before, panel)
        self._refresh_slack(moved)


def _cycles_of(before: list[int]) -> list[Cycle]:
    """Return the cycles, along the arcs, of a graph in which every node has at most one predecessor."""
    seen = [0] * len(before)
    cycles: list[Cycle] = []
    for start in range(len(before)):
        node, walk = start, start + 1
        while node >= 0 and not seen[node]:
            seen[node] = walk
            node = before[node]
        if node >= 0 and seen[node] == walk:
            cycle = [node]
            while before[cycle[-1]] != node:
                cycle.append(before[cycle[-1]])
            cycles.append(cycle[::-1])
    return cycles
