"""My two-step sign-in: what its page shows, and the secret that no page shows again."""

from __future__ import annotations

import re

import segno
from flask.testing import FlaskClient

from app.extensions import db
from app.models import Message
from app.queries.second_factors import factor_of, factor_record, on_since, secret_of
from app.services.second_factor import begin_second_factor
from tests.second_factors import next_code, shown_code, switched_on
from tests.sign_in import sign_in
from tests.with_app import Clock
from tests.world import PASSWORD, World
from workflows.roles import Role
from workflows.second_factor import in_groups, secret_text

PAGE = "/me/second-factor"
KNOWN = {"password": PASSWORD}
_CODE = re.compile(r"<li>([A-Z2-7]{4}(?:-[A-Z2-7]{4}){3})</li>")


def test_it_is_set_up_confirmed_and_used(client: FlaskClient, world: World) -> None:
    sign_in(client, world.officer)
    client.post("/language", data={"language": "en"})
    assert "Switched off" in client.get(PAGE).text
    assert client.post(f"{PAGE}/begin", data=KNOWN).headers["Location"] == PAGE
    page = client.get(PAGE).text
    set_up = factor_record(world.officer).set_up
    assert set_up is not None
    drawn = segno.make(set_up.address, error="m").svg_inline(omitsize=True, light="#fff", svgclass=None, lineclass=None)
    assert (set_up.secret in page, drawn in page, 'autocomplete="one-time-code"' in page) == (True, True, True)
    wrong = client.post(f"{PAGE}/confirm", data={"code": "000000"}).text
    assert wrong.count("This code is not right, has passed or was used") == 2
    assert f'name="next" value="{PAGE}"' in wrong
    done = client.post(f"{PAGE}/confirm", data={"code": shown_code(world.officer)}).text
    assert len(set(_CODE.findall(done))) == 10
    assert "Switched on" in client.get(PAGE).text
    assert "Switched on since" in client.get("/me").text


def test_an_open_session_alone_begins_nothing(client: FlaskClient, world: World) -> None:
    """Whoever finds a session left open could lock its owner out."""
    sign_in(client, world.officer)
    client.post("/language", data={"language": "en"})
    refused = [client.post(f"{PAGE}/begin", data=sent) for sent in ({}, {"password": "wrong password"})]
    assert ["Enter your password" in refused[0].text, "not your present password" in refused[1].text] == [True, True]
    assert factor_of(world.officer) is None


def test_no_page_shows_the_secret_once_it_is_on(client: FlaskClient, world: World) -> None:
    codes = switched_on(world.officer)
    factor = factor_of(world.officer)
    assert factor is not None
    secret = secret_text(secret_of(factor))
    sign_in(client, world.officer)
    texts = [client.get(place).text for place in (PAGE, "/me", "/messages", "/sign-in/second-factor")]
    texts += [client.post(f"{PAGE}/begin", data=KNOWN).text, client.get(PAGE).text]
    texts.append(client.post(f"{PAGE}/confirm", data={"code": next_code(world.officer)}).text)
    sign_in(client, world.person(Role.ADMINISTRATOR))
    person = f"/admin/people/{world.officer.id}"
    texts += [client.get(place).text for place in (person, f"{person}/second-factor", "/office/ledger")]
    told = [message.body + message.subject + message.link for message in db.session.query(Message)]
    for kept in (secret, in_groups(secret), "lr-qr", *codes):
        assert [text for text in [*texts, *told] if kept in text] == []


def test_switching_on_ends_sessions_elsewhere_and_not_this_one(client: FlaskClient, world: World) -> None:
    elsewhere = client.application.test_client()
    for browser in (client, elsewhere):
        sign_in(browser, world.officer)
    client.post(f"{PAGE}/begin", data=KNOWN)
    client.post(f"{PAGE}/confirm", data={"code": shown_code(world.officer)})
    assert [browser.get("/me").status_code for browser in (client, elsewhere)] == [200, 404]


def test_a_secret_left_lying_is_shown_no_more(client: FlaskClient, world: World, clock: Clock) -> None:
    begin_second_factor(actor=world.officer)
    sign_in(client, world.officer)
    assert "lr-qr" in client.get(PAGE).text
    clock.advance(hours=1)
    assert "lr-qr" not in client.get(PAGE).text


def test_new_recovery_codes_are_shown_once(client: FlaskClient, world: World) -> None:
    old = switched_on(world.officer)
    sign_in(client, world.officer)
    assert _CODE.findall(client.post(f"{PAGE}/recovery-codes", data={"renew-code": "1"}).text) == []
    data = {"renew-code": next_code(world.officer)}
    new = _CODE.findall(client.post(f"{PAGE}/recovery-codes", data=data).text)
    assert (len(new), set(new) & set(old)) == (10, set())
    assert _CODE.findall(client.get(PAGE).text) == []


def test_it_is_switched_off_by_password_and_code(client: FlaskClient, world: World) -> None:
    switched_on(world.officer)
    sign_in(client, world.officer)
    client.post("/language", data={"language": "en"})
    wrong = client.post(f"{PAGE}/switch-off", data={"password": "wrong password", "code": "1"}).text
    assert wrong.count("This is not your present password") == 2
    assert client.post(f"{PAGE}/switch-off", data={"password": PASSWORD, "code": "1"}).status_code == 200
    assert on_since(world.officer) is not None
    data = {"password": PASSWORD, "code": next_code(world.officer)}
    assert client.post(f"{PAGE}/switch-off", data=data).headers["Location"] == PAGE
    assert (on_since(world.officer), client.get("/me").status_code) == (None, 200)


def test_too_many_codes_must_wait_here_as_well(client: FlaskClient, world: World) -> None:
    switched_on(world.officer)
    sign_in(client, world.officer)
    data = {"password": PASSWORD, "code": "1"}
    statuses = [client.post(f"{PAGE}/switch-off", data=data).status_code for _ in range(6)]
    statuses += [client.post(f"{PAGE}/recovery-codes", data={"renew-code": "1"}).status_code for _ in range(6)]
    assert statuses == [200] * 10 + [429] * 2


def test_an_administrator_resets_it_and_the_person_is_told(client: FlaskClient, world: World) -> None:
    switched_on(world.officer)
    administrator = world.person(Role.ADMINISTRATOR)
    sign_in(client, administrator)
    client.post("/language", data={"language": "en"})
    person = f"/admin/people/{world.officer.id}"
    assert f'href="{person}/second-factor"' in client.get(person).text
    assert client.post(f"{person}/second-factor", data={"reason": " "}).text.count("Give a reason") == 2
    answer = client.post(f"{person}/second-factor", data={"reason": "โทรศัพท์หาย"})
    assert (answer.headers["Location"], on_since(world.officer)) == (person, None)
    page = client.get(person).text
    assert ("Two-step sign-in reset" in page, "โทรศัพท์หาย" in page, f"{person}/second-factor" in page) == (
        True,
        True,
        False,
    )
    assert client.get(f"{person}/second-factor").status_code == 404
    told = db.session.query(Message).filter_by(kind="second_factor_reset").one()
    assert (told.recipient_id, "โทรศัพท์หาย" in told.body) == (world.officer.id, True)


def test_ones_own_is_not_reset_but_switched_off(client: FlaskClient, world: World) -> None:
    administrator = world.person(Role.ADMINISTRATOR)
    switched_on(administrator)
    sign_in(client, administrator)
    person = f"/admin/people/{administrator.id}"
    assert f"{person}/second-factor" not in client.get(person).text
    assert client.post(f"{person}/second-factor", data={"reason": "ก"}).status_code == 200
    assert on_since(administrator) is not None
