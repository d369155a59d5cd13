"""The head's page: everything that would be sent, the declaration, and the button that sends it."""

from __future__ import annotations

from collections.abc import Mapping

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Application, Evidence, FileState
from app.permissions import Permission
from app.queries.applicant_scores import self_scores
from app.queries.versions import unchanged_parts
from app.reports.text_pages import typeset_document
from app.services import applications
from app.services.snapshots import present_seal
from app.views.access import current_actor, opens
from app.views.applicant import bp
from app.views.applicant.answer_view import shown_parts
from app.views.applicant.entry_warnings import entry_warnings
from app.views.applicant.gap_words import gap_links, left_empty_words, reason_links, refused_words
from app.views.applicant.written_pages import written_pages
from workflows.application import ApplicationState, Phase
from workflows.errors import RuleBroken


@bp.get("/applications/<uuid:application_id>/approval")
@opens(Application, Permission.APPROVE_APPLICATION)
def approve_application(application: Application) -> ResponseReturnValue:
    """Show the head the whole document with the ways on: submit, or send back."""
    return _shown(application, [])


def _shown(
    application: Application, reasons: list[str | tuple[str, str]], status: int = 200, reason: str = ""
) -> ResponseReturnValue:
    document = typeset_document(application)
    listed = [standing.part for standing in document.standings]
    own = self_scores(document.rubric, document.content.answers) if document.rubric.bands else None
    page = render_template(
        "applicant/approve_application.html",
        application=application,
        document=document,
        written_pages=written_pages(document),
        parts=shown_parts(listed, document.content.answers, _sent(document.content.files)),
        refused_words=refused_words(len(document.refused_files)),
        gaps=gap_links(document, document.gaps),
        own=own if application.phase is Phase.ENTRY else None,
        waits=application.state is ApplicationState.AWAITING_APPROVAL,
        seal=present_seal(application),
        has_versions=bool(application.snapshots),
        warnings=entry_warnings(document),
        unchanged=unchanged_parts(document),
        left_empty=[left_empty_words(standing) for standing in document.left_empty],
        is_report=application.phase is Phase.REPORT,
        reasons=reasons,
        errors={where.removeprefix("#"): text for text, where in _at_fields(reasons)},
        reason=reason,
    )
    return page, status


def _sent(files: Mapping[str, tuple[Evidence, ...]]) -> dict[str, list[Evidence]]:
    """The files that are sent with each field: those that were refused are not."""
    return {field: [each for each in listed if each.state is not FileState.REFUSED] for field, listed in files.items()}


def _at_fields(reasons: list[str | tuple[str, str]]) -> list[tuple[str, str]]:
    """The reasons that lead to a field of this very page."""
    return [each for each in reasons if isinstance(each, tuple) and each[1].startswith("#")]


@bp.post("/applications/<uuid:application_id>/approval")
@opens(Application, Permission.APPROVE_APPLICATION)
def submit_application(application: Application) -> ResponseReturnValue:
    """Hand the document in and show the receipt, or everything that stands against it."""
    if request.form.get("declared") != "yes":
        return _shown(application, [(_("Confirm the declaration first"), "#declared")], 422)
    try:
        receipt = applications.submit_application(
            application,
            actor=current_actor(),
            received_at=g.received_at,
            approved=request.form.get("seal", ""),
        )
    except RuleBroken as broken:
        return _shown(application, reason_links(typeset_document(application), broken), 409)
    flash(_("Submitted. This is your receipt"), "success")
    return redirect(url_for(".show_receipt", receipt_id=receipt.id))


@bp.post("/applications/<uuid:application_id>/send-back")
@opens(Application, Permission.APPROVE_APPLICATION)
def send_back_application(application: Application) -> ResponseReturnValue:
    """Hand the document back to the team with a reason."""
    reason = request.form.get("reason", "")
    try:
        applications.send_back_application(application, actor=current_actor(), reason=reason)
    except RuleBroken as broken:
        return _shown(application, _at_reason(application, broken), 409, reason)
    flash(_("Sent back to the team"), "success")
    return redirect(url_for(".show_application", application_id=application.id))


def _at_reason(application: Application, broken: RuleBroken) -> list[str | tuple[str, str]]:
    """The reasons of a refusal to send back; a missing reason leads to its field."""
    words = reason_links(typeset_document(application), broken)
    fields = [obstacle.field for obstacle in broken.obstacles]
    return [
        (text, "#reason") if name == "reason" and isinstance(text, str) else text
        for text, name in zip(words, fields, strict=True)
    ]
