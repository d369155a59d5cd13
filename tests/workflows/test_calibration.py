"""The severity model against its own definition, solved the long way, and its edges."""

from __future__ import annotations

from fractions import Fraction
from math import log
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workflows.rounds_simulated import Size, ratings_of, simulated
from tests.workflows.test_reliability import SHROUT_AND_FLEISS, crossed
from workflows.calibration import Islands, calibrate
from workflows.calibration_answer import points
from workflows.ratings import Ratings
from workflows.severity import fit_severities

# A few applications scored by one to four of five assessors.
SMALL = [
    (f"a{number}", f"s{person}", score)
    for number, scores in enumerate(
        [{0: 6, 1: 7}, {1: 5, 2: 4, 3: 7}, {0: 8}, {2: 3, 4: 5}, {0: 6, 3: 9}, {3: 4, 4: 2, 0: 3, 1: 3}]
    )
    for person, score in scores.items()
]


def test_complete_data_agree_with_the_published_analysis_of_variance() -> None:
    """Crossed data: REML is the analysis of variance (JMS 32.49, EMS 1.02: Shrout and Fleiss 1979, table 3)."""
    ratings = crossed(SHROUT_AND_FLEISS)
    model = fit_severities(ratings.panels, 4)
    assert model.residual_variance == pytest.approx(1.0194, abs=5e-4)
    assert model.ratio == pytest.approx((32.486 - 1.0194) / 6 / 1.0194, rel=1e-3)
    shrink = 6 / (6 + 1 / model.ratio)
    columns = [sum(row[place] for row in SHROUT_AND_FLEISS) / 6 for place in range(4)]
    assert model.severities == pytest.approx([shrink * (column - sum(columns) / 4) for column in columns])


def test_the_solution_solves_the_full_normal_equations() -> None:
    ratings = ratings_of(SMALL)
    model = fit_severities(ratings.panels, 5)
    assert model.ratio > 0
    qualities = [model.quality(panel) for panel in ratings.panels]
    for place, severity in enumerate(model.severities):
        residual = sum(
            score - quality - severity
            for panel, quality in zip(ratings.panels, qualities, strict=True)
            for member, score in panel
            if member == place
        )
        assert residual == pytest.approx(severity / model.ratio, abs=1e-6)


def test_the_ratio_is_the_most_likely_one_tried_the_long_way() -> None:
    ratings = ratings_of(SMALL)
    model = fit_severities(ratings.panels, 5)
    best = _long_way(ratings, model.ratio)
    assert all(best <= _long_way(ratings, model.ratio * factor) + 1e-9 for factor in (0.5, 0.9, 0.99, 1.01, 1.1, 2))


def _long_way(ratings: Ratings, ratio: float) -> float:
    """Minus twice the restricted log likelihood, from the whole covariance matrix of all scores."""
    cells = [(number, place, score) for number, panel in enumerate(ratings.panels) for place, score in panel]
    covariance = [
        [float(one == other) + ratio * (cells[one][1] == cells[other][1]) for other in range(len(cells))]
        for one in range(len(cells))
    ]
    design = [[float(number == column) for number, _, _ in cells] for column in range(len(ratings.panels))]
    determinant, solved = _eliminated(covariance, [*design, [score for _, _, score in cells]])
    normal = [[sum(map(_times, one, other)) for other in solved] for one in [*design, [score for *_, score in cells]]]
    inner = [row[:-1] for row in normal[:-1]]
    fixed_determinant, (estimate,) = _eliminated(inner, [[row[-1] for row in normal[:-1]]])
    squares = normal[-1][-1] - sum(map(_times, estimate, normal[-1][:-1]))
    freedom = len(cells) - len(ratings.panels)
    return determinant + fixed_determinant + freedom * log(squares / freedom)


def _times(one: float, other: float) -> float:
    return one * other


def _eliminated(matrix: list[list[float]], sides: list[list[float]]) -> tuple[float, list[list[float]]]:
    """The log determinant of a positive definite matrix and its solution for each right side."""
    rows = [[*row, *(side[number] for side in sides)] for number, row in enumerate(matrix)]
    determinant = 0.0
    for place, pivot in enumerate(rows):
        determinant += log(pivot[place])
        pivot[:] = [each / pivot[place] for each in pivot]
        for number, row in enumerate(rows):
            if number != place:
                row[:] = [each - row[place] * part for each, part in zip(row, pivot, strict=True)]
    return determinant, [[row[len(matrix) + side] for row in rows] for side in range(len(sides))]


