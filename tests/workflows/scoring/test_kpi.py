"""Results indicators: the worked cases of the edition, every edge of every step, and properties."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubrics.extras import GoldenRamp, GoldenRate
from tests.workflows.scoring.editions import PMQA40, against, on_ramp
from tests.workflows.scoring.proof import proven
from workflows.scoring.kpi import indicator_score, lacks, results_item_score
from workflows.scoring.sheet import Kpi

RULES = PMQA40.kpi_rules
GOLDEN = PMQA40.golden_cases
assert GOLDEN is not None
amounts = st.decimals(min_value=0, max_value=1000, places=2)
targets = st.decimals(min_value=Decimal("0.01"), max_value=1000, places=2)


@pytest.mark.parametrize("case", GOLDEN.kpi_generic, ids=str)
def test_generic_indicators_score_as_the_edition_works_them_out(case: GoldenRate) -> None:
    kpi = Kpi(rule="generic", actual=case.actual, target=case.target, direction=case.direction)
    assert indicator_score(kpi, RULES) == Fraction(case.score)


@pytest.mark.parametrize("case", GOLDEN.kpi_ramp, ids=str)
def test_ramp_indicators_score_as_the_edition_works_them_out(case: GoldenRamp) -> None:
    kpi = Kpi(rule="ramp", actual=case.actual, floor=case.floor, ceiling=case.ceiling)
    assert indicator_score(kpi, RULES) == Fraction(case.score)


@pytest.mark.parametrize(
    ("target", "actual", "score"),
    [
        ("3", "2.9999999999", Fraction(2999999999900, 10**10)),
        ("3", "3", Fraction(300)),
        ("300", "303", Fraction(300)),
        ("300", "303.0000000001", Fraction(400)),
        ("0.7", "0.735", Fraction(400)),
        ("0.7", "0.7350000001", Fraction(500)),
        ("7", "0", Fraction(0)),
        ("7", "-3", Fraction(0)),
        ("90", "91", Fraction(400)),
    ],
)
def test_more_is_better_steps_exactly_at_the_edges(target: str, actual: str, score: Fraction) -> None:
    assert indicator_score(against(target, actual), RULES) == score


@pytest.mark.parametrize(
    ("target", "actual", "score"),
    [
        ("7", "7", Fraction(300)),
        ("100", "100.5", Fraction(597, 2)),
        ("100", "99", Fraction(300)),
        ("100", "98.9", Fraction(400)),
        ("100", "95", Fraction(400)),
        ("100", "94.9", Fraction(500)),
        ("3", "5", Fraction(100)),
        ("10", "20", Fraction(0)),
        ("10", "35", Fraction(0)),
        ("10", "0", Fraction(500)),
    ],
)
def test_less_is_better_mirrors_the_rate_at_the_target(target: str, actual: str, score: Fraction) -> None:
    assert indicator_score(replace(against(target, actual), direction="less"), RULES) == score


@pytest.mark.parametrize(
    ("actual", "score"), [("94", 100), ("97", 400), ("98", 500), ("99", 500), ("93.9999999999", 0)]
)
def test_a_ramp_rises_in_a_straight_line_between_its_ends(actual: str, score: int) -> None:
    kpi = Kpi(rule="ramp", actual=Decimal(actual), floor=Decimal(94), ceiling=Decimal(98))
    assert indicator_score(kpi, RULES) == score


@pytest.mark.parametrize("target", [None, Decimal(0), Decimal(-5)])
def test_without_a_target_above_zero_only_a_decision_scores_the_indicator(target: Decimal | None) -> None:
    kpi = Kpi(rule="generic", actual=Decimal(3), target=target)
    decided = replace(kpi, decided=Decimal("312.5"), reason="No accident in three years.")
    assert (indicator_score(kpi, RULES), indicator_score(decided, RULES)) == (None, Fraction(625, 2))


def test_what_has_no_score_says_whether_a_figure_is_owed_or_a_decision() -> None:
    typed = [(None, None), (None, "3"), ("0", None), ("0", "3"), ("-5", "3"), ("9", None)]
    read = [
        Kpi(rule="generic", target=target and Decimal(target), actual=actual and Decimal(actual))
        for target, actual in typed
    ]
    assert [lacks(kpi) for kpi in read] == ["target", "target", "result", "decision", "decision", "result"]
    assert lacks(Kpi(rule="ramp", actual=None, target=None)) == "result"


def test_an_indicator_not_measured_yet_is_unscored() -> None:
    unmeasured = [replace(against("10", "0"), actual=None), replace(on_ramp("0"), actual=None)]
    unranged = [replace(on_ramp("5"), floor=None), replace(on_ramp("5"), ceiling=None)]
    assert [indicator_score(kpi, RULES) for kpi in (*unmeasured, *unranged)] == [None] * 4


def test_an_item_is_the_mean_of_its_scored_indicators_only() -> None:
    kpis = [against("90", "91"), on_ramp("50"), against("0", "5"), on_ramp("25")]
    assert results_item_score(kpis, RULES) == Fraction(400 + 300 + 200, 3)


@pytest.mark.parametrize("kpis", [[], [against("0", "5")]])
def test_an_item_without_a_scorable_indicator_is_unscored(kpis: list[Kpi]) -> None:
    assert results_item_score(kpis, RULES) is None


def test_a_rubric_without_the_rule_of_an_indicator_is_refused() -> None:
    with pytest.raises(LookupError, match=r"^the rubric has no ramp rule$"):
        indicator_score(on_ramp("5"), [rule for rule in RULES if rule.kind == "generic"])


@proven
@given(amounts, amounts, targets)
def test_a_better_actual_never_scores_less(one: Decimal, other: Decimal, target: Decimal) -> None:
    low, high = sorted((one, other))
    rising = [indicator_score(Kpi("generic", actual, target), RULES) or Fraction() for actual in (low, high)]
    falling = [indicator_score(Kpi("generic", actual, target, "less"), RULES) or Fraction() for actual in (low, high)]
    ramp = [indicator_score(on_ramp(str(actual)), RULES) or Fraction() for actual in (low, high)]
    assert rising == sorted(rising)
    assert falling == sorted(falling, reverse=True)
    assert ramp == sorted(ramp)


@proven
@given(amounts, targets, st.sampled_from(["more", "less"]))
def test_a_measured_indicator_scores_between_zero_and_five_hundred(actual: Decimal, target: Decimal, way: str) -> None:
    value = indicator_score(Kpi("generic", actual, target, "more" if way == "more" else "less"), RULES)
    assert value is not None
    assert 0 <= value <= 500


@proven
@given(amounts, targets, st.integers(1, 1000))
def test_the_unit_of_measurement_does_not_matter(actual: Decimal, target: Decimal, factor: int) -> None:
    assert indicator_score(Kpi("generic", actual * factor, target * factor), RULES) == indicator_score(
        Kpi("generic", actual, target), RULES
    )
