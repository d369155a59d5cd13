"""From leaf scores to dimensions or categories, the total, and the band it falls in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from rubrics.model import Method, Rubric
from rubrics.nodes import Node
from rubrics.stages import Band
from workflows.scoring.exact import as_decimal, exact, mean
from workflows.scoring.leaves import item_levels, leaf_scores
from workflows.scoring.level_checklist import ItemLevelReached
from workflows.scoring.points import percent_of
from workflows.scoring.sheet import Sheet


@dataclass(frozen=True)
class Scores:
    """What a sheet is worth, not rounded; None is "not scored", never 0.

    Points from 0 to `maximum`; `at_least` is the total with everything unscored as 0. `nodes` and `nodes_percent`
    (0 to 100 of the node's points) hold every node in the rubric's order, `levels` checklist items, `unscored` leaves.
    """

    total: Decimal | None
    at_least: Decimal
    maximum: Decimal
    nodes: Mapping[str, Decimal | None]
    nodes_percent: Mapping[str, Decimal | None]
    levels: Mapping[str, ItemLevelReached | None]
    band: str | None
    unscored: tuple[str, ...]

    @property
    def total_percent(self) -> Decimal | None:
        """The total as a percent (0 to 100) of the maximum, not rounded."""
        return None if self.total is None else as_decimal(percent_of(exact(self.total), exact(self.maximum)))


def score(rubric: Rubric, sheet: Sheet) -> Scores:
    """Score `sheet` by the rubric's method; a group with an unscored member is not scored, nor is the total then.

    Source: the scoring method of the rubric edition. Raises ValueError for a rubric without a score (form_only).
    """
    leaves = leaf_scores(rubric, sheet)
    nodes = _every_node(rubric, leaves)
    total = _whole(rubric, nodes)
    at_least = _whole(rubric, _every_node(rubric, {leaf: value or Fraction() for leaf, value in leaves.items()}))
    shown_total = _decimal(total)
    return Scores(
        total=shown_total,
        at_least=as_decimal(at_least or Fraction()),
        maximum=rubric.maximum,
        nodes={node_id: _decimal(value) for node_id, value in nodes.items()},
        nodes_percent={node_id: _node_percent(rubric.node(node_id), value) for node_id, value in nodes.items()},
        levels=item_levels(rubric, sheet),
        band=band_for(rubric.bands, shown_total),
        unscored=tuple(leaf for leaf, value in leaves.items() if value is None),
    )


def band_for(bands: Sequence[Band], total: Decimal | None) -> str | None:
    """The code of the band that holds the unrounded `total`; None without a total or without bands.

    Each band begins at its `min` and ends before its `max`, the highest one with it. Source: bands of the edition.
    """
    if total is None:
        return None
    return next(
        (b.code for b in bands if b.min <= total and (total < b.max or (b.max_inclusive and total == b.max))), None
    )


def _every_node(rubric: Rubric, leaves: Mapping[str, Fraction | None]) -> dict[str, Fraction | None]:
    """Each node's points, parents before their members, in the rubric's order."""
    nodes: dict[str, Fraction | None] = {}
    for node in rubric.nodes:
        _place(node, leaves, nodes)
    return nodes


def _place(node: Node, leaves: Mapping[str, Fraction | None], nodes: dict[str, Fraction | None]) -> Fraction | None:
    nodes[node.id] = leaves.get(node.id)
    if not node.is_leaf:
        members = [_place(member, leaves, nodes) for member in node.nodes]
        nodes[node.id] = _together(members, is_mean=node.aggregate == "mean")
    return nodes[node.id]


def _whole(rubric: Rubric, nodes: Mapping[str, Fraction | None]) -> Fraction | None:
    """The total: the plain mean of the categories in a level checklist, else the sum of the top nodes."""
    return _together([nodes[node.id] for node in rubric.nodes], is_mean=rubric.method is Method.LEVEL_CHECKLIST)


def _together(members: Sequence[Fraction | None], *, is_mean: bool) -> Fraction | None:
    known = [member for member in members if member is not None]
    if len(known) < len(members):
        return None
    return mean(known) if is_mean else sum(known, Fraction())


def _node_percent(node: Node, value: Fraction | None) -> Decimal | None:
    return as_decimal(percent_of(value, exact(node.points))) if value is not None and node.points else None


def _decimal(value: Fraction | None) -> Decimal | None:
    return None if value is None else as_decimal(value)
