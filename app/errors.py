"""What happens when something goes wrong at the edge: one clear page, nothing lost, nothing changed."""

from __future__ import annotations

import logging
import secrets
from urllib.parse import urlsplit

from flask import Flask, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from workflows.errors import RuleBroken

log = logging.getLogger(__name__)


def init_app(app: Flask) -> None:
    """Answer every error once, here."""
    app.register_error_handler(RuleBroken, _rule_broken)
    app.register_error_handler(StaleDataError, _stale)
    app.register_error_handler(CSRFError, _stale)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def _wants_json() -> bool:
    return request.is_json or request.accept_mimetypes.best == "application/json"


def _rule_broken(broken: RuleBroken) -> ResponseReturnValue:
    reasons = [
        {"field": obstacle.field, "message": gettext(obstacle.message) % dict(obstacle.params)}
        for obstacle in broken.obstacles
    ]
    if _wants_json():
        return {"error": "rule", "obstacles": reasons}, 409
    return render_template("errors/409.html", reasons=[reason["message"] for reason in reasons]), 409


def _stale(_fault: Exception) -> ResponseReturnValue:
    reason = gettext("Someone else saved first, or this page was open too long. Open it again; nothing was changed.")
    if _wants_json():
        return {"error": "stale", "obstacles": [{"field": None, "message": reason}]}, 409
    return render_template("errors/409.html", reasons=[reason]), 409


_KNOWN = frozenset({404, 413, 429})


def _http(error: HTTPException) -> ResponseReturnValue:
    """A stranger, a wrong method and a wrong address all look the same: there is no such page."""
    code = error.code or 500
    if code < 400:
        return error.get_response()
    shown = code if code in _KNOWN else 404 if code < 500 else 500
    if _wants_json():
        return {"error": str(shown)}, shown
    return render_template(f"errors/{shown}.html", reference="", came_from=_came_from()), shown


def _came_from() -> str | None:
    """The page of this site a form was sent from, to lead back to; None where the browser told of none."""
    try:
        page = urlsplit(request.referrer or "")
    except ValueError:
        return None
    if page.netloc != request.host or not page.path.startswith("/") or page.path.startswith(("//", "/\\")):
        return None
    address = f"{page.path}?{page.query}" if page.query else page.path
    return address if address.isprintable() else None


def _unexpected(error: Exception) -> ResponseReturnValue:
    reference = secrets.token_hex(4)
    g.request_failed = True  # the page that says so asks the database nothing
    log.error("unexpected error %s at %s", reference, request.endpoint, exc_info=error)
    if _wants_json():
        return {"error": "500", "reference": reference}, 500
    return render_template("errors/500.html", reference=reference), 500
