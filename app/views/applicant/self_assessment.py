"""The PMQA 4.0 self-assessment: one item at a time beside the map of all items and the score, and the overview."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue

from app.models import Application
from app.permissions import Permission
from app.queries.applicant_document import Document, PartStanding, document_of
from app.queries.applicant_scores import SelfScores, band_at, best_raises, next_band, self_scores
from app.queries.number_status import number_status
from app.views.access import opens
from app.views.applicant import bp
from app.views.applicant.answer_fields import AnswerField
from app.views.formatting import figure, page_language
from rubrics.model import Rubric
from rubrics.nodes import Node
from rubrics.scales import ItemLevel
from workflows.application import Phase
from workflows.document import Part, QuestionKind
from workflows.scoring.level_checklist import ItemLevelReached
from workflows.scoring.printing import bureaucracy_index

_LEVEL_PLACES = {"below": 0, "basic": 1, "advance": 2, "significance": 3}


@dataclass(frozen=True)
class Cell:
    """One item on the map."""

    code: str
    url: str
    level: str | None
    points: str
    is_current: bool


@dataclass(frozen=True)
class LevelGroup:
    """One level of the item at hand: its checkpoints, its explanation and its file."""

    level: ItemLevel
    place: int
    ticks: tuple[AnswerField, ...]
    text: AnswerField
    file: AnswerField
    is_locked: bool

    @property
    def ticked(self) -> int:
        """How many checkpoints are ticked."""
        return sum(1 for tick in self.ticks if tick.value)


def item_of(part: Part, asked: str | None) -> str:
    """Return the item to show: the one asked for, or the first of the category; 404 for one of another category."""
    items = list(dict.fromkeys(question.node_id for question in part.questions if question.node_id))
    if asked and asked not in items:
        abort(404)
    return asked or items[0]


def category_page(document: Document, standing: PartStanding, item_id: str, shared: Mapping[str, Any]) -> str:
    """Show one item to work on, with the map and the score."""
    rubric = document.rubric
    own = self_scores(rubric, document.content.answers)
    fields: list[AnswerField] = shared["fields"]
    item = rubric.node(item_id)
    before, after = _neighbours(document, item_id)
    return render_template(
        "applicant/_item.html",
        **shared,
        item=item,
        category=rubric.node(standing.part.node_id or ""),
        levels=_levels(item, fields),
        results=_by_kind(fields) if item.kpi is not None else None,
        left_out=[each for each in own.left_out if each.item_id == item_id],
        before=before,
        after=after,
        map=item_map_of(document, own, item_id),
        item_scores=json.dumps({leaf.id: _exact(own.scores.nodes[leaf.id]) for leaf in rubric.leaves}),
        **score_panel(document, own),
    )


def _levels(item: Node, fields: list[AnswerField]) -> list[LevelGroup]:
    groups: list[LevelGroup] = []
    is_locked = False
    for place, level in enumerate(item.levels, start=1):
        mine = [each for each in fields if each.question.level == level.code]
        ticks = tuple(each for each in mine if each.question.kind is QuestionKind.TICK)
        kinds = _by_kind(mine)
        groups.append(LevelGroup(level, place, ticks, kinds["text"], kinds["file"], is_locked))
        is_locked = is_locked or not all(tick.value for tick in ticks)
    return groups


def _by_kind(fields: list[AnswerField]) -> dict[str, AnswerField]:
    names = {QuestionKind.LONG_TEXT: "text", QuestionKind.FILE: "file", QuestionKind.INDICATORS: "indicators"}
    return {names[each.question.kind]: each for each in fields if each.question.kind in names}


def _neighbours(document: Document, item_id: str) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """The items before and after, over the borders of categories."""
    leaves = list(document.rubric.leaves)
    place = next(number for number, leaf in enumerate(leaves) if leaf.id == item_id)
    before = _way_to(document, leaves[place - 1]) if place else None
    return before, _way_to(document, leaves[place + 1]) if place + 1 < len(leaves) else None


def _way_to(document: Document, item: Node) -> dict[str, Any]:
    part_id = f"category-{_category(document.rubric, item)}"
    return {
        "item": item,
        "url": url_for(".edit_part", application_id=document.application.id, part_id=part_id, item=item.id),
        "then": f"to:{part_id}/{item.id}",
    }


def _category(rubric: Rubric, item: Node) -> str:
    parent = rubric.parent_of(item.id)
    assert parent is not None, "every item belongs to a category"
    return parent.id


def item_map_of(document: Document, own: SelfScores, current: str | None) -> list[tuple[str, str, list[Cell]]]:
    """Return every item under its category, as the map shows it."""
    language = page_language()
    return [
        (
            category.number or category.id,
            category.title.in_language(language),
            [_cell(document, own, item, current) for item in category.nodes],
        )
        for category in document.rubric.nodes
    ]


def _cell(document: Document, own: SelfScores, item: Node, current: str | None) -> Cell:
    points = own.scores.nodes[item.id]
    return Cell(
        code=item.number or item.id,
        url=_way_to(document, item)["url"],
        level=_level_shown(document.rubric, item, own),
        points=figure(points),
        is_current=item.id == current,
    )


def _level_shown(rubric: Rubric, item: Node, own: SelfScores) -> str | None:
    """The level an item holds; a results item shows the band its points lie in."""
    points = own.scores.nodes[item.id]
    if item.levels:
        level = own.scores.levels.get(item.id) or ItemLevelReached.BELOW
        return level.value
    if points is None:
        return None
    band = band_at(rubric, points)
    return band.code if band is not None and band.code in _LEVEL_PLACES else "below"


def _exact(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def score_panel(document: Document, own: SelfScores) -> dict[str, Any]:
    """Return what the score column shows."""
    rubric, programme = document.rubric, document.application.programme
    following = next_band(rubric, own.shown_total)
    return {
        "own": own,
        "bands": level_bands(rubric),
        "band": band_at(rubric, own.shown_total),
        "next_band": following,
        "points_to_next": following.min - own.shown_total if following else None,
        "bands_status": number_status(programme, "bands"),
        "index": bureaucracy_index(rubric, own.shown_total),
        "raises": [(each, _way_to(document, each.item)["url"]) for each in best_raises(rubric, own)],
        "radar": radar_of(rubric, own),
    }


def level_bands(rubric: Rubric) -> list[tuple[Decimal, Decimal, int]]:
    """Return the bands as the level bar draws them: from, to, tint."""
    return [(band.min, band.max, _LEVEL_PLACES.get(band.code, 1)) for band in rubric.bands]


def radar_of(rubric: Rubric, own: SelfScores) -> dict[str, Any]:
    """Return the seven axes and the agency's own values."""
    language = page_language()
    axes = [(category.number or category.id, category.title.in_language(language)) for category in rubric.nodes]
    return {
        "axes": [(short, f"{short} {full}") for short, full in axes],
        "values": [own.scores.nodes[category.id] for category in rubric.nodes],
    }


@bp.get("/applications/<uuid:application_id>/self-assessment")
@opens(Application, Permission.VIEW_APPLICATION)
def show_self_assessment(application: Application) -> ResponseReturnValue:
    """Show all items, the radar and what would raise the level most."""
    document = document_of(application)
    if not document.rubric.bands or application.phase is not Phase.ENTRY:
        abort(404)
    own = self_scores(document.rubric, document.content.answers)
    return render_template(
        "applicant/show_self_assessment.html",
        application=application,
        document=document,
        map=item_map_of(document, own, None),
        categories=[(category, own.scores.nodes[category.id]) for category in document.rubric.nodes],
        **score_panel(document, own),
    )
