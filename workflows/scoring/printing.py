"""Scores as people read them: rounded here and nowhere before."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

from rubrics.model import Method, Rubric
from workflows.scoring.exact import as_decimal, exact, printed_figure, truncated_figure, two_decimals
from workflows.scoring.totals import Scores

_TRUNCATED_TOTALS = frozenset({Method.LEVEL_CHECKLIST, Method.ADLI_LETCI})


def printed(scores: Scores, rubric: Rubric) -> dict[str, object]:
    """The answer of `lertrat score`: decimal strings, the rubric's order, so that the same scores are the same bytes.

    Nodes half up to two decimals, whole figures without decimals; totals of checklist and dimension methods cut to
    whole numbers. Source: printing rule of the scoring methods.
    """
    shown = total_printer(rubric)
    return {
        "rubric": rubric.full_id,
        "sha256": rubric.sha256,
        "total": None if scores.total is None else shown(scores.total),
        "at_least": shown(scores.at_least),
        "maximum": printed_figure(scores.maximum),
        "nodes": {node: None if value is None else printed_figure(value) for node, value in scores.nodes.items()},
        "levels": {item: None if level is None else level.value for item, level in scores.levels.items()},
        "band": scores.band,
        "unscored": list(scores.unscored),
    }


def total_printer(rubric: Rubric) -> Callable[[Decimal], str]:
    """How this rubric prints a total: cut to a whole number or half up to two decimals; its method, if it is silent."""
    return truncated_figure if truncates_totals(rubric) else printed_figure


def page_total(rubric: Rubric) -> Callable[[Decimal], str]:
    """How pages and papers print a total of this rubric: cut to a whole number, or with two decimals always.

    Totals that stand in a column then line up ("92.50" above "85.00"). Source: printing rule of the scoring methods.
    """
    return truncated_figure if truncates_totals(rubric) else two_decimals


def printed_total(rubric: Rubric, total: Decimal | None) -> Decimal | None:
    """The figure that pages print for a total, for a cell that counts on; None stays "not known"."""
    return None if total is None else Decimal(total_printer(rubric)(total))


def truncates_totals(rubric: Rubric) -> bool:
    """Say whether this rubric cuts its totals to whole numbers instead of rounding them half up to two decimals."""
    if rubric.rounding is not None:
        return rubric.rounding.total == "truncate"
    return rubric.method in _TRUNCATED_TOTALS


def bureaucracy_index(rubric: Rubric, total: Decimal) -> Decimal:
    """The n.n of "Bureaucracy n.n": the unrounded total (0 to the maximum) on the rubric's scale (0.0 to 4.0), half up.

    Derived for showing and never stored. Source: PMQA 4.0, total / 500 * 4, one decimal. Raises ValueError for a
    rubric without such an index.
    """
    if rubric.aggregation is None:
        raise ValueError(f"{rubric.full_id} has no bureaucracy index")
    index = rubric.aggregation.bureaucracy_index
    value = as_decimal(exact(total) * exact(index.scale) / exact(rubric.maximum))
    return value.quantize(Decimal(1).scaleb(-index.decimals), rounding=ROUND_HALF_UP)