@given(st.integers(0, 10**6))
@settings(max_examples=4, deadline=None)
def test_severities_sum_to_zero_and_shifts_and_scales_carry_over(seed: int) -> None:
    tried = simulated("random", Size(applications=30, assessors=6), seed).ratings
    found = calibrate(tried)
    moved = calibrate(ratings_of([(row.application, row.assessor, row.score * 3 + 40) for row in tried.rows]))
    assert sum(each.severity for each in found.assessors) == pytest.approx(0, abs=1e-9)
    for one, other in zip(found.applications, moved.applications, strict=True):
        assert other.raw == one.raw * 3 + 40
        assert other.calibrated == pytest.approx(one.calibrated * 3 + 40, abs=1e-3)
    for one, other in zip(found.assessors, moved.assessors, strict=True):
        assert other.severity == pytest.approx(one.severity * 3, abs=1e-3)


def test_a_strict_assessor_is_negative_and_what_they_scored_is_raised() -> None:
    chance = Random(5)
    rows = [
        (f"a{number:02}", name, 60 + number - (8 if name == "strict" else 0) + chance.gauss(0, 1))
        for number in range(20)
        for name in ("strict", "one", "two")
        if name == "strict" or number % 3 or name == "one"
    ]
    found = calibrate(ratings_of(rows))
    severity = {each.name: each.severity for each in found.assessors}
    assert severity["strict"] < -4 < 1 < min(severity["one"], severity["two"])
    lone = next(each for each in found.applications if each.name == "a00")
    assert lone.calibrated > float(lone.raw)


def test_scores_without_any_severity_stay_as_they_are() -> None:
    found = calibrate(ratings_of([(f"a{number}", f"s{person}", number) for number in range(5) for person in range(3)]))
    assert [(float(each.raw), each.calibrated, each.error) for each in found.applications] == [
        (number, number, 0.0) for number in range(5)
    ]
    assert [(each.severity, each.fit) for each in found.assessors] == [(0.0, None)] * 3


def test_exactly_additive_scores_are_calibrated_exactly() -> None:
    strictness = {"s1": -3, "s2": 1, "s3": 2}
    rows = [(f"a{n}", name, 10 * n + s) for n in range(6) for name, s in strictness.items() if (n + s) % 4]
    found = calibrate(ratings_of(rows))
    assert [round(each.severity, 3) for each in found.assessors] == [-3, 1, 2]
    assert [round(each.calibrated, 3) for each in found.applications] == [10 * n for n in range(6)]


def test_one_score_an_application_tells_nothing_of_chance() -> None:
    found = calibrate(ratings_of([("a1", "s1", 3), ("a2", "s1", 5)]))
    assert [(each.raw, each.calibrated, each.error, each.ranks) for each in found.applications] == [
        (Fraction(3), 3.0, None, None),
        (Fraction(5), 5.0, None, None),
    ]
    assert [(each.severity, each.error, each.links, each.fit) for each in found.assessors] == [(0.0, None, 0, None)]


def test_links_count_the_applications_somebody_else_scored_too() -> None:
    rows = [("a1", "s1", 3), ("a1", "s2", 4), ("a2", "s1", 5), ("a3", "s1", 2), ("a3", "s2", 2)]
    assert [each.links for each in calibrate(ratings_of(rows)).assessors] == [2, 2]


def test_a_careless_assessor_fits_badly_and_an_ordinary_one_about_one() -> None:
    tried = simulated("random", Size(applications=200, assessors=10), seed=3).ratings
    chance = Random(8)
    noisy = [
        (row.application, row.assessor, float(row.score) + (chance.gauss(0, 2) if row.assessor == "s004" else 0))
        for row in tried.rows
    ]
    fits = {each.name: each.fit or 0 for each in calibrate(ratings_of(noisy)).assessors}
    assert fits.pop("s004") > 2
    assert all(0.4 < fit < 1.5 for fit in fits.values())


def test_islands_are_named() -> None:
    with pytest.raises(Islands) as refused:
        calibrate(ratings_of([("a1", "s2", 1), ("a1", "s1", 2), ("a2", "s3", 3)]))
    assert refused.value.islands == [("s1", "s2"), ("s3",)]


@pytest.mark.parametrize(
    ("figure", "shown"),
    [
        (Fraction(22, 3), "7.33"),
        (Fraction(1, 200), "0.01"),
        (0.125, "0.13"),
        (-0.004, "0.00"),
        (-0.4, "-0.40"),
        (None, None),
    ],
)
def test_points_are_half_up_to_two_decimals(figure: float | Fraction | None, shown: str | None) -> None:
    assert points(figure) == shown
