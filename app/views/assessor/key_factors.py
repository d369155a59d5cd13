"""Key factors: what the agency says of itself, and beside it what the assessor takes to matter most."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import KeyFactor, ScoreSheet, SheetState
from app.permissions import Permission
from app.queries.key_factors import own_notes, said_of_itself
from app.services import key_factors
from app.services.score_sheets import StaleEntry
from app.views.access import current_actor, opens
from app.views.assessor import bp
from app.views.assessor.reading import note_reading
from app.views.field_patches import read_patch, refused
from app.views.formatting import page_language
from app.views.key_factor_words import topic_hint, topic_name
from app.views.reasons import by_field, sentence
from workflows.errors import RuleBroken
from workflows.key_factors import TOPICS


@bp.get("/sheets/<uuid:sheet_id>/key-factors")
@opens(ScoreSheet, Permission.ASSESS)
def show_key_factors(sheet: ScoreSheet) -> ResponseReturnValue:
    """Show what the agency says of itself beside the own notes."""
    note_reading(sheet)
    return _page(sheet)


@bp.post("/sheets/<uuid:sheet_id>/key-factors")
@opens(ScoreSheet, Permission.ASSESS)
def save_key_factors(sheet: ScoreSheet) -> ResponseReturnValue:
    """Save every topic and go on to the sheet."""
    given = {topic: request.form.get(topic, "") for topic in TOPICS}
    versions = {topic: request.form.get(f"version-{topic}", default=0, type=int) for topic in TOPICS}
    try:
        key_factors.save_key_factors(sheet, given, versions=versions, actor=current_actor())
    except StaleEntry as stale:
        return _page(sheet, typed=given, theirs={name: _text(stale) for name in stale.fields}, status=409)
    except RuleBroken as broken:
        return _page(sheet, typed=given, faults=by_field(broken), status=422)
    return redirect(url_for(".show_sheet", sheet_id=sheet.id))


@bp.post("/sheets/<uuid:sheet_id>/key-factors/entry")
@opens(ScoreSheet, Permission.ASSESS)
def save_key_factor(sheet: ScoreSheet) -> ResponseReturnValue:
    """Save one topic while somebody writes; answer with its new version, or with both texts on a clash."""
    patch = read_patch()
    if patch is None:
        return refused([(None, _("There is no such field on this sheet"))])
    try:
        factor = key_factors.save_key_factor(
            sheet, patch.field, patch.value, version=patch.version, actor=current_actor()
        )
    except StaleEntry as stale:
        return {"theirs": _text(stale), "version": stale.entry.version}, 409
    except RuleBroken as broken:
        return refused([(obstacle.field, sentence(obstacle)) for obstacle in broken.obstacles])
    return {"version": factor.version, "saved_at": factor.saved_at.isoformat()}


def _text(stale: StaleEntry) -> str:
    assert isinstance(stale.entry, KeyFactor), "this page only ever meets its own notes"
    return stale.entry.text


def _page(
    sheet: ScoreSheet,
    *,
    typed: dict[str, Any] | None = None,
    faults: dict[str | None, list[str]] | None = None,
    theirs: dict[str, str] | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    notes = own_notes(sheet)
    body = render_template(
        "assessor/show_key_factors.html",
        sheet=sheet,
        sections=said_of_itself(sheet, page_language()),
        notes=notes,
        said={note.topic: note.text for note in notes} | (typed or {}),
        saved_at=max((factor.saved_at for factor in sheet.key_factors), default=None),
        is_editable=sheet.state is SheetState.DRAFT,
        faults=faults or {},
        fault_lines=[(message, f"#{name}") for name, told in (faults or {}).items() for message in told],
        theirs=theirs or {},
        topic_name=topic_name,
        topic_hint=topic_hint,
    )
    return body, status
