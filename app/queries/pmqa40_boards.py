"""The boards of status assessment: progress by ministry and kind, levels by item, heat map, own and agreed totals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import accumulate

from app.models import Agency, AgencyKind
from app.queries.pmqa40_standings import NOT_STARTED, AgencyStanding, Standings
from rubrics.model import Rubric
from rubrics.nodes import Node
from workflows.scoring.level_checklist import ItemLevelReached
from workflows.scoring.totals import Scores

PAGE_SIZE = 20
AGENCY, TOTAL, DIFFERENCE, OWN, AGREED = "agency", "total", "difference", "own", "agreed"


class Basis(StrEnum):
    """Whose figures a board shows: the agencies' own, or what the panels agreed on last."""

    OWN = "own"
    AGREED = "agreed"

    def of(self, row: AgencyStanding) -> Scores | None:
        """Return these figures of one agency."""
        return row.own if self is Basis.OWN else row.agreed


@dataclass(frozen=True)
class ProgressRow:
    """A group of agencies: how many there are and how many came to each step. `group` is None for those in none."""

    group: Agency | AgencyKind | None
    agencies: int
    reached: tuple[int, ...]

    @property
    def not_started(self) -> int:
        """How many of them have no entry, or withdrew it."""
        return self.agencies - self.reached[0]


@dataclass(frozen=True)
class LevelRow:
    """One item: how many agencies stand at each level, from below upwards; a results item has none, only a mean."""

    item: Node
    counts: tuple[int, ...]
    scored: int
    mean: Decimal | None


@dataclass(frozen=True)
class Page:
    """One page of a long board."""

    rows: tuple[AgencyStanding, ...]
    page: int
    pages: int
    total: int


def by_ministry(standings: Standings) -> list[ProgressRow]:
    """Return how far the agencies of each ministry came; those without one stand last."""
    groups = [*standings.ministries, None]
    found = [
        _progress(
            standings, group, [row for row in standings.rows if row.agency.ministry_id == (group.id if group else None)]
        )
        for group in groups
    ]
    return [row for row in found if row.agencies]


def by_kind(standings: Standings) -> list[ProgressRow]:
    """Return how far the agencies of each kind came."""
    found = [
        _progress(standings, kind, [row for row in standings.rows if row.agency.kind is kind]) for kind in AgencyKind
    ]
    return [row for row in found if row.agencies]


def altogether(standings: Standings) -> ProgressRow:
    """Return how far all of them came."""
    return _progress(standings, None, standings.rows)


def _progress(standings: Standings, group: Agency | AgencyKind | None, rows: Sequence[AgencyStanding]) -> ProgressRow:
    return ProgressRow(group, len(rows), tuple(sum(step in row.reached for row in rows) for step in standings.steps))


def levels_by_item(standings: Standings, basis: Basis) -> list[LevelRow]:
    """Return the distribution of levels for every item, in the order of the criteria."""
    known = [scores for row in standings.rows if (scores := basis.of(row)) is not None]
    return [_level_row(leaf, known) for leaf in standings.rubric.leaves]


def _level_row(leaf: Node, known: Iterable[Scores]) -> LevelRow:
    listed = list(known)
    reached = [scores.levels.get(leaf.id) for scores in listed]
    counts = tuple(sum(level is each for level in reached) for each in ItemLevelReached) if leaf.levels else ()
    values = [value for scores in listed if (value := scores.nodes.get(leaf.id)) is not None]
    mean = sum(values, Decimal()) / len(values) if values else None
    return LevelRow(leaf, counts, len(values), mean)


def tint_edges(rubric: Rubric) -> tuple[Decimal, ...]:
    """Return where each tint but the lightest begins: half of the first level, then each level completed."""
    levels = next((leaf.levels for leaf in rubric.leaves if leaf.levels), ())
    completed = tuple(accumulate(level.points for level in levels))
    return (completed[0] / 2, *completed) if completed else ()


def tint(value: Decimal | None, edges: Sequence[Decimal]) -> int | None:
    """Return which tint, 0 for the lightest, a value has; None where nothing was scored."""
    return None if value is None else sum(edge <= value for edge in edges)


def one_page(standings: Standings, basis: Basis, *, sort: str, descending: bool, page: int, both: bool = False) -> Page:
    """Return a page of the agencies that have figures (both kinds of them if asked), sorted as wanted.

    `sort` is agency, total, own, agreed, difference, or an item's id; what is not scored stands last either way.
    """
    rows = [row for row in standings.rows if basis.of(row) is not None and (not both or row.difference is not None)]
    if sort == AGENCY or not _is_column(standings, sort):
        rows.sort(key=lambda row: row.agency.sort_key, reverse=descending)
    else:
        value = _value_of(sort, basis)
        unscored = [row for row in rows if value(row) is None]
        scored = [row for row in rows if value(row) is not None]
        rows = sorted(scored, key=lambda row: value(row) or Decimal(), reverse=descending) + unscored
    return _cut(rows, page)


def at_step(standings: Standings, step: str, *, page: int) -> Page:
    """Return a page of the agencies that came to this step, or have not started; of all of them for no step."""
    if step == NOT_STARTED:
        return _cut([row for row in standings.rows if not row.reached], page)
    return _cut([row for row in standings.rows if not step or step in row.reached], page)


def _cut(rows: Sequence[AgencyStanding], page: int) -> Page:
    pages = max(1, -(-len(rows) // PAGE_SIZE))
    shown = min(max(page, 1), pages)
    return Page(tuple(rows[(shown - 1) * PAGE_SIZE : shown * PAGE_SIZE]), shown, pages, len(rows))


def _is_column(standings: Standings, sort: str) -> bool:
    return sort in (TOTAL, DIFFERENCE, OWN, AGREED) or sort in {leaf.id for leaf in standings.rubric.leaves}


def _value_of(sort: str, basis: Basis) -> Callable[[AgencyStanding], Decimal | None]:
    match sort:
        case "total":
            return lambda row: row.total_of(basis.of(row))
        case "own":
            return lambda row: row.total_of(row.own)
        case "agreed":
            return lambda row: row.total_of(row.agreed)
        case "difference":
            return lambda row: None if row.printed_difference is None else Decimal(row.printed_difference)
    return lambda row: scores.nodes.get(sort) if (scores := basis.of(row)) is not None else None
