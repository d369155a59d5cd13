"""Seating one panel by hand: anew, or a replacement beside those who stay."""

from __future__ import annotations

import uuid

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Application, Stage
from app.permissions import Permission
from app.queries.panel_seating import Choice, seating_choices
from app.services.assignments import publish_panel
from app.services.panel_repair import complete_panel
from app.views.access import current_actor, opens
from app.views.day_notes import due_note, is_noticed, unnoticed
from app.views.formatting import page_language
from app.views.reasons import show_on
from app.views.secretariat import bp
from app.views.secretariat.forms import SeatingForm
from app.views.secretariat.seat_words import beside_others, in_the_way
from workflows.application import ApplicationState
from workflows.errors import RuleBroken


@bp.get("/office/assignment/applications/<uuid:application_id>")
@opens(Application, Permission.ASSIGN)
def show_seating(application: Application) -> ResponseReturnValue:
    """Show who could sit on the panel of one application, and what is in the way of the others."""
    return _page(application, None)


@bp.post("/office/assignment/applications/<uuid:application_id>")
@opens(Application, Permission.ASSIGN)
def seat_panel(application: Application) -> ResponseReturnValue:
    """Seat the chosen panel, all rules checked."""
    stage, form = _stage_of(application), SeatingForm()
    choices = seating_choices(application, stage)
    form.offer(choices, page_language())
    if not form.validate_on_submit() or not is_noticed(form):
        return _page(application, form, status=422)
    chosen = [uuid.UUID(key) for key in form.assessors.data or ()]
    seat = complete_panel if application.state is ApplicationState.ASSESSMENT else publish_panel
    try:
        seat(
            application,
            stage,
            chosen,
            lead_id=uuid.UUID(form.lead.data),
            due_at=form.due_at.data,
            actor=current_actor(),
        )
    except RuleBroken as broken:
        return _page(application, form, show_on(form, broken), status=409)
    flash(_("The panel of %(code)s is seated and told", code=application.code), "success")
    return redirect(url_for(".show_stage_assignment", stage_id=stage.id))


def _stage_of(application: Application) -> Stage:
    stage = application.stage
    if stage is None or stage.panel_size is None:
        abort(404)
    return stage


def _page(
    application: Application, form: SeatingForm | None, reasons: list[str] | None = None, status: int = 200
) -> ResponseReturnValue:
    stage, note = _stage_of(application), due_note(form) if form else ""
    choices = seating_choices(application, stage)
    if form is None:
        form = SeatingForm(formdata=None)
        form.offer(choices, page_language())
    page = render_template(
        "secretariat/show_seating.html",
        application=application,
        stage=stage,
        form=form,
        due_note=note,
        choices=choices,
        chosen=set(form.assessors.data or ()),
        in_the_way=_in_the_way,
        is_repair=application.state is ApplicationState.ASSESSMENT,
        reasons=[*(reasons or ()), *(unnoticed(form, "due_at") if note else ())],
    )
    return page, status


def _in_the_way(choice: Choice) -> list[str]:
    """Everything that keeps an assessor off this panel; empty for those who can be chosen."""
    said = in_the_way(choice)
    if choice.has_left and choice.seat is not None:
        said.append(_("Left this panel: %(reason)s", reason=choice.seat.reason))
    if choice.is_full:
        said.append(_("Has as many applications as they take"))
    return said + beside_others(choice)
