"""The assignment pages: stages, one stage with its plan, one panel seated by hand, work that is followed."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from app.extensions import db
from app.models import Application, Assignment, Job, PlanState
from app.models import AssignmentPlan as Plan
from app.queries.application_facts import panel_of
from app.queries.assignment_board import assignment_stages
from app.queries.panel_table import Show, panel_table
from app.queries.panel_table import Wanted as PanelsWanted
from app.queries.plan_jobs import PROPOSE_JOB
from app.services.assignments import accept_assignment, decline_assignment, publish_panel
from app.services.job_kinds import WORK
from app.services.jobs import run_next_job
from app.services.rounds import move_on
from tests.panels import assessor, pass_screening, score_all
from tests.sign_in import sign_in
from tests.statements import count_statements
from tests.world import World
from workflows.application import ApplicationState
from workflows.roles import Role


def passed(world: World, count: int = 1) -> list[Application]:
    agencies = (world.agency, world.other_agency, world.university)
    applications = [world.submitted(agency=agency) for agency in agencies[:count]]
    for application in applications:
        pass_screening(world, application)
    return applications


def board_of(application: Application) -> str:
    return f"/office/assignment/stages/{application.stage_id}"


def test_the_list_leads_to_the_stage_that_waits(world: World, client: FlaskClient) -> None:
    application = passed(world)[0]
    sign_in(client, world.officer)
    page = client.get("/office/assignment").get_data(as_text=True)
    assert board_of(application) in page


def test_a_panel_is_seated_by_hand(world: World, client: FlaskClient) -> None:
    application = passed(world)[0]
    people = [assessor(world, number) for number in range(1, 5)]
    sign_in(client, world.officer)
    page = client.get(f"/office/assignment/applications/{application.id}").get_data(as_text=True)
    assert page.count('name="assessors"') == 4
    data = {
        "assessors": [str(person.id) for person in people[:3]],
        "lead": str(people[1].id),
        "due_at": "20/3/2569 16.30",
    }
    response = client.post(f"/office/assignment/applications/{application.id}", data=data)
    assert response.status_code == 302
    assert {(seat.assessor_id, seat.is_lead) for seat in panel_of(application)} == {
        (people[0].id, False),
        (people[1].id, True),
        (people[2].id, False),
    }


def test_an_impossible_panel_keeps_what_was_chosen_and_says_why(world: World, client: FlaskClient) -> None:
    application = passed(world)[0]
    people = [assessor(world, number) for number in range(1, 3)]
    sign_in(client, world.officer)
    data = {"assessors": [str(people[0].id)], "lead": str(people[0].id), "due_at": ""}
    response = client.post(f"/office/assignment/applications/{application.id}", data=data)
    assert response.status_code == 409
    page = response.get_data(as_text=True).replace("\u2060", "").replace("\u00a0", " ")
    assert f"{application.code} ต้องมีคณะผู้ตรวจ 3 คน" in page
    assert f'value="{people[0].id}" checked' in page
    assert db.session.query(Assignment).count() == 0


def test_whoever_has_a_conflict_is_shown_with_the_reason_and_cannot_be_chosen(
    world: World, client: FlaskClient
) -> None:
    application = passed(world)[0]
    person = assessor(world, 1)
    assert person.assessor_profile is not None
    person.assessor_profile.home_agency_id = application.agency_id
    db.session.commit()
    sign_in(client, world.officer)
    page = client.get(f"/office/assignment/applications/{application.id}").get_data(as_text=True)
    assert 'name="assessors"' not in page
    assert person.name_th in page


def test_an_empty_seat_is_filled(world: World, client: FlaskClient) -> None:
    application = passed(world)[0]
    people = [assessor(world, number) for number in range(1, 5)]
    stage, ids = application.stage, [person.id for person in people]
    assert stage is not None
    seats = publish_panel(application, stage, ids[:3], lead_id=ids[0], due_at=None, actor=world.officer)
    move_on(application)
    decline_assignment(seats[2], reason="ติดภารกิจ", actor=people[2])
    sign_in(client, world.officer)
    assert f"/office/assignment/applications/{application.id}" in client.get(board_of(application)).get_data(
        as_text=True
    )
    data = {"assessors": [str(ids[0]), str(ids[1]), str(ids[3])], "lead": str(ids[0]), "due_at": ""}
    assert client.post(f"/office/assignment/applications/{application.id}", data=data).status_code == 302
    assert {seat.assessor_id for seat in panel_of(application)} == {ids[0], ids[1], ids[3]}


def test_a_plan_is_asked_for_followed_and_published(world: World, client: FlaskClient) -> None:
    application = passed(world)[0]
    for number in range(1, 5):
        assessor(world, number)
    sign_in(client, world.officer)
    assert client.post(f"{board_of(application)}/plan").status_code == 302
    job = db.session.query(Job).filter_by(kind=PROPOSE_JOB).one()
    assert client.get(f"/jobs/{job.id}.json").get_json()["state"] == "waiting"
    run_next_job(WORK)
    assert client.get(f"/jobs/{job.id}.json").get_json() == {"state": "done", "progress": 1.0, "message": "เสร็จแล้ว"}
    plan = db.session.query(Plan).one()
    page = client.get(board_of(application)).get_data(as_text=True)
    assert f"/office/assignment/plans/{plan.id}/publish" in page
    response = client.post(f"/office/assignment/plans/{plan.id}/publish", data={"due_at": "20/3/2569 16.30"})
    assert response.status_code == 302
    assert len(panel_of(application)) == 3


def test_a_plan_is_set_aside(world: World, client: FlaskClient) -> None:
    application = passed(world)[0]
    for number in range(1, 5):
        assessor(world, number)
    sign_in(client, world.officer)
    client.post(f"{board_of(application)}/plan")
    run_next_job(WORK)
    plan = db.session.query(Plan).one()
    assert client.post(f"/office/assignment/plans/{plan.id}/set-aside").status_code == 302
    assert db.session.get_one(Plan, plan.id).state is PlanState.SET_ASIDE


def test_work_can_be_stopped_and_is_followed_by_its_creator_alone(world: World, client: FlaskClient) -> None:
    application = passed(world)[0]
    sign_in(client, world.officer)
    client.post(f"{board_of(application)}/plan")
    job = db.session.query(Job).filter_by(kind=PROPOSE_JOB).one()
    sign_in(client, world.person(Role.OFFICER, number=2))
    assert client.get(f"/jobs/{job.id}.json").status_code == 404
    assert client.post(f"/office/assignment/jobs/{job.id}/cancel").status_code == 404
    sign_in(client, world.officer)
    assert client.post(f"/office/assignment/jobs/{job.id}/cancel").status_code == 302
    assert client.get(f"/jobs/{job.id}.json").get_json()["state"] == "cancelled"


def test_what_blocks_every_plan_is_told(world: World, client: FlaskClient) -> None:
    application = passed(world)[0]
    for number in range(1, 5):
        assessor(world, number, can_lead=False)
    sign_in(client, world.officer)
    client.post(f"{board_of(application)}/plan")
    run_next_job(WORK)
    page = client.get(board_of(application)).get_data(as_text=True).replace("\u2060", "")
    assert "ทุกคณะมีผู้เป็นหัวหน้าได้" in page


@pytest.mark.parametrize("path", ["/office/assignment", "board"])
def test_more_applications_need_no_more_statements(world: World, client: FlaskClient, path: str) -> None:
    for number in range(1, 5):
        assessor(world, number)
    sign_in(client, world.officer)
    counts = []
    for agencies in ((world.agency,), (world.other_agency, world.university)):
        applications = [world.submitted(agency=agency) for agency in agencies]
        for application in applications:
            pass_screening(world, application)
        with count_statements() as statements:
            assert client.get(board_of(applications[0]) if path == "board" else path).status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_strangers_find_nothing(world: World, client: FlaskClient) -> None:
    application = passed(world)[0]
    for person in (world.person(Role.COORDINATOR), world.person(Role.OFFICER, number=3, branch="PG")):
        sign_in(client, person)
        assert client.get(board_of(application)).status_code == 404
        assert client.get(f"/office/assignment/applications/{application.id}").status_code == 404
        assert client.post(f"{board_of(application)}/plan").status_code == 404


def test_a_name_is_exchanged_by_script_or_by_form_and_a_broken_rule_is_told(world: World, client: FlaskClient) -> None:
    application = passed(world)[0]
    people = {str(assessor(world, number).id) for number in range(1, 5)}
    sign_in(client, world.officer)
    client.post(f"{board_of(application)}/plan")
    run_next_job(WORK)
    plan = db.session.query(Plan).one()
    panel = {person for _application, person in plan.pairs}
    outside, leaving = (people - panel).pop(), min(panel)
    where = f"/office/assignment/plans/{plan.id}"
    change = {"seat": f"{application.id}:{leaving}", "newcomer": outside, "version": plan.version}
    json = {"Accept": "application/json"}
    assert client.post(f"{where}/exchange", data=change, headers=json).get_json() == {"done": True}
    stale = client.post(f"{where}/exchange", data=change, headers=json)
    assert (stale.status_code, stale.get_json()["done"]) == (409, False)
    held = {"seat": f"{application.id}:{outside}", "held": "yes", "version": plan.version}
    assert client.post(f"{where}/hold", data=held).status_code == 302
    assert plan.locked == [[str(application.id), outside]]
    edit = f"{where}/panels/{application.id}"
    assert client.get(edit).get_data(as_text=True).count('name="assessors"') == 4
    few = client.post(edit, data={"assessors": [outside], "version": plan.version})
    assert few.status_code == 409
    assert f"{application.code} ต้องมีคณะผู้ตรวจ 3 คน" in few.get_data(as_text=True).replace("\u2060", "").replace(
        "\u00a0", " "
    )
    whole = {"assessors": sorted(panel - {leaving} | {outside}), "version": plan.version}
    assert client.post(edit, data=whole).status_code == 302


def test_the_board_is_searched_sorted_and_turned_in_its_address(world: World, client: FlaskClient) -> None:
    first, second = passed(world, 2)
    sign_in(client, world.officer)
    page = client.get(board_of(first), query_string={"q": second.code, "show": "waiting"}).get_data(as_text=True)
    assert second.code in page
    assert f"applications/{first.id}" not in page
    turned = client.get(board_of(first), query_string={"sort": "code", "order": "down"}).get_data(as_text=True)
    assert turned.index(f"applications/{second.id}") < turned.index(f"applications/{first.id}")


def test_going_back_needs_earlier_panels_and_a_reason(world: World, client: FlaskClient) -> None:
    application = passed(world)[0]
    for number in range(1, 5):
        assessor(world, number)
    sign_in(client, world.officer)
    client.post(f"{board_of(application)}/plan")
    run_next_job(WORK)
    plan = db.session.query(Plan).one()
    client.post(f"/office/assignment/plans/{plan.id}/publish", data={"due_at": ""})
    where = f"/office/assignment/plans/{plan.id}/return"
    assert client.get(where).status_code == 200
    answer = client.post(where, data={"reason": "ทดลอง"})
    assert answer.status_code == 409


def test_overview_and_stage_count_the_same_panels_wherever_they_are(world: World, client: FlaskClient) -> None:
    first, second = passed(world)[0], world.submitted(agency=world.other_agency)
    stage = first.stage
    assert stage is not None
    counted = []

    def count() -> None:
        row = next(each for each in assignment_stages(world.officer, world.cycle) if each.stage.id == stage.id)
        table = panel_table(stage, None, PanelsWanted(show=Show.ALL))
        shown = (table.counts[Show.WAITING], table.seated, table.counts[Show.SHORT])
        assert (row.waiting, row.seated, row.short) == shown
        counted.append((*shown, table.starting, len(table.rows)))

    count()
    people = [assessor(world, number) for number in range(1, 4)]
    ids = [person.id for person in people]
    seats = publish_panel(first, stage, ids, lead_id=ids[0], due_at=None, actor=world.officer)
    count()
    sign_in(client, world.officer)
    assert "ระบบกำลังเริ่มการตรวจประเมิน" in client.get(board_of(first)).get_data(as_text=True).replace("\u2060", "")
    move_on(first)
    for seat in seats:
        accept_assignment(seat, actor=seat.assessor)
    count()
    score_all(seats, quality=80)
    assert first.state is ApplicationState.CONSENSUS
    count()
    pass_screening(world, second)
    count()
    assert counted == [(1, 0, 0, 0, 1), (0, 1, 0, 1, 1), (0, 1, 0, 0, 1), (0, 1, 0, 0, 1), (1, 1, 0, 0, 2)]
    page = client.get(board_of(first), query_string={"show": "all"}).get_data(as_text=True)
    assert first.code in page
