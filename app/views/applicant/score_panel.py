"""What stands beside an agency's own PMQA 4.0 work: the map of items, the score, and the cheapest way up."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask import get_template_attribute, url_for

from app.queries.applicant_document import Document
from app.queries.applicant_scores import NextStep, SelfScores
from app.queries.number_status import number_status
from app.views.formatting import figure, page_language
from rubrics.model import Rubric
from rubrics.nodes import Node
from workflows.document import Gap
from workflows.scoring.level_checklist import ItemLevelReached
from workflows.scoring.printing import bureaucracy_index
from workflows.scoring.totals import band_for

SHOWN_RAISES = 3
_LEVEL_PLACES = {"below": 0, "basic": 1, "advance": 2, "significance": 3}


@dataclass(frozen=True)
class Cell:
    """One item on the map."""

    code: str
    title: str
    url: str
    level: str | None
    points: str
    is_current: bool
    is_begun: bool
    gaps: int


@dataclass(frozen=True)
class CellGroup:
    """The items of one category on the map."""

    code: str
    title: str
    cells: tuple[Cell, ...]

    @property
    def begun(self) -> int:
        """How many items somebody has begun."""
        return sum(1 for cell in self.cells if cell.is_begun)


@dataclass(frozen=True)
class StepItem:
    """One item on the way up: where it is worked on, and its checkpoints with the way to each."""

    item: Node
    url: str
    points: tuple[tuple[str, str], ...]


def category_of(rubric: Rubric, item: Node) -> Node:
    """Return the category an item belongs to."""
    parent = rubric.parent_of(item.id)
    assert parent is not None, "every item belongs to a category"
    return parent


def item_urls(application_id: uuid.UUID, rubric: Rubric) -> dict[str, str]:
    """Return the address where each item is worked on; those of one document differ only in how they end."""
    start = url_for("applicant.edit_part", application_id=application_id, part_id="category-")
    return {item.id: f"{start}{category.id}?item={item.id}" for category in rubric.nodes for item in category.nodes}


def item_map_of(document: Document, own: SelfScores, current: str | None) -> tuple[CellGroup, ...]:
    """Return every item under its category, as the map shows it."""
    language = page_language()
    gaps, begun = _gaps_by_item(document), _begun_items(document)
    addresses = item_urls(document.application.id, document.rubric)
    groups = []
    for category in document.rubric.nodes:
        cells = tuple(
            Cell(
                code=item.number or item.id,
                title=item.title.in_language(language),
                url=addresses[item.id],
                level=_level_shown(document.rubric, item, own),
                points=figure(own.scores.nodes[item.id]),
                is_current=item.id == current,
                is_begun=item.id in begun,
                gaps=len(gaps.get(item.id, ())) if item.id in begun else 0,
            )
            for item in category.nodes
        )
        groups.append(CellGroup(category.number or category.id, category.title.in_language(language), cells))
    return tuple(groups)


def _gaps_by_item(document: Document) -> dict[str, list[Gap]]:
    found: dict[str, list[Gap]] = {}
    for gap in document.gaps:
        if gap.question.node_id is not None:
            found.setdefault(gap.question.node_id, []).append(gap)
    return found


def _begun_items(document: Document) -> set[str]:
    every = {item for standing in document.standings for item in standing.part.items}
    return every.difference(*(standing.empty_items for standing in document.standings))


def _level_shown(rubric: Rubric, item: Node, own: SelfScores) -> str | None:
    """The level an item holds; a results item shows the band its points lie in."""
    if item.levels:
        return (own.scores.levels.get(item.id) or ItemLevelReached.BELOW).value
    points = own.scores.nodes[item.id]
    if points is None:
        return None
    band = band_for(rubric.bands, points)
    return band if band in _LEVEL_PLACES else "below"


def score_panel(document: Document, own: SelfScores) -> dict[str, Any]:
    """Return what the score column shows."""
    application, rubric = document.application, document.rubric
    addresses = item_urls(application.id, rubric)
    return {
        "own": own,
        "bands": level_bands(rubric),
        "bands_status": number_status(application.programme, "bands"),
        "index": bureaucracy_index(rubric, own.shown_total),
        "raises": [(each, addresses[each.item.id]) for each in own.best_raises[:SHOWN_RAISES]],
        "radar": radar_of(rubric, own),
        **way_up(own.next_step, addresses),
    }


def way_up(step: NextStep, addresses: Mapping[str, str]) -> dict[str, Any]:
    """Return the way to the next band: where the total stands, and each checkpoint with its address."""
    language = page_language()
    items = []
    for item, points in step.by_item:
        url = addresses[item.id]
        named = tuple((point.text.in_language(language), f"{url}#tick.{point.id}") for point in points)
        items.append(StepItem(item, url, named))
    return {"step": step, "step_items": items}


def way_up_words(application_id: uuid.UUID, own: SelfScores) -> str:
    """Return the way up as markup, for a page that has just saved an answer."""
    shown = way_up(own.next_step, item_urls(application_id, own.rubric))
    words = get_template_attribute("applicant/_score.html", "way_up_words")
    all_named = url_for("applicant.show_self_assessment", application_id=application_id)
    return str(words(shown["step"], shown["step_items"], own.unscored_results, all_named))


def level_bands(rubric: Rubric) -> list[tuple[Decimal, Decimal, int]]:
    """Return the bands as the level bar draws them: from, to, tint."""
    return [(band.min, band.max, _LEVEL_PLACES.get(band.code, 1)) for band in rubric.bands]


def radar_of(rubric: Rubric, own: SelfScores) -> Mapping[str, Any]:
    """Return the seven axes and the agency's own values."""
    language = page_language()
    axes = [(category.number or category.id, category.title.in_language(language)) for category in rubric.nodes]
    return {
        "axes": [(short, f"{short} {full}") for short, full in axes],
        "values": [own.scores.nodes[category.id] for category in rubric.nodes],
    }
