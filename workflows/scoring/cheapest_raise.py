"""The cheapest way up: the fewest further checkpoints of a level checklist that bring the total to a target.

Found exactly, by dynamic programming over the items. Within an item the cheapest ticks are its first missing ones in
rising order of levels, because a level counts only on top of complete lower ones; so an item offers one choice for each
number of ticks, and the items share a purse of ticks between them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import lcm
from operator import add

from rubrics.model import Method, Rubric
from rubrics.nodes import Node
from workflows.scoring.exact import as_decimal, exact
from workflows.scoring.leaves import level_ticks
from workflows.scoring.level_checklist import LevelTicks, item_score
from workflows.scoring.sheet import Sheet
from workflows.scoring.totals import score


@dataclass(frozen=True)
class CheapestRaise:
    """The checkpoints to meet next, in the rubric's order, and the total they bring, not rounded."""

    target: Decimal
    total: Decimal
    checkpoints: tuple[str, ...]


@dataclass(frozen=True)
class _Climb:
    """One item: what is missing, in rising order, and what the total gains by the first 0, 1, 2 ... of it."""

    missing: tuple[str, ...]
    gains: tuple[Fraction, ...]


def cheapest_raise(
    rubric: Rubric, sheet: Sheet, target: Decimal, *, total: Decimal | None = None
) -> CheapestRaise | None:
    """Return the fewest checkpoints that bring the total to `target` points, or None where no checkpoints can.

    Unscored items count as 0, as in `Scores.at_least`, which may be given as `total` to save working it out again;
    items that could not be judged are left alone. Among sets of the same size the one with the highest total is chosen,
    then the one that touches the fewest items, then the earliest in the rubric's order. Raises ValueError for a rubric
    that is no level checklist.
    """
    if rubric.method is not Method.LEVEL_CHECKLIST:
        raise ValueError(f"{rubric.full_id} has no checkpoints")
    now = exact(score(rubric, sheet).at_least if total is None else total)
    met = sheet.checkpoints or frozenset()
    climbs = [
        _climb(item, met, share)
        for item, share in _shares(rubric.nodes, Fraction(1, len(rubric.nodes)))
        if item.levels and item.id not in sheet.cannot_judge
    ]
    taken = _fewest(climbs, exact(target) - now)
    if taken is None:
        return None
    return CheapestRaise(
        target=target,
        total=as_decimal(now + sum((climb.gains[k] for climb, k in zip(climbs, taken, strict=True)), Fraction())),
        checkpoints=tuple(point for climb, k in zip(climbs, taken, strict=True) for point in climb.missing[:k]),
    )


def _shares(nodes: Sequence[Node], share: Fraction) -> Iterator[tuple[Node, Fraction]]:
    """Every leaf with what one point of it adds to the total, which is the plain mean of the top nodes."""
    for node in nodes:
        if node.is_leaf:
            yield node, share
        else:
            yield from _shares(node.nodes, share / len(node.nodes) if node.aggregate == "mean" else share)


def _climb(item: Node, met: frozenset[str], share: Fraction) -> _Climb:
    missing = tuple(point.id for level in item.levels for point in level.checkpoints if point.id not in met)
    return _Climb(missing, _gains(tuple(level_ticks(item, met)), share))


@lru_cache(maxsize=4096)
def _gains(levels: tuple[LevelTicks, ...], share: Fraction) -> tuple[Fraction, ...]:
    """What the total gains by an item's first 0, 1, 2 ... missing checkpoints."""
    now, gains, rising = item_score(levels), [Fraction()], list(levels)
    for place, level in enumerate(levels):
        for ticked in range(level.ticked + 1, level.checkpoints + 1):
            rising[place] = replace(level, ticked=ticked)
            gains.append(share * (item_score(rising) - now))
    return tuple(gains)


def _fewest(climbs: Sequence[_Climb], needed: Fraction) -> list[int] | None:
    """How many ticks each item takes, or None. `needed` is what the total still lacks.

    Whole numbers stand for gains (all over one denominator), each option's times the number of items and one, less one
    where it touches its item: the larger sum is the larger gain, then the fewer items.
    """
    if needed <= 0:
        return [0] * len(climbs)
    if sum((climb.gains[-1] for climb in climbs), Fraction()) < needed:
        return None
    unit = lcm(needed.denominator, *(gain.denominator for climb in climbs for gain in climb.gains))
    weight = len(climbs) + 1
    wanted = needed.numerator * (unit // needed.denominator)
    options = [
        [gain.numerator * (unit // gain.denominator) * weight - (k > 0) for k, gain in enumerate(climb.gains)]
        for climb in climbs
    ]
    most = _enough(options, wanted * weight)
    best = _best_from(options, most)
    ticks = next(k for k, value in enumerate(best[0]) if -(-value // weight) >= wanted)
    return _retrace(options, best, ticks)


def _enough(options: Sequence[Sequence[int]], needed: int) -> int:
    """A number of ticks that certainly suffices: whole items, the dearest per tick first."""
    gained = ticks = 0
    for each in sorted(options, key=lambda each: (-(each[-1] / max(1, len(each) - 1)), len(each))):
        if gained >= needed:
            break
        gained, ticks = gained + each[-1] + 1, ticks + len(each) - 1
    return ticks


def _best_from(options: Sequence[Sequence[int]], most: int) -> list[list[int]]:
    """For each item, the largest value that it and all later ones reach with exactly 0, 1, ... `most` ticks."""
    best: list[list[int]] = [[0]]
    for each in reversed(options):
        later = best[0]
        longest = min(most, len(later) + len(each) - 2)
        best.insert(0, [_best_split(each, later, ticks) for ticks in range(longest + 1)])
    return best


def _best_split(each: Sequence[int], later: Sequence[int], ticks: int) -> int:
    """The largest value of giving some of `ticks` to one item and the rest to the later ones."""
    fewest = max(0, ticks - len(later) + 1)
    mine = each[fewest : ticks + 1]
    theirs = reversed(later[ticks - fewest - len(mine) + 1 : ticks - fewest + 1])
    values: Iterable[int] = map(add, mine, theirs)
    return max(values)


def _retrace(options: Sequence[Sequence[int]], best: Sequence[Sequence[int]], ticks: int) -> list[int]:
    """The ticks of each item, earlier items taking as many as the best value allows."""
    taken: list[int] = []
    for place, each in enumerate(options):
        later = best[place + 1]
        chosen = next(
            k
            for k in range(min(len(each) - 1, ticks), -1, -1)
            if ticks - k < len(later) and each[k] + later[ticks - k] == best[place][ticks]
        )
        taken.append(chosen)
        ticks -= chosen
    return taken
