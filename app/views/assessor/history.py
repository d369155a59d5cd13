"""The history of one's own score: every version of a node with its time."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from app.models import ScoreSheet
from app.permissions import Permission
from app.queries.criteria import rubric_of
from app.queries.entry_history import entry_history
from app.queries.sheet_page import node_code
from app.views.access import opens
from app.views.assessor import bp
from app.views.assessor.scoring import check_node


@bp.get("/sheets/<uuid:sheet_id>/nodes/<string:node_id>/history")
@opens(ScoreSheet, Permission.ASSESS)
def show_history(sheet: ScoreSheet, node_id: str) -> ResponseReturnValue:
    """Show every version of a node, the newest first."""
    rubric = rubric_of(sheet.application.programme)
    check_node(rubric, node_id)
    node = rubric.node(node_id)
    versions = entry_history(sheet, node_id)
    return render_template(
        "assessor/show_history.html", sheet=sheet, node=node, code=node_code(node), versions=versions
    )
