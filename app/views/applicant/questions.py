"""Questions to OPDC about a programme: asked here, and read here with their answers."""

from __future__ import annotations

import uuid

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.permissions import Permission, agencies_of
from app.queries.public_programmes import programme_by_id
from app.queries.questions import own_questions, published_answers
from app.services import questions
from app.views.access import current_actor, holds
from app.views.applicant import bp
from app.views.reasons import sentences
from workflows.errors import RuleBroken

QUESTIONS = "/programmes/<uuid:programme_id>/questions"


@bp.get(QUESTIONS)
@holds(Permission.ASK_QUESTION)
def list_questions(programme_id: uuid.UUID) -> ResponseReturnValue:
    """Show what the agency asked, what everybody may read, and a form to ask."""
    return _shown(programme_id, "", [])


def _shown(programme_id: uuid.UUID, text: str, reasons: list[str], status: int = 200) -> ResponseReturnValue:
    programme, agencies = programme_by_id(programme_id), agencies_of(current_actor())
    if programme is None:
        abort(404)
    page = render_template(
        "applicant/list_questions.html",
        programme=programme,
        agencies=agencies,
        own=own_questions(programme, agencies),
        published=published_answers(programme.id),
        text=text,
        reasons=[(reason, "#text") for reason in reasons],
    )
    return page, status


@bp.post(QUESTIONS)
@holds(Permission.ASK_QUESTION)
def ask_question(programme_id: uuid.UUID) -> ResponseReturnValue:
    """Ask on behalf of one of the person's agencies."""
    programme, agencies = programme_by_id(programme_id), agencies_of(current_actor())
    chosen = request.form.get("agency_id", "")
    agency = next((each for each in agencies if str(each.id) == chosen), agencies[0] if len(agencies) == 1 else None)
    text = request.form.get("text", "")
    if programme is None or agency is None:
        abort(404)
    try:
        questions.ask_question(programme, agency, text, actor=current_actor())
    except RuleBroken as broken:
        return _shown(programme_id, text, sentences(broken), 422)
    flash(_("Your question was sent. You will be told when it is answered"), "success")
    return redirect(url_for(".list_questions", programme_id=programme.id))
