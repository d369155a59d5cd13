"""Simulated rounds with known quality and severity, as the calibration is tried on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from statistics import correlation

from workflows.ratings import Rating, Ratings


@dataclass(frozen=True)
class Round:
    """A round, and what is true of its applications and assessors by name."""

    ratings: Ratings
    quality: dict[str, float]
    severity: dict[str, float]


@dataclass(frozen=True)
class Size:
    """How many applications and assessors, three assessors each, and how many anchors everybody scores."""

    applications: int = 1200
    assessors: int = 120
    anchors: int = 0


def ratings_of(rows: Sequence[tuple[str, str, object]], *, sha256: str = "00") -> Ratings:
    """Return scores written as (application, assessor, score)."""
    return Ratings(tuple(Rating(one, other, Decimal(str(score)), {}) for one, other, score in rows), (), sha256)


def simulated(design: str, size: Size, seed: int) -> Round:
    """Quality sd 1, severity sd 0.6, chance sd 0.8, scores in half points; `design` says who scores what."""
    chance = Random(f"{design} {size} {seed}")
    people = [f"s{number:03}" for number in range(size.assessors)]
    severity = {name: chance.gauss(0, 0.6) for name in people}
    quality = {f"a{number:04}": chance.gauss(0, 1) for number in range(size.applications)}
    panels = _panels(design, list(quality), people, quality, chance)
    for number in range(size.anchors):
        quality[f"anchor{number}"] = chance.gauss(0, 1)
        panels[f"anchor{number}"] = people
    rows = [
        (name, person, round(2 * (quality[name] + severity[person] + chance.gauss(0, 0.8))) / 2)
        for name, panel in panels.items()
        for person in panel
    ]
    return Round(ratings_of(rows), quality, severity)


def _panels(
    design: str, names: list[str], people: list[str], quality: dict[str, float], chance: Random
) -> dict[str, list[str]]:
    """Balanced at random; panels that stay together; neighbours that rotate along a chain ordered by quality."""
    count, order = len(people), list(names)
    if design == "random":
        deck = [people[number % count] for number in range(3 * len(names))]
        while True:
            chance.shuffle(deck)
            panels = {name: deck[3 * number : 3 * number + 3] for number, name in enumerate(names)}
            clashing = [name for name, panel in panels.items() if len(set(panel)) < 3]
            return {name: chance.sample(people, 3) if name in clashing else panel for name, panel in panels.items()}
    if design.endswith("sorted"):
        order.sort(key=lambda name: quality[name] + chance.gauss(0, 0.5))
    if design.startswith("fixed"):
        groups = [people[start : start + 3] for start in range(0, count, 3)]
        return {name: groups[number * len(groups) // len(order)] for number, name in enumerate(order)}
    starts = [number * count // len(order) for number in range(len(order))]
    return {
        name: [people[(start + step) % count] for step in range(3)] for name, start in zip(order, starts, strict=True)
    }


def rank_correlation(one: Sequence[float], other: Sequence[float]) -> float:
    """Spearman's correlation: Pearson's of the ranks, ties sharing their middle."""
    return correlation(_ranks(one), _ranks(other))


def _ranks(values: Sequence[float]) -> list[float]:
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks = [0.0] * len(values)
    start = 0
    while start < len(order):
        end = start
        while end + 1 < len(order) and values[order[end + 1]] == values[order[start]]:
            end += 1
        for place in range(start, end + 1):
            ranks[order[place]] = (start + end) / 2
        start = end + 1
    return ranks
