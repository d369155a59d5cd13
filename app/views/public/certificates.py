"""Checking a certificate: anyone types its code and reads what was announced, or that it is not known."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.queries.certificates import certificate_by_code, certified_outcome
from app.queries.service_certificates import service_by_code
from app.thai import thai_digits_to_arabic
from app.views.access import limiter, public, settings
from app.views.public import bp
from app.views.service_words import served
from workflows.certificate import read_code


def _checks() -> str:
    return f"{settings().certificate_checks_per_minute} per minute"


@bp.get("/certificates")
@public
@limiter.limit(_checks, exempt_when=lambda: not request.args.get("code"))
def check_certificate() -> ResponseReturnValue:
    """Say of a typed code whose certificate it is; nothing is told before the announcement."""
    typed = thai_digits_to_arabic(request.args.get("code", "")).strip()
    found = certificate_by_code(typed) if typed else None
    service = service_by_code(typed) if typed and found is None else None
    return render_template(
        "public/check_certificate.html",
        typed=typed,
        is_code=read_code(typed) is not None,
        found=found,
        outcome=certified_outcome(found) if found else None,
        service=service,
        served=served(service) if service else [],
    )
