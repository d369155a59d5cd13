"""The worked examples in the rubrics follow from the award's arithmetic, done here apart from the scoring code."""

from decimal import Decimal
from fractions import Fraction

from rubrics import load_rubric
from rubrics.extras import GoldenCases, GoldenItem, GoldenRate
from rubrics.model import Rubric
from rubrics.scales import KpiRule, PercentBand

PMQA40, CATEGORY = load_rubric("pmqa40@2564"), load_rubric("pmqa-category@2564")


def golden(rubric: Rubric) -> GoldenCases:
    assert rubric.golden_cases is not None
    return rubric.golden_cases


def rule(kind: str) -> KpiRule:
    (found,) = (each for each in PMQA40.kpi_rules if each.kind == kind)
    return found


def item_score(case: GoldenItem) -> Fraction:
    """Each level in proportion to its checkpoints, and only above a level that is full."""
    score, is_open = Fraction(0), True
    for level, met in zip(PMQA40.node(case.item).levels, (case.b, case.a, case.s), strict=True):
        score += Fraction(level.points) * met / len(level.checkpoints) if is_open else 0
        is_open = is_open and met == len(level.checkpoints)
    return score


def rate_score(case: GoldenRate) -> Fraction:
    """The first step whose upper end the success rate does not pass."""
    rate = Fraction(case.actual) / Fraction(case.target) * 100
    rate = rate if case.direction == "more" else 200 - rate
    for step in rule("generic").steps:
        if step.up_to is None or rate < step.up_to or (step.inclusive and rate == step.up_to):
            return Fraction(step.score) if step.score is not None else rate * Fraction(step.times or 0)
    raise AssertionError("the last step is open")


def band_of(case_item: str, number: int) -> PercentBand:
    table = CATEGORY.node(case_item).bands_ref
    assert table is not None
    return CATEGORY.band_tables[table][number]


def test_the_checklist_items_hold() -> None:
    cases = golden(PMQA40).item
    assert len(cases) == 6
    assert [item_score(case) for case in cases] == [Fraction(case.score) for case in cases]


def test_the_generic_indicators_hold() -> None:
    cases = golden(PMQA40).kpi_generic
    assert len(cases) == 6
    assert [rate_score(case) for case in cases] == [Fraction(case.score) for case in cases]


def test_the_ramp_indicators_hold() -> None:
    low, high = Fraction(rule("ramp").at_floor or 0), Fraction(rule("ramp").at_ceiling or 0)
    scores = []
    for case in golden(PMQA40).kpi_ramp:
        along = Fraction(case.actual - case.floor) / Fraction(case.ceiling - case.floor)
        scores.append(Fraction(0) if along < 0 else min(low + along * (high - low), high))
    assert scores == [0, 100, 300, 500]
    assert scores == [Fraction(case.score) for case in golden(PMQA40).kpi_ramp]


def test_the_totals_hold() -> None:
    index = PMQA40.aggregation.bureaucracy_index if PMQA40.aggregation else None
    assert index is not None
    for case in golden(PMQA40).total:
        mean = sum(Fraction(each) for each in case.categories) / len(case.categories)
        assert int(mean) == case.total
        printed = Decimal(case.total) / PMQA40.maximum * index.scale
        assert round(printed, index.decimals) == case.bureaucracy_index


def test_the_weakest_dimension_caps_the_band() -> None:
    cases = golden(CATEGORY).dimensions
    assert len(cases) == 3
    for case in cases:
        assert min(case.dimension_levels) == case.max_band
        assert case.value in band_of(case.item, case.max_band).permitted_values
        assert case.value * (CATEGORY.node(case.item).points or 0) / 100 == case.points
