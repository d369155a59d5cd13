"""Certificates of assessors' service: who served in a cycle, issuing them together, their letter numbers."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from app.models import Cycle, ServiceCertificate
from app.permissions import Permission
from app.queries.office_scope import cycles_newest_first
from app.queries.service_certificates import service_rows, untold_programmes
from app.services.service_certificates import certify_service
from app.views.access import current_actor, holds, opens
from app.views.reasons import sentences
from app.views.secretariat import bp
from app.views.secretariat.letters import given_number
from workflows.errors import RuleBroken


@bp.get("/office/cycles/<int:year_be>/service")
@holds(Permission.CERTIFY_SERVICE)
def list_service(year_be: int) -> ResponseReturnValue:
    """Show who served in a cycle, and whose certificate is issued."""
    return _page(_cycle(year_be))


def _cycle(year_be: int) -> Cycle:
    return next((each for each in cycles_newest_first() if each.year_be == year_be), None) or abort(404)


def _page(cycle: Cycle, reasons: list[str] | None = None, status: int = 200) -> ResponseReturnValue:
    rows, untold = service_rows(cycle, current_actor()), untold_programmes(cycle)
    page = render_template(
        "secretariat/list_service.html",
        cycle=cycle,
        rows=rows,
        untold=untold,
        due=0 if untold else sum(row.certificate is None for row in rows),
        reasons=reasons or [],
    )
    return page, status


@bp.post("/office/cycles/<int:year_be>/service")
@holds(Permission.CERTIFY_SERVICE)
def issue_service_certificates(year_be: int) -> ResponseReturnValue:
    """Issue the certificates that are due; everybody who gets one is told."""
    cycle = _cycle(year_be)
    try:
        count = certify_service(cycle, actor=current_actor())
    except RuleBroken as broken:
        return _page(cycle, sentences(broken), 409)
    flash(ngettext("%(num)s certificate is issued", "%(num)s certificates are issued", count), "success")
    return redirect(url_for(".list_service", year_be=year_be))


@bp.post("/office/service-certificates/<uuid:certificate_id>/letter-number")
@opens(ServiceCertificate, Permission.NUMBER_LETTERS)
def number_service(certificate: ServiceCertificate) -> ResponseReturnValue:
    """Give a certificate of service its letter number."""
    return given_number(certificate)
