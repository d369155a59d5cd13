"""Writes the answer to an assignment problem as plain JSON values: figures are decimal strings, lists are sorted."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from workflows.assignment.problem import Figures, Infeasible, Plan

_SIXTH = Decimal("0.000001")


def as_json(answer: Plan | Infeasible, *, seconds: float) -> dict[str, Any]:
    """Return the answer with the keys of the command line's contract; `seconds` is how long the caller waited.

    `stopped` is there only where a clock ended the run: such an answer may differ from one machine to the next.
    """
    told = _told(answer, seconds)
    return told | {"stopped": "time"} if answer.is_stopped else told


def _told(answer: Plan | Infeasible, seconds: float) -> dict[str, Any]:
    if isinstance(answer, Plan):
        return {
            "status": str(answer.status),
            "pairs": [list(pair) for pair in answer.pairs],
            "objectives": _figures(answer.objectives),
            "bounds": _figures(answer.bounds),
            "seconds": round(seconds, 3),
            "islands": [list(island) for island in answer.islands],
            "blocking": [],
            "relaxations": [],
        }
    return {
        "status": "infeasible",
        "pairs": [],
        "objectives": None,
        "bounds": None,
        "seconds": round(seconds, 3),
        "islands": [],
        "blocking": _blocking(answer),
        "relaxations": _relaxations(answer),
    }


def _blocking(answer: Infeasible) -> list[dict[str, Any]]:
    return [
        {"rule": str(block.rule), "applications": list(block.applications), "assessors": list(block.assessors)}
        for block in answer.blocking
    ]


def _relaxations(answer: Infeasible) -> list[dict[str, Any]]:
    return [{"change": relaxation.change, "cost": relaxation.cost} for relaxation in answer.relaxations]


def _figures(figures: Figures) -> dict[str, str]:
    return {
        "worst_off": printed(figures.worst_off),
        "load_spread": str(figures.load_spread),
        "expertise": printed(figures.expertise),
        "changed": str(figures.changed),
    }


def printed(figure: Fraction) -> str:
    """Write a figure without trailing zeros; thirds and the like, from panels of different sizes, to six decimals."""
    exact = Decimal(figure.numerator) / Decimal(figure.denominator)
    text = format(exact.quantize(_SIXTH, ROUND_HALF_UP), "f")
    return text.rstrip("0").rstrip(".")
