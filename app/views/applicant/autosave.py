"""Saving field by field while somebody writes: a patch with the version it started from, answered as JSON."""

from __future__ import annotations

import uuid
from typing import Any

from flask import g, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Application
from app.permissions import Permission
from app.queries.applicant_scores import self_scores
from app.queries.application_content import scored_answers
from app.queries.criteria import document_questions, rubric_of
from app.reports.text_pages import pages_of
from app.services.answers import SavedAnswer, StalePatch
from app.services.answers import save_answer as save
from app.thai import grapheme_count
from app.views.access import current_actor, opens
from app.views.applicant import bp
from app.views.applicant.answer_fields import KNOWN_BY_SYSTEM, shown_value, typed_value
from app.views.applicant.answer_view import registry_for
from app.views.applicant.score_panel import way_up_words
from app.views.formatting import page_language
from app.views.reasons import sentence
from rubrics.model import Rubric
from workflows.application import Phase
from workflows.document import Question, QuestionKind
from workflows.document.gaps import too_many_chosen
from workflows.errors import RuleBroken
from workflows.scoring.totals import Scores

_SCORED = (QuestionKind.TICK, QuestionKind.INDICATORS)


@bp.post("/applications/<uuid:application_id>/answers")
@opens(Application, Permission.EDIT_APPLICATION)
def save_answer(application: Application) -> ResponseReturnValue:
    """Save one field; answer with its new version, or with both texts where somebody else saved first."""
    sent: object = request.get_json(silent=True)
    patch: dict[str, Any] = sent if isinstance(sent, dict) else {}
    question = document_questions(application).get(str(patch.get("field", "")))
    if question is None or question.id == KNOWN_BY_SYSTEM or not isinstance(patch.get("version"), int):
        return _refused([(None, _("There is no such field in this document"))])
    # Kept from before saving, which ends by forgetting the rows that were read.
    key, rubric, phase = application.id, rubric_of(application.programme), application.phase
    try:
        saved = save(
            application,
            question.id,
            typed_value(question, patch.get("value"), registry_for([question])),
            version=patch["version"],
            actor=current_actor(),
            received_at=g.received_at,
        )
    except StalePatch as stale:
        return _conflict(question, patch.get("value"), stale)
    except RuleBroken as broken:
        return _refused([(obstacle.field, sentence(obstacle)) for obstacle in broken.obstacles])
    is_scored = question.kind in _SCORED and phase is Phase.ENTRY
    return _saved(saved) | (_score_now(key, rubric) if is_scored else {})


def _refused(reasons: list[tuple[str | None, str]]) -> ResponseReturnValue:
    return {"error": "rule", "obstacles": [{"field": field, "message": message} for field, message in reasons]}, 422


def _saved(saved: SavedAnswer) -> dict[str, Any]:
    answer: dict[str, Any] = {"version": saved.version, "saved_at": saved.saved_at.isoformat()}
    if isinstance(saved.value, str) and saved.question.max_graphemes is not None:
        answer["graphemes"] = grapheme_count(saved.value)
        answer["remaining"] = saved.question.max_graphemes - answer["graphemes"]
    if saved.question.max_pages is not None:
        answer["pages"] = pages_of([saved.question], {saved.question.id: saved.value}).get(saved.question.id, 0)
    if against := too_many_chosen(saved.question, saved.value):
        answer["obstacles"] = [{"field": each.field, "message": sentence(each)} for each in against]
    return answer


def _score_now(application_id: uuid.UUID, rubric: Rubric) -> dict[str, Any]:
    """What everything said so far is worth, and the way up from there."""
    own = self_scores(rubric, scored_answers(application_id))
    return {"totals": totals(own.scores), "way_up": way_up_words(application_id, own)}


def totals(scores: Scores) -> dict[str, str | None]:
    """Return the score of every item and category and the total, exact; null is "not scored"."""
    found = {node: None if value is None else format(value, "f") for node, value in scores.nodes.items()}
    return {**found, "total": None if scores.total is None else format(scores.total, "f")}


def _conflict(question: Question, yours: object, stale: StalePatch) -> ResponseReturnValue:
    who = stale.saved_by.name(page_language())
    return {
        "yours": yours,
        "theirs": sent_value(question, stale.theirs),
        "version": stale.version,
        "who": who,
        "saved_by": who,
        "saved_at": stale.saved_at.isoformat(),
    }, 409


def sent_value(question: Question, stored: Any) -> Any:
    """Return a stored answer in the shape the page's field reads and writes."""
    shown = shown_value(question, stored, registry_for([question]))
    if question.kind is QuestionKind.CHOICE and question.max_choices == 1:
        return shown[0] if shown else ""
    return shown
