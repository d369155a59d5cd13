"""When the score sheets of one panel are due, changed with a reason that its members read."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from app.models import Application
from app.permissions import Permission
from app.queries.panel_table import seats_of
from app.services.seat_dues import change_sheets_due
from app.views.access import current_actor, opens
from app.views.day_notes import due_note, is_noticed, unnoticed
from app.views.reasons import show_on
from app.views.secretariat import bp
from app.views.secretariat.forms import SheetsDueForm
from workflows.errors import RuleBroken


@bp.route("/office/assignment/applications/<uuid:application_id>/due", methods=["GET", "POST"])
@opens(Application, Permission.ASSIGN)
def change_due(application: Application) -> ResponseReturnValue:
    """Show who is seated and until when, and take another due time."""
    stage, form, reasons, status = application.stage, SheetsDueForm(), list[str](), 200
    if stage is None or stage.panel_size is None:
        abort(404)
    if form.is_submitted():
        status = 422
    if form.validate_on_submit() and form.due_at.data is not None and is_noticed(form):
        due_at, reason = form.due_at.data, form.reason.data or ""
        try:
            told = change_sheets_due(application, stage, due_at=due_at, reason=reason, actor=current_actor())
        except RuleBroken as broken:
            reasons, status = show_on(form, broken), 409
        else:
            said = ngettext(
                "The due time is changed; %(num)s assessor is told",
                "The due time is changed; %(num)s assessors are told",
                told,
            )
            flash(said, "success")
            return redirect(url_for(".show_stage_assignment", stage_id=stage.id, show="all"))
    page = render_template(
        "secretariat/change_due.html",
        application=application,
        stage=stage,
        seats=seats_of(stage, [application.id])[application.id],
        form=form,
        due_note=due_note(form),
        reasons=[*reasons, *unnoticed(form, "due_at")],
    )
    return page, status
