"""The cut line: which uncertain totals straddle it, what ranks they leave open, and what moving it would change."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import pairwise
from typing import TypeVar

from rubrics.conditions import Condition, Op
from rubrics.model import Rubric
from rubrics.stages import Band, Gate
from workflows.errors import Obstacle

Key = TypeVar("Key")
_HUNDRED = Decimal(100)
_AT_LEAST = (Op.GTE, Op.GT)


@dataclass(frozen=True)
class Interval:
    """How uncertain a total is, in percent of the maximum; `figure` is the middle the interval was drawn around."""

    low: Decimal
    figure: Decimal
    high: Decimal

    def straddles(self, line: Decimal) -> bool:
        """Say whether a cut line (percent) lies within: the total could stand on either side of it."""
        return self.low < line <= self.high


def open_ranks(intervals: Mapping[Key, Interval]) -> Mapping[Key, tuple[int, int]]:
    """Return the best and the worst rank each interval leaves open among these, 1 is best.

    Only those whose whole interval lies above certainly stand before; only those wholly below certainly behind.
    """
    lows = sorted(each.low for each in intervals.values())
    highs = sorted(each.high for each in intervals.values())
    return {
        key: (1 + len(lows) - bisect_right(lows, mine.high), len(highs) - bisect_left(highs, mine.low))
        for key, mine in intervals.items()
    }


def cut_lines(rubric: Rubric) -> Mapping[str, Decimal]:
    """Return the cut lines the criteria draw through totals, in percent of the maximum, best first, by outcome.

    They are those of award levels, or of the bands a gate certifies. Source: levels and bands of the edition.
    """
    levels = sorted(rubric.levels, key=lambda level: level.rank)
    found = {level.code: max(_percents(rubric, level.when), default=None) for level in levels}
    lines = {code: percent for code, percent in found.items() if percent is not None}
    bands = sorted(_certified(rubric), key=lambda band: -band.min)
    return lines | {band.code: band.min * _HUNDRED / rubric.maximum for band in bands}


def _certified(rubric: Rubric) -> list[Band]:
    codes = {code for gate in rubric.gates for code in gate.certify_bands}
    return [band for band in rubric.bands if band.code in codes]


def _percents(rubric: Rubric, condition: Condition) -> list[Decimal]:
    return [
        each.value if each.path == "total.percent" else each.value * _HUNDRED / rubric.maximum
        for each in condition.comparisons()
        if _is_line(each) and isinstance(each.value, Decimal)
    ]


def _is_line(comparison: Condition) -> bool:
    is_number = isinstance(comparison.value, Decimal)
    return comparison.op in _AT_LEAST and is_number and (comparison.path or "").startswith("total.")


def line_obstacles(rubric: Rubric, lines: Mapping[str, Decimal]) -> list[Obstacle]:
    """Return what stands against trying these lines (percent): none outside 0 to 100, a better outcome no lower."""
    against = [
        Obstacle("Enter 0 to 100", field=code) for code, percent in lines.items() if not 0 <= percent <= _HUNDRED
    ]
    ordered = [(code, lines.get(code, percent)) for code, percent in cut_lines(rubric).items()]
    for (better, above), (_code, below) in pairwise(ordered):
        if above <= below and not against:
            against.append(Obstacle("The line of a better result must lie above the next one", field=better))
    return against


def with_lines(rubric: Rubric, lines: Mapping[str, Decimal]) -> Rubric:
    """Return the criteria as they would be with these cut lines (percent, by outcome); the edition itself stays.

    A gate whose threshold is the line of a band moves with it, and so does the upper end of the band below.
    """
    points = {code: percent * rubric.maximum / _HUNDRED for code, percent in lines.items()}
    moved = {band.min: points[band.code] for band in _certified(rubric) if band.code in points}
    return rubric.model_copy(
        update={
            "levels": tuple(
                level.model_copy(update={"when": _moved(level.when, rubric, partial(_always, points[level.code]))})
                if level.code in points
                else level
                for level in rubric.levels
            ),
            "bands": tuple(
                band.model_copy(update={"min": moved.get(band.min, band.min), "max": moved.get(band.max, band.max)})
                for band in rubric.bands
            ),
            "gates": tuple(_moved_gate(gate, rubric, moved) if gate.certify_bands else gate for gate in rubric.gates),
        }
    )


def _moved_gate(gate: Gate, rubric: Rubric, moved: Mapping[Decimal, Decimal]) -> Gate:
    return gate.model_copy(update={"when": _moved(gate.when, rubric, lambda old: moved.get(old, old))})


def _always(points: Decimal, _old: Decimal) -> Decimal:
    return points


def _moved(condition: Condition, rubric: Rubric, new: Callable[[Decimal], Decimal]) -> Condition:
    """Put new points where a total is asked for, made from those asked for now."""
    if not _is_line(condition):
        return condition.model_copy(
            update={
                "all": tuple(_moved(part, rubric, new) for part in condition.all),
                "any": tuple(_moved(part, rubric, new) for part in condition.any),
            }
        )
    assert isinstance(condition.value, Decimal)
    is_percent = condition.path == "total.percent"
    old = condition.value * rubric.maximum / _HUNDRED if is_percent else condition.value
    points = new(old)
    return condition.model_copy(update={"value": points * _HUNDRED / rubric.maximum if is_percent else points})
