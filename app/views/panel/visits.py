"""The site visit: its schedule, what to verify, and its outcome, recorded by the lead once every point has ended."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Application
from app.permissions import Permission, is_allowed
from app.queries.sheet_page import node_code
from app.queries.visit_page import VisitPage, visit_page
from app.services import decisions, visits
from app.views.access import current_actor, opens
from app.views.formatting import page_language
from app.views.panel import bp
from app.views.panel.forms import VisitForm
from app.views.reasons import by_field, show_on
from workflows.application import ApplicationState
from workflows.errors import RuleBroken


@bp.get("/site-visits/<uuid:application_id>")
@opens(Application, Permission.AGREE)
def show_visit(application: Application) -> ResponseReturnValue:
    """Show the visit to its panel."""
    return _page(visit_or_404(application), VisitForm())


@bp.post("/site-visits/<uuid:application_id>")
@opens(Application, Permission.LEAD_PANEL)
def close_visit(application: Application) -> ResponseReturnValue:
    """Record what the visit found; the application goes on to the committee."""
    page, form = visit_or_404(application), VisitForm()
    reasons: list[str] = []
    if form.validate_on_submit():
        try:
            decisions.close_visit(
                application,
                is_confirmed=form.outcome.data == "confirmed",
                note=form.note.data or "",
                is_online=form.place.data == "online",
                actor=current_actor(),
            )
        except RuleBroken as broken:
            reasons = show_on(form, broken)
        else:
            flash(_("The visit is recorded and the entry goes on to the committee"), "success")
            return redirect(url_for(".show_visit", application_id=application.id))
    return _page(page, form, reasons=reasons)


@bp.post("/site-visits/<uuid:application_id>/points")
@opens(Application, Permission.AGREE)
def add_point(application: Application) -> ResponseReturnValue:
    """Add something to verify."""
    page = visit_or_404(application)
    said = {"node": request.form.get("node", ""), "question": request.form.get("question", "")}
    try:
        visits.add_point(application, said["node"], said["question"], actor=current_actor())
    except RuleBroken as broken:
        return _page(page, VisitForm(formdata=None), said=said, faults=by_field(broken))
    return redirect(url_for(".show_visit", application_id=application.id, _anchor="points"))


def visit_or_404(application: Application) -> VisitPage:
    """Return the visit's page; 404 before one is due."""
    page = visit_page(application)
    if application.state is not ApplicationState.SITE_VISIT and page.visit is None:
        abort(404)
    return page


def _page(
    page: VisitPage,
    form: VisitForm,
    *,
    reasons: list[str] | None = None,
    said: dict[str, str] | None = None,
    faults: dict[str | None, list[str]] | None = None,
) -> ResponseReturnValue:
    application, language = page.application, page_language()
    is_open = application.state is ApplicationState.SITE_VISIT
    lines: list[Any] = [(line, f"#{name or 'points'}") for name, said_ in (faults or {}).items() for line in said_]
    body = render_template(
        "panel/show_visit.html",
        page=page,
        application=application,
        form=form,
        reasons=[*(reasons or []), *lines],
        said=said or {"node": "", "question": ""},
        faults=faults or {},
        nodes=[(leaf.id, f"{node_code(leaf)} {leaf.title.in_language(language)}") for leaf in page.rubric.leaves],
        is_open=is_open,
        is_editable=is_open and is_allowed(Permission.LEAD_PANEL, application, current_actor()),
    )
    return body, 422 if reasons or faults or form.errors else 200
