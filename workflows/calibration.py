"""Calibrated scores beside the raw ones: what an application would get from a panel of average strictness.

The model is in `workflows/severity.py`. Advice for people, never a gate: awards follow the consensus. Source: the fixed
application, shrunk severity model that was not worse than the raw mean in any connected design tried.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from fractions import Fraction
from math import fsum, sqrt

from workflows.matrices import dot, lower_root
from workflows.ratings import Panel, Ratings, islands_of
from workflows.severity import (
    SeverityModel,
    error_covariance,
    fit_severities,
    fits,
    link_counts,
    severity_errors,
)

DRAWS = 400
_RANK_TAIL = 20  # of 400 draws: the interval holds 90 % of them


class Islands(Exception):
    """The scores fall into groups that no shared application joins; `islands` names the assessors of each."""

    def __init__(self, islands: list[tuple[str, ...]]) -> None:
        self.islands = islands
        super().__init__(f"{len(islands)} groups of assessors share no application")


@dataclass(frozen=True)
class CalibratedApplication:
    """One application: its raw mean exactly, its calibrated score, the standard error, and the ranks it may hold.

    Error and ranks are None where no application has two scores, so that chance cannot be measured.
    """

    name: str
    raw: Fraction
    calibrated: float
    error: float | None
    ranks: tuple[int, int] | None


@dataclass(frozen=True)
class AssessorSeverity:
    """One assessor: severity in points (negative: stricter than others), its error, links, and the mean-square fit."""

    name: str
    severity: float
    error: float | None
    links: int
    fit: float | None


@dataclass(frozen=True)
class Calibration:
    """A calibrated round, applications and assessors by name; `model` is what it was computed from."""

    applications: tuple[CalibratedApplication, ...]
    assessors: tuple[AssessorSeverity, ...]
    model: SeverityModel
    middle: float


def calibrate(ratings: Ratings) -> Calibration:
    """Return the calibrated round. Raises Islands where assessors are not joined by shared applications.

    Severity is what an assessor gives above (positive) or below (negative) the others for equal work, so it is taken
    off; all severities sum to 0. Rank 1 is the highest score; the interval holds 90 % of 400 draws.
    """
    islands = islands_of(ratings)
    if len(islands) > 1:
        raise Islands(islands)
    middle = fsum(score for panel in ratings.panels for _, score in panel) / len(ratings.rows)
    panels = tuple(tuple((place, score - middle) for place, score in panel) for panel in ratings.panels)
    model = fit_severities(panels, len(ratings.assessors))
    ranks = _rank_intervals(model, ratings.sha256)
    applications = tuple(
        CalibratedApplication(
            name,
            sum(map(Fraction, ratings.scores[number]), Fraction(0)) / len(panel),
            middle + model.quality(panel),
            model.error(panel),
            ranks[number] if ranks else None,
        )
        for number, (name, panel) in enumerate(zip(ratings.applications, panels, strict=True))
    )
    return Calibration(applications, _severities(ratings, model), model, middle)


def _severities(ratings: Ratings, model: SeverityModel) -> tuple[AssessorSeverity, ...]:
    columns = (
        ratings.assessors,
        model.severities,
        severity_errors(model),
        link_counts(model.panels, len(ratings.assessors)),
        fits(model),
    )
    return tuple(AssessorSeverity(*row) for row in zip(*columns, strict=True))


def _rank_intervals(model: SeverityModel, seed: str) -> list[tuple[int, int]] | None:
    """Draw all severities and chance at once, rank each draw, and keep the middle 90 % of each application's ranks."""
    if model.residual_variance is None:
        return None
    chance = random.Random(f"ranks {seed}")  # noqa: S311  # the same input must draw the same
    root, noise = lower_root(error_covariance(model)), sqrt(model.residual_variance)
    held: list[list[int]] = [[] for _ in model.panels]
    shape = [
        (tuple(place for place, _ in panel), model.quality(panel), len(panel), noise / sqrt(len(panel)))
        for panel in model.panels
    ]
    for _ in range(DRAWS):
        normal = [chance.gauss(0, 1) for _ in root]
        shift = [dot(row, normal) for row in root]
        drawn = [
            quality - sum([shift[place] for place in places]) / count + apart * chance.gauss(0, 1)
            for places, quality, count, apart in shape
        ]
        for rank, number in enumerate(sorted(range(len(drawn)), key=drawn.__getitem__, reverse=True), start=1):
            held[number].append(rank)
    ordered = [sorted(ranks) for ranks in held]
    return [(ranks[_RANK_TAIL], ranks[DRAWS - 1 - _RANK_TAIL]) for ranks in ordered]


def residuals(calibration: Calibration) -> dict[tuple[int, int], float]:
    """Return by places of application and assessor how far a score lies from what colleagues gave.

    Every assessor's own severity is taken off first; an application with one score has no colleague to compare with.
    """
    model = calibration.model
    return {
        (number, place): len(panel) / (len(panel) - 1) * (score - model.severities[place] - model.quality(panel))
        for number, panel in enumerate(model.panels)
        for place, score in _compared(panel)
    }


def _compared(panel: Panel) -> Panel:
    return panel if len(panel) > 1 else ()
