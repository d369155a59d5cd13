"""All applications for staff: searched and exported."""

from __future__ import annotations

from typing import Any

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.permissions import Permission
from app.queries.staff_applications import Wanted, find_applications, staff_programmes
from app.queries.staff_exports import export_rows
from app.services.exports import APPLICATIONS, record_export
from app.views.access import current_actor, holds
from app.views.formatting import page_language
from app.views.secretariat import bp
from app.views.secretariat.application_sheet import applications_workbook
from app.views.secretariat.saved_views import shown_views
from workflows.application import ApplicationState
from workflows.funnel import funnel_steps

MOST_ROUNDS = 9
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
        views=shown_views("applications", _searched(wanted)),
        known_steps=funnel_steps(MOST_ROUNDS),
        sort_url=lambda column, descending: _url(wanted, sort=column, order="down" if descending else ""),
        page_url=lambda page: _url(wanted, page=page),
    )


def _wanted(given: Any) -> Wanted:
    return Wanted(
        text=given.get("q", ""),
        programme=given.get("programme", ""),
        state=given.get("state", ""),
        year=given.get("year", ""),
        only=given.get("only", ""),
        reached=given.get("reached", ""),
        sort=given.get("sort", "code"),
        descending=given.get("order", "") == "down",
    )


def _searched(wanted: Wanted) -> dict[str, str]:
    """What was asked for, as it stands in the address; what was not asked for is left out."""
    parts = {
        "q": wanted.text,
        "programme": wanted.programme,
        "state": wanted.state,
        "year": wanted.year,
        "only": wanted.only,
        "reached": wanted.reached,
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
