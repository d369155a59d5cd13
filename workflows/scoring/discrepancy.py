"""How a panel's sheets agree: their means, the nodes they must discuss, and the ticks they share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from rubrics.model import Method, Rubric
from rubrics.nodes import Node
from rubrics.stages import SpreadTrigger
from workflows.scoring.adli_letci import band_of
from workflows.scoring.exact import as_decimal, exact, mean
from workflows.scoring.leaves import item_levels, leaf_scores
from workflows.scoring.sheet import Sheet
from workflows.scoring.totals import Scores, score

# The general discrepancy rule, where neither programme nor rubric file says otherwise.
_NODE_SPREAD_PERCENT = 25
_BANDS_APART = 2

TOTAL = "total"
Reason = Literal["spread", "bands", "levels", "total", "ticks"]


@dataclass(frozen=True)
class Discussion:
    """Something the panel must discuss: a leaf of the rubric or `total`, why, and the lowest and highest score of it.

    `low` and `high` are points, not rounded; None where no sheet scored it.
    """

    node_id: str
    reason: Reason
    low: Decimal | None
    high: Decimal | None


def panel_means(rubric: Rubric, sheets: Sequence[Sheet]) -> Mapping[str, Decimal | None]:
    """The panel's figure for every node, in points, not rounded: the mean per leaf and what follows from it above.

    `sheets` are the submitted ones that are not void. A leaf takes the mean of the sheets that scored it, None if none
    did. Source: panel rule, mean of submitted sheets.
    """
    return panel_scores(rubric, sheets).nodes


def panel_scores(rubric: Rubric, sheets: Sequence[Sheet]) -> Scores:
    """The same with the panel's total, percents and what is unscored; without item levels, which a mean has not."""
    scored = [leaf_scores(rubric, sheet) for sheet in sheets]
    means: dict[str, Decimal] = {}
    for leaf in rubric.leaves:
        known = _known([scores[leaf.id] for scores in scored])
        if known:
            means[leaf.id] = as_decimal(mean(known))
    return score(rubric, Sheet(node_means=means))


def must_discuss(
    rubric: Rubric, sheets: Sequence[Sheet], *, spread_trigger: SpreadTrigger | None
) -> tuple[Discussion, ...]:
    """Everything the panel must settle before it records its consensus, in the rubric's order, the total last.

    A leaf whose sheets lie more than 25 % of its points apart ("spread") or two or more bands ("bands"), whose item
    levels differ ("levels") or whose ticks do ("ticks"); by points also totals further apart than the trigger
    ("total"). `spread_trigger` is the programme's; without one the rubric file's holds, and for bands then the default.
    Groups are left out: they differ only where a leaf does, and consensus is recorded for leaves.
    Source: discrepancy rule of the award.
    """
    trigger = spread_trigger or _trigger_of(rubric)
    panel = _Panel(rubric, tuple(sheets), (trigger.bands if trigger else None) or _BANDS_APART)
    by_leaf = [found for leaf in rubric.leaves for found in _leaf_discussions(panel, leaf)]
    limit = trigger.points if trigger else None
    by_total = _total_discussions(panel, limit) if limit is not None and rubric.method is Method.POINTS else ()
    return (*by_leaf, *by_total)


def agreed_ticks(sheets: Sequence[Sheet]) -> tuple[frozenset[str], frozenset[str]]:
    """The checkpoints every sheet ticked, and those some ticked and some did not.

    Sheets that judged no process item at all do not count; an item a sheet could not judge counts as not ticked there.
    Source: PMQA 4.0 round 1, agreed where the certifiers agree, settled with a reason where not.
    """
    ticks = [sheet.checkpoints for sheet in sheets if sheet.checkpoints is not None]
    if not ticks:
        return frozenset(), frozenset()
    agreed = frozenset.intersection(*ticks)
    return agreed, frozenset.union(*ticks) - agreed


class _Panel:
    """A panel's sheets with what each is worth, scored once."""

    def __init__(self, rubric: Rubric, sheets: Sequence[Sheet], bands_apart: int) -> None:
        self.rubric = rubric
        self.sheets = sheets
        self.bands_apart = bands_apart
        self.scores = [leaf_scores(rubric, sheet) for sheet in sheets]
        self.levels = [item_levels(rubric, sheet) for sheet in sheets]
        self.disputed = agreed_ticks(sheets)[1]


def _leaf_discussions(panel: _Panel, leaf: Node) -> Iterator[Discussion]:
    known = _known([scores[leaf.id] for scores in panel.scores])
    low, high = _ends(known)
    if known and _is_spread(leaf, max(known) - min(known)):
        yield Discussion(leaf.id, "spread", low, high)
    if _bands_between(panel, leaf) >= panel.bands_apart:
        yield Discussion(leaf.id, "bands", low, high)
    if len({levels[leaf.id] for levels in panel.levels if levels.get(leaf.id) is not None}) > 1:
        yield Discussion(leaf.id, "levels", low, high)
    if any(checkpoint.id in panel.disputed for level in leaf.levels for checkpoint in level.checkpoints):
        yield Discussion(leaf.id, "ticks", low, high)


def _total_discussions(panel: _Panel, limit: Decimal) -> Iterator[Discussion]:
    totals = [score(panel.rubric, sheet).total for sheet in panel.sheets]
    known = [exact(total) for total in totals if total is not None]
    if known and max(known) - min(known) > exact(limit):
        yield Discussion(TOTAL, "total", *_ends(known))


def _is_spread(leaf: Node, spread: Fraction) -> bool:
    return leaf.points is not None and spread * 100 > exact(leaf.points) * _NODE_SPREAD_PERCENT


def _bands_between(panel: _Panel, leaf: Node) -> int:
    """How many bands lie between the sheets' percents; 0 where the leaf has no bands."""
    table = panel.rubric.band_tables[leaf.bands_ref] if leaf.bands_ref else ()
    judged = [sheet.adli[leaf.id].percent for sheet in panel.sheets if leaf.id in sheet.adli]
    bands = [band_of(table, percent) for percent in judged if percent is not None]
    known = [band for band in bands if band is not None]
    return max(known) - min(known) if known else 0


def _trigger_of(rubric: Rubric) -> SpreadTrigger | None:
    return next((stage.spread_trigger for stage in rubric.stages if stage.spread_trigger is not None), None)


def _known(values: Sequence[Fraction | None]) -> list[Fraction]:
    return [value for value in values if value is not None]


def _ends(known: Sequence[Fraction]) -> tuple[Decimal | None, Decimal | None]:
    return (as_decimal(min(known)), as_decimal(max(known))) if known else (None, None)
