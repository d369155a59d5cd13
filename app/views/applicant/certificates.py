"""The certificate of an announced result as a PDF, for the agency and for staff, in the language asked for."""

from __future__ import annotations

from flask import Response, abort, request
from flask.typing import ResponseReturnValue

from app.models import Application, Certificate
from app.permissions import Permission
from app.queries.award_levels import CATEGORY, STATUS
from app.queries.certificates import certificate_of, certified_outcome
from app.reports import certificate as paper
from app.views.access import opens
from app.views.applicant import bp
from app.views.formatting import page_language
from app.views.full_address import full_address
from workflows.certificate import written_code


@bp.get("/applications/<uuid:application_id>/certificate.pdf")
@opens(Application, Permission.VIEW_APPLICATION)
def download_certificate(application: Application) -> ResponseReturnValue:
    """Give the certificate; before the announcement there is none, and a revoked one is not printed again."""
    certificate = certificate_of(application)
    if certificate is None or certificate.revoked_at is not None:
        abort(404)
    asked = request.args.get("language")
    language = asked if asked in ("th", "en") else page_language()
    response = Response(paper.render_certificate(_paper(certificate, language), language), mimetype="application/pdf")
    name = f"{application.code}-certificate-{language}.pdf"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _paper(certificate: Certificate, language: str) -> paper.Certificate:
    application = certificate.application
    ministry = application.agency.ministry
    outcome = certified_outcome(certificate)
    return paper.Certificate(
        application_code=application.code,
        agency=application.agency.name(language),
        ministry=ministry.name(language) if ministry else None,
        title=application.title(language) or None,
        programme=application.programme.title(language),
        outcome=outcome.name.in_language(language),
        cycle_year_be=application.programme.cycle.year_be,
        issued_at=certificate.issued_at,
        code=written_code(certificate.code),
        address=full_address("public.check_certificate"),
        is_status=outcome.level == STATUS,
        is_level=outcome.level not in (STATUS, CATEGORY),
    )
