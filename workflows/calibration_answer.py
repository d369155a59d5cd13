"""Writes a calibrated round as plain JSON values: points half up to 2 decimals, coefficients half up to 3."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from workflows.calibration import Calibration, Islands
from workflows.ratings import Ratings
from workflows.reliability import Agreement, Coefficient

_CENT, _THOUSANDTH = Decimal("0.01"), Decimal("0.001")


def as_json(ratings: Ratings, calibration: Calibration, agreed: Agreement) -> dict[str, Any]:
    """Return the answer with the keys of the command line's contract."""
    return {
        "applications": [
            {
                "application": each.name,
                "raw": points(each.raw),
                "calibrated": points(each.calibrated),
                "se": points(each.error),
                "rank": list(each.ranks) if each.ranks else None,
            }
            for each in calibration.applications
        ],
        "assessors": [
            {
                "assessor": each.name,
                "severity": points(each.severity),
                "se": points(each.error),
                "links": each.links,
                "fit": points(each.fit),
            }
            for each in calibration.assessors
        ],
        "icc": {**coefficient(agreed.single), "mean": coefficient(agreed.mean)},
        "alpha": coefficient(agreed.alpha),
        "input_sha256": ratings.sha256,
    }


def refusal(refused: Islands) -> dict[str, Any]:
    """Return the answer where the assessors are not joined."""
    return {"refused": "islands", "islands": [list(island) for island in refused.islands]}


def coefficient(found: Coefficient) -> dict[str, Any]:
    """Return one coefficient with its interval."""
    ends = [_printed(end, _THOUSANDTH) for end in found.interval] if found.interval else None
    return {"form": found.form.value, "value": _printed(found.value, _THOUSANDTH), "interval": ends}


def points(figure: float | Fraction | None) -> str | None:
    """Write a figure in points, half up to 2 decimals."""
    return _printed(figure, _CENT)


def _printed(figure: float | Fraction | None, step: Decimal) -> str | None:
    if figure is None:
        return None
    exact = Decimal(repr(figure)) if isinstance(figure, float) else _divided(figure)
    rounded = exact.quantize(step, ROUND_HALF_UP)
    return format(abs(rounded) if rounded == 0 else rounded, "f")


def _divided(figure: Fraction) -> Decimal:
    """Thousands of a step are kept, so that half of one is told from a little less."""
    scaled = figure * 10**9
    return Decimal(scaled.numerator // scaled.denominator) / 10**9


def written(answer: Mapping[str, Any]) -> str:
    """Write an answer as the command line prints it: the same answer, the same bytes."""
    return json.dumps(answer, ensure_ascii=False, indent=1)
