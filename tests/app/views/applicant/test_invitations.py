"""An invitation that waits is cancelled or sent again by whoever may give its role; its first link is dead at once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.extensions import db
from app.models import Event, Invitation, Message, Person, RoleGrant
from app.services.invitations import accept_invitation, invite
from app.services.people import revoke_role
from tests.sign_in import sign_in
from tests.world import World
from workflows.errors import RuleBroken
from workflows.roles import Role

TYPED_WRONG = {"email": "wrong@lertrat.example", "name_th": "นางสาวใหม่ มาถึง", "name_en": "New"}
A_DELEGATION: dict[str, Any] = {"starts_on": date(2026, 3, 3), "ends_on": date(2026, 3, 9)}


@pytest.fixture
def waiting(world: World) -> Invitation:
    return invite(**TYPED_WRONG, role=Role.CONTRIBUTOR, agency=world.agency, actor=world.person(Role.HEAD))


def links() -> list[str]:
    return [each.link for each in db.session.query(Message).filter_by(kind="invitation")]


def people_who_may(world: World) -> dict[Role, Person]:
    return {role: world.person(role) for role in (Role.COORDINATOR, Role.HEAD, Role.ADMINISTRATOR)}


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.HEAD, Role.ADMINISTRATOR])
def test_it_is_cancelled_after_a_question_and_its_link_is_dead(
    client: FlaskClient, world: World, waiting: Invitation, role: Role
) -> None:
    sign_in(client, people_who_may(world)[role])
    client.post("/language", data={"language": "en", "next": "/"})
    address = f"/invitations/{waiting.id}/cancel"
    assert "wrong@lertrat.example?" in client.get(address).text
    listed = client.post(address).location
    page = client.get(listed).text
    assert ("is cancelled. Its link works no more" in page, address in page) == (True, False)
    [link] = links()
    assert "This invitation cannot be used" in client.get(link).text
    with pytest.raises(RuleBroken):
        accept_invitation(link.rsplit("/", maxsplit=1)[1], password="another long password")
    assert [event.data for event in db.session.query(Event).filter_by(kind="invitation_cancelled")] == [
        {"role": "contributor"}
    ]


def test_it_is_offered_where_it_is_listed(client: FlaskClient, world: World, waiting: Invitation) -> None:
    pages = {Role.COORDINATOR: f"/agencies/{world.agency.id}/team", Role.ADMINISTRATOR: "/admin/people/invite"}
    for role, listed in pages.items():
        sign_in(client, world.person(role))
        page = client.get(listed).text
        assert [f"/invitations/{waiting.id}/{act}" in page for act in ("cancel", "again")] == [True, True]


def test_a_delegation_is_the_heads_to_take_back(client: FlaskClient, world: World) -> None:
    head = world.person(Role.HEAD)
    delegation = invite(**TYPED_WRONG, role=Role.DELEGATE, agency=world.agency, actor=head, **A_DELEGATION)
    address = f"/invitations/{delegation.id}/cancel"
    sign_in(client, world.person(Role.COORDINATOR))
    assert address not in client.get(f"/agencies/{world.agency.id}/team").text
    assert (client.get(address).status_code, client.post(address).status_code) == (404, 404)
    sign_in(client, head)
    assert client.post(address).status_code == 302


def test_sent_again_it_has_a_new_link_and_the_first_is_dead(
    client: FlaskClient, world: World, waiting: Invitation
) -> None:
    sign_in(client, world.person(Role.COORDINATOR))
    client.post("/language", data={"language": "en", "next": "/"})
    [first] = links()
    listed = client.post(f"/invitations/{waiting.id}/again").location
    [again] = set(links()) - {first}
    assert "A new link was sent to wrong@lertrat.example" in client.get(listed).text
    assert ["cannot be used" in client.get(link).text for link in (first, again)] == [True, False]
    assert db.session.query(Invitation).filter_by(cancelled_at=None).one().role is Role.CONTRIBUTOR


def test_what_waits_no_more_is_neither_cancelled_nor_sent_again(
    client: FlaskClient, world: World, waiting: Invitation
) -> None:
    sign_in(client, world.person(Role.COORDINATOR))
    client.post("/language", data={"language": "en", "next": "/"})
    accept_invitation(links()[0].rsplit("/", maxsplit=1)[1], password="another long password")
    assert "This invitation waits no more" in client.get(f"/invitations/{waiting.id}/cancel").text
    for act in ("cancel", "again"):
        listed = client.post(f"/invitations/{waiting.id}/{act}").location
        assert "accepted or cancelled already" in client.get(listed).text
    assert (len(links()), db.session.query(Event).filter_by(kind="invitation_cancelled").count()) == (1, 0)


def test_it_is_worth_nothing_once_whoever_sent_it_may_give_the_role_no_more(
    client: FlaskClient, world: World, waiting: Invitation
) -> None:
    head = world.person(Role.HEAD)
    link = links()[0]
    assert 'name="password"' in client.get(link).text
    for grant in db.session.query(RoleGrant).filter_by(person_id=head.id):
        revoke_role(grant, actor=world.person(Role.ADMINISTRATOR))
    assert 'name="password"' not in client.get(link).text
    with pytest.raises(RuleBroken):
        accept_invitation(link.rsplit("/", maxsplit=1)[1], password="another long password")
    assert db.session.query(Person).filter_by(email=TYPED_WRONG["email"]).count() == 0
