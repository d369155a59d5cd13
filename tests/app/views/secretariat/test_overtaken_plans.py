"""What the board says when panels or settings changed after it was asked: nothing that is true no more."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.extensions import db
from app.models import Application, AssignmentPlan, Person, PlanScope
from app.queries.panel_seating import seating_choices
from app.queries.panel_table import Wanted, panel_table
from app.services.assignment_plans import request_plan
from app.services.assignments import accept_assignment, decline_assignment, publish_panel
from app.services.job_kinds import WORK
from app.services.jobs import run_next_job
from app.services.panel_repair import complete_panel
from app.services.plan_publication import publish_plan
from app.services.rounds import move_on
from tests.panels import assessor, pass_screening
from tests.sign_in import sign_in
from tests.world import World
from workflows.errors import RuleBroken

OVERTAKEN = "คณะผู้ตรวจเปลี่ยนไปหลังจัดทำข้อเสนอนี้"


def board(client: FlaskClient, application: Application) -> str:
    page = client.get(f"/office/assignment/stages/{application.stage_id}").get_data(as_text=True)
    return page.replace("\u2060", "").replace("\u00a0", " ")


def short_panel(world: World, count: int = 5) -> tuple[Application, list[Person]]:
    """A panel at work of three whose last member declined; the first of them leads."""
    application = world.submitted()
    pass_screening(world, application)
    people = [assessor(world, number) for number in range(1, count + 1)]
    ids = [person.id for person in people[:3]]
    assert application.stage is not None
    seats = publish_panel(application, application.stage, ids, lead_id=ids[0], due_at=None, actor=world.officer)
    for seat in seats[:2]:
        accept_assignment(seat, actor=seat.assessor)
    move_on(application)
    decline_assignment(seats[2], reason="ติดภารกิจ", actor=people[2])
    return application, people


def proposal(scope: PlanScope) -> AssignmentPlan:
    while run_next_job(WORK):
        pass
    return db.session.query(AssignmentPlan).filter_by(scope=scope).one()


def fill_by_hand(world: World, application: Application, people: list[Person]) -> None:
    """Give the empty seat to whom the proposal leaves out."""
    assert application.stage is not None
    plan = db.session.query(AssignmentPlan).one()
    planned = {person for _application, person in plan.pairs}
    other = next(person for person in people[3:] if str(person.id) not in planned)
    ids = [people[0].id, people[1].id, other.id]
    complete_panel(application, application.stage, ids, lead_id=ids[0], due_at=None, actor=world.officer)


def test_a_seat_filled_by_hand_overtakes_the_proposal_for_it(world: World, client: FlaskClient) -> None:
    application, people = short_panel(world)
    plan = proposal(PlanScope.SHORT)
    sign_in(client, world.officer)
    assert f"/plans/{plan.id}/publish" in board(client, application)
    assert OVERTAKEN not in board(client, application)
    fill_by_hand(world, application, people)
    page = board(client, application)
    assert OVERTAKEN in page
    assert f"/plans/{plan.id}/publish" not in page
    assert f"/plans/{plan.id}/set-aside" in page
    assert "รอเผยแพร่" not in page + client.get("/office/assignment").get_data(as_text=True)
    with pytest.raises(RuleBroken):
        publish_plan(plan, due_at=None, actor=world.officer)


def test_a_proposal_for_all_panels_does_not_undo_what_was_filled_by_hand_since(world: World) -> None:
    application, people = short_panel(world)
    assert application.stage is not None
    proposal(PlanScope.SHORT)
    request_plan(application.stage, actor=world.officer, scope=PlanScope.OPEN)
    while run_next_job(WORK):
        pass
    plan = db.session.query(AssignmentPlan).filter_by(scope=PlanScope.OPEN).one()
    db.session.query(AssignmentPlan).filter(AssignmentPlan.id != plan.id).delete()
    plan.proposed_at -= timedelta(minutes=1)
    db.session.commit()
    fill_by_hand(world, application, people)
    with pytest.raises(RuleBroken, match="Panels changed since this was proposed"):
        publish_plan(plan, due_at=None, actor=world.officer)


def test_another_panel_size_overtakes_a_proposal(world: World, client: FlaskClient) -> None:
    application, _people = short_panel(world)
    plan = proposal(PlanScope.SHORT)
    plan.stage.panel_size = 4
    db.session.commit()
    sign_in(client, world.officer)
    assert OVERTAKEN in board(client, application)


def test_what_was_impossible_under_other_settings_is_not_told_any_more(world: World, client: FlaskClient) -> None:
    application = world.submitted()
    pass_screening(world, application)
    for number in range(1, 5):
        assessor(world, number)
    assert application.stage is not None
    application.stage.panel_size = 20
    db.session.commit()
    request_plan(application.stage, actor=world.officer)
    run_next_job(WORK)
    sign_in(client, world.officer)
    assert "blocking-heading" in board(client, application)
    application.stage.panel_size = 3
    db.session.commit()
    assert "blocking-heading" not in board(client, application)


def test_who_is_at_work_already_is_not_said_to_be_locked_by_staff(world: World) -> None:
    _application, people = short_panel(world)
    plan = proposal(PlanScope.SHORT)
    (row,) = panel_table(plan.stage, plan, Wanted()).rows
    first = {member.profile.person_id: str(member.reasons[0]) for member in row.proposed}
    assert [first[person.id] for person in people[:2]] == ["Already on this panel"] * 2


def test_panel_rules_stand_in_the_way_of_a_seat(world: World, client: FlaskClient) -> None:
    application, people = short_panel(world)
    assert application.stage is not None
    peer = people[3].assessor_profile
    assert peer is not None
    assert people[0].assessor_profile is not None
    peer.home_agency_id = people[0].assessor_profile.home_agency_id
    db.session.commit()
    choices = {choice.profile.person_id: choice for choice in seating_choices(application, application.stage)}
    assert [person.id for person in choices[people[3].id].peers] == [people[0].id]
    assert choices[people[4].id].peers == ()
    sign_in(client, world.officer)
    with client.session_transaction() as session:
        session["language"] = "en"
    address = f"/office/assignment/applications/{application.id}"
    page = client.get(address).get_data(as_text=True)
    assert f"Of one ministry with {people[0].name_en}, who is on this panel" in page
    assert f'id="panel-{people[3].id}"' not in page
    ids = [people[0].id, people[1].id, people[3].id]
    data = {"assessors": [str(key) for key in ids], "lead": str(ids[0]), "due_at": ""}
    answer = client.post(address, data=data).get_data(as_text=True)
    assert f"two of one ministry on a panel: {people[0].name_en}, {people[3].name_en}" in answer


def test_the_last_empty_seat_without_a_lead_is_for_a_lead(world: World) -> None:
    application, people = short_panel(world)
    assert application.stage is not None
    for person in [*people[:2], people[3]]:
        assert person.assessor_profile is not None
        person.assessor_profile.can_lead = False
    db.session.commit()
    choices = {choice.profile.person_id: choice for choice in seating_choices(application, application.stage)}
    assert (choices[people[3].id].leaves_no_lead, choices[people[4].id].leaves_no_lead) == (True, False)
