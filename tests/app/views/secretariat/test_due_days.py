"""No due time falls on a day off unnoticed: a second word is wanted, and nothing happens before it."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.extensions import db
from app.models import Application, AssignmentPlan, ScreeningDecision
from app.queries.application_facts import panel_of
from app.services.assignment_plans import request_plan
from app.services.job_kinds import WORK
from app.services.jobs import run_next_job
from app.services.screening import screen_automatically
from tests.panels import assessor, pass_screening
from tests.sign_in import sign_in
from tests.world import World

SATURDAY, CHAKRI_DAY = "21/3/2569 16.30", "6/4/2569 16.30"
AGREED = {"despite_day_off": "y"}


def asks_again(answer: TestResponse) -> bool:
    page = answer.get_data(as_text=True)
    return (answer.status_code, 'name="despite_day_off"' in page, "lr-lint" in page) == (422, True, True)


@pytest.fixture
def passed(world: World, client: FlaskClient) -> Application:
    """Give an entry that waits for its panel, an officer signed in and enough assessors."""
    application = world.submitted()
    pass_screening(world, application)
    for number in range(1, 5):
        assessor(world, number)
    sign_in(client, world.officer)
    return application


@pytest.mark.parametrize("due", [SATURDAY, CHAKRI_DAY])
def test_a_document_is_returned_until_a_day_off_only_by_a_second_word(
    world: World, client: FlaskClient, due: str
) -> None:
    application = world.submitted()
    screen_automatically(application)
    sign_in(client, world.officer)
    path = f"/office/screening/{application.id}/return"
    data = {"reason": "เพิ่มแหล่งข้อมูล", "sections": ["problem"], "due_at": due}
    assert asks_again(client.post(path, data=data))
    assert db.session.query(ScreeningDecision).count() == 0
    assert client.post(path, data=data | {"due_at": "1/4/2590 16.30"} | AGREED).status_code == 409
    assert client.post(path, data=data | AGREED).status_code == 302
    assert db.session.query(ScreeningDecision).count() == 1


def test_a_panel_is_seated_until_a_day_off_only_by_a_second_word(
    world: World, client: FlaskClient, passed: Application
) -> None:
    people = [str(assessor(world, number).id) for number in range(1, 4)]
    path = f"/office/assignment/applications/{passed.id}"
    data = {"assessors": people, "lead": people[0], "due_at": SATURDAY}
    assert asks_again(client.post(path, data=data))
    assert panel_of(passed) == []
    assert client.post(path, data=data | AGREED).status_code == 302
    assert len(panel_of(passed)) == 3


def test_a_plan_is_published_until_a_day_off_only_by_a_second_word(
    world: World, client: FlaskClient, passed: Application
) -> None:
    assert passed.stage is not None
    request_plan(passed.stage, actor=world.officer)
    run_next_job(WORK)
    plan = db.session.query(AssignmentPlan).one()
    path = f"/office/assignment/plans/{plan.id}/publish"
    assert asks_again(client.post(path, data={"due_at": CHAKRI_DAY}))
    assert panel_of(passed) == []
    assert client.post(path, data={"due_at": CHAKRI_DAY} | AGREED).status_code == 302
    assert len(panel_of(passed)) == 3
