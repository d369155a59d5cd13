"""Giving up a draft: asked once more on a page of its own."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Application
from app.permissions import Permission
from app.services import drafts
from app.views.access import current_actor, opens
from app.views.applicant import bp
from app.views.reasons import sentences
from workflows.errors import RuleBroken


@bp.get("/applications/<uuid:application_id>/deletion")
@opens(Application, Permission.START_APPLICATION)
def delete_draft(application: Application) -> ResponseReturnValue:
    """Ask once more, and say what happens to texts and files."""
    return render_template("applicant/delete_draft.html", application=application, reasons=[])


@bp.post("/applications/<uuid:application_id>/deletion")
@opens(Application, Permission.START_APPLICATION)
def confirm_deletion(application: Application) -> ResponseReturnValue:
    """Delete the draft, or say why it cannot be."""
    code = application.code
    try:
        drafts.delete_draft(application, actor=current_actor())
    except RuleBroken as broken:
        page = render_template("applicant/delete_draft.html", application=application, reasons=sentences(broken))
        return page, 409
    flash(_("Draft %(code)s is deleted", code=code), "success")
    return redirect(url_for(".list_applications"))
