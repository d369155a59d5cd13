"""What scores lead to: the facts conditions read, award levels, gates between rounds, and the band to certify."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from rubrics.conditions import FactValue
from rubrics.model import Rubric
from rubrics.stages import Gate
from workflows.scoring.totals import Scores, band_for


def gate_facts(
    rubric: Rubric,
    *,
    assessor: Scores | None = None,
    consensus: Scores | None = None,
    site_visit: Scores | None = None,
    profile_complete: bool,
    missing_evidence: int,
    site_visit_confirmed: bool | None,
) -> Mapping[str, FactValue]:
    """Every fact a condition of `rubric` may read; None where it is not known, and a condition on it then fails.

    `assessor` scores the ticks agreed in round 1, `consensus` the panel's agreed sheet, `site_visit` the agreed sheet
    as the visit left it (None: there was no visit). Totals are points, percents 0 to 100, nothing is rounded;
    `total.final`, `total.points`, `total.percent` and the nodes are those after the visit. `missing_evidence` counts
    levels claimed or report sections without their evidence; `site_visit_confirmed` is None before the visit is closed.
    Source: gate rule, gates and award levels read the consensus only.
    """
    final = site_visit or consensus
    percents: Mapping[str, Decimal | None] = final.nodes_percent if final else {}
    facts: dict[str, FactValue] = {
        "total.assessor": _total(assessor),
        "total.consensus": _total(consensus),
        "total.site_visit": _total(site_visit),
        "total.final": _total(final),
        "total.points": _total(final),
        "total.percent": final.total_percent if final else None,
        "min_dimension_percent": _lowest([percents.get(node.id) for node in rubric.nodes]),
        "profile.complete": profile_complete,
        "missing_evidence.count": missing_evidence,
        "site_visit.confirmed": site_visit_confirmed,
    }
    return facts | {f"node.{node_id}.percent": percent for node_id, percent in percents.items()}


def award_level(rubric: Rubric, facts: Mapping[str, FactValue]) -> str | None:
    """The code of the best award level (lowest rank) whose condition holds, None where none does.

    Source: levels of the rubric edition.
    """
    best_first = sorted(rubric.levels, key=lambda level: level.rank)
    return next((level.code for level in best_first if level.when.holds(facts)), None)


def gate_result(gate: Gate, facts: Mapping[str, FactValue]) -> bool:
    """Whether the gate's condition holds; its `then` or `otherwise` follows. Source: gates of the rubric edition."""
    return gate.when.holds(facts)


def certified_band(rubric: Rubric, gate: Gate, total: Decimal | None) -> str | None:
    """The band the unrounded `total` (points) is certified at: its own if `gate` certifies it, otherwise None.

    Asks only for the band; whether the gate is passed at all is `gate_result`. Source: certify_bands of the edition.
    """
    band = band_for(rubric.bands, total)
    return band if band in gate.certify_bands else None


def _total(scores: Scores | None) -> Decimal | None:
    return scores.total if scores else None


def _lowest(percents: list[Decimal | None]) -> Decimal | None:
    """The lowest of them, None while one is unknown: it could be the lowest."""
    known = [percent for percent in percents if percent is not None]
    return min(known) if known and len(known) == len(percents) else None
