"""Confirming that numbers of the criteria are official for a programme: what, by whom, when, by which source."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import DataRequired

from app.models import Programme
from app.permissions import Permission, is_allowed
from app.queries.criteria import rubric_of
from app.queries.number_groups import number_groups
from app.services.cycles import confirm_number
from app.views.access import current_actor, opens
from app.views.fields import ThaiText
from app.views.page_form import PageForm
from app.views.reasons import show_on
from app.views.secretariat import bp
from app.views.secretariat.criteria_numbers import number_lines
from workflows.errors import RuleBroken


class ConfirmationForm(PageForm):
    """A part of the criteria, and the document that proves it."""

    path = HiddenField(validators=[DataRequired()])
    source = ThaiText(_l("Source"), validators=[DataRequired(_l("Name the source"))])


@bp.get("/office/programmes/<uuid:programme_id>/numbers")
@opens(Programme, Permission.VIEW_PROGRAMME)
def show_numbers(programme: Programme) -> ResponseReturnValue:
    """Show which numbers are proven, which were confirmed, and which still carry a mark, number by number."""
    return _page(programme, ConfirmationForm(formdata=None))


def _page(
    programme: Programme, form: ConfirmationForm, reasons: list[str] | None = None, status: int = 200
) -> ResponseReturnValue:
    groups = number_groups(programme)
    page = render_template(
        "secretariat/show_numbers.html",
        programme=programme,
        parts=[(group, number_lines(rubric_of(programme), group.path)) for group in groups],
        open_parts=sum(group.is_open for group in groups),
        part_name=part_name,
        form=form,
        reasons=reasons or [],
        may_confirm=is_allowed(Permission.MANAGE_PROGRAMME, programme, current_actor()),
    )
    return page, status


@bp.post("/office/programmes/<uuid:programme_id>/numbers")
@opens(Programme, Permission.MANAGE_PROGRAMME)
def confirm_numbers(programme: Programme) -> ResponseReturnValue:
    """Confirm one part; its mark disappears for the whole programme."""
    form = ConfirmationForm()
    if not form.validate_on_submit():
        return _page(programme, form, status=422)
    try:
        confirm_number(programme, form.path.data or "", source=form.source.data or "", actor=current_actor())
    except RuleBroken as broken:
        return _page(programme, form, show_on(form, broken), 409)
    flash(_("Confirmed. The mark is gone from every page of this programme"), "success")
    return redirect(url_for(".show_numbers", programme_id=programme.id))


def part_name(path: str) -> str:
    """Say what a part of the criteria is about."""
    return {
        "eligibility": _("Who may enter"),
        "quota": _("Quota"),
        "screening": _("Screening checks"),
        "form": _("Limits of the application form"),
        "profile": _("Organisational profile"),
        "report": _("Application Report"),
        "evidence_rules": _("Evidence"),
        "nodes": _("Points of the criteria"),
        "item_levels": _("Levels of an item"),
        "aggregation": _("How the total is made"),
        "scoring": _("Levels of the dimensions"),
        "band_tables": _("Per cents of the bands"),
        "kpi_rules": _("How results indicators are scored"),
        "stages": _("Stage plan"),
        "gates": _("Gates between rounds"),
        "levels": _("Award levels"),
        "bands": _("Bands of the status"),
        "award_types": _("Category awards"),
        "comment_rules": _("Comments of assessors"),
        "feedback": _("Feedback report"),
    }[path]
