"""One point to verify: how it ended, what was seen, and what that changes of what the panel agreed."""

from __future__ import annotations

import uuid
from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Application
from app.permissions import Permission, is_allowed
from app.queries.visit_page import PointRow, VisitPage, point_form
from app.services.visit_files import FIELD, attach_to_point
from app.services.visits import StalePoint, settle_point
from app.views.access import current_actor, opens
from app.views.assessor.entry_form import sent_fields, typed_value
from app.views.formatting import page_language
from app.views.judgement_faults import fault_lines
from app.views.panel import bp
from app.views.panel.visits import visit_or_404
from app.views.reasons import by_field
from workflows.application import ApplicationState
from workflows.errors import RuleBroken

_WORDS = ("finding", "note", "why")


@bp.get("/site-visits/<uuid:application_id>/points/<uuid:point_id>")
@opens(Application, Permission.AGREE)
def show_point(application: Application, point_id: uuid.UUID) -> ResponseReturnValue:
    """Show one point with its criterion, what was agreed and what was found."""
    page, row = _row_or_404(application, point_id)
    return _page(page, row)


@bp.post("/site-visits/<uuid:application_id>/points/<uuid:point_id>")
@opens(Application, Permission.AGREE)
def settle(application: Application, point_id: uuid.UUID) -> ResponseReturnValue:
    """End the point and go on to the next open one."""
    page, row = _row_or_404(application, point_id)
    form = point_form(row, application, page_language())
    said = {name: request.form.get(name, "") for name in _WORDS}
    given = (
        sent_fields(request.form, form.kind if form else "", is_excusable=False) if "changes" in request.form else {}
    )
    fields = {name: value for name, value in given.items() if name not in ("note", "reason")}
    version = request.form.get("version", default=0, type=int)
    try:
        settle_point(row.point, **said, given=fields, version=version, actor=current_actor())
    except StalePoint:
        faults: dict[str | None, list[str]] = {None: [_("Somebody ended this point first. Read what they wrote below")]}
        page, row = _row_or_404(application, point_id)
        return _page(page, row, said=said, typed=typed_value(fields), faults=faults, status=409)
    except RuleBroken as broken:
        typed = typed_value(fields) if fields else None
        return _page(page, row, said=said, typed=typed, faults=by_field(broken), status=422)
    left = visit_or_404(application).open_points
    flash(_("The point has ended"), "success")
    if left:
        return redirect(url_for(".show_point", application_id=application.id, point_id=left[0].point.id))
    return redirect(url_for(".show_visit", application_id=application.id))


@bp.post("/site-visits/<uuid:application_id>/points/<uuid:point_id>/files")
@opens(Application, Permission.AGREE)
def attach_file(application: Application, point_id: uuid.UUID) -> ResponseReturnValue:
    """Keep a photo or document of this point; it is checked before anybody can open it."""
    page, row = _row_or_404(application, point_id)
    upload = request.files.get(FIELD)
    if upload is None or not upload.filename:
        return _page(page, row, faults={FIELD: [_("Choose a file")]}, status=422)
    try:
        attach_to_point(
            row.point,
            upload.stream,  # type: ignore[arg-type]  # the multipart reader's file reads like any binary file
            upload.filename,
            actor=current_actor(),
            received_at=g.received_at,
        )
    except RuleBroken as broken:
        return _page(page, row, faults=by_field(broken), status=422)
    return redirect(url_for(".show_point", application_id=application.id, point_id=point_id, _anchor="files"))


def _row_or_404(application: Application, point_id: uuid.UUID) -> tuple[VisitPage, PointRow]:
    page = visit_or_404(application)
    row = next((row for row in page.points if row.point.id == point_id), None)
    if row is None:
        abort(404)
    return page, row


def _page(
    page: VisitPage,
    row: PointRow,
    *,
    said: dict[str, str] | None = None,
    typed: dict[str, Any] | None = None,
    faults: dict[str | None, list[str]] | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    application, point = page.application, row.point
    stored = {"finding": point.finding.value if point.finding else "", "note": point.note, "why": point.why}
    is_open = application.state is ApplicationState.SITE_VISIT
    form = point_form(row, application, page_language(), typed)
    body = render_template(
        "panel/show_point.html",
        page=page,
        row=row,
        application=application,
        form=form,
        said=said or stored,
        changes=typed is not None or bool(point.after),
        faults=faults or {},
        fault_lines=fault_lines(form, faults),
        is_open=is_open,
        may_change=is_open and is_allowed(Permission.LEAD_PANEL, application, current_actor()),
    )
    return body, status
