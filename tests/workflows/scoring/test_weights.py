"""What each leaf counts for: the weighted sum of the leaves is the total the scoring rule gives."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from rubrics import load_rubric, published_rubrics
from workflows.scoring.totals import _every_node, _whole
from workflows.scoring.weights import leaf_weights

SCORED = [full_id for full_id in published_rubrics() if load_rubric(full_id).is_scored]


@pytest.mark.parametrize("full_id", SCORED)
def test_the_weighted_sum_is_the_total_exactly(full_id: str) -> None:
    rubric, chance = load_rubric(full_id), Random(full_id)
    weights = leaf_weights(rubric)
    assert list(weights) == [leaf.id for leaf in rubric.leaves]
    for _ in range(20):
        leaves = {leaf: Fraction(chance.randrange(0, 5000), chance.randrange(1, 9)) for leaf in weights}
        total = _whole(rubric, _every_node(rubric, leaves))
        assert sum((weights[leaf] * value for leaf, value in leaves.items()), Fraction()) == total
