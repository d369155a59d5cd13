"""The PMQA 4.0 self-assessment: a category beside the map and the score, to write or to read; and the overview."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.models import Application, Evidence
from app.permissions import Permission
from app.queries.applicant_document import Document, PartStanding, document_of
from app.queries.applicant_scores import indicator_lacks, indicator_scores, self_scores
from app.queries.checklist_item import ItemShown, LevelShown, item_shown
from app.queries.evidence_register import usable_files
from app.queries.indicator_trend import Trend, trend_of
from app.queries.receipts import handed_in_entry
from app.views.access import opens
from app.views.applicant import bp
from app.views.applicant.answer_fields import AnswerField
from app.views.applicant.answer_view import indicator_names
from app.views.applicant.gap_words import gap_heading, gap_links, refused_words
from app.views.applicant.score_panel import category_of, item_map_of, item_urls, score_panel
from rubrics.nodes import Node
from workflows.application import Phase
from workflows.document import Part, QuestionKind
from workflows.scoring.browser_rules import browser_rules

_FIELDS = {QuestionKind.LONG_TEXT: "text", QuestionKind.FILE: "file", QuestionKind.INDICATORS: "indicators"}


@dataclass(frozen=True)
class LevelGroup:
    """One level of the item at hand with its fields: the checkpoints, the explanation and the file."""

    shown: LevelShown
    ticks: tuple[AnswerField, ...]
    text: AnswerField | None
    file: AnswerField | None


@dataclass(frozen=True)
class ItemRecord:
    """One item as it reads: ticks, explanations and files by level ("" for a results item), and its indicators."""

    item: Node
    shown: ItemShown | None
    texts: Mapping[str, str]
    files: Mapping[str, Sequence[Evidence]]
    rows: Sequence[Mapping[str, Any]]
    trends: Sequence[Trend | None]
    points: Decimal | None


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
    item = rubric.node(item_id)
    before, after = _neighbours(document, item)
    fields = {each.question.id: each for each in shared["fields"]}
    gaps = [gap for gap in standing.gaps if gap.question.node_id == item_id]
    rows = fields[f"kpis.{item_id}"].value if item.kpi else ()
    return render_template(
        "applicant/_item.html",
        **shared,
        item=item,
        category=rubric.node(standing.part.node_id or ""),
        meanings=rubric.item_levels,
        levels=_levels(item_shown(rubric, item, own.sheet.checkpoints or ()), fields),
        results={name: fields.get(f"{kind}.{item_id}") for kind, name in _RESULTS.items()} if item.kpi else None,
        indicator_names=indicator_names() if item.kpi else {},
        row_scores=indicator_scores(rubric, item, rows),
        row_lacks=indicator_lacks(rubric, item, rows),
        trends=[trend_of(row) for row in rows],
        item_gaps=gap_links(document, gaps),
        gap_heading=gap_heading(gaps),
        usable=usable_files(document.content, [each.question for each in shared["fields"]]),
        before=before,
        after=after,
        map=item_map_of(document, own, item_id),
        item_scores=json.dumps({leaf.id: _exact(own.scores.nodes[leaf.id]) for leaf in rubric.leaves}),
        rules=json.dumps(browser_rules(rubric)),
        **score_panel(document, own),
    )


_RESULTS = {"kpis": "indicators", "text": "text", "file": "file"}


def category_record(document: Document, standing: PartStanding, shared: Mapping[str, Any]) -> str:
    """Show a whole category to read and to print, with the map and the score."""
    rubric = document.rubric
    own = self_scores(rubric, document.content.answers)
    category = rubric.node(standing.part.node_id or "")
    return render_template(
        "applicant/_category.html",
        **shared,
        category=category,
        records=[_record(document, item, own.sheet.checkpoints or (), own.scores.nodes) for item in category.nodes],
        map=item_map_of(document, own, None),
        **score_panel(document, own),
    )


def _record(document: Document, item: Node, met: Any, points: Mapping[str, Decimal | None]) -> ItemRecord:
    answers, files = document.content.answers, document.content.files
    levels = [level.code.value for level in item.levels] or [""]
    places = {level: f"{item.id}.{level}".rstrip(".") for level in levels}
    rows = answers.get(f"kpis.{item.id}") or ()
    return ItemRecord(
        item=item,
        shown=item_shown(document.rubric, item, met) if item.levels else None,
        texts={level: str(answers.get(f"text.{place}") or "") for level, place in places.items()},
        files={level: files.get(f"file.{place}", ()) for level, place in places.items()},
        rows=rows,
        trends=[trend_of(row) for row in rows],
        points=points[item.id],
    )


def _levels(shown: ItemShown, fields: Mapping[str, AnswerField]) -> list[LevelGroup]:
    return [
        LevelGroup(
            shown=level,
            ticks=tuple(fields[f"tick.{point.id}"] for point in level.checkpoints),
            text=fields.get(f"text.{shown.item.id}.{level.code}"),
            file=fields.get(f"file.{shown.item.id}.{level.code}"),
        )
        for level in shown.levels
    ]


def _neighbours(document: Document, item: Node) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """The items before and after, over the borders of categories: a link leads back, a button saves and leads on."""
    rubric = document.rubric
    place = next(number for number, leaf in enumerate(rubric.leaves) if leaf.id == item.id)
    before, after = rubric.leaves[:place][-1:], rubric.leaves[place + 1 :][:1]
    urls = item_urls(document.application.id, rubric)
    return (
        next(({"item": each, "url": urls[each.id]} for each in before), None),
        next(({"item": each, "then": f"to:category-{category_of(rubric, each).id}/{each.id}"} for each in after), None),
    )


def _exact(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


@bp.get("/applications/<uuid:application_id>/self-assessment")
@opens(Application, Permission.VIEW_APPLICATION)
def show_self_assessment(application: Application) -> ResponseReturnValue:
    """Show all items, the radar, what is missing, and what would raise the level; once handed in, as it was then."""
    document = document_of(application)
    if not document.rubric.bands:
        abort(404)
    receipt = handed_in_entry(application)
    if receipt is not None:
        return redirect(url_for(".show_receipt", receipt_id=receipt.id, _anchor="self-assessment"))
    if application.phase is not Phase.ENTRY:
        abort(404)
    own = self_scores(document.rubric, document.content.answers)
    by_part = {standing.part.node_id: standing for standing in document.standings}
    return render_template(
        "applicant/show_self_assessment.html",
        application=application,
        document=document,
        map=item_map_of(document, own, None),
        categories=[
            (category, own.scores.nodes[category.id], by_part[category.id]) for category in document.rubric.nodes
        ],
        gaps=gap_links(document, document.gaps),
        gap_heading=gap_heading(document.gaps),
        refused_words=refused_words(len(document.refused_files)),
        **score_panel(document, own),
    )
