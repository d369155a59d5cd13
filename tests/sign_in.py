"""Signs people in for tests of pages, without going through the form."""

from __future__ import annotations

from flask.testing import FlaskClient

from app.models import Person


def sign_in(client: FlaskClient, person: Person) -> None:
    """Let the client carry this person's session from now on."""
    key = person.session_key
    with client.session_transaction() as session:
        session.clear()
        session["_user_id"] = key


def sign_out(client: FlaskClient) -> None:
    """Let the client be a visitor again."""
    with client.session_transaction() as session:
        session.clear()
