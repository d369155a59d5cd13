"""The whole sheet: how far it is, what is missing, handing it in, and reading it afterwards."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import ScoreSheet
from app.permissions import Permission
from app.queries.comment_places import CommentPlaces
from app.queries.sheet_page import claimed_scores, node_code, sheet_standing
from app.queries.snapshot_text import FrozenDocument
from app.services import score_sheets
from app.views.access import current_actor, opens
from app.views.assessor import bp
from app.views.assessor.scoring import own_words, sheet_figures
from app.views.formatting import page_language
from app.views.papers import paper_attachment
from app.views.reasons import sentence
from workflows.errors import Obstacle, RuleBroken


@bp.get("/sheets/<uuid:sheet_id>")
@opens(ScoreSheet, Permission.ASSESS)
def show_sheet(sheet: ScoreSheet) -> ResponseReturnValue:
    """Show the whole sheet: before submission with what is missing, afterwards to read."""
    return _overview(sheet)


@bp.post("/sheets/<uuid:sheet_id>/submit")
@opens(ScoreSheet, Permission.ASSESS)
def submit_sheet(sheet: ScoreSheet) -> ResponseReturnValue:
    """Hand the sheet in, or say what is still missing."""
    try:
        score_sheets.submit_sheet(sheet, actor=current_actor())
    except RuleBroken as broken:
        return _overview(sheet, broken)
    flash(_("Your score sheet was submitted"), "success")
    return redirect(url_for(".show_sheet", sheet_id=sheet.id))


@bp.get("/sheets/<uuid:sheet_id>/score-sheet.pdf")
@opens(ScoreSheet, Permission.ASSESS)
def download_sheet(sheet: ScoreSheet) -> ResponseReturnValue:
    """Give the assessor their own submitted sheet as a PDF."""
    return paper_attachment(sheet, name=f"{sheet.application.code}-score-sheet.pdf")


def _overview(sheet: ScoreSheet, broken: RuleBroken | None = None) -> ResponseReturnValue:
    standing = sheet_standing(sheet)
    missing = [_with_place(sheet, obstacle) for obstacle in (broken.obstacles if broken else standing.obstacles)]
    body = render_template(
        "assessor/show_sheet.html",
        sheet=sheet,
        standing=standing,
        claimed=claimed_scores(sheet),
        missing=missing,
        is_refused=broken is not None,
        own_words=own_words,
        figures=sheet_figures(standing),
        places=CommentPlaces(FrozenDocument(standing.rubric, sheet.snapshot, page_language())),
    )
    return body, 200 if broken is None else 422


def _with_place(sheet: ScoreSheet, obstacle: Obstacle) -> tuple[str, str]:
    """What is missing in words, with the address of the node it belongs to; the first one where it belongs to none."""
    standing = sheet_standing(sheet)
    rows = {row.node.id: row for row in standing.rows}
    node = rows[obstacle.field].node if obstacle.field in rows else standing.rows[0].node
    params = dict(obstacle.params)
    if obstacle.field in rows:
        params |= {name: node_code(node) for name in ("node", "place") if params.get(name)}
    shown = sentence(Obstacle(obstacle.message, params, obstacle.field))
    return shown.strip(), url_for(".score_node", sheet_id=sheet.id, node_id=node.id)
