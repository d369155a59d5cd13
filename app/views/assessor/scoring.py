"""Scoring one node beside the text it is judged from: by a form, or field by field while the assessor writes."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import ScoreSheet, SheetEntry
from app.permissions import Permission
from app.queries.criteria import rubric_of
from app.queries.sheet_page import NodePage, SheetStanding, node_page, sheet_standing
from app.services.judgements import fields_of
from app.services.score_sheets import COMMENTS, StaleEntry, kept_content, save_fields
from app.thai import grapheme_count
from app.views.access import current_actor, opens
from app.views.assessor import bp
from app.views.assessor.entry_form import sent_fields, told_rows, typed_value
from app.views.assessor.reading import note_reading
from app.views.field_patches import advice_words, read_patch, refused
from app.views.formatting import figure, page_language, points
from app.views.judgement_faults import fault_lines
from app.views.key_factor_words import topic_name
from app.views.opened_file import opened_file
from app.views.placed_comments import Placed, said_as_read
from app.views.reasons import by_field, sentence
from rubrics.model import Rubric
from workflows.errors import RuleBroken
from workflows.scoring.printing import page_total, truncates_totals

ADVISED = ("strengths", "opportunities")
_OF_INDICATORS = ("kpis", "cannot_judge")


@bp.get("/sheets/<uuid:sheet_id>/nodes/<string:node_id>")
@opens(ScoreSheet, Permission.ASSESS)
def score_node(sheet: ScoreSheet, node_id: str) -> ResponseReturnValue:
    """Show one node: the agency's text, its evidence, the scale, and what was said so far."""
    check_node(rubric_of(sheet.application.programme), node_id)
    note_reading(sheet)
    return _page(node_page(sheet, node_id, page_language()))


@bp.post("/sheets/<uuid:sheet_id>/nodes/<string:node_id>")
@opens(ScoreSheet, Permission.ASSESS)
def save_node(sheet: ScoreSheet, node_id: str) -> ResponseReturnValue:
    """Save the whole form and go on to the next node."""
    check_node(rubric_of(sheet.application.programme), node_id)
    page = node_page(sheet, node_id, page_language())
    following = page.following.node.id if page.following else None
    fields = sent_fields(request.form, page.form.kind, is_excusable=True)
    version = request.form.get("version-entry", default=0, type=int)
    try:
        save_fields(sheet, node_id, fields, version=version, actor=current_actor())
    except StaleEntry as stale:
        clashing = {name: stored_fields(sheet, node_id, stale.entry)[name] for name in stale.fields}
        return _page(
            node_page(sheet, node_id, page_language(), typed=typed_value(fields)), typed=fields, theirs=clashing
        )
    except RuleBroken as broken:
        typed = node_page(sheet, node_id, page_language(), typed=typed_value(fields))
        return _page(typed, typed=fields, faults=by_field(broken))
    if following is None:
        return redirect(url_for(".show_sheet", sheet_id=sheet.id))
    return redirect(url_for(".score_node", sheet_id=sheet.id, node_id=following))


@bp.post("/sheets/<uuid:sheet_id>/nodes/<string:node_id>/entry")
@opens(ScoreSheet, Permission.ASSESS)
def save_entry(sheet: ScoreSheet, node_id: str) -> ResponseReturnValue:
    """Save one field; answer with its new version and the sheet's own figures, or with both texts on a clash."""
    check_node(rubric_of(sheet.application.programme), node_id)
    patch = read_patch()
    if patch is None:
        return refused([(None, _("There is no such field on this sheet"))])
    try:
        entry = save_fields(sheet, node_id, {patch.field: patch.value}, version=patch.version, actor=current_actor())
    except StaleEntry as stale:
        theirs = stored_fields(sheet, node_id, stale.entry)[patch.field]
        return {"theirs": theirs if theirs is not None else [], "version": stale.entry.version}, 409
    except RuleBroken as broken:
        return refused([(obstacle.field, sentence(obstacle)) for obstacle in broken.obstacles])
    return _saved(sheet_standing(sheet), entry, patch.field)


def check_node(rubric: Rubric, node_id: str) -> None:
    """Answer 404 where the criteria score no node of this id."""
    if not rubric.has_node(node_id) or not rubric.node(node_id).is_leaf:
        abort(404)


def stored_fields(sheet: ScoreSheet, node_id: str, entry: SheetEntry | Any) -> dict[str, Any]:
    """Return what an entry says, as the fields of its form."""
    rubric = rubric_of(sheet.application.programme)
    return fields_of(rubric, rubric.node(node_id), kept_content(entry), COMMENTS)


def sheet_figures(standing: SheetStanding) -> dict[str, str]:
    """Return every figure of the sheet that a page shows, by the name it stands under there."""
    is_sum = standing.adds_up and not (standing.is_complete and truncates_totals(standing.rubric))
    shown = points if is_sum else page_total(standing.rubric)
    figures = {f"own:{row.node.id}": own_words(row) for row in standing.rows}
    return figures | {
        "at-least": shown(standing.scores.at_least),
        "given": figure(standing.given),
        "judged": str(standing.judged),
    }


def own_words(row: Any) -> str:
    """Write what the assessor gave a node."""
    if row.cannot_judge:
        return _("Cannot judge")
    return points(row.own) if row.own is not None else _("Not yet")


def _saved(standing: SheetStanding, entry: SheetEntry, name: str) -> ResponseReturnValue:
    answer: dict[str, Any] = {
        "version": entry.version,
        "saved_at": entry.saved_at.isoformat(),
        "figures": sheet_figures(standing),
        "percent": entry.value.get("percent") or "",
    }
    if name in _OF_INDICATORS:
        page = node_page(standing.sheet, entry.node_id, page_language())
        answer["rows"] = told_rows(page.form, is_excused=entry.cannot_judge)
    if name in ADVISED:
        answer["advice"] = {name: advice_words(getattr(entry, name))}
        answer["graphemes"] = grapheme_count(getattr(entry, name))
        page = node_page(standing.sheet, entry.node_id, page_language())
        answer["said"] = {name: said_as_read(name, getattr(entry, name), placed_on(page))}
    return answer


def placed_on(page: NodePage) -> Placed:
    """Say where the marks of comments on the page of this node lead."""
    sheet = page.standing.sheet
    here = url_for("assessor.score_node", sheet_id=sheet.id, node_id=page.row.node.id)
    return Placed(page.places, sheet, here, tuple(section.id for section in page.sections))


def _page(
    page: NodePage,
    *,
    typed: dict[str, object] | None = None,
    faults: dict[str | None, list[str]] | None = None,
    theirs: dict[str, Any] | None = None,
) -> ResponseReturnValue:
    entry = page.row.entry
    said = {name: getattr(entry, name) if entry else "" for name in COMMENTS}
    said["cannot_judge"] = page.row.cannot_judge
    rules = page.standing.rubric.comment_rules
    status = 200 if not (faults or theirs) else 409 if theirs else 422
    return render_template(
        "assessor/score_node.html",
        page=page,
        sheet=page.standing.sheet,
        said={**said, **(typed or {})},
        version=entry.version if entry else 0,
        faults=faults or {},
        fault_lines=fault_lines(page.form, faults),
        theirs=theirs or {},
        advice={name: advice_words(str(said[name])) for name in ADVISED},
        used={name: grapheme_count(str(said[name])) for name in ADVISED},
        limit=rules.max_graphemes if rules else None,
        own_words=own_words,
        figures=sheet_figures(page.standing),
        opened=opened_file(page.every_file),
        placed=placed_on(page),
        topic_name=topic_name,
    ), status
