"""What a plan reaches in the four objectives, and bounds that no plan can pass.

Every bound is that of an easier problem, in which some rule is left out, so it is never better than the truth.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import ceil

from workflows.assignment.instance import Instance, Panels


def worst_level(instance: Instance, panels: Panels) -> int:
    """Return the smallest weighted total of a panel; 0 where there is none."""
    levels = (w * instance.total(a, panels[a]) for a, w in enumerate(instance.weight))
    return min(levels, default=0)


def all_loads(instance: Instance, panels: Panels) -> list[int]:
    """Return every assessor's load, with what they carry besides the panels."""
    return [own + carried for own, carried in zip(instance.loads(panels), instance.carried, strict=True)]


def kept_pairs(instance: Instance, panels: Panels) -> int:
    """How many previous pairs the panels keep, anchors aside."""
    return sum(len(previous.intersection(panel)) for previous, panel in zip(instance.previous, panels, strict=True))


def best_panel(instance: Instance, application: int, worth: Sequence[int]) -> int | None:
    """Return the most that a panel of this application can be worth, loads aside, or None where none is possible.

    Exact where groups do not overlap; where they do, groups are left out.
    """
    locked = instance.locked[application]
    taken = {peer for member in locked for peer in instance.peers[member]} if instance.has_teams else set(locked)
    best, lead = _best_by_team(instance, (s for s in instance.candidates[application] if s not in taken), worth)
    free = instance.sizes[application] - len(locked)
    if free < 0 or free > len(best):
        return None
    chosen = sorted(best, key=lambda team: -best[team])[:free]
    value = sum(worth[s] for s in locked) + sum(best[team] for team in chosen)
    if not instance.problem.need_lead or any(instance.is_lead[s] for s in locked):
        return value
    if free == 0 or not lead:
        return None
    last = best[chosen[-1]]
    return value - min((best[team] if team in chosen else last) - worth_of_lead for team, worth_of_lead in lead.items())


def _best_by_team(
    instance: Instance, pool: Iterable[int], worth: Sequence[int]
) -> tuple[dict[int, int], dict[int, int]]:
    """Return the best worth of each team, and of each team's leads; everyone is a team alone where groups overlap."""
    best: dict[int, int] = {}
    lead: dict[int, int] = {}
    for s in pool:
        team = instance.peers[s][0] if instance.has_teams else s
        best[team] = max(best.get(team, worth[s]), worth[s])
        if instance.is_lead[s]:
            lead[team] = max(lead.get(team, worth[s]), worth[s])
    return best, lead


def worst_level_bound(instance: Instance) -> int:
    """No plan's worst level is above the best panel of the application that is hardest to serve."""
    best = (best_panel(instance, a, instance.value[a]) for a in range(len(instance.sizes)))
    return min((w * value for w, value in zip(instance.weight, best, strict=True) if value is not None), default=0)


def spread_bound(instance: Instance) -> int:
    """No plan's loads lie closer together: the least possible maximum minus the most possible minimum.

    Somebody must carry all the work; where leads are needed, the leads one seat of each panel, the others no more
    than the rest.
    """
    top, bottom = _ends(instance)
    return max(0, top - bottom)


def _ends(instance: Instance) -> tuple[int, int]:
    """Return a load that somebody must have at least, and one that somebody must have at most."""
    everyone = range(len(instance.assessors))
    top, bottom = _lowest_top(instance, everyone, instance.seats), _highest_bottom(instance, everyone, instance.seats)
    if instance.problem.need_lead:
        leads = [s for s in everyone if instance.is_lead[s]]
        others = [s for s in everyone if not instance.is_lead[s]]
        top = max(top, _lowest_top(instance, leads, len(instance.sizes)))
        bottom = min(bottom, _highest_bottom(instance, others, instance.seats - len(instance.sizes)))
    return top, bottom


def _lowest_top(instance: Instance, people: Sequence[int], work: int) -> int:
    """Return the least maximum of loads with which these can take on `work` beside what they carry."""
    floor, ceiling = reachable_loads(instance)
    own = sum(instance.carried[s] for s in people)
    top = max(floor, default=0)
    while sum(min(ceiling[s], top) for s in people) < work + own:
        top += 1
    return top


