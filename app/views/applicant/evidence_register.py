"""The register of evidence: every file of an application, what it backs up, and which claims stand bare."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.models import Application, Evidence
from app.permissions import Permission, application_of, is_allowed
from app.queries.applicant_document import Document, document_of
from app.queries.evidence_register import register_of
from app.services.evidence import remove_file
from app.services.evidence_links import link_file, unlink_file
from app.views.access import current_actor, opens
from app.views.applicant import bp
from app.views.applicant.files import attach_files
from app.views.applicant.gap_words import field_address, question_name
from app.views.formatting import page_language
from app.views.reasons import sentence
from workflows.application import Phase
from workflows.document import Question
from workflows.errors import Obstacle, RuleBroken

REGISTER = "/applications/<uuid:application_id>/evidence"
_FILE = "file"
"""The field a file is chosen in; what the chosen place has against the file stands there as well."""


@bp.get(REGISTER)
@opens(Application, Permission.VIEW_APPLICATION)
def list_evidence(application: Application) -> ResponseReturnValue:
    """Show every file with what it backs up, and the claims without evidence."""
    return _shown(application, ())


@bp.post(REGISTER)
@opens(Application, Permission.EDIT_APPLICATION)
def attach_evidence(application: Application) -> ResponseReturnValue:
    """Attach a file at the level chosen from the list."""
    asked = {question.id: question for question in register_of(document_of(application)).with_room}
    question = asked.get(request.form.get("field", ""))
    upload = request.files.get(_FILE)
    if question is None or upload is None or not upload.filename:
        against = [Obstacle("Choose a file and the place it belongs to", field=_FILE)]
        return _shown(application, against, 422, chosen=question.id if question else "")
    refused = attach_files(application, [question], MultiDict([(question.id, upload)]))
    if refused:
        return _shown(application, refused[question.id], 422, chosen=question.id)
    flash(_("The file is attached and being checked for safety"), "success")
    return redirect(url_for(".list_evidence", application_id=application.id))


@bp.post("/evidence/<uuid:evidence_id>/links")
@opens(Evidence, Permission.EDIT_APPLICATION)
def link_evidence(evidence: Evidence) -> ResponseReturnValue:
    """Let a file back up one more level."""
    field = request.form.get("field", "")
    return _changed(
        evidence, lambda: link_file(evidence, field, actor=current_actor(), received_at=g.received_at), _("Linked")
    )


@bp.post("/evidence/<uuid:evidence_id>/links/removal")
@opens(Evidence, Permission.EDIT_APPLICATION)
def unlink_evidence(evidence: Evidence) -> ResponseReturnValue:
    """Take a file off one level; it stays in the register."""
    field = request.form.get("field", "")
    return _changed(
        evidence, lambda: unlink_file(evidence, field, actor=current_actor(), received_at=g.received_at), _("Unlinked")
    )


@bp.post("/evidence/<uuid:evidence_id>/removal")
@opens(Evidence, Permission.EDIT_APPLICATION)
def remove_evidence(evidence: Evidence) -> ResponseReturnValue:
    """Take a file off the application, with all its links."""
    return _changed(
        evidence, lambda: remove_file(evidence, actor=current_actor(), received_at=g.received_at), _("Removed")
    )


def _changed(evidence: Evidence, change: Callable[[], None], done: str) -> ResponseReturnValue:
    application = application_of(evidence)
    assert application is not None, "evidence belongs to an application"
    try:
        change()
    except RuleBroken as broken:
        return _shown(application, broken.obstacles, 409)
    flash(done, "success")
    return redirect(url_for(".list_evidence", application_id=application.id))


def _shown(
    application: Application,
    against: tuple[Obstacle, ...] | list[Obstacle],
    status: int = 200,
    *,
    chosen: str = "",
) -> ResponseReturnValue:
    document = document_of(application)
    if application.phase is not Phase.ENTRY and not document.content.uploaded:
        abort(404)
    at_file = [sentence(obstacle) for obstacle in against if obstacle.field in (_FILE, chosen)]
    page = render_template(
        "applicant/list_evidence.html",
        application=application,
        document=document,
        register=register_of(document),
        reasons=[(words, f"#{_FILE}") if words in at_file else words for words in map(sentence, against)],
        at_file=at_file,
        chosen=chosen or request.args.get("field", ""),
        can_edit=_may_edit(document),
        place_name=lambda question: _place_name(document, question),
        place_url=lambda question: field_address(application, question),
    )
    return page, status


def _place_name(document: Document, question: Question) -> str:
    """A place by item and level, or by the part of the document it stands in."""
    standing = document.standing(question.part_id)
    if question.node_id is not None or standing is None:
        return question_name(question)
    return f"{standing.number} {standing.part.title.in_language(page_language())}"


def _may_edit(document: Document) -> bool:
    may = is_allowed(Permission.EDIT_APPLICATION, document.application, current_actor())
    return may and document.is_editable(g.received_at)
