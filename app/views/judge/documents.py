"""The frozen document a panel judged, read by whoever decides on it; whoever is recused reads nothing of it."""

from __future__ import annotations

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from app.models import Application
from app.permissions import Permission
from app.queries.criteria import rubric_of
from app.queries.dossier import judged_document
from app.queries.recusals import is_recused
from app.queries.snapshot_text import FrozenDocument
from app.views.access import current_actor, opens
from app.views.formatting import page_language
from app.views.judge import bp


@bp.get("/committee/applications/<uuid:application_id>/stages/<string:stage_code>/document")
@opens(Application, Permission.VIEW_RECORD)
def show_judged_document(application: Application, stage_code: str) -> ResponseReturnValue:
    """Show the document the panel of a stage judged, once it has recorded its consensus."""
    if is_recused(application, current_actor()):
        abort(404)
    snapshot = judged_document(application, stage_code)
    if snapshot is None:
        abort(404)
    document = FrozenDocument(rubric_of(application.programme), snapshot, page_language())
    return render_template(
        "judge/show_judged_document.html", application=application, snapshot=snapshot, sections=document.sections()
    )
