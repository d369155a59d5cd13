"""Conflicts of interest: the yearly statement, what the register knows, and interests the assessor declares."""

from __future__ import annotations

import uuid

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import SelectChoice
from wtforms.validators import InputRequired

from app.models import Application
from app.permissions import Permission
from app.queries.agency_choices import agency_choices
from app.queries.conflict_page import ConflictPage, conflict_page
from app.services import interests
from app.views.access import current_actor, holds
from app.views.assessor import bp
from app.views.assessor.forms import InterestForm
from app.views.formatting import page_language
from app.views.reasons import sentence, show_on
from workflows.errors import RuleBroken


@bp.get("/declarations")
@holds(Permission.ASSESS)
def list_interests() -> ResponseReturnValue:
    """Show statements, ties and interests, and the form to declare one."""
    page = conflict_page(current_actor())
    return _page(page, _form(page))


@bp.post("/declarations/<uuid:cycle_id>")
@holds(Permission.ASSESS)
def declare_conflicts(cycle_id: uuid.UUID) -> ResponseReturnValue:
    """State for this cycle that every conflict is declared."""
    if cycle_id not in {cycle.id for cycle, _declared_at in conflict_page(current_actor()).cycles}:
        abort(404)
    interests.declare_conflicts(cycle_id, actor=current_actor())
    flash(_("Your statement is on record"), "success")
    return redirect(url_for(".list_assessments"))


@bp.post("/declarations")
@holds(Permission.ASSESS)
def declare_interest() -> ResponseReturnValue:
    """Declare an interest; the seats it touches are left at once."""
    page = conflict_page(current_actor())
    form = _form(page)
    reasons: list[str] = []
    if form.validate_on_submit():
        try:
            _declare(page, form)
        except RuleBroken as broken:
            reasons = show_on(form, broken)
        else:
            flash(_("Your interest is on record. The seats it touches were left and OPDC has been told"), "success")
            return redirect(url_for(".list_interests"))
    return _page(page, form, reasons)


def _declare(page: ConflictPage, form: InterestForm) -> None:
    actor, reason = current_actor(), form.reason.data or ""
    if form.subject.data == "application":
        chosen = next(each.application for each in page.entries if str(each.application.id) == form.application.data)
        interests.declare_interest(actor=actor, reason=reason, application=chosen)
    else:
        agency = form.agency.agency
        interests.declare_interest(actor=actor, reason=reason, agency_id=agency.id if agency else None)


def _form(page: ConflictPage) -> InterestForm:
    """Offer the own applications and the register; what is not chosen above is not asked for below."""
    form = InterestForm()
    language = page_language()
    mine = [SelectChoice(str(each.application.id), _named(each.application, language)) for each in page.entries]
    form.application.choices = mine
    if not mine:
        form.subject.choices, form.subject.data = form.subject.choices[1:], "agency"
    form.agency.offer(agency_choices())
    form.application.validate_choice = form.subject.data == "application"
    form.agency.is_asked = form.subject.data == "agency"
    if form.agency.is_asked:
        form.agency.validators = (InputRequired(_("Choose an agency")),)
    return form


def _named(application: Application, language: str) -> str:
    return f"{application.code} {application.title(language)} ({application.agency.name(language)})"


def _page(page: ConflictPage, form: InterestForm, reasons: list[str] | None = None) -> ResponseReturnValue:
    ties = [(each, [sentence(conflict.detail) for conflict in each.conflicts]) for each in page.entries]
    body = render_template("assessor/list_interests.html", page=page, ties=ties, form=form, reasons=reasons or [])
    return body, 422 if reasons or form.errors else 200
