"""A plan in the making: who sits where, what each seat change would cost, and which changes the rules allow.

Panels here may have empty seats, but never break a rule otherwise: no conflict, no two peers, and where a lead is
needed the last empty seat is kept for one. So a plan without empty seats and within the loads is a plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workflows.assignment.instance import Instance, Panels

FORBIDDEN = 1 << 240


@dataclass(frozen=True)
class Costs:
    """What a search pays for; whole numbers, less is better.

    `seat[a][s]` is paid for s on a; `empty` for an empty seat; `short` for each unit by which a panel's total lies
    under `need[a]`; `load[s][n]` for n applications given to s, FORBIDDEN from the first n that may not be.
    """

    seat: Sequence[Sequence[int]]
    empty: int
    short: int
    need: Sequence[int]
    load: Sequence[Sequence[int]]


class Seating:
    """The panels, and for each assessor the cheapest seat changes away from them."""

    def __init__(self, instance: Instance, panels: Iterable[Iterable[int]], costs: Costs) -> None:
        self.instance = instance
        self.costs = costs
        self.people = len(instance.assessors)
        self.nobody, self.slack = self.people, self.people + 1
        self.panels = [list(panel) for panel in panels]
        self.totals = [instance.total(a, panel) for a, panel in enumerate(self.panels)]
        self.loads = instance.loads(self.panels)
        self.everyone = range(self.people)
        self._closed = [_all_but(pool, self.people) for pool in instance.candidates]
        self._closed_but_to_leads = [
            _all_but([s for s in pool if instance.is_lead[s]], self.people) for pool in instance.candidates
        ]

    def result(self) -> Panels:
        """Return the panels as values."""
        return [tuple(sorted(panel)) for panel in self.panels]

    def can_leave(self, node: int, application: int) -> bool:
        """Say whether `node` could make room there: it sits there unlocked, or it is nobody and a seat is empty."""
        panel = self.panels[application]
        if node == self.nobody:
            return len(panel) < self.instance.sizes[application]
        return node in panel and node not in self.instance.locked[application]

    def offers(self, application: int, leaving: int, targets: Iterable[int], prices: list[int], via: list[int]) -> None:
        """Lower `prices[s]` (and note the application in `via[s]`) where seating s for `leaving` is cheaper here."""
        barred = self._barred(application, leaving)
        base, rest = self._terms(application, leaving)
        seat, row = self.costs.seat[application], self.instance.value[application]
        need, short = self.costs.need[application] - rest, self.costs.short
        for s in targets:
            if barred[s]:
                continue
            price = base + seat[s]
            if need > row[s]:
                price += short * (need - row[s])
            if price < prices[s]:
                prices[s] = price
                via[s] = application

    def offer_nobody(self, application: int, leaving: int, prices: list[int], via: list[int]) -> None:
        """The same for leaving the seat empty, which may pay where it lets someone fill another."""
        base, rest = self._terms(application, leaving)
        price = base + self.costs.empty + self.costs.short * max(0, self.costs.need[application] - rest)
        if price < prices[self.nobody]:
            prices[self.nobody] = price
            via[self.nobody] = application

    def _terms(self, application: int, leaving: int) -> tuple[int, int]:
        """Return what the change saves before anyone comes, as a negative price, and the total without who leaves."""
        total = self.totals[application]
        saved = self.costs.short * max(0, self.costs.need[application] - total)
        if leaving == self.nobody:
            return -self.costs.empty - saved, total
        return -self.costs.seat[application][leaving] - saved, total - self.instance.value[application][leaving]

    def _barred(self, application: int, leaving: int) -> bytearray:
        """Mark who may not come: conflicts, peers of those who stay, all but leads where the last seat is theirs."""
        instance = self.instance
        stay = [s for s in self.panels[application] if s != leaving]
        is_last = len(stay) == instance.sizes[application] - 1
        if instance.problem.need_lead and is_last and not any(instance.is_lead[s] for s in stay):
            barred = bytearray(self._closed_but_to_leads[application])
        else:
            barred = bytearray(self._closed[application])
        for member in stay:
            for peer in instance.peers[member]:
                barred[peer] = 1
        if leaving != self.nobody:
            barred[leaving] = 1
        return barred

    def is_allowed(self, application: int, panel: Sequence[int]) -> bool:
        """Say whether the panel, perhaps with empty seats, breaks no rule."""
        instance = self.instance
        if len(panel) > instance.sizes[application] or not instance.locked[application].issubset(panel):
            return False
        if any(other in instance.peers[one] for one in panel for other in panel if other != one):
            return False
        is_full = len(panel) == instance.sizes[application]
        return not (instance.problem.need_lead and is_full and not any(instance.is_lead[s] for s in panel))

    def price_of(self, application: int, panel: Sequence[int]) -> int:
        """Return what the panel costs, loads aside."""
        costs, empty = self.costs, self.instance.sizes[application] - len(panel)
        short = max(0, costs.need[application] - self.instance.total(application, panel))
        return sum(costs.seat[application][s] for s in panel) + costs.empty * empty + costs.short * short

    def reseat(self, application: int, panel: Sequence[int]) -> None:
        """Give the application this panel."""
        for s in self.panels[application]:
            self.loads[s] -= 1
        for s in panel:
            self.loads[s] += 1
        self.panels[application] = list(panel)
        self.totals[application] = self.instance.total(application, panel)


def _all_but(pool: Iterable[int], people: int) -> bytes:
    closed = bytearray(b"\1") * people
    for s in pool:
        closed[s] = 0
    return bytes(closed)
