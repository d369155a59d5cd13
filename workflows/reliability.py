"""How far assessors agree: intraclass correlations and Krippendorff's alpha, with bootstrap intervals.

Sources: Shrout and Fleiss (1979), Intraclass correlations: uses in assessing rater reliability, Psychological Bulletin
86, 420-428; Krippendorff (2011), Computing Krippendorff's alpha-reliability; Searle, Casella and McCulloch (1992) for
panels that differ in size.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import fsum

from workflows.ratings import Panel

LEAST_SHARED = 5
"""Applications with several scores from which a bootstrap interval says anything: of fewer there are only a few
different draws, and the interval ends at the estimate or at one application's own figure."""
LEAST_UNITS = 2
"""Applications with several scores of which alpha is defined: disagreement within is compared with that among them."""
DRAWS = 1000
_TAIL = 25  # of 1,000 draws: the interval holds 95 % of them


class Form(StrEnum):
    """Which coefficient: one score or the mean of a panel, panels that differ or everybody scores everything."""

    ONE_WAY = "ICC(1,1)"
    ONE_WAY_MEAN = "ICC(1,k)"
    TWO_WAY = "ICC(2,1)"
    ALPHA = "alpha (interval)"


@dataclass(frozen=True)
class Coefficient:
    """A coefficient with its 95 % interval; None where the scores do not determine it."""

    form: Form
    value: float | None
    interval: tuple[float, float] | None


@dataclass(frozen=True)
class Agreement:
    """How far the scores of a round agree: for one score, for the mean of a panel, and by alpha."""

    single: Coefficient
    mean: Coefficient
    alpha: Coefficient


def agreement(panels: Sequence[Panel], *, seed: str) -> Agreement:
    """Return the coefficients of a round. Equal panels and seed give equal intervals; draws are over applications.

    A single score is judged by ICC(2,1) only where every assessor scored every application, otherwise by ICC(1,1).
    """
    sums = _Sums(panels)
    crossed = _Crossed(panels) if is_crossed(panels) else None
    functions: list[Callable[[Sequence[int]], float | None]] = [
        crossed.two_way if crossed else sums.one_way,
        sums.one_way_mean,
        sums.alpha,
    ]
    whole = range(len(panels))
    chance = random.Random(f"agreement {seed}")  # noqa: S311  # the same input must draw the same
    draws = [chance.choices(whole, k=len(panels)) for _ in range(DRAWS)]
    forms = (Form.TWO_WAY if crossed else Form.ONE_WAY, Form.ONE_WAY_MEAN, Form.ALPHA)
    single, mean, alpha = (
        Coefficient(form, value := function(whole), None if value is None else _interval(map(function, draws)))
        for form, function in zip(forms, functions, strict=True)
    )
    return Agreement(single, mean, alpha)


def is_crossed(panels: Sequence[Panel]) -> bool:
    """Say whether every assessor scored every application, at least two of each."""
    everybody = {tuple(place for place, _ in panel) for panel in panels}
    return len(panels) > 1 and len(everybody) == 1 and len(next(iter(everybody))) > 1


def _interval(drawn: map[float | None]) -> tuple[float, float] | None:
    """The middle 95 % of the draws; None where more than the tails cannot be computed."""
    values = [value for value in drawn if value is not None]
    if len(values) < DRAWS - _TAIL:
        return None
    values.sort()
    tail = _TAIL * len(values) // DRAWS
    return values[tail], values[-1 - tail]


