"""Scores as a table: every node of the criteria with what it is worth and what was agreed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from app.queries.sheet_page import node_code
from rubrics.model import Rubric
from rubrics.nodes import Node
from workflows.scoring.totals import Scores


@dataclass(frozen=True)
class ScoreRow:
    """One node: how deep it stands, its points of the most there are, in percent, and the level a checklist reached."""

    node: Node
    code: str
    depth: int
    points: Decimal | None
    maximum: Decimal | None
    percent: Decimal | None
    level: str | None

    @property
    def is_top(self) -> bool:
        """Say whether it is a dimension or category of its own."""
        return self.depth == 0


def score_rows(rubric: Rubric, scores: Scores) -> list[ScoreRow]:
    """Return every node in the criteria's order, members below their group."""
    return list(_rows(rubric.nodes, scores, 0))


def _rows(nodes: Iterable[Node], scores: Scores, depth: int) -> Iterable[ScoreRow]:
    for node in nodes:
        reached = scores.levels.get(node.id)
        yield ScoreRow(
            node,
            node_code(node),
            depth,
            scores.nodes.get(node.id),
            node.points or (scores.maximum if depth == 0 else None),
            scores.nodes_percent.get(node.id),
            reached.value if reached else None,
        )
        yield from _rows(node.nodes, scores, depth + 1)
