"""Signs people in for tests of pages, without going through the form."""

from __future__ import annotations

import secrets

from flask.testing import FlaskClient

from app.models import Person

_NEVER = 1 << 36


def sign_in(client: FlaskClient, person: Person) -> None:
    """Let the client carry this person's session from now on."""
    begin_session(client, person.session_key)


def begin_session(client: FlaskClient, session_key: str) -> None:
    """Let the client carry a session of whoever has this key; it outlasts every clock of a test."""
    with client.session_transaction() as session:
        session.clear()
        session.update(_user_id=session_key, session_id=secrets.token_urlsafe(16), over_at=_NEVER)


def sign_out(client: FlaskClient) -> None:
    """Let the client be a visitor again."""
    with client.session_transaction() as session:
        session.clear()
