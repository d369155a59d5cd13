"""Reasons that officers keep for a programme: written, changed, given up, and put into a decision."""

from __future__ import annotations

from flask.testing import FlaskClient

from app.extensions import db
from app.models import ReasonTemplate
from app.services.screening import screen_automatically
from tests.sign_in import sign_in
from tests.world import World
from workflows.roles import Role

GIVEN = {"outcome": "return", "title": "หลักฐานไม่ครบ", "text_th": "โปรดแนบหลักฐาน", "text_en": "Attach the evidence"}


def address(world: World) -> str:
    return f"/office/programmes/{world.programme.id}/reasons"


def test_a_reason_is_kept_changed_and_given_up(world: World, client: FlaskClient) -> None:
    sign_in(client, world.officer)
    assert client.post(address(world), data=GIVEN).status_code == 302
    kept = db.session.query(ReasonTemplate).one()
    page = client.get(f"{address(world)}?change={kept.id}").get_data(as_text=True).replace("\u2060", "")
    assert page.count("โปรดแนบหลักฐาน") == 2
    client.post(address(world), data={**GIVEN, "text_en": "Attach it", "change": str(kept.id)})
    assert db.session.query(ReasonTemplate).one().text_en == "Attach it"
    client.post(f"{address(world)}/give-up", data={"template": str(kept.id)})
    assert "โปรดแนบหลักฐาน" not in client.get(address(world)).get_data(as_text=True).replace("\u2060", "")
    assert client.post(address(world), data={**GIVEN, "change": str(kept.id)}).status_code == 404


def test_what_is_missing_or_too_long_is_said_at_its_field_and_nothing_is_lost(
    world: World, client: FlaskClient
) -> None:
    sign_in(client, world.officer)
    response = client.post(address(world), data={**GIVEN, "text_th": "ก" * 2001, "title": ""})
    assert response.status_code == 409
    page = response.get_data(as_text=True)
    assert ("ก" * 2001 in page, "Attach the evidence" in page) == (True, True)
    assert client.post(address(world), data={**GIVEN, "outcome": "pass"}).status_code == 422
    assert db.session.query(ReasonTemplate).count() == 0


def test_a_kept_reason_stands_in_its_field_and_may_be_changed(world: World, client: FlaskClient) -> None:
    application = world.submitted()
    screen_automatically(application)
    sign_in(client, world.officer)
    client.post(address(world), data=GIVEN)
    kept = db.session.query(ReasonTemplate).one()
    page = client.get(f"/office/screening/{application.id}?reason={kept.id}-en").get_data(as_text=True)
    field = page.split('id="return-reason"')[1]
    assert field.split("</textarea>")[0].endswith("Attach the evidence")
    assert client.get(f"/office/screening/{application.id}?reason=nonsense-en").status_code == 200


def test_only_officers_of_the_programme_see_them(world: World, client: FlaskClient) -> None:
    for person in (world.person(Role.COORDINATOR), world.person(Role.OFFICER, number=6, branch="PG")):
        sign_in(client, person)
        assert client.get(address(world)).status_code == 404
        assert client.post(address(world), data=GIVEN).status_code == 404
