"""A planted flat rater, drift and order effect are found; clean rounds are left in peace."""

from __future__ import annotations

from random import Random

import pytest

from tests.workflows.rounds_simulated import Size, ratings_of, simulated
from workflows.assessor_signs import RoundSigns, Slope, signs_of, slope
from workflows.calibration import calibrate
from workflows.ratings import Ratings


def seen(ratings: Ratings, seed: int) -> RoundSigns:
    """The signs of a round handed in over 60 days, in an order by chance."""
    return signs_of(calibrate(ratings), days_of(ratings, seed))


def days_of(ratings: Ratings, seed: int) -> dict[tuple[int, int], float]:
    """When each score was handed in."""
    chance = Random(seed)
    return {(number, place): chance.uniform(0, 60) for number, panel in enumerate(ratings.panels) for place, _ in panel}


def clean(seed: int) -> Ratings:
    return simulated("random", Size(applications=120, assessors=12), seed).ratings


def changed(ratings: Ratings, days: dict[tuple[int, int], float], name: str, per_week: float) -> Ratings:
    """The same round, in which one assessor gives so much more every week."""
    places = {person: place for place, person in enumerate(ratings.assessors)}
    numbers = {application: number for number, application in enumerate(ratings.applications)}
    return ratings_of(
        [
            (
                row.application,
                row.assessor,
                float(row.score)
                + (row.assessor == name) * per_week * days[numbers[row.application], places[row.assessor]] / 7,
            )
            for row in ratings.rows
        ]
    )


def test_clean_rounds_raise_few_alarms() -> None:
    signs = [seen(clean(seed), seed) for seed in range(4)]
    flat = [each.is_flat for each in signs for each in each.assessors]
    drifts = [bool(each.drift and each.drift.is_alarm) for each in signs for each in each.assessors]
    orders = [bool(each.order and each.order.is_alarm) for each in signs]
    assert len(flat) == len(drifts) == 48
    assert [sum(flat) <= 2, sum(drifts) <= 2, sum(orders) <= 1] == [True, True, True]


def test_a_flat_rater_is_named_and_nobody_else() -> None:
    rows = [(row.application, row.assessor, 0.5 if row.assessor == "s007" else row.score) for row in clean(6).rows]
    found = seen(ratings_of(rows), 6).assessors
    assert [each.name for each in found if each.is_flat] == ["s007"]
    assert next(each.spread for each in found if each.name == "s007") == 0


def test_drift_is_told_in_points_a_week_and_of_the_one_who_drifts() -> None:
    ratings = clean(4)
    days = days_of(ratings, 4)
    found = signs_of(calibrate(changed(ratings, days, "s002", 0.5)), days).assessors
    assert [each.name for each in found if each.drift and each.drift.is_alarm] == ["s002"]
    drift = next(each.drift for each in found if each.name == "s002")
    assert drift is not None
    assert drift.rise == pytest.approx(0.5, abs=0.25)


def test_an_order_effect_is_told_of_the_round() -> None:
    ratings = clean(5)
    rows, days = [], {}
    numbers = {name: number for number, name in enumerate(ratings.applications)}
    for place, name in enumerate(ratings.assessors):
        mine = [row for row in ratings.rows if row.assessor == name]
        Random(name).shuffle(mine)
        for turn, row in enumerate(mine):
            rows.append((row.application, name, float(row.score) + 2 * turn / (len(mine) - 1)))
            days[numbers[row.application], place] = float(turn)
    order = signs_of(calibrate(ratings_of(rows)), days).order
    assert order is not None
    assert order.is_alarm
    assert order.rise == pytest.approx(2, abs=0.6)


def test_too_few_scores_and_no_times_say_nothing() -> None:
    few = ratings_of([(f"a{n}", f"s{p}", n + p) for n in range(3) for p in range(2)])
    found = signs_of(calibrate(few), {})
    assert [(each.count, each.spread, each.drift, each.is_flat) for each in found.assessors] == [
        (3, None, None, False)
    ] * 2
    assert found.order is None


def test_a_slope_is_read_as_by_students_table() -> None:
    """t 2.228 at 10 degrees of freedom is 5 % (Student 1908, two-sided)."""
    across = [-1.0, 1.0] * 6
    noise = [0.0, 0.0, 1.0, 1.0, -1.0, -1.0, 2.0, 2.0, -2.0, -2.0, 0.0, 0.0]
    rise = 2.228 * (sum(each**2 for each in noise) / 10 / 12) ** 0.5
    found = slope(across, [rise * one + other for one, other in zip(across, noise, strict=True)], freedom=10)
    assert found is not None
    assert found.chance == pytest.approx(0.05, abs=5e-4)
    assert slope([0.0, 0.0], [1.0, -1.0], freedom=3) is None
    assert slope([-1.0, 1.0], [-2.0, 2.0], freedom=1) == Slope(2.0, 0.0)
