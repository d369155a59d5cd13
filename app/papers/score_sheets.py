"""What the PDF of a score sheet says to the assessor who wrote it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from app.clock import now
from app.models import ScoreSheet
from app.papers.comments import said_on_paper
from app.queries.judgement import ChecklistForm, DimensionsForm, IndicatorsForm, PercentForm, judgement_form
from app.queries.sheet_page import NodeRow, SheetStanding, node_code, sheet_standing
from app.queries.snapshot_text import FrozenDocument
from app.reports.letterhead import OFFICE
from app.reports.score_sheet import ScoreSheet as Paper
from app.reports.score_sheet_rows import CheckpointMark, DimensionLevel, IndicatorResult, ScoredNode
from rubrics.nodes import Node
from workflows.scoring.printing import page_total


def sheet_paper(sheet: ScoreSheet, language: str) -> Paper:
    """Return the document of this sheet in "th" or "en"."""
    standing = sheet_standing(sheet)
    application, scores, rubric = sheet.application, standing.scores, standing.rubric
    programme, bands = application.programme, {band.code: band.label for band in rubric.bands}
    return Paper(
        application_code=application.code,
        title=application.title(language),
        agency=application.agency.name(language),
        programme=programme.title(language),
        cycle_year_be=programme.cycle.year_be,
        stage=sheet.stage.title(language),
        issuer=OFFICE.in_language(language),
        assessor=sheet.assessor.name(language),
        rubric_id=programme.rubric_id,
        printed_at=now(),
        submitted_at=sheet.submitted_at,
        sheet_sha256=sheet.sha256,
        void_reason=None,
        total=Decimal(page_total(rubric)(scores.total)) if scores.total is not None else None,
        at_least=Decimal(page_total(rubric)(scores.at_least)),
        maximum=scores.maximum,
        band=bands[scores.band].in_language(language) if scores.band else None,
        unscored=tuple(node_code(rubric.node(node_id)) for node_id in scores.unscored),
        summary=sheet.summary,
        nodes=tuple(_nodes(standing, FrozenDocument(rubric, sheet.snapshot, language), language)),
    )


def _nodes(standing: SheetStanding, document: FrozenDocument, language: str) -> Iterator[ScoredNode]:
    for group, rows in standing.groups:
        if not group.is_leaf:
            yield _scored(group, standing, language, 0)
        for row in rows:
            said = _said(document, row, language) if row.entry and not row.cannot_judge else {}
            yield _scored(row.node, standing, language, 0 if group.is_leaf else 1, **said, **_comments(row, language))


def _scored(node: Node, standing: SheetStanding, language: str, depth: int, **said: Any) -> ScoredNode:
    levels = {meaning.code.value: meaning.label for meaning in standing.rubric.item_levels}
    reached = standing.scores.levels.get(node.id)
    label = levels.get(reached.value, standing.rubric.below_label) if reached is not None else None
    return ScoredNode(
        number=node_code(node),
        title=node.title.in_language(language),
        depth=depth,
        score=standing.scores.nodes[node.id],
        maximum=node.points or Decimal(0),
        level=label.in_language(language) if label else None,
        **said,
    )


def _comments(row: NodeRow, language: str) -> dict[str, Any]:
    """The own words of the node. The private note stays private, even on paper."""
    if row.entry is None:
        return {}
    return {
        "cannot_judge": row.cannot_judge,
        "strengths": said_on_paper(row.entry.strengths, language),
        "opportunities": said_on_paper(
            "\n".join([row.entry.opportunities, *row.entry.value.get("suggestions", {}).values()]), language
        ),
    }


def _said(document: FrozenDocument, row: NodeRow, language: str) -> dict[str, Any]:
    assert row.entry is not None, "only what was said is written out"
    form = judgement_form(document, row.node, row.entry.value)
    match form:
        case PercentForm():
            return {"percent": Decimal(form.percent) if form.percent else None}
        case DimensionsForm():
            judged = [each for each in form.dimensions if each.level]
            dimensions = tuple(DimensionLevel(each.title.in_language(language), int(each.level)) for each in judged)
            return {"percent": Decimal(form.percent) if form.percent else None, "dimensions": dimensions}
        case ChecklistForm():
            return {"checkpoints": tuple(_marks(form, language))}
        case IndicatorsForm():
            return {"indicators": tuple(_results(form))}


def _marks(form: ChecklistForm, language: str) -> Iterator[CheckpointMark]:
    for level in form.levels:
        for check in level.checks:
            yield CheckpointMark(
                level.meaning.label.in_language(language), check.text.in_language(language), check.is_met
            )


def _results(form: IndicatorsForm) -> Iterator[IndicatorResult]:
    for row in form.rows:
        actual, target = str(row.said.get("actual") or ""), str(row.said.get("target") or "")
        yield IndicatorResult(row.title, actual, target, row.score)
