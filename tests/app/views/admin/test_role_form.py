"""Giving a role: how wide it reaches is chosen, and what is held already is not given again."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from app.extensions import db
from app.models import RoleGrant
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
