"""The session of one browser: begun after every step it takes, carried over and ended; and where it may lead."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from flask import g, redirect, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_user, logout_user

from app.clock import now
from app.models import Person
from app.queries.people import person_by_session
from app.queries.second_factors import step_owed
from app.queries.signed_links import second_step_holder, second_step_note
from app.services.second_factor import begin_second_factor
from app.services.sign_in import sign_out
from app.views.access import visitor
from app.views.navigation import home_url
from workflows.second_factor import BETWEEN_STEPS, Step

SESSION_LASTS = timedelta(hours=12)
_NOTE, _ID, _OVER = "second_step", "session_id", "over_at"


def session_holder(session_key: str) -> Person | None:
    """Return whose session this browser carries: not one that is over, nor one that was signed out of elsewhere."""
    if session.get(_OVER, 0) <= now().timestamp():
        return None
    return person_by_session(session_key, session.get(_ID, ""))


def go_on(person: Person, wanted: str | None = None) -> ResponseReturnValue:
    """Lead whoever gave a password on: into a session and to the page they wanted, or to the second step they owe."""
    step = step_owed(person)
    if step is Step.NONE:
        begin_session(person)
        return redirect(wanted or home_url(person))
    if step is Step.SET_UP:
        begin_second_factor(actor=person)
    end_session()
    session[_NOTE] = second_step_note(person, g.received_at + BETWEEN_STEPS)
    page = "account.enter_code" if step is Step.CODE else "account.set_up_at_sign_in"
    return redirect(url_for(page, next=wanted))


def between_steps() -> Person | None:
    """Return who gave their password here in the last minutes and owes the second step; they are not signed in."""
    return second_step_holder(str(session.get(_NOTE, "")), at=g.received_at)


def begin_session(person: Person) -> None:
    """Start a new session for this person; nothing of the visitor's but the chosen language is carried over."""
    end_session()
    login_user(person)
    session.permanent = True
    session[_ID], session[_OVER] = secrets.token_urlsafe(16), int((now() + SESSION_LASTS).timestamp())


def end_session() -> None:
    """Forget who was signed in, here and for every copy of the cookie; the language stays."""
    person = visitor()
    if person is not None:
        sign_out(session[_ID], over_at=datetime.fromtimestamp(session[_OVER], UTC), actor=person)
    logout_user()
    _forget_all_but_language()


def own_page(address: str | None) -> str | None:
    """Return the address if it is a page of this site, so that no link can lead a person elsewhere after signing in."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")) or not address.isprintable():
        return None
    parts = urlsplit(address)
    return None if parts.scheme or parts.netloc else address


def _forget_all_but_language() -> None:
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language
