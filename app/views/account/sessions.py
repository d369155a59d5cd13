"""The session of one browser: begun, carried over and ended; and where it may lead."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import session
from flask_login import login_user, logout_user

from app.models import Person


def begin_session(person: Person) -> None:
    """Start a new session for this person; nothing of the visitor's but the chosen language is carried over."""
    _forget_all_but_language()
    login_user(person)
    session.permanent = True


def end_session() -> None:
    """Forget who was signed in; the language stays."""
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
