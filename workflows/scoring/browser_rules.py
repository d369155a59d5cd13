"""The numbers of an edition that the browser's port of the rule counts with, so that no number stands in a script."""

from __future__ import annotations

from decimal import Decimal

from rubrics.model import Rubric
from rubrics.scales import KpiRule


def browser_rules(rubric: Rubric) -> dict[str, object]:
    """Return maximum, bands, index and indicator rules of a level checklist as JSON values; figures are text.

    Raises ValueError for a rubric without a "Bureaucracy n.n" reading.
    """
    if rubric.aggregation is None:
        raise ValueError(f"{rubric.full_id} has no bureaucracy index")
    index = rubric.aggregation.bureaucracy_index
    return {
        "maximum": _text(rubric.maximum),
        "bands": [{"code": band.code, "min": _text(band.min)} for band in rubric.bands],
        "index": {"scale": _text(index.scale), "decimals": index.decimals},
        "kpi": {rule.kind: _indicator_rule(rule) for rule in reversed(rubric.kpi_rules)},
    }


def _indicator_rule(rule: KpiRule) -> dict[str, object]:
    return {
        "minimum": _text(rule.minimum),
        "maximum": _text(rule.maximum),
        "at_floor": _text(rule.at_floor),
        "at_ceiling": _text(rule.at_ceiling),
        "steps": [
            {
                "up_to": _text(step.up_to),
                "inclusive": step.inclusive,
                "times": _text(step.times),
                "score": _text(step.score),
            }
            for step in rule.steps
        ],
    }


def _text(value: Decimal | int | None) -> str | None:
    return None if value is None else format(Decimal(value), "f")
