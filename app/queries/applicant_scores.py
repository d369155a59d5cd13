"""The agency's own PMQA 4.0 score while it is still being written: never an error, whatever is half typed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, lru_cache
from hashlib import sha256
from typing import Any

from app.queries.sheets import indicators_of, self_sheet
from rubrics.model import Rubric
from rubrics.nodes import Node
from rubrics.scales import Checkpoint
from workflows.scoring.cheapest_raise import CheapestRaise, cheapest_raise
from workflows.scoring.exact import as_decimal
from workflows.scoring.kpi import indicator_score, lacks
from workflows.scoring.leaves import level_ticks
from workflows.scoring.level_checklist import item_score
from workflows.scoring.reading import parse_sheet
from workflows.scoring.sheet import Kpi, Sheet, SheetFaults
from workflows.scoring.standing import Standing, standing_at
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
class NextStep:
    """The way to the next band: where the total stands, and the fewest checkpoints that reach it, by item.

    `cheapest` is None in the highest band, and where checkpoints alone do not reach the next one.
    """

    standing: Standing
    cheapest: CheapestRaise | None
    by_item: tuple[tuple[Node, tuple[Checkpoint, ...]], ...]


@dataclass(frozen=True)
class SelfScores:
    """What the agency's ticks and indicators are worth now, and what was left out of the score.

    `said` is a hash of them: whoever said the same by the same criteria has the same scores.
    """

    rubric: Rubric
    said: str
    scores: Scores
    sheet: Sheet
    left_out: tuple[LeftOut, ...]

    @property
    def shown_total(self) -> Decimal:
        """The total, or what it is at least while something is unscored."""
        return self.scores.at_least if self.scores.total is None else self.scores.total

    @cached_property
    def next_step(self) -> NextStep:
        """The way from this score to the next band."""
        standing = standing_at(self.rubric.bands, self.shown_total)
        if standing.next is None:
            return NextStep(standing, None, ())
        cheapest = cheapest_raise(self.rubric, self.sheet, standing.next.min, total=self.shown_total)
        return NextStep(standing, cheapest, _by_item(self.rubric, cheapest.checkpoints if cheapest else ()))

    @cached_property
    def best_raises(self) -> tuple[Raise, ...]:
        """The levels whose completion would raise the total, the highest gain first."""
        found = [each for item in self.rubric.leaves if item.levels for each in _raises_of(self.rubric, item, self)]
        return tuple(sorted(found, key=lambda each: (-each.gain, each.missing, each.item.id)))

    @property
    def unscored_results(self) -> tuple[Node, ...]:
        """The results items without an indicator that can be scored."""
        return tuple(item for item in self.rubric.leaves if not item.levels and item.id in self.scores.unscored)

    @property
    def results_at_most(self) -> Decimal:
        """What those would add to the total at the most."""
        most = Decimal(self.rubric.maximum)
        return sum((most / _share_of(self.rubric, item) for item in self.unscored_results), start=Decimal(0))


@dataclass(frozen=True)
class _Said:
    """What an agency said that bears on a score; equal where the same was said by the same criteria."""

    text: str
    rubric_at: int
    rubric: Rubric = field(compare=False)


def self_scores(rubric: Rubric, answers: Mapping[str, Any]) -> SelfScores:
    """Score the agency's own answers. Rows that cannot be scored are left out and named.

    The scores of what was said last are remembered: a page is opened far more often than something is ticked.
    """
    said = {
        "ticks": [point for point in rubric.checkpoints if answers.get(f"tick.{point}") is True],
        "rows": {leaf.id: answers.get(f"kpis.{leaf.id}") or () for leaf in rubric.leaves if leaf.kpi is not None},
    }
    return _scores_of(_Said(json.dumps(said, ensure_ascii=False), id(rubric), rubric))


@lru_cache(maxsize=512)
def _scores_of(said: _Said) -> SelfScores:
    rubric, read = said.rubric, json.loads(said.text)
    usable: dict[str, Any] = {f"tick.{point}": True for point in read["ticks"]}
    left_out: list[LeftOut] = []
    for item_id, rows in read["rows"].items():
        scored = [value is not None for value in indicator_scores(rubric, rubric.node(item_id), rows)]
        usable[f"kpis.{item_id}"] = [row for row, fine in zip(rows, scored, strict=True) if fine]
        left_out += [
            LeftOut(item_id, place, str(row.get("title", "")))
            for place, (row, fine) in enumerate(zip(rows, scored, strict=True), start=1)
            if not fine
        ]
    sheet = self_sheet(rubric, usable)
    digest = sha256(said.text.encode()).hexdigest()
    return SelfScores(rubric, digest, score(rubric, sheet), sheet, tuple(left_out))


def indicator_scores(rubric: Rubric, item: Node, rows: Iterable[Mapping[str, Any]]) -> list[Decimal | None]:
    """Return what each row is worth by itself, in points, not rounded; None where it cannot be scored yet."""
    return [_row_score(_said_of(rubric, item, row)) for row in rows]


def indicator_lacks(rubric: Rubric, item: Node, rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return what each row needs for a score, by the names of `lacks`; it matters only where it has none."""
    read = (_row_read(_said_of(rubric, item, row)) for row in rows)
    return ["target" if kpi is None else lacks(kpi) for kpi in read]


def _said_of(rubric: Rubric, item: Node, row: Mapping[str, Any]) -> _Said:
    return _Said(json.dumps([item.id, row], ensure_ascii=False), id(rubric), rubric)


def _row_score(said: _Said) -> Decimal | None:
    kpi = _row_read(said)
    value = None if kpi is None else indicator_score(kpi, said.rubric.kpi_rules)
    return None if value is None else as_decimal(value)


@lru_cache(maxsize=4096)
def _row_read(said: _Said) -> Kpi | None:
    """The row as the rule reads it, None where a figure in it is none.

    Remembered: every tick asks for the rows of all items, and few of them changed.
    """
    rubric, (item_id, row) = said.rubric, json.loads(said.text)
    item = rubric.node(item_id)
    try:
        sheet = parse_sheet(rubric, {"kpis": {item.id: indicators_of(item, [row])}})
    except SheetFaults:
        return None
    (kpi,) = sheet.kpis[item.id]
    return kpi


def _raises_of(rubric: Rubric, item: Node, own: SelfScores) -> list[Raise]:
    met = own.sheet.checkpoints or frozenset()
    for level in item.levels:
        missing = [point.id for point in level.checkpoints if point.id not in met]
        if missing:
            more = item_score(level_ticks(item, met | set(missing))) - item_score(level_ticks(item, met))
            return [Raise(item, level.code.value, len(missing), missing[0], as_decimal(more / _share_of(rubric, item)))]
    return []


def _share_of(rubric: Rubric, item: Node) -> int:
    """How many items an item's points are spread over: the total is the plain mean of categories, these of items."""
    category = rubric.parent_of(item.id)
    return len(rubric.nodes) * len(category.nodes if category else rubric.nodes)


def _by_item(rubric: Rubric, points: Iterable[str]) -> tuple[tuple[Node, tuple[Checkpoint, ...]], ...]:
    found: dict[str, list[Checkpoint]] = {}
    for point in points:
        checkpoint, _level, item = rubric.checkpoints[point]
        found.setdefault(item, []).append(checkpoint)
    return tuple((rubric.node(item), tuple(checkpoints)) for item, checkpoints in found.items())
