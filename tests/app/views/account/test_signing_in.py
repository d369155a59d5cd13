"""Signing in and out through the pages, and the language they are in."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from app.extensions import db
from app.models import Person
from app.services.sign_in import change_password
from tests.sign_in import sign_in
from tests.world import PASSWORD, World
from workflows.roles import Role

PAGE = {"Accept": "text/html"}


def try_password(client: FlaskClient, email: str, password: str = PASSWORD, **more: str) -> tuple[int, str]:
    answer = client.post("/sign-in", data={"email": email, "password": password, **more})
    return answer.status_code, answer.headers.get("Location", "")


def test_signing_in_leads_to_the_page_that_asked(client: FlaskClient, world: World) -> None:
    asked = client.get("/messages?page=2", headers=PAGE)
    assert asked.headers["Location"] == "/sign-in?next=/messages?page%3D2"
    form = client.get(asked.headers["Location"]).text
    assert 'name="next" type="hidden" value="/messages?page=2"' in form
    assert try_password(client, "officer@lertrat.example", next="/messages?page=2") == (302, "/messages?page=2")
    assert client.get("/me").status_code == 200


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://elsewhere.example/",
        "//elsewhere.example",
        "/\\elsewhere.example",
        "javascript:alert(1)",
        "elsewhere",
        "/\t/elsewhere.example",
        "\\\\elsewhere.example",
    ],
)
def test_signing_in_leads_nowhere_else(client: FlaskClient, world: World, elsewhere: str) -> None:
    world.person(Role.HEAD)
    status, location = try_password(client, "auditor@nowhere.example", next=elsewhere)
    assert (status, location) == (200, "")
    status, location = try_password(client, "head-dex1-1@lertrat.example", next=elsewhere)
    assert status == 302
    assert location.startswith("/")
    assert "elsewhere" not in location


def test_a_wrong_password_keeps_the_address_and_says_why(client: FlaskClient, world: World) -> None:
    client.post("/language", data={"language": "en"})
    page = client.post("/sign-in", data={"email": "officer@lertrat.example", "password": "wrong password"}).text
    assert "The e-mail address or the password is not right" in page
    assert 'value="officer@lertrat.example"' in page
    assert "wrong password" not in page


def test_too_many_attempts_from_one_place_must_wait(client: FlaskClient, world: World) -> None:
    statuses = [try_password(client, f"someone{number}@x.example", "wrong")[0] for number in range(12)]
    assert statuses == [200] * 10 + [429] * 2
    assert client.get("/sign-in").status_code == 200


def test_too_many_attempts_for_one_address_must_wait(client: FlaskClient, world: World) -> None:
    def from_place(number: int) -> int:
        place = {"REMOTE_ADDR": f"10.0.0.{number}"}
        data = {"email": " Officer@lertrat.example", "password": "wrong"}
        return client.post("/sign-in", data=data, environ_base=place).status_code

    assert [from_place(number) for number in range(12)] == [200] * 10 + [429] * 2


def test_the_session_is_begun_anew_at_signing_in(client: FlaskClient, world: World) -> None:
    with client.session_transaction() as session:
        session["left_by"] = "a stranger"
        session["language"] = "en"
    try_password(client, "officer@lertrat.example")
    with client.session_transaction() as session:
        assert session.get("left_by") is None
        assert (session["language"], session.permanent) == ("en", True)


def test_signing_out_ends_the_session_and_keeps_the_language(client: FlaskClient, world: World) -> None:
    sign_in(client, world.officer)
    client.post("/language", data={"language": "en"})
    assert client.post("/sign-out").status_code == 302
    assert client.get("/me", headers=PAGE).headers["Location"] == "/sign-in?next=/me"
    assert 'lang="en"' in client.get("/").text


def test_signing_out_is_a_post(client: FlaskClient, world: World) -> None:
    sign_in(client, world.officer)
    assert client.get("/sign-out").status_code == 404
    assert client.get("/me").status_code == 200


def test_a_changed_password_ends_sessions_elsewhere(client: FlaskClient, world: World) -> None:
    sign_in(client, world.officer)
    change_password(present=PASSWORD, password="another long password", actor=world.officer)
    assert client.get("/me").status_code == 404


def test_the_language_is_remembered_on_the_person(client: FlaskClient, world: World) -> None:
    sign_in(client, world.officer)
    client.post("/language", data={"language": "en", "next": "/me"})
    with client.session_transaction() as session:
        del session["language"]
    assert 'lang="en"' in client.get("/me").text
    assert db.session.query(Person.language).filter_by(id=world.officer.id).scalar() == "en"


def test_an_unknown_language_changes_nothing(client: FlaskClient, world: World) -> None:
    answer = client.post("/language", data={"language": "fr", "next": "//elsewhere.example"})
    assert answer.headers["Location"] == "/"
    assert 'lang="th"' in client.get("/").text


def test_whoever_is_signed_in_needs_no_form(client: FlaskClient, world: World) -> None:
    sign_in(client, world.officer)
    assert client.get("/sign-in?next=/me").headers["Location"] == "/me"


def test_a_session_is_counted_from_the_sign_in_and_not_from_the_last_page(client: FlaskClient, world: World) -> None:
    client.post("/sign-in", data={"email": world.officer.email, "password": PASSWORD})
    answers = [client.get("/me") for _ in range(2)]  # the first may add the token of its forms
    assert [answers[1].status_code, "Set-Cookie" in answers[1].headers] == [200, False]
