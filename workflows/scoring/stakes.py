"""What a disagreement decides: whether one node can move the band or the award level of the whole."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from rubrics.model import Rubric
from workflows.gates import award_level, gate_facts
from workflows.scoring.discrepancy import panel_means
from workflows.scoring.exact import as_decimal
from workflows.scoring.leaves import leaf_scores
from workflows.scoring.sheet import Sheet
from workflows.scoring.totals import band_for, score


def decides_outcome(rubric: Rubric, sheets: Sequence[Sheet], node_ids: Sequence[str]) -> frozenset[str]:
    """The leaves among `node_ids` whose lowest and highest sheet lead to different bands or award levels.

    Every other leaf is held at the panel's mean; what scores do not tell (profile, evidence, visit) is taken as met.
    Source: agenda rule, what changes the outcome is discussed before what does not.
    """
    means = panel_means(rubric, sheets)
    scored = [leaf_scores(rubric, sheet) for sheet in sheets]
    others = {leaf.id: mean for leaf in rubric.leaves if (mean := means[leaf.id]) is not None}
    found = set()
    for node_id in node_ids:
        known = [value for scores in scored if (value := scores[node_id]) is not None]
        if known and min(known) != max(known):
            ends = {_outcome(rubric, {**others, node_id: as_decimal(end)}) for end in (min(known), max(known))}
            if len(ends) > 1:
                found.add(node_id)
    return frozenset(found)


def _outcome(rubric: Rubric, values: dict[str, Decimal]) -> tuple[str | None, str | None]:
    scores = score(rubric, Sheet(node_means=values))
    facts = gate_facts(
        rubric,
        assessor=scores,
        consensus=scores,
        site_visit=scores,
        profile_complete=True,
        missing_evidence=0,
        site_visit_confirmed=True,
    )
    return band_for(rubric.bands, scores.total), award_level(rubric, facts)
