"""Giving a role: how wide it reaches is chosen, and what is held already is not given again."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from app.extensions import db
from app.models import Invitation, RoleGrant
from tests.sign_in import sign_in
from tests.world import World
from workflows.roles import Role


@pytest.fixture
def administrator(client: FlaskClient, world: World) -> FlaskClient:
    sign_in(client, world.person(Role.ADMINISTRATOR))
    client.post("/language", data={"language": "en"})
    return client


def test_nobody_gets_every_branch_without_its_being_chosen(administrator: FlaskClient, world: World) -> None:
    person_id, held = world.person(Role.HEAD).id, db.session.query(RoleGrant)
    address = f"/admin/people/{person_id}/roles"
    data = {"role": "officer", "agency": "", "branch": "", "starts_on": "", "ends_on": ""}
    before = held.count()
    assert administrator.post(address, data=data).text.count("Choose a branch, or every branch") == 2
    assert held.count() == before
    assert administrator.post(address, data=data | {"branch": "PG"}).status_code == 302
    assert administrator.post(address, data=data | {"branch": "every"}).status_code == 302
    assert {grant.branch for grant in held.filter_by(person_id=person_id, role=Role.OFFICER)} == {"PG", None}


def test_a_role_that_is_held_already_is_not_said_to_be_given(administrator: FlaskClient, world: World) -> None:
    address = f"/admin/people/{world.person(Role.HEAD).id}/roles"
    data = {"role": "officer", "agency": "", "branch": "PG", "starts_on": "", "ends_on": ""}
    assert administrator.post(address, data=data).status_code == 302
    page = administrator.post(address, data=data).text
    assert "This person holds this role already" in page
    assert "The role was given" in page  # the first one's
    assert administrator.post(address, data=data).text.count("The role was given") == 0


def test_an_administrator_gives_no_role_to_themselves_and_invites_no_address_of_theirs(
    administrator: FlaskClient, world: World
) -> None:
    """Whoever could would open the dossiers of the committee alone."""
    refusal, own = "Ask another administrator: nobody gives a role to themselves", world.person(Role.ADMINISTRATOR)
    data = {"role": "judge", "agency": "", "branch": "PS", "starts_on": "", "ends_on": ""}
    held = db.session.query(RoleGrant).filter_by(person_id=own.id)
    pages = [
        administrator.post(address, data=data | more)
        for address, more in (
            (f"/admin/people/{own.id}/roles", {}),
            ("/admin/people/invite", {"email": own.email.upper(), "name_th": "ก", "name_en": "A"}),
        )
    ]
    assert [page.text.count(refusal) for page in pages] == [2, 2]  # in the summary and at the field
    assert [grant.role for grant in held] == [Role.ADMINISTRATOR]
    assert db.session.query(Invitation).count() == 0
