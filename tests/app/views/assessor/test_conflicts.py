"""Conflicts of interest: the yearly statement, ties of the register, interests declared by the assessor."""

from __future__ import annotations

from flask.testing import FlaskClient

from app.extensions import db
from app.models import Assignment, AssignmentState, Declaration, DeclaredInterest, ScoreSheet
from tests.assessing import hand_in_report, seated
from tests.panels import assessor, seat_panel
from tests.rounds import through_round_one
from tests.sign_in import sign_in
from tests.world import World
from workflows.roles import Role


def test_no_sheet_opens_before_the_statement(world: World, client: FlaskClient) -> None:
    seat = seated(world)[0]
    db.session.query(Declaration).filter_by(person_id=seat.assessor_id).delete()
    sign_in(client, seat.assessor)
    assert client.post(f"/seats/{seat.id}/sheet").location == "/declarations"
    assert "ก่อน" in client.get("/declarations").get_data(as_text=True)
    assert client.post(f"/declarations/{world.cycle.id}").location == "/assessments"
    client.post(f"/seats/{seat.id}/sheet")
    assert db.session.query(ScoreSheet).count() == 1


def test_an_interest_in_an_entry_empties_the_seat_at_once(world: World, client: FlaskClient) -> None:
    seat = seated(world)[0]
    sign_in(client, seat.assessor)
    assert client.get("/declarations").status_code == 200
    asked_not = {"agency": "พิมพ์ค้างไว้"}
    form = {
        "subject": "application",
        "application": str(seat.application_id),
        "reason": "คู่สมรสทำงานในโครงการ",
        **asked_not,
    }
    assert client.post("/declarations", data=form).location == "/declarations"
    db.session.refresh(seat)
    assert (seat.state, seat.reason) == (AssignmentState.VOID, "คู่สมรสทำงานในโครงการ")


def test_an_interest_in_an_agency_touches_all_its_entries(world: World, client: FlaskClient) -> None:
    seat = seated(world)[0]
    sign_in(client, seat.assessor)
    form = {"subject": "agency", "agency": "กรมที่ไม่มี", "reason": "เคยเป็นที่ปรึกษา"}
    refused = client.post("/declarations", data=form)
    assert (refused.status_code, 'value="กรมที่ไม่มี"' in refused.text) == (422, True)
    assert db.session.query(DeclaredInterest).count() == 0
    form["agency"] = f"{world.agency.name_th} (dex1)"
    client.post("/declarations", data=form)
    states = {each.state for each in db.session.query(Assignment).filter_by(assessor_id=seat.assessor_id)}
    assert states == {AssignmentState.VOID}


def test_an_interest_needs_a_subject_of_ones_own_and_a_reason(world: World, client: FlaskClient) -> None:
    seat = seated(world)[0]
    sign_in(client, assessor(world, 9))
    form = {"subject": "application", "application": str(seat.application_id), "reason": "ลองดู"}
    assert client.post("/declarations", data=form).status_code == 422
    sign_in(client, seat.assessor)
    assert client.post("/declarations", data=form | {"reason": ""}).status_code == 422
    assert db.session.query(DeclaredInterest).count() == 0


def test_the_page_belongs_to_assessors(world: World, client: FlaskClient) -> None:
    sign_in(client, world.person(Role.COORDINATOR))
    assert client.get("/declarations").status_code == 404
    assert client.post(f"/declarations/{world.cycle.id}").status_code == 404


def test_an_entry_with_two_seats_is_listed_once_with_both(world: World, client: FlaskClient) -> None:
    application = through_round_one(world)
    hand_in_report(world, application)
    seat_panel(world, application)
    sign_in(client, assessor(world, 1))
    page = client.get("/declarations").text.replace("\u2060", "").replace("\u00a0", " ")
    listed = page.split('id="ties"')[1].split("</section>")[0]
    titles = [
        seat.stage.title("th") for seat in db.session.query(Assignment).filter_by(assessor_id=assessor(world, 1).id)
    ]
    assert (len(titles), [title in listed for title in titles]) == (2, [True, True])
    assert (listed.count(application.code), page.count(f'<option value="{application.id}"')) == (1, 1)
