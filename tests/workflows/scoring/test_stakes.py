"""A disagreement decides the outcome where its two ends lead to different bands or award levels."""

from __future__ import annotations

from decimal import Decimal

from rubrics import load_rubric
from workflows.scoring.sheet import Sheet
from workflows.scoring.stakes import decides_outcome

PS = load_rubric("ps-innovation@2564")
CUT = sorted(level.rank for level in PS.levels)


def sheets(*firsts: int, others: int) -> list[Sheet]:
    """Sheets that give everything `others` percent and differ only in the first indicator."""
    rest = {leaf.id: Decimal(others) for leaf in PS.leaves[1:]}
    return [Sheet(points={PS.leaves[0].id: Decimal(first), **rest}) for first in firsts]


def test_far_from_every_cut_nothing_decides() -> None:
    first = PS.leaves[0].id
    assert decides_outcome(PS, sheets(0, 100, others=20), [first]) == frozenset()


def test_a_node_that_carries_the_total_over_a_cut_decides() -> None:
    first = PS.leaves[0].id
    deciding = [
        others for others in range(50, 100, 5) if decides_outcome(PS, sheets(0, 100, others=others), [first]) == {first}
    ]
    assert deciding, "somewhere between 50 and 95 percent lies a cut"
    assert len(deciding) < 10


def test_where_the_sheets_say_the_same_nothing_decides() -> None:
    ids = [leaf.id for leaf in PS.leaves]
    assert all(not decides_outcome(PS, sheets(80, 80, others=others), ids) for others in range(50, 100, 5))
