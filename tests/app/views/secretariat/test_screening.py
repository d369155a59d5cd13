"""The screening queue and the screening of one document, through the pages."""

from __future__ import annotations

from flask.testing import FlaskClient

from app.extensions import db
from app.models import Application, ScreeningDecision, ScreeningFinding
from app.services.screening import screen_automatically
from tests.sign_in import sign_in
from tests.world import World
from workflows.application import ApplicationState
from workflows.roles import Role


def screened(world: World) -> Application:
    application = world.submitted()
    screen_automatically(application)
    return application


def human_answers(client: FlaskClient, application: Application, answer: str) -> dict[str, str]:
    page = client.get(f"/office/screening/{application.id}").get_data(as_text=True)
    names = {part.split('"')[0] for part in page.split('name="check-')[1:]}
    return {f"check-{name}": answer for name in names}


def test_the_queue_lists_what_waits_with_what_the_checks_say(world: World, client: FlaskClient) -> None:
    application = screened(world)
    sign_in(client, world.officer)
    page = client.get("/office/screening").get_data(as_text=True)
    assert application.code in page
    assert "เอกสาร 1 รายการรอตรวจกลั่นกรอง" in page.replace("\u2060", "").replace("\u00a0", " ")


def test_the_queue_finds_by_any_part_of_a_thai_name(world: World, client: FlaskClient) -> None:
    application = screened(world)
    sign_in(client, world.officer)
    assert application.code in client.get("/office/screening?q=ตัวอย่างหนึ่ง").get_data(as_text=True)
    assert application.code not in client.get("/office/screening?q=ไม่มีคำนี้").get_data(as_text=True)


def test_an_officer_answers_and_passes(world: World, client: FlaskClient) -> None:
    application = screened(world)
    sign_in(client, world.officer)
    answers = human_answers(client, application, "yes")
    response = client.post(f"/office/screening/{application.id}/checks", data={**answers, "then": "pass"})
    assert response.status_code == 302
    assert db.session.get_one(Application, application.id).state is ApplicationState.PASSED


def test_nothing_passes_while_a_blocking_check_is_not_met(world: World, client: FlaskClient) -> None:
    application = screened(world)
    sign_in(client, world.officer)
    answers = human_answers(client, application, "no")
    response = client.post(f"/office/screening/{application.id}/checks", data={**answers, "then": "pass"})
    assert response.status_code == 409
    page = response.get_data(as_text=True)
    missing = [
        each.check_id
        for each in db.session.query(ScreeningFinding).filter_by(application_id=application.id, is_blocking=True)
        if not each.is_met and not each.is_automatic
    ]
    assert len(missing) > 0
    assert [f'<li><a href="#check-{each}-yes">' in page for each in missing] == [True] * len(missing)
    assert page.count("ต้องตอบ “ใช่” เอกสารจึงจะผ่านได้") == len(missing)
    assert db.session.get_one(Application, application.id).state is ApplicationState.SCREENING


def test_a_return_keeps_what_was_typed_and_says_what_is_wrong(world: World, client: FlaskClient) -> None:
    application = screened(world)
    sign_in(client, world.officer)
    data = {"reason": "เพิ่มแหล่งข้อมูล", "sections": ["problem"], "due_at": "วันหนึ่ง"}
    response = client.post(f"/office/screening/{application.id}/return", data=data)
    assert response.status_code == 422
    assert "เพิ่มแหล่งข้อมูล" in response.get_data(as_text=True)
    data["due_at"] = "20/3/2569 16.30"
    assert client.post(f"/office/screening/{application.id}/return", data=data).status_code == 302
    decision = db.session.query(ScreeningDecision).one()
    assert (decision.sections, decision.reason) == (["problem"], "เพิ่มแหล่งข้อมูล")


def test_a_return_says_at_once_all_that_is_missing(world: World, client: FlaskClient) -> None:
    application = screened(world)
    sign_in(client, world.officer)
    address = f"/office/screening/{application.id}/return"
    for due, wrong in (
        ("", "กรอกวันและเวลาที่ต้องส่งใหม่"),
        ("2/2/2569 9.00", "กำหนดส่งใหม่ต้องเป็นเวลาข้างหน้า"),
        ("วันหนึ่ง", "29/1/2570 16.30"),
    ):
        page = client.post(address, data={"due_at": due}).get_data(as_text=True)
        for field, message in (("due_at", wrong), ("sections", "อย่างน้อยหนึ่งส่วน"), ("return-reason", "เหตุผล")):
            error = page.split(f'id="{field}-error"')[1].split("</p>")[0]
            assert message in error, (due, field)
            assert error.count("<br>") == 0
    assert application.state is ApplicationState.SCREENING


def test_strangers_find_nothing(world: World, client: FlaskClient) -> None:
    application = screened(world)
    sign_in(client, world.person(Role.COORDINATOR))
    assert client.get("/office/screening").status_code == 404
    assert client.get(f"/office/screening/{application.id}").status_code == 404
    assert client.post(f"/office/screening/{application.id}/screen-out", data={"reason": "x"}).status_code == 404


def test_the_queue_is_filtered_by_what_was_found_and_the_filter_goes_along(world: World, client: FlaskClient) -> None:
    first, second = screened(world), screened(world)
    sign_in(client, world.officer)
    answers = human_answers(client, first, "yes")
    client.post(f"/office/screening/{first.id}/checks", data=answers)
    found = {
        name: [
            each.code in client.get(f"/office/screening?found={name}").get_data(as_text=True)
            for each in (first, second)
        ]
        for name in ("ready", "clean", "failed", "warned", "alike", "unanswered", "nonsense")
    }
    assert found["ready"] == [True, False]
    assert found["unanswered"] == [False, True]
    assert (found["clean"], found["warned"]) == ([True, False], [False, True])  # the second is much like the first
    assert (found["nonsense"], found["failed"], found["alike"]) == ([True, True], [False, False], [False, False])
    page = client.get("/office/screening?found=ready&q=PS").get_data(as_text=True)
    assert f"/office/screening/{first.id}?q=PS&amp;found=ready" in page


def test_after_a_decision_the_next_of_the_queue_opens(world: World, client: FlaskClient) -> None:
    first, second = screened(world), screened(world)
    sign_in(client, world.officer)
    address = f"/office/screening/{first.id}/checks?found=&q=PS"
    response = client.post(address, data={**human_answers(client, first, "yes"), "then": "pass"})
    assert response.location == f"/office/screening/{second.id}?q=PS"
    response = client.post(
        f"/office/screening/{second.id}/checks", data={**human_answers(client, second, "yes"), "then": "pass"}
    )
    assert response.location == "/office/screening"


def test_answers_stand_there_as_a_person_reads_them(world: World, client: FlaskClient) -> None:
    application = screened(world)
    sign_in(client, world.officer)
    page = client.get(f"/office/screening/{application.id}").get_data(as_text=True)
    assert "1 มกราคม 2563" in page.replace("\u00a0", " ")
    assert "2020-01-01" not in page
    assert '<h4 class="govuk-visually-hidden">' in page  # a section of one question of its own name says it once
