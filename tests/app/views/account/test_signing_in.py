"""Signing in and out through the pages, and the language they are in."""

from __future__ import annotations

import dataclasses
import time
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.clock import frozen_at, now
from app.extensions import db, limiter
from app.models import EndedSession, Person
from app.services.sign_in import change_password
from app.tasks.sessions import forget_ended
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


def test_those_who_sign_in_do_not_keep_their_colleagues_out(client: FlaskClient, world: World) -> None:
    """A whole office comes from one place; guesses from there are still counted among the good attempts."""
    colleagues = [world.person(role).email for role in (Role.HEAD, Role.COORDINATOR, Role.AUDITOR)]
    assert {try_password(client, email)[0] for email in colleagues * 5} == {302}
    statuses = []
    for number in range(12):
        statuses.append(try_password(client, f"someone{number}@x.example", "wrong")[0])
        try_password(client, colleagues[number % 3])
    assert statuses == [200] * 10 + [429] * 2


def test_too_many_attempts_for_one_address_must_wait_from_wherever_they_come(client: FlaskClient, world: World) -> None:
    assert [from_place(client, f"10.0.0.{number}") for number in range(102)] == [200] * 100 + [429] * 2


def test_whoever_guesses_from_one_place_keeps_the_owner_out_of_no_other(client: FlaskClient, world: World) -> None:
    guessed = [from_place(client, "10.0.0.1") for _ in range(120)]
    assert (guessed, from_place(client, "10.0.0.2", PASSWORD)) == ([200] * 10 + [429] * 110, 302)


def from_place(client: FlaskClient, place: str, password: str = "") -> int:
    """Try a password for the officer's address from a place."""
    data = {"email": " Officer@lertrat.example", "password": password or "wrong"}
    return client.post("/sign-in", data=data, environ_base={"REMOTE_ADDR": place}).status_code


def test_attempts_for_one_address_are_counted_by_the_hour_too(
    client: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where one a minute is allowed from a place, ten are in an hour."""
    usual = client.application.extensions["lertrat_settings"]
    slow = dataclasses.replace(usual, login_attempts_per_minute=1)
    begun, passed, taken = time.time_ns() / 1e9, 0.0, []
    monkeypatch.setattr(time, "time", lambda: begun + passed)
    monkeypatch.setitem(client.application.extensions, "lertrat_settings", slow)
    for _ in range(12):
        taken.append(from_place(client, "10.0.0.1"))
        passed += 61
    assert taken == [200] * 10 + [429] * 2


@pytest.mark.parametrize("page", ["/password", "/invitations/one", "/password/reset/one"])
def test_a_password_is_not_guessed_from_many_places_on_any_other_page(
    client: FlaskClient, world: World, page: str
) -> None:
    sign_in(client, world.officer)
    data = {"present": "wrong", "password": "another long password", "again": "another long password"}
    statuses = [  # an address is believed on no page that asks for none
        client.post(
            page, data=data | {"email": f"{number}@x.example"}, environ_base={"REMOTE_ADDR": f"10.0.0.{number}"}
        ).status_code
        for number in range(12)
    ]
    assert statuses == [200] * 10 + [429] * 2


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


@pytest.fixture
def copied(app: Flask, client: FlaskClient, world: World) -> FlaskClient:
    """Give another browser with a copy of the cookie that the client got by signing in."""
    world.officer.language = "en"
    db.session.commit()
    assert try_password(client, world.officer.email)[0] == 302
    thief, cookie = app.test_client(), client.get_cookie("session")
    assert cookie is not None
    thief.set_cookie("session", cookie.value)
    assert thief.get("/me").status_code == 200
    return thief


def test_a_copied_cookie_opens_nothing_after_signing_out(client: FlaskClient, copied: FlaskClient) -> None:
    client.post("/sign-out")
    assert copied.get("/me", headers=PAGE).headers["Location"] == "/sign-in?next=/me"
    assert copied.post("/sign-out").status_code == 302
    assert db.session.query(EndedSession).count() == 1


def test_signing_out_leaves_the_sessions_of_other_browsers(client: FlaskClient, app: Flask, world: World) -> None:
    other = app.test_client()
    for browser in (client, other):
        try_password(browser, world.officer.email)
    client.post("/sign-out")
    assert [browser.get("/me").status_code for browser in (client, other)] == [404, 200]


def test_signing_in_anew_ends_the_session_before(client: FlaskClient, copied: FlaskClient, world: World) -> None:
    assert try_password(client, world.officer.email)[0] == 302
    assert [browser.get("/me").status_code for browser in (client, copied)] == [200, 404]


def test_a_session_is_over_after_twelve_hours_whatever_it_did_meanwhile(copied: FlaskClient, world: World) -> None:
    begun = now()
    with frozen_at(begun + timedelta(hours=11, minutes=59)):
        copied.post("/language", data={"language": "th"})  # writes the cookie anew
        assert copied.get("/me").status_code == 200
    with frozen_at(begun + timedelta(hours=12)):
        assert copied.get("/me").status_code == 404


def test_an_ended_session_is_remembered_until_it_would_be_over(client: FlaskClient, copied: FlaskClient) -> None:
    signed_in_at = now()
    client.post("/sign-out")
    for hours, kept in ((11.9, 1), (12, 0)):
        with frozen_at(signed_in_at + timedelta(hours=hours)):
            forget_ended.run()
            copied.post("/language", data={"language": "th"})
            assert (db.session.query(EndedSession).count(), copied.get("/me").status_code) == (kept, 404)


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


def test_whoever_finds_the_broker_gone_at_the_same_moment_as_another_still_signs_in(
    client: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_asked: object, **_how: object) -> bool:
        limiter._storage_dead = True  # the other request has just noted it
        raise ConnectionError("no broker")

    monkeypatch.setattr(limiter, "_storage_dead", False)
    monkeypatch.setattr(limiter.limiter, "hit", gone)
    monkeypatch.setattr(limiter.limiter, "test", gone)
    world.person(Role.HEAD)
    assert try_password(client, "officer@lertrat.example")[0] == 302
