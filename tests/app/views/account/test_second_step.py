"""The step between password and session: a code, a recovery code, or setting up what is demanded."""

from __future__ import annotations

import dataclasses
import logging
import re
import time

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.extensions import db
from app.models import Message
from app.queries.second_factors import factor_record, on_since
from app.services.invitations import invite
from app.services.people import grant_role
from app.services.second_factor import reset_second_factor
from app.services.sign_in import request_password_reset
from tests.second_factors import next_code, shown_code, switched_on
from tests.sign_in import sign_in
from tests.with_app import Clock
from tests.world import PASSWORD, World
from workflows.roles import Role
from workflows.second_factor import STAFF, Policy

EMAIL, OTHER = "officer@lertrat.example", "another long password"
PAGE = {"Accept": "text/html"}


@pytest.fixture
def _demanded(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the installation demand the second factor of its staff."""
    demanding = dataclasses.replace(app.extensions["lertrat_settings"], second_factor=Policy.STAFF)
    monkeypatch.setitem(app.extensions, "lertrat_settings", demanding)


def give_password(client: FlaskClient, email: str = EMAIL, **more: str) -> str:
    return client.post("/sign-in", data={"email": email, "password": PASSWORD, **more}).headers.get("Location", "")


def give_code(client: FlaskClient, code: str, place: str = "code", **more: str) -> tuple[int, str]:
    answer = client.post(f"/sign-in/{place}", data={"code": code, **more})
    return answer.status_code, answer.headers.get("Location", "")


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/me").status_code == 200


def test_a_code_follows_the_password_and_leads_to_the_page_that_asked(client: FlaskClient, world: World) -> None:
    switched_on(world.officer)
    assert give_password(client, next="/messages?page=2") == "/sign-in/code?next=/messages?page%3D2"
    form = client.get("/sign-in/code?next=/messages?page%3D2").text
    assert 'name="next" type="hidden" value="/messages?page=2"' in form
    assert ('autocomplete="one-time-code"' in form, 'inputmode="numeric"' in form) == (True, True)
    assert give_code(client, next_code(world.officer), next="/messages?page=2") == (302, "/messages?page=2")
    assert is_signed_in(client)


def test_between_the_steps_one_is_a_stranger(client: FlaskClient, world: World) -> None:
    switched_on(world.officer)
    sign_in(client, world.person(Role.HEAD))
    give_password(client)
    assert client.get("/me", headers=PAGE).headers["Location"] == "/sign-in?next=/me"
    for page in ("/messages", "/office/rounds", "/me/second-factor"):
        assert client.get(page).status_code == 404
    assert client.post("/me/second-factor/switch-off", data={"password": PASSWORD, "code": "1"}).status_code == 404
    assert EMAIL not in client.get("/").text


def test_a_wrong_code_opens_nothing_and_may_be_corrected(client: FlaskClient, world: World) -> None:
    switched_on(world.officer)
    client.post("/language", data={"language": "en"})
    give_password(client)
    page = client.post("/sign-in/code", data={"code": "12 34 5"}).text
    assert page.count("This code is not right, has passed or was used") == 2
    assert not is_signed_in(client)
    thai = next_code(world.officer).translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    assert give_code(client, f"{thai[:3]} {thai[3:]}") == (302, "/office")


def test_a_code_that_was_used_opens_no_second_session(client: FlaskClient, world: World) -> None:
    switched_on(world.officer)
    give_password(client)
    code = next_code(world.officer)
    assert give_code(client, code)[0] == 302
    client.post("/sign-out")
    give_password(client)
    assert give_code(client, code)[0] == 200
    assert not is_signed_in(client)


def test_a_recovery_code_stands_for_the_code_once(client: FlaskClient, world: World) -> None:
    codes = switched_on(world.officer)
    give_password(client, next="/messages")
    assert 'href="/sign-in/recovery-code?next=/messages"' in client.get("/sign-in/code?next=/messages").text
    assert give_code(client, codes[0], "code")[0] == 200
    assert give_code(client, codes[0], "recovery-code", next="/messages") == (302, "/messages")
    assert is_signed_in(client)
    client.post("/sign-out")
    give_password(client)
    assert give_code(client, codes[0], "recovery-code")[0] == 200
    assert not is_signed_in(client)


@pytest.mark.parametrize("place", ["code", "recovery-code", "second-factor"])
def test_without_the_password_there_is_no_second_step(client: FlaskClient, world: World, place: str) -> None:
    codes = switched_on(world.officer)
    assert 'name="code"' not in client.get(f"/sign-in/{place}").text
    for code in (next_code(world.officer), codes[0]):
        assert give_code(client, code, place)[0] == 200
    assert not is_signed_in(client)


def test_after_ten_minutes_the_password_is_asked_for_again(client: FlaskClient, world: World, clock: Clock) -> None:
    switched_on(world.officer)
    give_password(client)
    clock.advance(minutes=9, seconds=59)
    assert 'name="code"' in client.get("/sign-in/code").text
    clock.advance(seconds=2)
    assert 'name="code"' not in client.get("/sign-in/code").text
    assert give_code(client, shown_code(world.officer))[0] == 200
    assert not is_signed_in(client)


def test_a_reset_ends_what_waits_for_its_second_step(client: FlaskClient, world: World) -> None:
    codes = switched_on(world.officer)
    give_password(client)
    reset_second_factor(world.officer, reason="ก", actor=world.person(Role.ADMINISTRATOR))
    assert give_code(client, codes[0], "recovery-code")[0] == 200
    assert not is_signed_in(client)
    assert give_password(client) == "/office"


def test_the_second_step_leads_nowhere_else(client: FlaskClient, world: World) -> None:
    switched_on(world.officer)
    assert give_password(client, next="//elsewhere.example") == "/sign-in/code"
    assert give_code(client, next_code(world.officer), next="//elsewhere.example") == (302, "/office")


def test_the_session_is_begun_anew_after_the_code(client: FlaskClient, world: World) -> None:
    switched_on(world.officer)
    give_password(client)
    with client.session_transaction() as session:
        assert ("_user_id" in session, session.permanent, "second_step" in session) == (False, False, True)
        session["language"] = "en"
        session["left_by"] = "a stranger"
    give_code(client, next_code(world.officer))
    with client.session_transaction() as session:
        assert (session.get("left_by"), session.get("second_step")) == (None, None)
        assert (session["language"], session.permanent) == ("en", True)


def test_a_new_password_by_link_asks_for_the_code_too(client: FlaskClient, world: World) -> None:
    switched_on(world.officer)
    request_password_reset(email=EMAIL)
    link = db.session.query(Message).filter_by(kind="password_reset").one().link
    answer = client.post(link, data={"password": OTHER, "again": OTHER})
    assert answer.headers["Location"] == "/sign-in/code"
    assert not is_signed_in(client)
    assert give_code(client, next_code(world.officer))[0] == 302
    assert is_signed_in(client)


def test_an_invitation_asks_a_known_person_for_the_code_too(client: FlaskClient, world: World) -> None:
    switched_on(world.officer)
    names = {"name_th": "น", "name_en": "N"}
    head = world.person(Role.HEAD)
    invite(email=EMAIL, role=Role.CONTRIBUTOR, agency=world.agency, actor=head, **names)
    link = db.session.query(Message).filter_by(kind="invitation").one().link
    assert client.post(link, data={"password": PASSWORD}).headers["Location"] == "/sign-in/code"
    assert not is_signed_in(client)


def guess(client: FlaskClient, place: str, numbers: range) -> list[int]:
    """Try a code from as many places; return the answers."""
    return [
        client.post(
            f"/sign-in/{place}", data={"code": "1"}, environ_base={"REMOTE_ADDR": f"10.0.0.{number}"}
        ).status_code
        for number in numbers
    ]


def test_too_many_codes_for_one_person_must_wait(client: FlaskClient, world: World) -> None:
    """Whatever places they come from, and over all pages that ask for a code."""
    switched_on(world.officer)
    give_password(client)
    assert guess(client, "code", range(6)) + guess(client, "recovery-code", range(6, 12)) == [200] * 10 + [429] * 2
    assert client.get("/sign-in/code").status_code == 200


def test_codes_for_one_person_are_counted_by_the_hour_and_the_day(
    client: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where one a minute is allowed, three are in an hour and ten in a day."""
    usual = client.application.extensions["lertrat_settings"]
    slow = dataclasses.replace(usual, login_attempts_per_minute=1)
    switched_on(world.officer)
    give_password(client)
    taken, begun, passed = [], time.time_ns() / 1e9, 0.0
    monkeypatch.setattr(time, "time", lambda: begun + passed)
    monkeypatch.setitem(client.application.extensions, "lertrat_settings", slow)
    for _hour in range(4):
        for minute in range(4):
            taken += guess(client, "code", range(minute, minute + 1))
            passed += 61
        passed += 3600
    assert taken == [200, 200, 200, 429] * 3 + [200, 429, 429, 429]


def test_too_many_codes_from_one_place_must_wait(client: FlaskClient, world: World) -> None:
    assert [give_code(client, "1")[0] for _ in range(12)] == [200] * 10 + [429] * 2


@pytest.mark.usefixtures("_demanded")
@pytest.mark.parametrize("role", sorted(STAFF))
def test_staff_set_it_up_before_any_page_opens(client: FlaskClient, world: World, role: Role) -> None:
    person = world.person(role)
    assert give_password(client, person.email, next="/messages") == "/sign-in/second-factor?next=/messages"
    assert client.get("/me", headers=PAGE).headers["Location"] == "/sign-in?next=/me"
    page = client.get("/sign-in/second-factor?next=/messages").text
    set_up = factor_record(person).set_up
    assert set_up is not None
    assert (set_up.secret in page, "lr-qr" in page) == (True, True)
    assert give_code(client, "000000", "second-factor")[0] == 200
    assert not is_signed_in(client)
    done = client.post("/sign-in/second-factor", data={"code": shown_code(person), "next": "/messages"}).text
    assert (len(re.findall(r"<li>[A-Z2-7]{4}(?:-[A-Z2-7]{4}){3}</li>", done)), 'href="/messages"' in done) == (10, True)
    assert set_up.secret not in done
    assert is_signed_in(client)


@pytest.mark.usefixtures("_demanded")
def test_a_staff_role_given_later_opens_nothing_before_it_is_set_up(client: FlaskClient, world: World) -> None:
    person = world.person(Role.COORDINATOR)
    give_password(client, person.email)
    assert is_signed_in(client)
    grant_role(person, Role.OFFICER)
    assert not is_signed_in(client)


@pytest.mark.usefixtures("_demanded")
def test_who_has_it_on_gives_the_code_and_sets_up_nothing(client: FlaskClient, world: World) -> None:
    switched_on(world.officer)
    since = on_since(world.officer)
    assert give_password(client) == "/sign-in/code"
    assert 'name="code"' not in client.get("/sign-in/second-factor").text
    assert give_code(client, next_code(world.officer), "second-factor")[0] == 200
    assert not is_signed_in(client)
    assert on_since(world.officer) == since


@pytest.mark.usefixtures("_demanded")
@pytest.mark.parametrize("role", [Role.HEAD, Role.COORDINATOR, Role.ADVISER])
def test_nobody_else_must_have_it(client: FlaskClient, world: World, role: Role) -> None:
    give_password(client, world.person(role).email)
    assert is_signed_in(client)


@pytest.mark.usefixtures("_demanded")
def test_staff_who_switch_it_off_set_it_up_anew_at_once(client: FlaskClient, world: World) -> None:
    switched_on(world.officer)
    sign_in(client, world.officer)
    data = {"password": PASSWORD, "code": next_code(world.officer)}
    place = client.post("/me/second-factor/switch-off", data=data).headers["Location"]
    assert place == "/sign-in/second-factor?next=/me/second-factor"
    assert not is_signed_in(client)
    assert "lr-qr" in client.get(place).text


@pytest.mark.usefixtures("_demanded")
def test_an_invited_officer_sets_it_up_first(client: FlaskClient, world: World) -> None:
    administrator = world.person(Role.ADMINISTRATOR)
    invite(email="new@x.example", name_th="น", name_en="N", role=Role.OFFICER, branch="PS", actor=administrator)
    link = db.session.query(Message).filter_by(kind="invitation").one().link
    answer = client.post(link, data={"password": OTHER, "again": OTHER})
    assert answer.headers["Location"] == "/sign-in/second-factor"
    assert not is_signed_in(client)


def test_without_the_demand_nobody_is_asked(client: FlaskClient, world: World) -> None:
    assert give_password(client) == "/office"
    assert is_signed_in(client)


def test_logs_hold_no_code_and_no_secret(client: FlaskClient, world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    codes = switched_on(world.officer)
    give_password(client)
    code = next_code(world.officer)
    give_code(client, "123123")
    give_code(client, codes[0], "recovery-code")
    client.post("/sign-out")
    give_password(client)
    give_code(client, code)
    assert is_signed_in(client)
    assert [each for each in (code, codes[0], "123123") if each in caplog.text] == []
