"""The tree of what is scored: dimensions and categories over indicators, items and results items."""

from enum import StrEnum
from typing import Literal

from rubrics.provenance import Sourced
from rubrics.scales import Evidence, ItemLevel, KpiExample, KpiSettings, Scale
from rubrics.strict import Identifier, NotNegative, Text, Words


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
