"""Pages, one package an audience; here they are put together, with sign-in, language and headers."""

from __future__ import annotations

from flask import Flask, Response, abort, current_app, g, request, session, url_for

from app.clock import now
from app.messages.deadline_names import deadline_name
from app.messages.role_names import role_name
from app.models import Person
from app.permissions import grants_in_force
from app.queries.people_messages import unread_count
from app.views import account, admin, applicant, assessor, judge, panel, public, secretariat
from app.views.access import login_manager, visitor
from app.views.account.sessions import session_holder
from app.views.appeal_words import appeal_outcome_name, appeal_state_name, ground_name, kind_name
from app.views.award_names import agency_kind_name, branch_name
from app.views.formatting import init_formatting, page_language
from app.views.fragments import init_fragments
from app.views.incoming import KeepableRequest
from app.views.navigation import footer_links, home_url, navigation
from app.views.outcome_words import no_outcome

LANGUAGES = ("th", "en")
_CONTENT_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; frame-ancestors 'none'; base-uri 'none'; "
    "form-action 'self'"
)


def init_app(app: Flask) -> None:
    """Register every page and what all pages share."""
    app.request_class = KeepableRequest
    for audience in (public, account, applicant, assessor, panel, secretariat, judge, admin):
        app.register_blueprint(audience.bp)
    init_formatting(app)
    init_fragments(app)
    app.jinja_env.globals.update(
        agency_kind_name=agency_kind_name,
        branch_name=branch_name,
        deadline_name=deadline_name,
        role_name=role_name,
    )
    app.jinja_env.globals.update(no_outcome=no_outcome, most_upload_mb=app.extensions["lertrat_settings"].max_upload_mb)
    app.jinja_env.globals.update(
        appeal_kind_name=kind_name,
        appeal_state_name=appeal_state_name,
        appeal_ground_name=ground_name,
        appeal_outcome_name=appeal_outcome_name,
    )
    login_manager.user_loader(session_holder)
    app.before_request(_note_arrival)
    app.after_request(_send_headers)
    app.context_processor(_shared)


def chosen_language() -> str:
    """The language chosen in this browser, or by this person, or Thai."""
    chosen = session.get("language")
    if chosen not in LANGUAGES:
        person = visitor()
        chosen = person.language if person else "th"
    return str(chosen)


def _note_arrival() -> None:
    """A deadline is judged by when a request arrived, taken before its body is read."""
    g.received_at = now()
    if "\x00" in request.path:
        abort(404)  # no address of ours has one, and no database can look for one


def _send_headers(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", _CONTENT_POLICY)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
    if current_app.config["SESSION_COOKIE_SECURE"]:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if request.endpoint == "static":
        response.cache_control.immutable = True
    else:
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _shared() -> dict[str, object]:
    person = visitor()
    return {
        "language": page_language(),
        "person": person,
        "role_label": _role_label(person),
        "unread": {"count": unread_count(person), "url": url_for("account.list_messages")} if person else None,
        "navigation": navigation(person),
        "home_url": home_url(person),
        "footer_links": footer_links(),
        "now": now(),
    }


def _role_label(person: Person | None) -> str:
    """The roles a person acts in today, each once, in the order they were given."""
    grants = sorted(grants_in_force(person), key=lambda grant: grant.granted_at) if person else []
    return " · ".join(dict.fromkeys(role_name(grant.role) for grant in grants))
