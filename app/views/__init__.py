"""Pages, one package an audience; here they are put together, with sign-in, language and headers."""

from __future__ import annotations

from flask import Flask, Response, g, request, session
from flask_babel import get_locale

from app.clock import now
from app.extensions import login_manager
from app.queries.people import person_by_session
from app.views import account, admin, applicant, assessor, judge, panel, public, secretariat
from app.views.access import visitor
from app.views.formatting import init_formatting
from app.views.navigation import navigation

LANGUAGES = ("th", "en")
_CONTENT_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; frame-ancestors 'none'; base-uri 'none'; "
    "form-action 'self'"
)


def init_app(app: Flask) -> None:
    """Register every page and what all pages share."""
    for audience in (public, account, applicant, assessor, panel, secretariat, judge, admin):
        app.register_blueprint(audience.bp)
    init_formatting(app)
    login_manager.user_loader(person_by_session)
    app.before_request(_note_arrival)
    app.after_request(_send_headers)
    app.context_processor(_shared)


def chosen_language() -> str:
    """The language chosen in this browser, or by this person, or Thai."""
    person = visitor()
    chosen = str(session.get("language") or (person.language if person else ""))
    return chosen if chosen in LANGUAGES else "th"


def _note_arrival() -> None:
    """A deadline is judged by when a request arrived, taken before its body is read."""
    g.received_at = now()


def _send_headers(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", _CONTENT_POLICY)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _shared() -> dict[str, object]:
    locale = get_locale()
    language = locale.language if locale else "th"
    return {"language": language, "navigation": navigation(), "now": now(), "person": visitor()}
