"""The agency's own PMQA 4.0 score while it is still being written: never an error, whatever is half typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.queries.sheets import indicators_of, self_sheet
from rubrics.model import Rubric
from rubrics.nodes import Node
from rubrics.stages import Band
from workflows.scoring.exact import as_decimal
from workflows.scoring.kpi import indicator_score
from workflows.scoring.level_checklist import LevelTicks, item_score
from workflows.scoring.reading import parse_sheet
from workflows.scoring.sheet import Sheet, SheetFaults
from workflows.scoring.totals import Scores, score


@dataclass(frozen=True)
class LeftOut:
    """An indicator that cannot be scored yet: which item, which row (from 1), its title."""

    item_id: str
    row: int
    title: str


@dataclass(frozen=True)
class Raise:
    """What completing one level of one item would add to the total, counting ticks already made above it."""

    item: Node
    level: str
    missing: int
    first_missing: str
    gain: Decimal


@dataclass(frozen=True)
class SelfScores:
    """What the agency's ticks and indicators are worth now, and what was left out of the score."""

    scores: Scores
    sheet: Sheet
    left_out: tuple[LeftOut, ...]

    @property
    def shown_total(self) -> Decimal:
        """The total, or what it is at least while something is unscored."""
        return self.scores.at_least if self.scores.total is None else self.scores.total


def self_scores(rubric: Rubric, answers: Mapping[str, Any]) -> SelfScores:
    """Score the agency's own answers. Rows that cannot be scored are left out and named."""
    usable = dict(answers)
    left_out: list[LeftOut] = []
    for leaf in rubric.leaves:
        if leaf.kpi is None:
            continue
        rows = list(answers.get(f"kpis.{leaf.id}") or ())
        scored = [_is_scorable(rubric, leaf, row) for row in rows]
        usable[f"kpis.{leaf.id}"] = [row for row, fine in zip(rows, scored, strict=True) if fine]
        left_out += [
            LeftOut(leaf.id, place, str(row.get("title", "")))
            for place, (row, fine) in enumerate(zip(rows, scored, strict=True), start=1)
            if not fine
        ]
    sheet = self_sheet(rubric, usable)
    return SelfScores(score(rubric, sheet), sheet, tuple(left_out))


def _is_scorable(rubric: Rubric, item: Node, row: Mapping[str, Any]) -> bool:
    try:
        sheet = parse_sheet(rubric, {"kpis": {item.id: indicators_of(item, [row])}})
    except SheetFaults:
        return False
    return all(indicator_score(kpi, rubric.kpi_rules) is not None for kpi in sheet.kpis.get(item.id, ()))


def best_raises(rubric: Rubric, own: SelfScores, *, most: int = 3) -> list[Raise]:
    """Return the levels whose completion would raise the total most, best first."""
    found = [each for item in rubric.leaves if item.levels for each in _raises_of(rubric, item, own)]
    return sorted(found, key=lambda each: (-each.gain, each.missing, each.item.id))[:most]


def _raises_of(rubric: Rubric, item: Node, own: SelfScores) -> list[Raise]:
    met = own.sheet.checkpoints or frozenset()
    for level in item.levels:
        missing = [point.id for point in level.checkpoints if point.id not in met]
        if missing:
            more = item_score(_ticks(item, met | set(missing))) - item_score(_ticks(item, met))
            return [Raise(item, level.code.value, len(missing), missing[0], as_decimal(more / _share_of(rubric, item)))]
    return []


def _ticks(item: Node, met: frozenset[str]) -> list[LevelTicks]:
    return [
        LevelTicks(
            level.code, level.points, sum(point.id in met for point in level.checkpoints), len(level.checkpoints)
        )
        for level in item.levels
    ]


def _share_of(rubric: Rubric, item: Node) -> int:
    """How many items an item's points are spread over: the total is the plain mean of categories, these of items."""
    category = rubric.parent_of(item.id)
    return len(rubric.nodes) * len(category.nodes if category else rubric.nodes)


def band_at(rubric: Rubric, total: Decimal) -> Band | None:
    """Return the band a total lies in."""
    return next((band for band in reversed(rubric.bands) if band.min <= total), None)


def next_band(rubric: Rubric, total: Decimal) -> Band | None:
    """Return the next band to reach; None from the highest one."""
    return next((band for band in rubric.bands if band.min > total), None)
