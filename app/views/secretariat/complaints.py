"""Complaints that came by letter: entered about an announced application, with the scan of the letter."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Appeal, Application
from app.permissions import Permission
from app.queries.appeals import announced_at
from app.services.appeal_files import FIELD, attach_to_appeal
from app.services.complaints import enter_complaint
from app.thai import grapheme_count
from app.views.access import current_actor, opens
from app.views.appeal_words import ground_chosen
from app.views.reasons import show_on
from app.views.secretariat import bp
from app.views.secretariat.appeal_forms import ComplaintFileForm, ComplaintForm
from app.views.secretariat.appeals import appeal_page
from app.views.secretariat.letters import given_number
from workflows.appeal import LONGEST
from workflows.errors import RuleBroken

_COMPLAINT = "/office/applications/<uuid:application_id>/complaint"


@bp.get(_COMPLAINT)
@opens(Application, Permission.HANDLE_APPEALS)
def new_complaint(application: Application) -> ResponseReturnValue:
    """Show the form for a complaint about this application."""
    return _page(application, ComplaintForm(formdata=None))


def _page(
    application: Application, form: ComplaintForm, reasons: list[str] | None = None, status: int = 200
) -> ResponseReturnValue:
    page = render_template(
        "secretariat/new_complaint.html",
        application=application,
        form=form,
        is_announced=announced_at(application) is not None,
        limit=LONGEST,
        used=grapheme_count(form.text.data or ""),
        reasons=reasons or [],
    )
    return page, status


@bp.post(_COMPLAINT)
@opens(Application, Permission.HANDLE_APPEALS)
def record_complaint(application: Application) -> ResponseReturnValue:
    """Put the complaint on record."""
    form = ComplaintForm()
    if not form.validate():
        return _page(application, form, status=422)
    try:
        complaint = enter_complaint(
            application,
            complainant=form.complainant.data or "",
            letter_reference=form.letter_reference.data or "",
            letter_date=form.letter_date.data,
            ground=ground_chosen(form.ground.data),
            text=form.text.data or "",
            actor=current_actor(),
            received_at=g.received_at,
        )
    except RuleBroken as broken:
        return _page(application, form, show_on(form, broken), 409)
    flash(_("The complaint is on record. Its number is %(number)s", number=complaint.number), "success")
    return redirect(url_for(".show_appeal", appeal_id=complaint.id))


@bp.post("/office/appeals/<uuid:appeal_id>/files")
@opens(Appeal, Permission.HANDLE_APPEALS)
def attach_letter(appeal: Appeal) -> ResponseReturnValue:
    """Attach the scan of a complaint's letter."""
    form, upload = ComplaintFileForm(), request.files.get(FIELD)
    if upload is None or not upload.filename:
        return appeal_page(appeal, upload=form, reasons=[_("Choose a file")], status=422)
    try:
        attach_to_appeal(
            appeal,
            upload.stream,  # type: ignore[arg-type]  # the multipart reader's file reads like any binary file
            upload.filename,
            actor=current_actor(),
            received_at=g.received_at,
        )
    except RuleBroken as broken:
        return appeal_page(appeal, upload=form, reasons=show_on(form, broken), status=409)
    flash(_("The file is attached and being checked"), "success")
    return redirect(url_for(".show_appeal", appeal_id=appeal.id))


@bp.post("/office/appeals/<uuid:appeal_id>/letter-number")
@opens(Appeal, Permission.NUMBER_LETTERS)
def number_answer(appeal: Appeal) -> ResponseReturnValue:
    """Give the answer its letter number."""
    return given_number(appeal)
