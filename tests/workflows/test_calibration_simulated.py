"""Calibrated scores find the true order at least as well as raw ones, in every connected design."""

from __future__ import annotations

from statistics import mean, pstdev

import pytest

from tests.workflows.rounds_simulated import Size, rank_correlation, ratings_of, simulated
from workflows.calibration import Islands, calibrate
from workflows.ratings import islands_of
from workflows.severity import fit_severities

ROUNDS = 40
CONNECTED = [
    ("random", 0),
    ("random", 8),
    ("rotating sorted", 0),
    ("rotating sorted", 8),
    ("fixed", 8),
    ("fixed sorted", 8),
]


@pytest.mark.parametrize(("design", "anchors"), CONNECTED)
def test_calibrated_scores_are_not_below_raw_ones(design: str, anchors: int, *, is_proof: bool) -> None:
    size = Size(anchors=anchors) if is_proof else Size(applications=300, assessors=30, anchors=anchors)
    gains, raws = [], []
    for seed in range(ROUNDS if is_proof else 8):
        tried = simulated(design, size, seed)
        ratings = tried.ratings
        model = fit_severities(ratings.panels, len(ratings.assessors))
        truth = [tried.quality[name] for name in ratings.applications]
        raw = rank_correlation([sum(score for _, score in panel) / len(panel) for panel in ratings.panels], truth)
        raws.append(raw)
        gains.append(rank_correlation([model.quality(panel) for panel in ratings.panels], truth) - raw)
    assert 0.7 < mean(raws) < 0.95, "the simulation itself is as noisy as meant"
    assert mean(gains) >= 0
    assert sum(gain < -0.01 for gain in gains) < 0.15 * len(gains)


def test_fixed_panels_without_anchors_are_islands_and_refused() -> None:
    tried = simulated("fixed", Size(applications=60, assessors=12), seed=1)
    with pytest.raises(Islands) as refused:
        calibrate(tried.ratings)
    assert refused.value.islands == [tuple(f"s{panel * 3 + seat:03}" for seat in range(3)) for panel in range(4)]
    assert islands_of(ratings_of([("a", "s1", 1), ("b", "s2", 1)])) == [("s1",), ("s2",)]


def test_standard_errors_are_as_wide_as_the_errors_made() -> None:
    standardised = []
    for seed in range(4):
        tried = simulated("random", Size(applications=150, assessors=20), seed)
        found = calibrate(tried.ratings).assessors
        centre = mean(tried.severity.values())
        standardised += [
            (each.severity - tried.severity[each.name] + centre) / each.error for each in found if each.error
        ]
    assert len(standardised) == 80
    assert 0.8 < pstdev(standardised) < 1.2


def test_the_true_rank_lies_in_nine_of_ten_rank_intervals() -> None:
    tried = simulated("random", Size(applications=150, assessors=20), seed=9)
    order = sorted(tried.quality, key=tried.quality.__getitem__, reverse=True)
    found = calibrate(tried.ratings).applications
    held = [each.ranks[0] <= order.index(each.name) + 1 <= each.ranks[1] for each in found if each.ranks]
    assert len(held) == 150
    assert 0.82 < mean(held) < 0.97
