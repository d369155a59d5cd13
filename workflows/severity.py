"""How strict each assessor is: score = application + severity + chance, the applications fixed, the severities random.

The applications are eliminated from the normal equations, so that a system of assessors alone remains. The ratio of the
two variances is found by restricted maximum likelihood (REML: Patterson and Thompson 1971), the severities are
Henderson's predictions (1975) at that ratio. With no more than one score an application nothing can be told apart.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import fsum, log, sqrt

from workflows.matrices import Matrix, Row, Tridiagonal, inverse, tridiagonal
from workflows.ratings import Panel

LEAST_LINKS = 3
"""Applications shared with others from which a severity tells something. One gives a difference without an error, two
leave a single degree of freedom, so that the variances are found by accident, often as zero."""
_GOLDEN = (sqrt(5) - 1) / 2
_STEPS = 60
_LEAST, _MOST = -6.0, 6.0


@dataclass(frozen=True)
class SeverityModel:
    """The fitted model. `ratio` is severity variance by residual variance; `residual_variance` None if untold."""

    panels: tuple[Panel, ...]
    severities: Row
    ratio: float
    residual_variance: float | None
    laplacian: Matrix

    @cached_property
    def spread(self) -> Matrix:
        """The covariance of the severities' errors about their common mean, by residual variance."""
        count = len(self.severities)
        if self.ratio == 0:
            return [[0.0] * count for _ in range(count)]
        shrink = 1 / self.ratio
        ridged = [[*row[:place], row[place] + shrink, *row[place + 1 :]] for place, row in enumerate(self.laplacian)]
        common = 1 / (shrink * count)
        return [[cell - common for cell in row] for row in inverse(ridged)]

    def quality(self, panel: Panel) -> float:
        """Return an application's calibrated score: the mean of its scores with the severities taken off."""
        return fsum(score - self.severities[place] for place, score in panel) / len(panel)

    def error(self, panel: Panel) -> float | None:
        """Return the standard error of the calibrated score."""
        if self.residual_variance is None:
            return None
        shared = fsum(self.spread[one][other] for one, _ in panel for other, _ in panel) / len(panel) ** 2
        return sqrt(max(self.residual_variance * (1 / len(panel) + shared), 0.0))

    def expected_squares(self, panel: Panel) -> Row:
        """Return the expected squares of a panel's residuals, by residual variance: below 1, for they were fitted."""
        members = [place for place, _ in panel]
        means = [fsum(self.spread[place][member] for member in members) / len(members) for place in members]
        whole = fsum(means) / len(members)
        return [
            1 - 1 / len(members) - (self.spread[place][place] - 2 * mean + whole)
            for place, mean in zip(members, means, strict=True)
        ]


def fit_severities(panels: tuple[Panel, ...], assessors: int) -> SeverityModel:
    """Fit the model to panels joined by shared assessors; `assessors` is how many there are. Severities sum to 0."""
    laplacian, pull, within = _reduced(panels, assessors)
    freedom = sum(len(panel) for panel in panels) - len(panels)
    if freedom == 0 or within == 0:
        return SeverityModel(panels, [0.0] * assessors, 0.0, 0.0 if freedom else None, laplacian)
    turned = tridiagonal(laplacian)
    seen = turned.turned(pull)
    ratio = _reml_ratio(turned, seen, within, freedom)
    _log_determinant, quadratic, solution = turned.solved(ratio, seen)
    severities = [ratio * each for each in turned.turned_back(solution)]
    middle = fsum(severities) / assessors
    variance = max(within - ratio * quadratic, 0.0) / freedom
    return SeverityModel(panels, [each - middle for each in severities], ratio, variance, laplacian)


def _reduced(panels: Sequence[Panel], assessors: int) -> tuple[Matrix, Row, float]:
    """The normal equations with every application eliminated, and the sum of squares within applications."""
    laplacian = [[0.0] * assessors for _ in range(assessors)]
    pull, within = [0.0] * assessors, []
    for panel in panels:
        share, mean = 1 / len(panel), fsum(score for _, score in panel) / len(panel)
        for place, score in panel:
            row = laplacian[place]
            row[place] += 1.0
            pull[place] += score - mean
            within.append((score - mean) ** 2)
            for other, _ in panel:
                row[other] -= share
    return laplacian, pull, fsum(within)


def _reml_ratio(turned: Tridiagonal, seen: Row, within: float, freedom: int) -> float:
    """The ratio that makes the differences within applications most likely: a grid, then golden sections."""

    def unlikeliness(ratio: float) -> float:
        determinant, quadratic, _ = turned.solved(ratio, seen)
        return determinant + freedom * log(max(within - ratio * quadratic, within * 1e-12) / freedom)

    powers = [_LEAST + step / 4 for step in range(int(4 * (_MOST - _LEAST)) + 1)]
    best = min(powers, key=lambda power: unlikeliness(10**power))
    power = _lowest(lambda power: unlikeliness(10**power), max(best - 0.25, _LEAST), min(best + 0.25, _MOST))
    return 0.0 if unlikeliness(0.0) <= unlikeliness(10**power) else 10**power


def _lowest(function: Callable[[float], float], low: float, high: float) -> float:
    left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    at_left, at_right = function(left), function(right)
    for _ in range(_STEPS):
        if at_left <= at_right:
            high, right, at_right = right, left, at_left
            left = high - _GOLDEN * (high - low)
            at_left = function(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + _GOLDEN * (high - low)
            at_right = function(right)
    return (low + high) / 2


def link_counts(panels: Sequence[Panel], assessors: int) -> list[int]:
    """Return for each assessor how many of their applications somebody else scored too."""
    links = [0] * assessors
    for panel in panels:
        for place, _ in panel:
            links[place] += len(panel) > 1
    return links


def fits(model: SeverityModel) -> list[float | None]:
    """Return each assessor's mean square: their squared residuals by what the model expects of them; 1 is as expected.

    Far above 1 the scores go their own way, far below 1 they only echo the panel. Source: the mean-square fit of
    rating models (Wright and Masters 1982), here with each residual's own expected square.
    """
    seen = [list[float]() for _ in model.severities]
    expected = [list[float]() for _ in model.severities]
    for panel in model.panels:
        if len(panel) > 1:
            quality = model.quality(panel)
            for (place, score), square in zip(panel, model.expected_squares(panel), strict=True):
                seen[place].append((score - quality - model.severities[place]) ** 2)
                expected[place].append(square)
    variance = model.residual_variance or 0.0
    wanted = [variance * fsum(squares) for squares in expected]
    return [fsum(own) / want if want > 1e-12 else None for own, want in zip(seen, wanted, strict=True)]


def severity_errors(model: SeverityModel) -> list[float | None]:
    """Return the standard error of each severity."""
    variance = model.residual_variance
    if variance is None:
        return [None] * len(model.severities)
    return [sqrt(max(variance * row[place], 0.0)) for place, row in enumerate(model.spread)]


def error_covariance(model: SeverityModel) -> Matrix:
    """Return the covariance of the severities' errors, for drawing from it."""
    variance = model.residual_variance or 0.0
    return [[variance * cell for cell in row] for row in model.spread]
