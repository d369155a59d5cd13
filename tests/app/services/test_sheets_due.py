"""When sheets are due: never in the past, the panel's own time for a replacement, and changed only with a reason."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.clock import BANGKOK, now
from app.extensions import db
from app.models import Application, Assignment, AssignmentPlan, Event, Message
from app.services.assignment_plans import request_plan
from app.services.assignments import accept_assignment, decline_assignment, publish_panel
from app.services.job_kinds import WORK
from app.services.jobs import run_next_job
from app.services.panel_repair import complete_panel
from app.services.plan_publication import publish_plan
from app.services.rounds import move_on
from app.services.seat_dues import change_sheets_due
from app.thai import thai_date
from tests.panels import assessor, pass_screening, score_all
from tests.sign_in import sign_in
from tests.with_app import Clock
from tests.world import World
from workflows.errors import RuleBroken
from workflows.roles import Role


def at_work(world: World, *, days: int = 14) -> tuple[Application, list[Assignment]]:
    application = world.submitted()
    pass_screening(world, application)
    assert application.stage is not None
    ids = [assessor(world, number).id for number in range(1, 5)]
    due_at = now() + timedelta(days=days)
    seats = publish_panel(application, application.stage, ids[:3], lead_id=ids[0], due_at=due_at, actor=world.officer)
    move_on(application)
    return application, seats


def replace_last(world: World, application: Application, seats: list[Assignment]) -> Assignment:
    assert application.stage is not None
    newcomer = assessor(world, 4)
    if seats[2].state.value == "published":
        decline_assignment(seats[2], reason="ติดภารกิจ", actor=seats[2].assessor)
    chosen = [seats[0].assessor_id, seats[1].assessor_id, newcomer.id]
    [new] = complete_panel(application, application.stage, chosen, lead_id=chosen[0], due_at=None, actor=world.officer)
    return new


def test_a_panel_is_not_published_with_sheets_that_are_late_at_once(world: World, client: FlaskClient) -> None:
    with pytest.raises(RuleBroken) as broken:
        at_work(world, days=-28)
    assert [each.field for each in broken.value.obstacles] == ["due_at"]
    application = db.session.query(Application).one()
    assert application.stage is not None
    request_plan(application.stage, actor=world.officer)
    run_next_job(WORK)
    plan = db.session.query(AssignmentPlan).one()
    with pytest.raises(RuleBroken, match="still to come"):
        publish_plan(plan, due_at=now() - timedelta(days=28), actor=world.officer)
    sign_in(client, world.officer)
    data = {"due_at": "2/2/2569 16.30"}
    response = client.post(f"/office/assignment/plans/{plan.id}/publish", data=data)
    assert (response.status_code, "govuk-input--error" in response.get_data(as_text=True)) == (409, True)
    assert db.session.query(Assignment).count() == 0


def test_a_replacement_is_due_when_the_panel_is(world: World, clock: Clock) -> None:
    application, seats = at_work(world)
    assert replace_last(world, application, seats).due_at == seats[0].due_at is not None


def test_a_replacement_of_a_panel_that_was_due_already_needs_a_time(world: World, clock: Clock) -> None:
    application, seats = at_work(world)
    clock.advance(days=15)
    with pytest.raises(RuleBroken) as broken:
        replace_last(world, application, seats)
    assert [each.field for each in broken.value.obstacles] == ["due_at"]


def test_another_due_time_holds_for_owed_sheets_and_is_told_with_the_reason(
    world: World, clock: Clock, client: FlaskClient
) -> None:
    application, seats = at_work(world)
    first_due = seats[0].due_at
    accept_assignment(seats[0], actor=seats[0].assessor)
    score_all(seats[:1], quality=80)
    sign_in(client, world.officer)
    day = thai_date((now() + timedelta(days=30)).astimezone(BANGKOK).date(), "th", "long")
    path = f"/office/assignment/applications/{application.id}/due"
    assert path in client.get(f"/office/assignment/stages/{application.stage_id}?show=all").get_data(as_text=True)
    data = {"due_at": f"{day} 16.30", "reason": "อุทกภัย", "despite_day_off": "y"}
    assert client.post(path, data=data | {"reason": ""}).status_code == 409
    assert client.post(path, data=data).status_code == 302
    told = {each.recipient_id: each.body for each in db.session.query(Message).filter_by(kind="sheet_due_changed")}
    assert told.keys() == {seats[1].assessor_id, seats[2].assessor_id}
    assert all("อุทกภัย" in body for body in told.values())
    dues = {each.assessor_id: each.due_at for each in db.session.query(Assignment)}
    assert dues[seats[0].assessor_id] == first_due
    assert dues[seats[1].assessor_id] == dues[seats[2].assessor_id] != first_due
    assert (
        db.session.query(Event).filter_by(kind="sheets_due_changed").one().subject == f"applications:{application.id}"
    )


def test_a_due_time_is_changed_by_officers_to_a_time_to_come_for_a_reason(world: World) -> None:
    application, _seats = at_work(world)
    stage = application.stage
    assert stage is not None
    later = now() + timedelta(days=30)
    cases = ((later, " ", world.officer), (now() - timedelta(days=1), "เหตุ", world.officer))
    for due_at, reason, actor in (*cases, (later, "เหตุ", world.person(Role.AUDITOR))):
        with pytest.raises(RuleBroken):
            change_sheets_due(application, stage, due_at=due_at, reason=reason, actor=actor)
