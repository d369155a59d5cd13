"""Signs in an assessor's scores worth a conversation: flat scoring, drift through the round, the order of reading.

Each sign is a test at 1 in 100 against chance, so among 100 assessors about one is named without cause: a reason to
talk, never a finding. A flat scorer also spreads less than 0.6 of what is expected. Student's t is read through
Wallace's (1959) normal approximation, chi-square through Wilson and Hilferty's (1931).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum, log, sqrt
from statistics import NormalDist

from workflows.calibration import Calibration, residuals

FEWEST = 5
ALARM = 0.01
NARROW = 0.6
_NORMAL = NormalDist()


@dataclass(frozen=True)
class Slope:
    """A straight line through points: its rise per unit, how likely so much is by chance, and whether that is rare."""

    rise: float
    chance: float

    @property
    def is_alarm(self) -> bool:
        """Whether chance alone would give so much less than once in 100."""
        return self.chance < ALARM


@dataclass(frozen=True)
class AssessorSigns:
    """One assessor: how many scores, how far they spread, that by what was expected, flatness, and drift a week.

    What fewer than 5 compared scores cannot tell is None.
    """

    name: str
    count: int
    spread: float | None
    relative_spread: float | None
    is_flat: bool
    drift: Slope | None


@dataclass(frozen=True)
class RoundSigns:
    """The signs of a round by assessor's name, and how much more the last application got than the first, in points."""

    assessors: tuple[AssessorSigns, ...]
    order: Slope | None


def signs_of(calibration: Calibration, days: Mapping[tuple[int, int], float]) -> RoundSigns:
    """Return the signs of a calibrated round; `days` says by places when a score was handed in, in days."""
    apart: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for (number, place), distance in residuals(calibration).items():
        apart[place].append((number, distance))
    timed = {
        place: [(days[number, place], number, distance) for number, distance in rows if (number, place) in days]
        for place, rows in apart.items()
    }
    assessors = tuple(
        _signs(calibration, place, each.name, _drift(timed.get(place, [])))
        for place, each in enumerate(calibration.assessors)
    )
    return RoundSigns(assessors, _order_effect(list(timed.values())))


def _signs(calibration: Calibration, place: int, name: str, drift: Slope | None) -> AssessorSigns:
    model = calibration.model
    own, others, chance = [], [], []
    for panel in model.panels:
        mine = next((score for member, score in panel if member == place), None)
        if mine is None or len(panel) < 2:
            continue
        own.append(mine)
        rest = [score - model.severities[member] for member, score in panel if member != place]
        others.append(fsum(rest) / len(rest))
        chance.append(1 / len(rest))
    spread = sqrt(_variance(own)) if len(own) >= FEWEST else None
    if spread is None or not model.residual_variance:
        return AssessorSigns(name, len(own), spread, None, is_flat=False, drift=drift)
    noise = model.residual_variance
    expected = max(_variance(others) - noise * fsum(chance) / len(chance), 0.0) + noise
    freedom = len(own) - 1
    relative = spread / sqrt(expected)
    is_flat = relative < NARROW and freedom * relative**2 < _chi_square(ALARM, freedom)
    return AssessorSigns(name, len(own), spread, relative, is_flat=is_flat, drift=drift)


def _drift(rows: Sequence[tuple[float, int, float]]) -> Slope | None:
    """How an assessor's scores move against colleagues', in points a week."""
    if len(rows) < FEWEST:
        return None
    weeks = _centred([day / 7 for day, _, _ in rows])
    return slope(weeks, _centred([distance for _, _, distance in rows]), freedom=len(rows) - 2)


def _order_effect(by_assessor: Sequence[Sequence[tuple[float, int, float]]]) -> Slope | None:
    """All assessors together: each one's scores from the first handed in (0) to the last (1)."""
    places: list[float] = []
    distances: list[float] = []
    freedom = -1
    for rows in by_assessor:
        if len({day for day, _, _ in rows}) < FEWEST:
            continue
        ordered = sorted(rows)
        places += _centred([number / (len(ordered) - 1) for number in range(len(ordered))])
        distances += _centred([distance for _, _, distance in ordered])
        freedom += len(ordered) - 1
    return slope(places, distances, freedom=freedom) if freedom > 0 else None


def slope(across: Sequence[float], up: Sequence[float], *, freedom: int) -> Slope | None:
    """Return the line of least squares through centred points; None where all stand at one place."""
    width = fsum(each * each for each in across)
    if width < 1e-12 or freedom < 1:
        return None
    rise = fsum(one * two for one, two in zip(across, up, strict=True)) / width
    left = fsum((two - rise * one) ** 2 for one, two in zip(across, up, strict=True))
    if left <= 1e-18:
        return Slope(rise, 0.0 if rise else 1.0)
    student = abs(rise) / sqrt(left / freedom / width)
    shrunk = (8 * freedom + 1) / (8 * freedom + 3) * sqrt(freedom * log(1 + student**2 / freedom))
    return Slope(rise, 2 * (1 - _NORMAL.cdf(shrunk)))


def _chi_square(share: float, freedom: int) -> float:
    """The value below which this share of a chi-square distribution lies."""
    ninth = 2 / (9 * freedom)
    return float(freedom * max(1 - ninth + _NORMAL.inv_cdf(share) * sqrt(ninth), 0.0) ** 3)


def _centred(values: Sequence[float]) -> list[float]:
    mean = fsum(values) / len(values)
    return [value - mean for value in values]


def _variance(values: Sequence[float]) -> float:
    return fsum(each * each for each in _centred(values)) / (len(values) - 1)
