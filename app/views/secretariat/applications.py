"""All applications for staff: searched and exported, and the record of one with every act on it."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Application
from app.permissions import Permission, roles_on
from app.queries.application_record import application_record
from app.queries.staff_applications import Wanted, find_applications, staff_programmes
from app.queries.staff_exports import export_rows
from app.services.decisions import propose_disqualification
from app.services.exports import APPLICATIONS, record_export
from app.views.access import current_actor, holds, opens
from app.views.formatting import page_language
from app.views.reasons import show_on
from app.views.secretariat import bp
from app.views.secretariat.application_sheet import applications_workbook
from app.views.secretariat.event_words import line_of
from app.views.secretariat.forms import ReasonForm
from workflows.application import DISQUALIFY, ApplicationState
from workflows.errors import RuleBroken

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/office/applications")
@holds(Permission.VIEW_PROGRAMME)
def list_applications_for_staff() -> ResponseReturnValue:
    """Search all applications; the address is the search."""
    wanted = _wanted(request.args)
    programmes = [
        (str(programme.id), f"{cycle.year_be} · {programme.title(page_language())}")
        for programme, cycle in staff_programmes(current_actor())
    ]
    return render_template(
        "secretariat/list_applications_for_staff.html",
        found=find_applications(current_actor(), wanted, page=request.args.get("page", 1, type=int)),
        wanted=wanted,
        searched=_searched(wanted),
        programmes=[("", _("All programmes")), *programmes],
        states=list(ApplicationState),
        sort_url=lambda column, descending: _url(wanted, sort=column, order="down" if descending else ""),
        page_url=lambda page: _url(wanted, page=page),
    )


def _wanted(given: Any) -> Wanted:
    return Wanted(
        text=given.get("q", ""),
        programme=given.get("programme", ""),
        state=given.get("state", ""),
        sort=given.get("sort", "code"),
        descending=given.get("order", "") == "down",
    )


def _searched(wanted: Wanted) -> dict[str, str]:
    """What was asked for, as it stands in the address; what was not asked for is left out."""
    parts = {
        "q": wanted.text,
        "programme": wanted.programme,
        "state": wanted.state,
        "sort": wanted.sort if wanted.sort != "code" else "",
        "order": "down" if wanted.descending else "",
    }
    return {name: value for name, value in parts.items() if value}


def _url(wanted: Wanted, **changes: Any) -> str:
    parts = {**_searched(wanted), **changes}
    return url_for(".list_applications_for_staff", **{name: value for name, value in parts.items() if value})


@bp.post("/office/applications/export")
@holds(Permission.VIEW_PROGRAMME)
def export_applications() -> ResponseReturnValue:
    """Give the applications of the search as a workbook; the export is on record."""
    wanted, actor = _wanted(request.form), current_actor()
    rows = export_rows(actor, wanted)
    workbook = applications_workbook(rows, page_language())
    searched = " ".join(f"{name}={value}" for name, value in _searched(wanted).items())
    record_export(APPLICATIONS, rows=len(rows), searched=searched, actor=actor)
    response = Response(workbook, mimetype=_XLSX)
    response.headers.set("Content-Disposition", "attachment", filename="applications.xlsx")
    return response


@bp.get("/office/applications/<uuid:application_id>")
@opens(Application, Permission.VIEW_PROGRAMME)
def show_record(application: Application) -> ResponseReturnValue:
    """Show everything on record about one application."""
    return _record(application, ReasonForm())


def _record(
    application: Application, form: ReasonForm, reasons: list[str] | None = None, status: int = 200
) -> ResponseReturnValue:
    record, actor = application_record(application), current_actor()
    page = render_template(
        "secretariat/show_record.html",
        record=record,
        application=application,
        timeline=[line_of(told) for told in record.events],
        form=form,
        reasons=reasons or [],
        may_disqualify=DISQUALIFY.is_offered(application.state, roles_on(application, actor))
        and not any(proposal.act == "disqualify" for proposal in record.waiting),
    )
    return page, status


@bp.post("/office/applications/<uuid:application_id>/disqualification")
@opens(Application, Permission.DISQUALIFY)
def propose_to_disqualify(application: Application) -> ResponseReturnValue:
    """Propose to disqualify the application; a second person must sign."""
    form = ReasonForm()
    try:
        propose_disqualification(application, reason=form.reason.data or "", actor=current_actor())
    except RuleBroken as broken:
        return _record(application, form, show_on(form, broken), 409)
    flash(_("The disqualification is proposed; another person must sign it"), "success")
    return redirect(url_for(".show_record", application_id=application.id))
