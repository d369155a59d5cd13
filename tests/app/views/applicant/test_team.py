"""Team, delegation and eligibility: who joins, who leaves, who approves in whose place, who may enter."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from lxml import html

from app.clock import now
from app.extensions import db
from app.models import Application, Invitation, RoleGrant
from app.queries.application_content import content_of
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


def test_a_delegation_is_told_by_its_days_and_not_by_the_expiry_of_its_invitation(
    client: FlaskClient, world: World
) -> None:
    sign_in(client, world.person(Role.HEAD))
    client.post("/language", data={"language": "en", "next": "/"})
    data = {**DELEGATE, "delegate-starts_on": "1/4/2569", "delegate-ends_on": "15/4/2569"}
    page = client.post(address(world, "/delegates"), data=data, follow_redirects=True).text
    told = html.document_fromstring(page).text_content().replace("\xa0", " ")
    until = "the invitation works until 16 Mar 2026"
    assert [f"delegation 1–15 Apr 2026; {until}" in told, f"delegation 1–15 Apr 2026 · {until}" in told] == [True, True]


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


def test_a_day_after_the_closing_day_is_named_as_one(coordinator: FlaskClient, world: World) -> None:
    page = coordinator.get(f"/programmes/{world.programme.id}/eligibility?since=1/10/2571").text
    assert ["lies after the closing day" in page, "Department One cannot enter" in page] == [True, True]


def test_what_only_the_agency_can_judge_is_promised_by_nobody(coordinator: FlaskClient, world: World) -> None:
    page = coordinator.get(f"/programmes/{world.programme.id}/eligibility").text
    heading = "Nothing found speaks against Department One"
    assert [words in page for words in (heading, "For you to check", "One may enter")] == [True, True, False]


def test_the_example_of_a_day_meets_the_rule_itself(coordinator: FlaskClient, world: World) -> None:
    address = f"/programmes/{world.programme.id}/eligibility"
    found = re.search(r"or (29/1/25\d\d);", coordinator.get(address).text)
    assert found is not None
    assert "Not met" not in coordinator.get(f"{address}?since={found[1]}").text


def test_the_day_that_was_checked_stands_in_the_draft(coordinator: FlaskClient, world: World) -> None:
    page = coordinator.get(f"/programmes/{world.programme.id}/eligibility?since=1/1/2560").text
    assert 'name="since" value="1/1/2560"' in page
    data = {"agency_id": str(world.agency.id), "since": "1/1/2560"}
    coordinator.post(f"/programmes/{world.programme.id}/applications", data=data)
    draft = db.session.query(Application).one()
    assert content_of(draft).answers["start_date"] == "2017-01-01"


def test_where_a_rule_is_not_met_the_reasons_are_shown_instead_of_a_draft(
    coordinator: FlaskClient, world: World
) -> None:
    programme = world.programme_of("pmqa40@2564")
    there = world.draft(programme)
    eligibility = f"/programmes/{programme.id}/eligibility?agency=dex1"
    assert f'href="/applications/{there.id}"' in coordinator.get(eligibility).text
    start = coordinator.post(f"/programmes/{programme.id}/applications", data={"agency_id": str(world.agency.id)})
    refused = coordinator.get(start.location).text
    copy = coordinator.post(f"/applications/{there.id}/copy", data={"programme_id": str(programme.id)})
    assert (start.location, copy.status_code) == (eligibility, 409)
    assert eligibility in copy.text
    reason = "Not met: At most one entry for each agency (1 entered so far)"
    assert [reason in page for page in (refused, copy.text)] == [True, True]
    assert db.session.query(Application).all() == [there]


def test_a_day_nobody_can_read_starts_nothing(coordinator: FlaskClient, world: World) -> None:
    data = {"agency_id": str(world.agency.id), "since": "เมื่อวาน"}
    answer = coordinator.post(f"/programmes/{world.programme.id}/applications", data=data)
    assert "since-error" in coordinator.get(answer.location).text
    assert db.session.query(Application).count() == 0


def test_the_list_offers_the_entry_that_fills_the_quota_instead_of_a_new_one(
    coordinator: FlaskClient, world: World
) -> None:
    programme = world.programme_of("pmqa40@2564")
    start = f'action="/programmes/{programme.id}/applications"'
    before = coordinator.get("/applications").text
    world.draft(programme)
    after = coordinator.get("/applications").text
    words = "Go on with the entry you have"
    assert [(start in page, words in page) for page in (before, after)] == [(True, False), (False, True)]


def test_a_ministry_learns_that_its_kind_cannot_enter(client: FlaskClient, world: World) -> None:
    sign_in(client, world.person(Role.COORDINATOR, world.ministry))
    client.post("/language", data={"language": "en", "next": "/"})
    page = client.get(f"/programmes/{world.programme.id}/eligibility").text
    assert ("Your kind of agency is not named in the criteria" in page, "Start an application" in page) == (True, False)
