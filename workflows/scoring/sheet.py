"""One score sheet as plain values: what somebody ticked, measured or judged, whoever they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from rubrics.scales import Direction
from workflows.errors import RuleBroken

KpiKind = Literal["generic", "ramp"]


@dataclass(frozen=True)
class Kpi:
    """One results indicator of a PMQA 4.0 item; figures in the indicator's own unit.

    `generic` compares `actual` with `target` in the given `direction`; `ramp` reads `actual` between `floor` and
    `ceiling` and knows only "more". None is "not known yet" and leaves the indicator unscored. `decided` (points of
    the item) with its `reason` is an assessor's value where no target above 0 exists to compare with.
    """

    rule: KpiKind
    actual: Decimal | None
    target: Decimal | None = None
    direction: Direction = "more"
    floor: Decimal | None = None
    ceiling: Decimal | None = None
    decided: Decimal | None = None
    reason: str = ""


@dataclass(frozen=True)
class AdliScore:
    """One item judged by dimensions: `levels` by dimension code, and the percent chosen (None = not chosen yet)."""

    levels: Mapping[str, int]
    percent: Decimal | None


@dataclass(frozen=True)
class Sheet:
    """Everything one sheet says; a rubric's method reads only its own fields.

    checkpoints   level_checklist: the ids found met; None means that no process item was judged at all
    cannot_judge  level_checklist: item ids the assessor could not judge
    kpis          level_checklist: indicators by results item
    decided       level_checklist: points of a results item, decided by an assessor in place of its indicators
    points        points: percent of its points by indicator
    adli          adli_letci: judgements by item
    node_means    leaf scores in points, given directly (panel means); each stands where the sheet says nothing else
    """

    checkpoints: frozenset[str] | None = None
    cannot_judge: frozenset[str] = frozenset()
    kpis: Mapping[str, tuple[Kpi, ...]] = field(default_factory=dict)
    decided: Mapping[str, Decimal] = field(default_factory=dict)
    points: Mapping[str, Decimal] = field(default_factory=dict)
    adli: Mapping[str, AdliScore] = field(default_factory=dict)
    node_means: Mapping[str, Decimal] = field(default_factory=dict)


class SheetFaults(RuleBroken):
    """A sheet cannot be read: every fault of it, each with its place in the sheet."""

    @property
    def faults(self) -> tuple[str, ...]:
        """The faults as English sentences, in the order of the sheet."""
        return tuple(str(obstacle) for obstacle in self.obstacles)
