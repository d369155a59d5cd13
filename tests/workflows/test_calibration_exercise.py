"""When the calibration exercise opens live work, and how far a trial sheet lies from the key."""

from __future__ import annotations

from decimal import Decimal

import pytest

from workflows.calibration_exercise import (
    CalibrationRule,
    ExerciseStanding,
    differences,
    live_work_obstacles,
    mean_difference,
    opening_obstacles,
    rule_of,
    tolerance_of,
)


@pytest.mark.parametrize("is_required", [False, True])
@pytest.mark.parametrize("difference", [None, "0", "9.99", "10", "10.01", "100"])
@pytest.mark.parametrize("is_let_in", [False, True])
def test_live_work_opens_unless_a_required_exercise_is_not_met(
    difference: str | None, *, is_required: bool, is_let_in: bool
) -> None:
    given = None if difference is None else Decimal(difference)
    against = live_work_obstacles(
        CalibrationRule(is_required=is_required, tolerance=Decimal(10)), ExerciseStanding(given, is_let_in=is_let_in)
    )
    is_met = given is not None and given <= 10
    assert bool(against) is (is_required and not is_let_in and not is_met)


def test_differences_are_in_percent_of_each_criterions_own_points() -> None:
    found = differences(
        {"a": Decimal(8), "b": Decimal(30), "c": None, "d": Decimal(1)},
        {"a": Decimal(10), "b": Decimal(20), "c": Decimal(5)},
        {"a": Decimal(20), "b": Decimal(40), "c": Decimal(10), "d": Decimal(10)},
    )
    assert {node: each.percent for node, each in found.items()} == {"a": Decimal(10), "b": Decimal(25)}
    assert mean_difference(found) == Decimal("17.50")
    assert mean_difference({}) == 0


def test_a_setting_is_read_as_it_was_written_and_silence_requires_nothing() -> None:
    rule = CalibrationRule(is_required=True, tolerance=Decimal("7.5"))
    assert rule_of({"calibration": rule.as_setting}) == rule
    assert rule_of({}) == CalibrationRule(is_required=False)


@pytest.mark.parametrize(
    ("text", "percent"),
    [("10", 10), (" 7.5 % ", Decimal("7.5")), ("100", 100)]
    + [(text, None) for text in ("0", "-1", "100.01", "7.555", "many", "", "NaN", "1e999")],
)
def test_a_tolerance_is_a_percent(text: str, percent: Decimal | int | None) -> None:
    assert tolerance_of(text) == percent


def test_a_key_says_something_of_everything() -> None:
    assert opening_obstacles(["a", "b"], {"a", "b"}) == []
    assert [str(each) for each in opening_obstacles(["a", "b"], {"a"})] == ["The key says nothing yet of 1 criteria: b"]
