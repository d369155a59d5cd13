"""Before the announcement: everything that becomes known is listed, and only a POST makes it known."""

from __future__ import annotations

from flask.testing import FlaskClient

from app.clock import now
from app.extensions import db
from app.models import Application
from tests.sign_in import sign_in
from tests.statements import count_statements
from tests.world import World
from workflows.application import ApplicationState
from workflows.roles import Role


def decide(application: Application, award: str) -> Application:
    application.state, application.award, application.decided_at = ApplicationState.DECIDED, award, now()
    db.session.commit()
    return application


def test_the_preview_parts_winners_from_those_whose_agencies_alone_learn(world: World, client: FlaskClient) -> None:
    winner = decide(world.submitted(), "good")
    other = decide(world.submitted(agency=world.other_agency), "none")
    sign_in(client, world.officer)
    page = client.get(f"/office/programmes/{world.programme.id}/announcement").get_data(as_text=True)
    public, private = page.split('id="others-heading"')
    assert (winner.code in public, other.code in public) == (True, False)
    assert (winner.code in private, other.code in private) == (False, True)
    assert db.session.get_one(Application, winner.id).state is ApplicationState.DECIDED


def test_the_announcement_is_made_by_confirming_the_preview(world: World, client: FlaskClient) -> None:
    winner = decide(world.submitted(), "good")
    sign_in(client, world.officer)
    path = f"/office/programmes/{world.programme.id}/announcement"
    assert client.post(path).status_code == 302
    assert db.session.get_one(Application, winner.id).state is ApplicationState.ANNOUNCED
    assert client.post(path).status_code == 409


def test_more_winners_need_no_more_statements(world: World, client: FlaskClient) -> None:
    sign_in(client, world.officer)
    counts = []
    for agencies in ((world.agency,), (world.other_agency, world.university)):
        for agency in agencies:
            decide(world.submitted(agency=agency), "good")
        with count_statements() as statements:
            client.get(f"/office/programmes/{world.programme.id}/announcement")
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_nobody_but_an_officer_sees_results_before_they_are_announced(world: World, client: FlaskClient) -> None:
    decide(world.submitted(), "good")
    path = f"/office/programmes/{world.programme.id}/announcement"
    for role in (Role.HEAD, Role.JUDGE, Role.AUDITOR):
        sign_in(client, world.person(role))
        assert (client.get(path).status_code, client.post(path).status_code) == (404, 404)
