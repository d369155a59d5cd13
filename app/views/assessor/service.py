"""An assessor's own certificate of service as a PDF."""

from __future__ import annotations

from flask import Response, abort
from flask.typing import ResponseReturnValue

from app.permissions import Permission
from app.queries.service_certificates import own_certificates
from app.reports.service_certificate import render_service_certificate
from app.views.access import current_actor, holds
from app.views.assessor import bp
from app.views.service_words import service_paper


@bp.get("/assessments/service/<int:year_be>.pdf")
@holds(Permission.ASSESS)
def download_service_certificate(year_be: int) -> ResponseReturnValue:
    """Give one's own certificate of a cycle; 404 where none is issued."""
    certificate = next((each for each in own_certificates(current_actor()) if each.cycle.year_be == year_be), None)
    if certificate is None:
        abort(404)
    response = Response(render_service_certificate(service_paper(certificate)), mimetype="application/pdf")
    response.headers.set("Content-Disposition", "attachment", filename=f"service-{year_be}.pdf")
    return response
