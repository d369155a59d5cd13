"""Counts what applications ask for and what assessors can give, by clauses that may be left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from workflows.assignment.instance import Instance
from workflows.assignment.problem import Application, Rule
from workflows.assignment.rules import Clause


class SupplyAndDemand:
    """The seats (or leads) that applications ask for against those that the assessors (or leads) can fill."""

    def __init__(self, instance: Instance, demand: Rule) -> None:
        problem = instance.problem
        self.demand = demand
        self.has_teams = demand is Rule.PANEL_SIZE and problem.one_per_group and instance.has_teams
        numbers = [n for n, person in enumerate(instance.assessors) if person.lead or demand is not Rule.NEED_LEAD]
        self.most = {instance.assessors[n].id: instance.assessors[n].max for n in numbers}
        self.team = {instance.assessors[n].id: instance.peers[n][0] for n in numbers}
        self.members = Counter(self.team.values())
        self.anchors = instance.anchors
        self.size = {application.id: problem.size_of(application) for application in problem.applications}
        barred: dict[str, list[str]] = {application: [] for application in self.size}
        for application, name in sorted(problem.conflicts):
            if application in barred and name in self.most:
                barred[application].append(name)
        self.barred = {application: tuple(names) for application, names in barred.items()}

    def clauses(self, wanting: Sequence[Application]) -> list[Clause]:
        """Return all clauses that bear on these applications, the least telling first."""
        names = [application.id for application in wanting]
        return [
            *(Clause(Rule.ANCHORS, (anchor,)) for anchor in self.anchors),
            *(Clause(Rule.CONFLICTS, (name,), self.barred[name]) for name in names if self.barred[name]),
            *(Clause(Rule.ONE_PER_GROUP, (name,)) for name in (names if self.has_teams else ())),
            *(Clause(Rule.MAX_LOAD, (), (name,)) for name in self.most),
            *(Clause(self.demand, (name,)) for name in names),
        ]

    def short(self, clauses: Collection[Clause]) -> int:
        """Return by how much the demand of these clauses exceeds the supply."""
        named = {rule: {c.applications[0] for c in clauses if c.rule is rule and c.applications} for rule in Rule}
        limited = {clause.assessors[0] for clause in clauses if clause.rule is Rule.MAX_LOAD}
        asking = named[self.demand]
        barred = {name: self.barred[name] for name in named[Rule.CONFLICTS] & asking}
        places = self._places(asking, barred, named[Rule.ANCHORS], limited)
        strict = named[Rule.ONE_PER_GROUP] & asking
        supply = self._by_team(places, asking, strict, barred) if strict else sum(places.values())
        return sum(self.size[name] if self.demand is Rule.PANEL_SIZE else 1 for name in asking) - supply

    def _places(
        self, asking: set[str], barred: dict[str, tuple[str, ...]], anchors: set[str], limited: set[str]
    ) -> dict[str, int]:
        """Return how many of the asking each person could serve."""
        kept_from = Counter(name for names in barred.values() for name in names)
        anchored = Counter(name for anchor in anchors for name in self.most if name not in self.barred[anchor])
        return {
            name: min(len(asking) - kept_from[name], max(0, most - anchored[name]))
            if name in limited
            else len(asking) - kept_from[name]
            for name, most in self.most.items()
        }

    def _by_team(
        self, places: dict[str, int], asking: set[str], strict: set[str], barred: dict[str, tuple[str, ...]]
    ) -> int:
        """A team gives a strict panel one member at most, and none where all its members are barred."""
        offered: Counter[int] = Counter()
        for name, count in places.items():
            offered[self.team[name]] += count
        lost: Counter[int] = Counter()
        for application, names in barred.items():
            for team, count in Counter(self.team[name] for name in names).items():
                if application not in strict:
                    lost[team] += count
                elif count == self.members[team]:
                    lost[team] += 1
        loose = len(asking) - len(strict)
        return sum(min(offered[team], len(strict) + loose * self.members[team] - lost[team]) for team in offered)
