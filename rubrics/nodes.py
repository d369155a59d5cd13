"""The tree of what is scored: dimensions and categories over indicators, items and results items."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Literal

from rubrics.provenance import Sourced
from rubrics.scales import Evidence, ItemLevel, KpiExample, KpiSettings, LevelCode, Scale
from rubrics.strict import Fault, Identifier, NotNegative, Text, Words


class NodeKind(StrEnum):
    """What a node of the tree is."""

    DIMENSION = "dimension"
    INDICATOR = "indicator"
    CATEGORY = "category"
    ITEM = "item"
    KPI = "kpi"


class Node(Sourced):
    """One criterion, or a group of criteria whose points are the sum or the mean of its members."""

    id: Identifier
    number: Words | None = None
    key: Identifier | None = None
    kind: NodeKind
    title: Text
    points: NotNegative | None = None
    aggregate: Literal["sum", "mean"] | None = None
    pillars: tuple[Identifier, ...] = ()
    guidance: Text | None = None
    question: Text | None = None
    look_for: tuple[Text, ...] = ()
    report_section: Identifier | None = None
    evidence: Evidence | None = None
    scale: Scale | None = None
    levels: tuple[ItemLevel, ...] = ()
    scheme: Identifier | None = None
    bands_ref: Identifier | None = None
    kpi: KpiSettings | None = None
    examples: tuple[KpiExample, ...] = ()
    maps_to: tuple[Words, ...] = ()
    nodes: tuple["Node", ...] = ()

    @property
    def is_leaf(self) -> bool:
        """Tell whether assessors score this node itself."""
        return not self.nodes

    @property
    def checkpoint_count(self) -> int:
        """Return how many checkpoints the item has over all its levels."""
        return sum(len(level.checkpoints) for level in self.levels)

    def faults(self) -> Iterator[Fault]:
        """Points must add up (sum) or agree (mean), and every leaf must say how it is scored."""
        yield from super().faults()
        if self.nodes:
            yield from self._group_faults()
        elif self.aggregate == "sum":
            yield Fault(("aggregate",), "a node without members has nothing to sum")
        if self.levels:
            yield from self._level_faults()
        if (self.scheme is None) != (self.bands_ref is None):
            yield Fault((), "'scheme' and 'bands_ref' must stand together")

    def _group_faults(self) -> Iterator[Fault]:
        worth = [node.points for node in self.nodes]
        if self.aggregate is None:
            yield Fault((), "'aggregate' must say how the members make up the whole")
        if self.points is None or None in worth:
            return
        total = sum(points for points in worth if points is not None)
        if self.aggregate == "sum" and total != self.points:
            yield Fault(("points",), f"the members add up to {total}, not {self.points}")
        if self.aggregate == "mean" and any(points != self.points for points in worth):
            yield Fault(("points",), f"under a mean every member must be worth {self.points}")

    def _level_faults(self) -> Iterator[Fault]:
        if tuple(level.code for level in self.levels) != tuple(LevelCode):
            yield Fault(("levels",), "the levels must be basic, advance, significance, in this order")
        total = sum(level.points for level in self.levels)
        if self.points is not None and total != self.points:
            yield Fault(("levels",), f"the levels add up to {total}, not {self.points}")
