"""What each leaf counts for in the total, so that a total can be computed again outside the system."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from rubrics.model import Method, Rubric
from rubrics.nodes import Node


def leaf_weights(rubric: Rubric) -> Mapping[str, Fraction]:
    """Return the number each leaf's points are multiplied by; the sum over all leaves is the total.

    1 where points are added up; where members are averaged their group's share, divided among them. Source: the way
    `workflows.scoring.totals` puts nodes together. A total with an unscored leaf is not scored, whatever its weight.
    """
    is_mean = rubric.method is Method.LEVEL_CHECKLIST
    return dict(_weights(rubric.nodes, Fraction(1), is_mean=is_mean))


def _weights(nodes: Sequence[Node], whole: Fraction, *, is_mean: bool) -> Iterator[tuple[str, Fraction]]:
    each = whole / len(nodes) if is_mean else whole
    for node in nodes:
        if node.is_leaf:
            yield node.id, each
        else:
            yield from _weights(node.nodes, each, is_mean=node.aggregate == "mean")
