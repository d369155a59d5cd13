"""Team, delegation and eligibility: who joins, who leaves, who approves in whose place, who may enter."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from app.clock import now
from app.extensions import db
from app.models import Invitation, RoleGrant
from tests.sign_in import sign_in
from tests.world import World
from workflows.roles import Role

PERSON = {"email": "new@lertrat.example", "name_th": "นางสาวใหม่ มาถึง", "name_en": ""}
DELEGATE = {f"delegate-{name}": value for name, value in PERSON.items()}


@pytest.fixture
def coordinator(client: FlaskClient, world: World) -> FlaskClient:
    sign_in(client, world.person(Role.COORDINATOR))
    client.post("/language", data={"language": "en", "next": "/"})
    return client


def address(world: World, ending: str = "") -> str:
    return f"/agencies/{world.agency.id}/team{ending}"


def test_a_coordinator_invites_a_colleague(coordinator: FlaskClient, world: World) -> None:
    answer = coordinator.post(address(world, "/invitations"), data={**PERSON, "role": "contributor"})
    invited = db.session.query(Invitation).one()
    assert (answer.status_code, invited.role, invited.agency_id) == (302, Role.CONTRIBUTOR, world.agency.id)
    assert "new@lertrat.example" in coordinator.get(address(world)).text


def test_a_wrong_address_is_told_at_its_field_and_keeps_what_was_typed(coordinator: FlaskClient, world: World) -> None:
    answer = coordinator.post(address(world, "/invitations"), data={**PERSON, "email": "nobody", "role": "contributor"})
    assert (answer.status_code, 'href="#email"' in answer.text, "นางสาวใหม่ มาถึง" in answer.text) == (422, True, True)


@pytest.mark.parametrize("role", ["head", "delegate", "officer", "administrator"])
def test_nobody_is_invited_to_more_than_writing(coordinator: FlaskClient, world: World, role: str) -> None:
    answer = coordinator.post(address(world, "/invitations"), data={**PERSON, "role": role})
    assert (answer.status_code, db.session.query(Invitation).count()) == (422, 0)


def test_only_the_head_names_a_delegate_and_gives_the_days(client: FlaskClient, world: World) -> None:
    data = {**DELEGATE, "delegate-starts_on": "1/4/2569", "delegate-ends_on": "30/4/2569"}
    statuses = []
    for role in (Role.COORDINATOR, Role.HEAD):
        sign_in(client, world.person(role))
        statuses.append(client.post(address(world, "/delegates"), data=data).status_code)
    invited = db.session.query(Invitation).one()
    assert (statuses, invited.role, str(invited.starts_on), str(invited.ends_on)) == (
        [404, 302],
        Role.DELEGATE,
        "2026-04-01",
        "2026-04-30",
    )


def test_days_that_run_backwards_are_refused_at_the_field(client: FlaskClient, world: World) -> None:
    sign_in(client, world.person(Role.HEAD))
    data = {**DELEGATE, "delegate-starts_on": "30/4/2569", "delegate-ends_on": "1/4/2569"}
    answer = client.post(address(world, "/delegates"), data=data)
    assert (answer.status_code, 'href="#delegate-ends_on"' in answer.text) == (409, True)


def test_a_role_is_ended_and_stays_on_record(coordinator: FlaskClient, world: World) -> None:
    contributor = world.person(Role.CONTRIBUTOR)
    grant = db.session.query(RoleGrant).filter_by(person_id=contributor.id).one()
    coordinator.post(address(world, f"/{grant.id}/end"))
    db.session.expire_all()
    assert grant.revoked_at == now()
    sign_in(coordinator, contributor)
    assert coordinator.get("/applications").status_code == 404


def test_a_role_in_another_agency_cannot_be_ended(coordinator: FlaskClient, world: World) -> None:
    other = world.person(Role.CONTRIBUTOR, world.other_agency)
    grant = db.session.query(RoleGrant).filter_by(person_id=other.id).one()
    assert coordinator.post(address(world, f"/{grant.id}/end")).status_code == 404


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.OFFICER])
def test_others_do_not_see_the_team_page(client: FlaskClient, world: World, role: Role) -> None:
    sign_in(client, world.person(role))
    assert client.get(address(world)).status_code == 404


@pytest.mark.parametrize(
    ("since", "words"), [("1/1/2560", "110 months on the closing day"), ("1/1/2569", "2 months on the closing day")]
)
def test_eligibility_is_answered_with_reasons(coordinator: FlaskClient, world: World, since: str, words: str) -> None:
    page = coordinator.get(f"/programmes/{world.programme.id}/eligibility?since={since}").text
    fits = "2560" in since
    assert (words in page, "Department One may enter" in page) == (True, fits)


def test_a_ministry_learns_that_its_kind_cannot_enter(client: FlaskClient, world: World) -> None:
    sign_in(client, world.person(Role.COORDINATOR, world.ministry))
    client.post("/language", data={"language": "en", "next": "/"})
    page = client.get(f"/programmes/{world.programme.id}/eligibility").text
    assert ("Your kind of agency is not named in the criteria" in page, "Start an application" in page) == (True, False)
