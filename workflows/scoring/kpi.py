"""Results indicators of PMQA 4.0: an actual value against a target, or on a ramp, by the rubric's own numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Literal

from rubrics.scales import KpiRule, Step
from workflows.scoring.exact import exact, mean
from workflows.scoring.sheet import Kpi

# Rates are percents of the target; where less is better the rate is mirrored at the target, 200 - actual/target*100.
_HUNDRED = 100


def results_item_score(kpis: Iterable[Kpi], rules: Sequence[KpiRule]) -> Fraction | None:
    """The mean of the indicators that can be scored, in points, exact; None where none can.

    Source: PMQA 4.0 results rule. Raises LookupError where the rubric has no rule of an indicator's kind.
    """
    scores = [score for score in (indicator_score(kpi, rules) for kpi in kpis) if score is not None]
    return mean(scores) if scores else None


def indicator_score(kpi: Kpi, rules: Sequence[KpiRule]) -> Fraction | None:
    """One indicator's points, exact, within its rule's minimum and maximum (0 to 500 in PMQA 4.0), or None: not scored.

    `rules` are the rubric's. Raises LookupError where none is of the indicator's kind.
    """
    rule = rule_for(kpi, rules)
    return _ramp_score(kpi, rule) if kpi.rule == "ramp" else _generic_score(kpi, rule)


def rule_for(kpi: Kpi, rules: Sequence[KpiRule]) -> KpiRule:
    """The rubric's rule of the indicator's kind. Raises LookupError where it has none."""
    for rule in rules:
        if rule.kind == kpi.rule:
            return rule
    raise LookupError(f"the rubric has no {kpi.rule} rule")


def can_compare(kpi: Kpi) -> bool:
    """Whether there is a target above 0 to compare with; without one only an assessor can decide the score."""
    return kpi.target is not None and kpi.target > 0


def lacks(kpi: Kpi) -> Literal["target", "result", "decision"]:
    """What an indicator without a score still needs: a figure, or with a target of 0 or less an assessor's decision."""
    if kpi.rule != "ramp" and kpi.target is None:
        return "target"
    return "result" if kpi.actual is None or kpi.rule == "ramp" else "decision"


def _generic_score(kpi: Kpi, rule: KpiRule) -> Fraction | None:
    """Steps of the success rate. The rate itself is never formed: rate x target is compared with limit x target."""
    if kpi.target is None or not can_compare(kpi):
        return None if kpi.decided is None else exact(kpi.decided)
    if kpi.actual is None:
        return None
    target, actual = exact(kpi.target), exact(kpi.actual)
    rate_times_target = actual * _HUNDRED if kpi.direction == "more" else (2 * target - actual) * _HUNDRED
    step = next(step for step in rule.steps if _holds(step, rate_times_target, target))
    return max(exact(rule.minimum), min(exact(rule.maximum), _worth(step, rate_times_target, target)))


def _holds(step: Step, rate_times_target: Fraction, target: Fraction) -> bool:
    if step.up_to is None:
        return True
    limit = exact(step.up_to) * target
    return rate_times_target < limit or (step.inclusive and rate_times_target == limit)


def _worth(step: Step, rate_times_target: Fraction, target: Fraction) -> Fraction:
    if step.score is not None:
        return exact(step.score)
    assert step.times is not None  # the rubric refuses a step with neither
    return exact(step.times) * rate_times_target / target


def _ramp_score(kpi: Kpi, rule: KpiRule) -> Fraction | None:
    """Minimum below the floor, maximum from the ceiling on, a straight line between. None where an end is not known."""
    if (
        kpi.actual is None
        or kpi.floor is None
        or kpi.ceiling is None
        or rule.at_floor is None
        or rule.at_ceiling is None
    ):
        return None
    actual, floor, ceiling = exact(kpi.actual), exact(kpi.floor), exact(kpi.ceiling)
    if actual < floor:
        return exact(rule.minimum)
    if actual >= ceiling:
        return exact(rule.maximum)
    rise = exact(rule.at_ceiling) - exact(rule.at_floor)
    return exact(rule.at_floor) + rise * (actual - floor) / (ceiling - floor)
