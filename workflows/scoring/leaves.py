"""What each scored node is worth on one sheet, by the method of its rubric."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from rubrics.model import Method, Rubric
from rubrics.nodes import Node
from workflows.scoring.exact import exact
from workflows.scoring.kpi import results_item_score
from workflows.scoring.level_checklist import ItemLevelReached, LevelTicks, item_level, item_score
from workflows.scoring.points import earned_points
from workflows.scoring.sheet import Sheet


def leaf_scores(rubric: Rubric, sheet: Sheet) -> dict[str, Fraction | None]:
    """Points by leaf, exact, in the rubric's order; None is "not scored".

    Reads only what the rubric knows; it is `parse_sheet` that refuses the rest. Raises ValueError for a rubric without
    a score (form_only).
    """
    if rubric.method is Method.FORM_ONLY:
        raise ValueError(f"{rubric.full_id} is a form without a score")
    return {leaf.id: _leaf_score(rubric, leaf, sheet) for leaf in rubric.leaves}


def item_levels(rubric: Rubric, sheet: Sheet) -> dict[str, ItemLevelReached | None]:
    """The level each checklist item holds on this sheet, None where it was not judged; empty for other methods."""
    return {
        leaf.id: item_level(level_ticks(leaf, sheet.checkpoints)) if _is_judged(leaf, sheet) else None
        for leaf in rubric.leaves
        if leaf.levels
    }


def level_ticks(item: Node, met: frozenset[str] | set[str] | None) -> list[LevelTicks]:
    """How many checkpoints of each level of a checklist item are among those met, in rising order of levels."""
    found = met or ()
    return [
        LevelTicks(
            code=level.code,
            points=level.points,
            ticked=sum([checkpoint.id in found for checkpoint in level.checkpoints]),
            checkpoints=len(level.checkpoints),
        )
        for level in item.levels
    ]


def _leaf_score(rubric: Rubric, leaf: Node, sheet: Sheet) -> Fraction | None:
    if leaf.id in sheet.cannot_judge:
        return None
    said = _said_score(rubric, leaf, sheet)
    if said is None and leaf.id in sheet.node_means:
        return exact(sheet.node_means[leaf.id])
    return said


def _said_score(rubric: Rubric, leaf: Node, sheet: Sheet) -> Fraction | None:
    """The score the sheet's own judgement gives, None where it says nothing about this leaf."""
    match rubric.method:
        case Method.POINTS:
            return _percent_score(leaf, sheet.points.get(leaf.id))
        case Method.ADLI_LETCI:
            judged = sheet.adli.get(leaf.id)
            return _percent_score(leaf, judged.percent if judged else None)
        case _ if leaf.levels:
            return item_score(level_ticks(leaf, sheet.checkpoints)) if _is_judged(leaf, sheet) else None
        case _ if leaf.id in sheet.decided:
            return exact(sheet.decided[leaf.id])
        case _:
            return results_item_score(sheet.kpis.get(leaf.id, ()), rubric.kpi_rules)


def _percent_score(leaf: Node, percent: Decimal | None) -> Fraction | None:
    return None if percent is None or leaf.points is None else earned_points(percent, leaf.points)


def _is_judged(item: Node, sheet: Sheet) -> bool:
    """A sheet with checkpoints judges every process item, except those it could not judge."""
    return sheet.checkpoints is not None and item.id not in sheet.cannot_judge