class _Sums:
    """What the one-way coefficients need of each application, about the middle of all scores."""

    def __init__(self, panels: Sequence[Panel]) -> None:
        scores = [[score for _, score in panel] for panel in panels]
        middle = fsum(map(fsum, scores)) / sum(map(len, scores))
        around = [[score - middle for score in row] for row in scores]
        self.count = [float(len(row)) for row in around]
        self.squared_count = [count * count for count in self.count]
        self.total = [fsum(row) for row in around]
        self.between = [total * total / count for total, count in zip(self.total, self.count, strict=True)]
        self.within = [_squares(row) for row in around]
        self.is_pair = [len(row) > 1 for row in around]
        self.paired = [count * pair for count, pair in zip(self.count, self.is_pair, strict=True)]
        self.paired_total = [total * pair for total, pair in zip(self.total, self.is_pair, strict=True)]
        self.paired_squares = [fsum(each * each for each in row) * (len(row) > 1) for row in around]
        self.apart = [
            within * len(row) / (len(row) - 1) if len(row) > 1 else 0.0
            for within, row in zip(self.within, around, strict=True)
        ]

    def one_way(self, drawn: Sequence[int]) -> float | None:
        """ICC(1,1): (BMS - WMS) / (BMS + (k - 1) WMS), k the average panel of unequal ones."""
        squares = self._mean_squares(drawn)
        if squares is None:
            return None
        between, within, size = squares
        whole = between + (size - 1) * within
        return (between - within) / whole if whole > 0 else None

    def one_way_mean(self, drawn: Sequence[int]) -> float | None:
        """ICC(1,k): (BMS - WMS) / BMS."""
        squares = self._mean_squares(drawn)
        if squares is None or squares[0] <= 0:
            return None
        return (squares[0] - squares[1]) / squares[0]

    def _mean_squares(self, drawn: Sequence[int]) -> tuple[float, float, float] | None:
        many, scores = len(drawn), _sum(self.count, drawn)
        if many < 2 or scores <= many:
            return None
        between = (_sum(self.between, drawn) - _sum(self.total, drawn) ** 2 / scores) / (many - 1)
        size = (scores - _sum(self.squared_count, drawn) / scores) / (many - 1)
        return between, _sum(self.within, drawn) / (scores - many), size

    def alpha(self, drawn: Sequence[int]) -> float | None:
        """1 - observed by expected disagreement, squared differences, over applications with two scores or more.

        Of one such application both are the same by definition, so that 0 would say nothing about those who scored it.
        """
        scores = _sum(self.paired, drawn)
        if sum(map(self.is_pair.__getitem__, drawn)) < LEAST_UNITS:
            return None
        expected = _sum(self.paired_squares, drawn) - _sum(self.paired_total, drawn) ** 2 / scores
        if expected <= 1e-12 * _sum(self.paired_squares, drawn):
            return None
        return 1 - (scores - 1) * _sum(self.apart, drawn) / (scores * expected)


class _Crossed:
    """ICC(2,1) where every assessor scored every application."""

    def __init__(self, panels: Sequence[Panel]) -> None:
        middle = fsum(score for panel in panels for _, score in panel) / (len(panels) * len(panels[0]))
        self.rows = [[score - middle for _, score in panel] for panel in panels]

    def two_way(self, drawn: Sequence[int]) -> float | None:
        """(BMS - EMS) / (BMS + (k - 1) EMS + k (JMS - EMS) / n)."""
        rows = [self.rows[number] for number in drawn]
        many, judges = len(rows), len(rows[0])
        whole = fsum(map(fsum, rows)) ** 2 / (many * judges)
        between = fsum(fsum(row) ** 2 for row in rows) / judges - whole
        by_judge = fsum(fsum(column) ** 2 for column in zip(*rows, strict=True)) / many - whole
        left = fsum(each * each for row in rows for each in row) - whole - between - by_judge
        bms, jms = between / (many - 1), by_judge / (judges - 1)
        ems = max(left, 0.0) / ((many - 1) * (judges - 1))
        below = bms + (judges - 1) * ems + judges * (jms - ems) / many
        return (bms - ems) / below if below > 0 else None


def _squares(row: Sequence[float]) -> float:
    mean = fsum(row) / len(row)
    return fsum((each - mean) ** 2 for each in row)


def _sum(values: Sequence[float], drawn: Sequence[int]) -> float:
    return fsum(map(values.__getitem__, drawn))
