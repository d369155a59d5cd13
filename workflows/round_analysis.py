"""Everything the reliability page shows of a stage, computed from one frozen file of scores: same file, same bytes.

The file is the one `lertrat calibrate` reads; beside stand `submitted_at` and a column for each node of the criteria.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from workflows.assessor_signs import AssessorSigns, Slope, signs_of
from workflows.calibration import Calibration, Islands, calibrate
from workflows.calibration_answer import as_json, coefficient, points, refusal
from workflows.ratings import Ratings, read_ratings
from workflows.reliability import agreement

SUBMITTED_AT = "submitted_at"
_DAY = timedelta(days=1)


def analyse(content: bytes, report: Callable[[int], None] = lambda _percent: None) -> dict[str, Any]:
    """Return the analysis of a stage's scores; `report` is told the percent done. Raises RatingFaults.

    "calibration" is exactly what the command line answers, a refusal included; "criteria" says by node how far
    assessors agree, "signs" what stands out in an assessor's scores, None where the round is refused.
    """
    ratings = read_ratings(content)
    report(5)
    agreed = agreement(ratings.panels, seed=ratings.sha256)
    report(20)
    try:
        calibration = calibrate(ratings)
    except Islands as refused:
        answer, signs = refusal(refused), None
    else:
        answer = as_json(ratings, calibration, agreed)
        signs = _signs(ratings, calibration)
    report(50)
    criteria = {}
    nodes = [name for name in ratings.columns if name != SUBMITTED_AT]
    for number, node in enumerate(nodes, start=1):
        criteria[node] = _criterion(ratings.of_column(node), f"{node} {ratings.sha256}")
        report(50 + 45 * number // len(nodes))
    overall = {"icc": coefficient(agreed.single), "mean": coefficient(agreed.mean), "alpha": coefficient(agreed.alpha)}
    return {"calibration": answer, "agreement": overall, "criteria": criteria, "signs": signs}


def _criterion(ratings: Ratings, seed: str) -> dict[str, Any] | None:
    if not ratings.rows:
        return None
    agreed = agreement(ratings.panels, seed=seed)
    return {"icc": coefficient(agreed.single), "alpha": coefficient(agreed.alpha), "scores": len(ratings.rows)}


def _signs(ratings: Ratings, calibration: Calibration) -> dict[str, Any]:
    found = signs_of(calibration, _days(ratings))
    return {"assessors": {each.name: _as_json(each) for each in found.assessors}, "order": _line(found.order)}


def _days(ratings: Ratings) -> Mapping[tuple[int, int], float]:
    """When each score was handed in, in days after the first."""
    times = {
        (row.application, row.assessor): datetime.fromisoformat(row.beside[SUBMITTED_AT])
        for row in ratings.rows
        if row.beside.get(SUBMITTED_AT)
    }
    first = min(times.values(), default=None)
    number = {name: place for place, name in enumerate(ratings.applications)}
    place = {name: each for each, name in enumerate(ratings.assessors)}
    return {
        (number[application], place[assessor]): (time - first) / _DAY
        for (application, assessor), time in times.items()
        if first is not None
    }


def _as_json(signs: AssessorSigns) -> dict[str, Any]:
    return {
        "count": signs.count,
        "spread": points(signs.spread),
        "relative_spread": points(signs.relative_spread),
        "is_flat": signs.is_flat,
        "drift": _line(signs.drift),
    }


def _line(slope: Slope | None) -> dict[str, Any] | None:
    if slope is None:
        return None
    chance = Decimal(repr(slope.chance)).quantize(Decimal("0.001"), ROUND_HALF_UP)
    return {"rise": points(slope.rise), "chance": format(chance, "f"), "is_alarm": slope.is_alarm}
