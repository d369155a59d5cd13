"""The visit an agency awaits, as a calendar file: when, where and what for, never who."""

from __future__ import annotations

from flask import Response, abort, url_for
from flask.typing import ResponseReturnValue

from app.models import Application
from app.permissions import Permission
from app.queries.visit_page import planned_visit
from app.reports.visit_calendar import visit_calendar
from app.views.access import opens, settings
from app.views.applicant import bp
from app.views.formatting import page_language


@bp.get("/applications/<uuid:application_id>/visit.ics")
@opens(Application, Permission.VIEW_APPLICATION)
def download_visit(application: Application) -> ResponseReturnValue:
    """Give the planned visit as a calendar file, while it lies ahead."""
    planned = planned_visit(application)
    if planned is None:
        abort(404)
    link = url_for(".show_application", application_id=application.id)
    file = visit_calendar(planned.visit, application, page_language(), settings().base_url, link)
    response = Response(file, mimetype="text/calendar")
    response.headers.set("Content-Disposition", "attachment", filename=f"{application.code}-visit.ics")
    return response
