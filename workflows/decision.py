"""What a committee may decide, and acts that two persons take: one proposes, another confirms within seven days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal

from rubrics.conditions import FactValue
from rubrics.model import Rubric
from workflows.errors import Obstacle
from workflows.gates import award_level, certified_band, gate_result

PROPOSAL_LASTS = timedelta(days=7)
NONE = "none"


def possible_outcomes(rubric: Rubric) -> tuple[str, ...]:
    """Every outcome the criteria know: award levels, category awards or certified bands, and "none"."""
    bands = tuple(code for gate in rubric.gates for code in gate.certify_bands)
    return (*(level.code for level in rubric.levels), *(kind.code for kind in rubric.award_types), *bands, NONE)


def outcome_by_rule(rubric: Rubric, facts: Mapping[str, FactValue], wanted: tuple[str, ...] = ()) -> str:
    """Return the outcome the criteria lead to, "none" where no level, category or band is reached.

    `wanted` are the category awards the applicant chose; the first whose gate holds counts. Totals are points, not
    rounded. Source: award levels and gates of the rubric edition.
    """
    for gate in rubric.gates:
        if gate.certify_bands:
            total = facts.get("total.site_visit")
            band = certified_band(rubric, gate, total if isinstance(total, Decimal) else None)
            return band if band and gate_result(gate, facts) else NONE
    reached = [gate.award_type for gate in rubric.gates if gate.award_type in wanted and gate_result(gate, facts)]
    if rubric.award_types:
        return next((code for code in wanted if code in reached), NONE)
    return award_level(rubric, facts) or NONE


def decision_obstacles(
    rubric: Rubric, outcome: str, *, by_rule: str, reason: str, quorum: int, least_quorum: int, recused: bool
) -> list[Obstacle]:
    """Return what stands against a proposed decision.

    `quorum` counts the members present who do not stand aside, `least_quorum` comes from the committee stage of the
    programme. An outcome that differs from the one the criteria lead to needs a reason. Source: committee stage of the
    rubric edition.
    """
    against = []
    if outcome not in possible_outcomes(rubric):
        against.append(Obstacle("The criteria have no such outcome", field="outcome"))
    if outcome != by_rule and not reason.strip():
        against.append(Obstacle("The criteria lead to another outcome; give a reason for this one", field="reason"))
    against += quorum_obstacles(quorum, least_quorum)
    if recused:
        against.append(Obstacle("Whoever is recused takes no part in this decision"))
    return against


def quorum_obstacles(quorum: int, least_quorum: int) -> list[Obstacle]:
    """Return what stands against a decision that too few take part in, when it is proposed and when it is signed."""
    if quorum >= least_quorum:
        return []
    message = "The quorum is %(count)s members; %(present)s are present and do not stand aside"
    return [Obstacle(message, {"count": least_quorum, "present": quorum}, field="attended")]


def proposer_obstacles(*, is_recused: bool) -> list[Obstacle]:
    """Return what stands against signing what somebody proposed who was recused since: nobody decides own affairs."""
    message = "Whoever proposed this has been recused since. Refuse it, and let another member propose it anew"
    return [Obstacle(message)] if is_recused else []


def confirmation_obstacles(*, proposer: str, confirmer: str, expires_at: datetime, at: datetime) -> list[Obstacle]:
    """Return what stands against confirming an act of two persons: the same person, or a proposal that has lapsed."""
    against = []
    if proposer == confirmer:
        against.append(Obstacle("Another person must confirm what you proposed"))
    if at > expires_at:
        against.append(Obstacle("This proposal has lapsed; propose it anew"))
    return against
