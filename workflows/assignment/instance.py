"""The problem as the solver works on it: applications and assessors by number, every figure a whole number.

Both are numbered in the order of their ids, so that the order of a file never changes an answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm

from workflows.assignment.problem import Application, Assessor, Pair, Problem

Panels = list[tuple[int, ...]]
"""For each application the numbers of its assessors, rising."""


@dataclass(frozen=True)
class Instance:
    """A problem by numbers. Anchors are gone: their pairs are `anchor_pairs`, and `least` and `most` are net of them.

    `carried[s]` counts in the load of s besides the panels: anchors, and what they hold outside the problem.
    `value[a][s]` is expertise times `scale`; `candidates[a]` are those without a conflict; `peers[s]` are all who may
    not sit beside s, s among them, and `has_teams` says that they never overlap; `weight[a]` makes totals of panels
    of different sizes comparable: worst-off = min of total x weight, over `scale` x `unit`.
    """

    problem: Problem
    applications: tuple[Application, ...]
    assessors: tuple[Assessor, ...]
    sizes: tuple[int, ...]
    candidates: tuple[tuple[int, ...], ...]
    value: tuple[tuple[int, ...], ...]
    scale: Fraction
    weight: tuple[int, ...]
    unit: int
    peers: tuple[tuple[int, ...], ...]
    has_teams: bool
    is_lead: tuple[bool, ...]
    least: tuple[int, ...]
    most: tuple[int, ...]
    carried: tuple[int, ...]
    anchor_pairs: tuple[Pair, ...]
    locked: tuple[frozenset[int], ...]
    previous: tuple[frozenset[int], ...]
    programme: tuple[int, ...]
    anchors: tuple[str, ...]
    anchor_panels: tuple[tuple[int, tuple[int, ...]], ...]

    @property
    def seats(self) -> int:
        """How many seats the panels have in all."""
        return sum(self.sizes)

    def total(self, application: int, panel: Iterable[int]) -> int:
        """Return the panel's expertise, times `scale`."""
        row = self.value[application]
        return sum(row[assessor] for assessor in panel)

    def pairs(self, panels: Sequence[Iterable[int]]) -> tuple[Pair, ...]:
        """Return the pairs by id, anchors included, sorted."""
        own = [
            (application.id, self.assessors[assessor].id)
            for application, panel in zip(self.applications, panels, strict=True)
            for assessor in panel
        ]
        return tuple(sorted([*own, *self.anchor_pairs]))

    def loads(self, panels: Sequence[Iterable[int]]) -> list[int]:
        """Return every assessor's load, without anchors."""
        loads = [0] * len(self.assessors)
        for panel in panels:
            for assessor in panel:
                loads[assessor] += 1
        return loads

    def worst_off(self, level: int) -> Fraction:
        """Return a weighted total as the objective prints it."""
        return Fraction(level) / (self.unit * self.scale)

    @property
    def keepable(self) -> int:
        """How many previous pairs could be kept one by one, anchors aside."""
        return sum(len(previous) for previous in self.previous)

    def lost_before(self) -> int:
        """How many previous pairs no plan can keep: application or assessor is gone, or a conflict has come up."""
        return len(self.problem.previous) - self.keepable - len(self.problem.previous.intersection(self.anchor_pairs))


def instance_of(problem: Problem) -> Instance:
    """Number the problem."""
    people = tuple(sorted(problem.assessors, key=lambda assessor: assessor.id))
    applications = sorted(problem.applications, key=lambda application: application.id)
    anchors = [application for application in applications if application.id in problem.anchors]
    own = tuple(application for application in applications if application.id not in problem.anchors)
    anchor_panels = tuple(_candidates(problem, anchor, people) for anchor in anchors)
    anchored = tuple(sum(number in panel for panel in anchor_panels) for number in range(len(people)))
    sizes = tuple(problem.size_of(application) for application in own)
    scale, unit = _scale(problem), lcm(*set(sizes))
    peers = _peers(people) if problem.one_per_group else tuple((person,) for person in range(len(people)))
    programmes = {name: number for number, name in enumerate(sorted({a.programme or "" for a in applications}))}
    return Instance(
        problem=problem,
        applications=own,
        assessors=people,
        sizes=sizes,
        candidates=tuple(_candidates(problem, application, people) for application in own),
        value=_values(problem, own, people, scale),
        scale=scale,
        weight=_weights(sizes, unit),
        unit=unit,
        peers=peers,
        has_teams=all(peers[peer] == mine for mine in peers for peer in mine),
        is_lead=tuple(person.lead for person in people),
        least=tuple(max(0, person.min - load) for person, load in zip(people, anchored, strict=True)),
        most=tuple(person.max - load for person, load in zip(people, anchored, strict=True)),
        carried=tuple(person.held + load for person, load in zip(people, anchored, strict=True)),
        anchor_pairs=tuple(
            (anchor.id, people[n].id) for anchor, panel in zip(anchors, anchor_panels, strict=True) for n in panel
        ),
        locked=_seated(problem.locked, own, people, frozenset()),
        previous=_seated(problem.previous, own, people, problem.conflicts),
        programme=tuple(programmes[application.programme or ""] for application in own),
        anchors=tuple(anchor.id for anchor in anchors),
        anchor_panels=tuple(
            (programmes[anchor.programme or ""], panel) for anchor, panel in zip(anchors, anchor_panels, strict=True)
        ),
    )


def _weights(sizes: Sequence[int], unit: int) -> tuple[int, ...]:
    largest = max(sizes, default=1)
    return tuple(largest * unit // size for size in sizes)


def _scale(problem: Problem) -> Fraction:
    """The factor that makes every expertise a whole number, and the smallest such: arithmetic stays exact and small."""
    values = [Fraction(value) for value in set(problem.expertise.values()) if value]
    if not values:
        return Fraction(1)
    whole = lcm(*(value.denominator for value in values))
    return Fraction(whole, gcd(*(int(value * whole) for value in values)))


def _candidates(problem: Problem, application: Application, people: Sequence[Assessor]) -> tuple[int, ...]:
    return tuple(n for n, person in enumerate(people) if (application.id, person.id) not in problem.conflicts)


def _values(
    problem: Problem, own: Sequence[Application], people: Sequence[Assessor], scale: Fraction
) -> tuple[tuple[int, ...], ...]:
    whole = {value: int(Fraction(value) * scale) for value in set(problem.expertise.values())}
    values = {pair: whole[value] for pair, value in problem.expertise.items()}
    return tuple(tuple(values.get((application.id, person.id), 0) for person in people) for application in own)


def _peers(people: Sequence[Assessor]) -> tuple[tuple[int, ...], ...]:
    members: dict[str, list[int]] = {}
    for number, person in enumerate(people):
        for group in person.groups:
            members.setdefault(group, []).append(number)
    return tuple(
        tuple(sorted({number, *(peer for group in person.groups for peer in members[group])}))
        for number, person in enumerate(people)
    )


def _seated(
    pairs: Iterable[Pair], own: Sequence[Application], people: Sequence[Assessor], without: frozenset[Pair]
) -> tuple[frozenset[int], ...]:
    numbers = {person.id: number for number, person in enumerate(people)}
    seats: dict[str, set[int]] = {application.id: set() for application in own}
    for application, name in pairs:
        if application in seats and name in numbers and (application, name) not in without:
            seats[application].add(numbers[name])
    return tuple(frozenset(seats[application.id]) for application in own)