def _highest_bottom(instance: Instance, people: Sequence[int], work: int) -> int:
    """Return the greatest minimum of loads at which `work` is still enough for these beside what they carry."""
    floor, ceiling = reachable_loads(instance)
    own = sum(instance.carried[s] for s in people)
    bottom = min(ceiling, default=0)
    while sum(max(floor[s], bottom) for s in people) > work + own:
        bottom -= 1
    return bottom


def reachable_loads(instance: Instance) -> tuple[list[int], list[int]]:
    """Return the least and the most load of every assessor, what they carry included, whatever the others do."""
    chances, seated = [0] * len(instance.assessors), [0] * len(instance.assessors)
    for pool, locked in zip(instance.candidates, instance.locked, strict=True):
        for s in pool:
            chances[s] += 1
        for s in locked:
            seated[s] += 1
    floor = [a + max(n, s) for a, n, s in zip(instance.carried, instance.least, seated, strict=True)]
    ceiling = [a + min(m, c) for a, m, c in zip(instance.carried, instance.most, chances, strict=True)]
    return floor, ceiling


def window_of(instance: Instance, spread: int) -> tuple[int, int]:
    """Return the least and most load, what they carry included, that a plan with this spread can give anyone."""
    people, work = len(instance.assessors), instance.seats + sum(instance.carried)
    return ceil(Fraction(work, people)) - spread, work // people + spread


@dataclass(frozen=True)
class Prices:
    """What a search ended with: a price on each assessor's time, in units of `factor` x value + `keep` a kept pair."""

    of: tuple[int, ...]
    factor: int
    keep: int


def expertise_bound(instance: Instance, prices: Prices, *, spread: int, kept: int) -> Fraction:
    """Return a bound on total expertise among plans that spread loads no further and keep as many previous pairs.

    Lagrange: each application takes its best panel at what it is worth minus the assessors' prices, and each assessor
    pays back the price of the load that suits them best. True for any prices; tight for those of a good search.
    """
    panels = 0
    for a, row in enumerate(instance.value):
        worth = [prices.factor * value - price for value, price in zip(row, prices.of, strict=True)]
        for s in instance.previous[a]:
            worth[s] += prices.keep
        panels += best_panel(instance, a, worth) or 0
    paid = max(_paid_back(instance, prices, low, low + spread) for low in _bottoms(instance, spread))
    return Fraction(panels + paid - prices.keep * kept, prices.factor) / instance.scale


def _bottoms(instance: Instance, spread: int) -> range:
    """Return where the window of loads of a plan with this spread can begin: all loads lie within one of them."""
    top, bottom = _ends(instance)
    return range(min(top - spread, bottom), bottom + 1)


def _paid_back(instance: Instance, prices: Prices, low: int, high: int) -> int:
    """What assessors pay back at best when their loads, what they carry included, lie from `low` to `high`."""
    floor, ceiling = reachable_loads(instance)
    return sum(
        max(price * (max(least, low) - own), price * (min(most, high) - own))
        for price, least, most, own in zip(prices.of, floor, ceiling, instance.carried, strict=True)
    )


def changed_bound(instance: Instance) -> int:
    """No plan keeps more previous pairs than panels, the assessors' most and their least leave room for."""
    before = instance.loads(instance.previous)
    crowded = sum(len(previous) - most_kept(instance, a) for a, previous in enumerate(instance.previous))
    overloaded = sum(max(0, load - most) for load, most in zip(before, instance.most, strict=True))
    missing = sum(max(0, least - load) for load, least in zip(before, instance.least, strict=True))
    return instance.lost_before() + max(crowded, overloaded, instance.keepable + missing - instance.seats)


def most_kept(instance: Instance, application: int) -> int:
    """Return how many previous members one panel can keep by its own rules."""
    previous, locked = sorted(instance.previous[application]), instance.locked[application]
    size = instance.sizes[application]
    for count in range(min(size, len(previous)), 0, -1):
        for chosen in combinations(previous, count):
            panel = locked.union(chosen)
            has_lead = len(panel) < size or any(instance.is_lead[s] for s in panel)
            if len(panel) > size or (instance.problem.need_lead and not has_lead):
                continue
            if all(other == one or other not in instance.peers[one] for one in panel for other in panel):
                return count
    return 0
