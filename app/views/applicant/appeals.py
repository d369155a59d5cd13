"""An agency's appeals: what was filed about its application and answered, a draft to write, the proof of receipt."""

from __future__ import annotations

from flask import Response, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from wtforms import FileField, HiddenField, RadioField

from app.models import Appeal, Application, FileState, StoredFile
from app.permissions import Permission, is_allowed
from app.queries.appeals import (
    appeal_period,
    appeals_of,
    draft_appeal,
    event_of,
    files_in_state,
    files_of_appeal,
)
from app.queries.letters import number_of
from app.services import appeal_drafts
from app.services.appeal_files import FIELD, RULE
from app.services.evidence import most_megabytes, stored_upload
from app.thai import grapheme_count
from app.views.access import current_actor, opens
from app.views.appeal_papers import appeal_receipt
from app.views.appeal_words import ground_choices, ground_chosen
from app.views.applicant import bp
from app.views.fields import ThaiLongText
from app.views.page_form import PageForm
from app.views.reasons import show_on
from workflows.appeal import LONGEST, AppealKind, AppealState
from workflows.errors import RuleBroken

_MOST_DIGITS = 9
_DRAFT = "/applications/<uuid:application_id>/appeal"


class AppealForm(PageForm):
    """What the appeal rests on and why, with a file to add."""

    ground = RadioField(_l("What it rests on"), choices=ground_choices, validate_choice=False)
    text = ThaiLongText(_l("Why the result should be looked at again"))
    file = FileField(_l("Attach a PDF"))
    version = HiddenField()


@bp.get("/applications/<uuid:application_id>/appeals")
@opens(Application, Permission.FOLLOW_APPEAL)
def list_appeals(application: Application) -> ResponseReturnValue:
    """Show until when the result can be appealed, and what was filed and answered."""
    period, actor = appeal_period(application), current_actor()
    return render_template(
        "applicant/list_appeals.html",
        application=application,
        period=period,
        is_open=period.is_open(g.received_at),
        appeals=appeals_of(application),
        draft=draft_appeal(application),
        may_write=is_allowed(Permission.WRITE_APPEAL, application, actor),
    )


@bp.get(_DRAFT)
@opens(Application, Permission.WRITE_APPEAL)
def edit_appeal(application: Application) -> ResponseReturnValue:
    """Show the draft of an appeal."""
    return _draft_page(application, _as_saved(draft_appeal(application)))


def _as_saved(draft: Appeal | None) -> AppealForm:
    ground = draft.ground.value if draft and draft.ground else None
    text, version = (draft.text, draft.version) if draft else ("", 0)
    return AppealForm(formdata=None, ground=ground, text=text, version=str(version))


def _draft_page(
    application: Application, form: AppealForm, reasons: list[str] | None = None, status: int = 200
) -> ResponseReturnValue:
    draft, period = draft_appeal(application), appeal_period(application)
    files = files_of_appeal(draft)
    page = render_template(
        "applicant/edit_appeal.html",
        application=application,
        form=form,
        draft=draft,
        files=files,
        being_checked=files_in_state(files, FileState.QUARANTINED),
        period=period,
        is_open=period.is_open(g.received_at),
        may_file=is_allowed(Permission.FILE_APPEAL, application, current_actor()),
        limit=LONGEST,
        used=grapheme_count(form.text.data or ""),
        rule=RULE,
        max_mb=most_megabytes(RULE),
        saved_instead=draft.text if draft and form.version.data != str(draft.version) else "",
        reasons=reasons or [],
    )
    return page, status


@bp.post(_DRAFT)
@opens(Application, Permission.WRITE_APPEAL)
def save_appeal(application: Application) -> ResponseReturnValue:
    """Save what was typed, add or remove a file, and file the appeal where that button was pressed."""
    form, version, upload = AppealForm(), request.form.get("version", ""), request.files.get(FIELD)
    is_filed = request.form.get("then") == "file"
    try:
        appeal = appeal_drafts.save_appeal(
            application,
            ground=ground_chosen(form.ground.data),
            text=form.text.data or "",
            version=int(version) if version.isdecimal() and len(version) <= _MOST_DIGITS else 0,
            added=_stored(upload) if upload is not None and upload.filename else None,
            removed_id=request.form.get("remove", ""),
            is_filed=is_filed,
            actor=current_actor(),
            received_at=g.received_at,
        )
    except RuleBroken as broken:
        return _draft_page(application, form, show_on(form, broken), 409)
    if is_filed:
        flash(_("The appeal is received. Its number is %(number)s", number=appeal.number), "success")
        return redirect(url_for(".show_appeal", appeal_id=appeal.id))
    flash(_("The draft is saved"), "success")
    return redirect(url_for(".edit_appeal", application_id=application.id))


def _stored(upload: FileStorage) -> tuple[StoredFile, str]:
    """Store the bytes of what was uploaded; its name is its owner's."""
    name = upload.filename or ""
    return stored_upload(RULE, FIELD, upload.stream, name), name  # type: ignore[arg-type]  # it reads like any binary file


@bp.get("/appeals/<uuid:appeal_id>")
@opens(Appeal, Permission.FOLLOW_APPEAL)
def show_appeal(appeal: Appeal) -> ResponseReturnValue:
    """Show what was received, how anyone can prove it, and the answer."""
    if appeal.state is AppealState.DRAFT:
        abort(404)
    return render_template(
        "applicant/show_appeal.html",
        appeal=appeal,
        application=appeal.application,
        files=files_of_appeal(appeal) if appeal.kind is AppealKind.APPEAL else [],
        event=event_of(appeal),
        letter=number_of(appeal),
    )


@bp.get("/appeals/<uuid:appeal_id>/receipt.pdf")
@opens(Appeal, Permission.FOLLOW_APPEAL)
def download_appeal_receipt(appeal: Appeal) -> ResponseReturnValue:
    """Give the receipt of an appeal as a PDF; that of a complaint names who wrote, and stays with OPDC."""
    if appeal.kind is AppealKind.COMPLAINT:
        abort(404)
    return appeal_receipt(appeal)


@bp.get("/appeals/<uuid:appeal_id>/content.json")
@opens(Appeal, Permission.FOLLOW_APPEAL)
def download_appeal(appeal: Appeal) -> ResponseReturnValue:
    """Give the very bytes the hash was made of; those of a complaint name who wrote, and stay with OPDC."""
    if appeal.kind is AppealKind.COMPLAINT or appeal.state is AppealState.DRAFT:
        abort(404)
    response = Response(appeal.content.encode(), mimetype="application/json")
    response.headers.set("Content-Disposition", "attachment", filename=f"{appeal.number}.json")
    return response
