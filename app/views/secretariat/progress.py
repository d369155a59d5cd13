"""Progress by assessor and by agency, the sheets that are owed one by one, and people whom messages do not reach."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.clock import now
from app.permissions import Permission, may_anywhere
from app.queries.agency_progress import WantedAgencies, agency_progress, every_agency
from app.queries.assessor_progress import WantedAssessors, assessor_progress, every_assessor
from app.queries.exceptions import SEAT_KINDS
from app.queries.office_scope import Scope, office_scope, year_of
from app.queries.owed_list import owed_sheets
from app.queries.unreachable import unreachable_of
from app.services.exports import PROGRESS, record_export
from app.views.access import current_actor, holds
from app.views.formatting import page_language
from app.views.secretariat import bp
from app.views.secretariat.cockpit import programme_choices, year_choices
from app.views.secretariat.progress_sheets import agencies_workbook, agency_words, assessors_workbook
from app.views.secretariat.saved_views import shown_views
from workflows.mailing import Owing

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _scope(given: Mapping[str, str]) -> Scope:
    return office_scope(current_actor(), year=year_of(given.get("year", "")), programme=given.get("programme", ""))


def _searched(given: Mapping[str, str], *names: str) -> dict[str, str]:
    """What was asked for, as it stands in the address; what was not asked for is left out."""
    return {name: given[name] for name in ("year", "programme", *names) if given.get(name)}


def _about(endpoint: str, page: str, scope: Scope, searched: dict[str, str]) -> dict[str, Any]:
    """What every list of this module has: its scope to choose from, its addresses, and the views kept of it."""

    def url(**changes: Any) -> str:
        parts = {**searched, **changes}
        return url_for(endpoint, **{name: value for name, value in parts.items() if value})

    return {
        "scope": scope,
        "years": year_choices(scope),
        "programmes": programme_choices(scope),
        "searched": searched,
        "list_url": url,
        "page_url": lambda page: url(page=page),
        "sort_url": lambda column, descending: url(sort=column, order="down" if descending else ""),
        "views": shown_views(page, searched),
        "at": now(),
    }


def _page() -> int:
    return request.args.get("page", 1, type=int)


def _wanted_assessors(given: Mapping[str, str]) -> WantedAssessors:
    return WantedAssessors(
        given.get("q", ""), given.get("status", ""), given.get("sort", "name"), given.get("order", "") == "down"
    )


def _wanted_agencies(given: Mapping[str, str]) -> WantedAgencies:
    return WantedAgencies(
        given.get("q", ""), given.get("only", ""), given.get("sort", "name"), given.get("order", "") == "down"
    )


@bp.get("/office/assessors")
@holds(Permission.VIEW_PROGRAMME)
def list_assessor_progress() -> ResponseReturnValue:
    """Show how far each assessor is."""
    scope, wanted = _scope(request.args), _wanted_assessors(request.args)
    return render_template(
        "secretariat/list_assessor_progress.html",
        found=assessor_progress(scope, wanted, page=_page(), at=now()),
        wanted=wanted,
        may_certify=may_anywhere(Permission.CERTIFY_SERVICE, current_actor()),
        **_about(
            ".list_assessor_progress", "assessors", scope, _searched(request.args, "q", "status", "sort", "order")
        ),
    )


@bp.post("/office/assessors/export")
@holds(Permission.VIEW_PROGRAMME)
def export_assessor_progress() -> ResponseReturnValue:
    """Give the same rows as a workbook; the export is on record."""
    rows = every_assessor(_scope(request.form), _wanted_assessors(request.form), at=now())
    return _export("assessors", assessors_workbook(rows, page_language()), len(rows))


@bp.get("/office/agencies")
@holds(Permission.VIEW_PROGRAMME)
def list_agency_progress() -> ResponseReturnValue:
    """Show how far each agency is."""
    scope, wanted = _scope(request.args), _wanted_agencies(request.args)
    return render_template(
        "secretariat/list_agency_progress.html",
        found=agency_progress(scope, wanted, page=_page(), at=now()),
        wanted=wanted,
        agency_words=agency_words,
        **_about(".list_agency_progress", "agencies", scope, _searched(request.args, "q", "only", "sort", "order")),
    )


@bp.post("/office/agencies/export")
@holds(Permission.VIEW_PROGRAMME)
def export_agency_progress() -> ResponseReturnValue:
    """Give the same rows as a workbook; the export is on record."""
    rows = every_agency(_scope(request.form), _wanted_agencies(request.form), at=now())
    return _export("agencies", agencies_workbook(rows, page_language()), len(rows))


def _export(name: str, workbook: bytes, rows: int) -> ResponseReturnValue:
    searched = " ".join(f"{key}={value}" for key, value in request.form.items() if key != "csrf_token" and value)
    record_export(PROGRESS, rows=rows, searched=f"{name} {searched}".strip(), actor=current_actor())
    response = Response(workbook, mimetype=_XLSX)
    response.headers.set("Content-Disposition", "attachment", filename=f"{name}.xlsx")
    return response


@bp.get("/office/sheets")
@holds(Permission.VIEW_PROGRAMME)
def list_owed_sheets() -> ResponseReturnValue:
    """Show the sheets that are owed, one by one."""
    scope, text, kind = _scope(request.args), request.args.get("q", ""), request.args.get("only", "")
    kind = kind if kind in SEAT_KINDS else "owed"
    return render_template(
        "secretariat/list_owed_sheets.html",
        found=owed_sheets(scope, kind=kind, text=text, page=_page(), at=now()),
        kind=kind,
        kinds=list(SEAT_KINDS),
        text=text,
        remind_url=_remind_url(scope, kind) if not text.strip() else "",
        **_about(".list_owed_sheets", "sheets", scope, _searched(request.args, "q", "only")),
    )


def _remind_url(scope: Scope, kind: str) -> str:
    """The address of a mailing to those listed; nothing where none can choose just them, or none may be written."""
    if kind not in (Owing.OWED, Owing.LATE) or not may_anywhere(Permission.WRITE_MAILINGS, current_actor()):
        return ""
    asked: dict[str, Any] = {"from": "kind:sheet_due_soon", "owing": kind, "programme": scope.ids}
    return url_for(".start_mailing", **asked)


@bp.get("/office/unreachable")
@holds(Permission.VIEW_PROGRAMME)
def list_unreachable() -> ResponseReturnValue:
    """Show the people whom messages do not reach."""
    scope = _scope(request.args)
    return render_template(
        "secretariat/list_unreachable.html",
        found=unreachable_of(scope),
        scope=scope,
        years=year_choices(scope),
        programmes=programme_choices(scope),
    )
