"""The screening queue and the screening of one document, through the pages."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.extensions import db
from app.models import Application, Message, ScreeningDecision, ScreeningFinding
from app.queries.criteria import document_parts
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
    page = response.get_data(as_text=True).replace("\u2060", "")
    missing = [
        each.check_id
        for each in db.session.query(ScreeningFinding).filter_by(application_id=application.id, is_blocking=True)
        if not each.is_met and not each.is_automatic
    ]
    assert len(missing) > 0
    assert [f'<li><a href="#check-{each}-yes">' in page for each in missing] == [True] * len(missing)
    assert page.count("เอกสารจะผ่านได้เมื่อตอบว่าใช่เท่านั้น") == len(missing)
    assert "โปรดตอบใช่หรือไม่ใช่" not in page
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


def returned_by(client: FlaskClient, application: Application, **given: object) -> TestResponse:
    data = {"reason": "เพิ่มแหล่งข้อมูล", "sections": ["problem"], "due_at": "20/3/2569 16.30"} | given
    return client.post(f"/office/screening/{application.id}/return", data=data)


def summary_of(response: TestResponse) -> str:
    """The lines of the summary on top, without the invisible characters of Thai type."""
    page = response.get_data(as_text=True).replace("\u2060", "").replace("\u00a0", " ")
    return page.partition("data-error-summary")[2].partition("</ul>")[0]


def test_an_end_without_a_reason_is_said_on_top_and_beside_its_open_form(world: World, client: FlaskClient) -> None:
    application = screened(world)
    sign_in(client, world.officer)
    response = client.post(f"/office/screening/{application.id}/screen-out", data={"reason": ""})
    assert (response.status_code, 'href="#reason"' in summary_of(response)) == (409, True)
    assert 'data-key="x" open' in response.get_data(as_text=True)
    assert 'data-key="r" open' not in response.get_data(as_text=True)


def test_what_is_typed_into_one_form_stays_out_of_the_other(world: World, client: FlaskClient) -> None:
    application = screened(world)
    sign_in(client, world.officer)
    for response, key in (
        (returned_by(client, application, sections=[], reason="เพราะเหตุหนึ่ง"), "r"),
        (client.post(f"/office/screening/{application.id}/screen-out", data={"reason": " "}), "x"),
    ):
        page = response.get_data(as_text=True)
        assert page.count("เพราะเหตุหนึ่ง</textarea>") == (key == "r")
        assert [f'data-key="{each}" open' in page for each in "rx"] == [key == "r", key == "x"]


@pytest.mark.parametrize(
    ("due", "said"),
    [("28/2/2569 16.30", "ต้องเป็นเวลาข้างหน้า"), ("21/3/2609 16.30", "พ.ศ.")],
)
def test_what_is_wrong_with_a_day_is_said_before_offices_are_closed_on_it(
    world: World, client: FlaskClient, due: str, said: str
) -> None:
    application = screened(world)
    sign_in(client, world.officer)
    response = returned_by(client, application, due_at=due)
    assert said in summary_of(response)
    assert "#despite_day_off" not in summary_of(response)


def test_a_day_off_is_said_on_top_and_leads_to_the_box_that_lets_it_stand(world: World, client: FlaskClient) -> None:
    application = screened(world)
    sign_in(client, world.officer)
    response = returned_by(client, application, due_at="21/3/2569 16.30")
    assert 'href="#despite_day_off"' in summary_of(response)
    assert 'id="despite_day_off"' in response.get_data(as_text=True)


def test_a_document_that_left_the_queue_has_no_place_in_it(world: World, client: FlaskClient) -> None:
    application, other = screened(world), world.submitted(agency=world.university)
    screen_automatically(other)
    sign_in(client, world.officer)
    path = f"/office/screening/{application.id}"
    before = client.get(path).get_data(as_text=True)
    assert returned_by(client, application).status_code == 302
    after = client.get(path).get_data(as_text=True)
    assert [("ในคิว" in page, str(other.id) in page) for page in (before, after)] == [(True, True), (False, True)]


def test_what_a_return_opened_and_until_when_is_on_record_and_in_the_message(world: World, client: FlaskClient) -> None:
    application = screened(world)
    sign_in(client, world.officer)
    assert returned_by(client, application).status_code == 302
    name = next(part.title.th for part in document_parts(application) if part.id == "problem")
    for path in ("screening", "applications"):
        page = client.get(f"/office/{path}/{application.id}").get_data(as_text=True)
        page = page.replace("\u2060", "").replace("\u00a0", " ")
        facts = page.partition("ส่วนที่ให้แก้ไข</dt>")[2].partition("</dl>")[0]
        assert (name in facts, "20 มีนาคม 2569" in facts) == (True, True)
    trail = client.get("/office/ledger?kind=return").get_data(as_text=True).replace("\u2060", "").replace("\u00a0", " ")
    assert "ถึง 20 มี.ค. 2569" in trail
    body = db.session.query(Message.body).filter_by(kind="application_returned").first()
    assert body is not None
    assert f"ส่วนที่ให้แก้ไข: {name} " in body[0]


def test_a_check_without_an_answer_asks_for_one_and_pushes_to_none(world: World, client: FlaskClient) -> None:
    application = screened(world)
    sign_in(client, world.officer)
    response = client.post(f"/office/screening/{application.id}/checks", data={"then": "pass"})
    page = response.get_data(as_text=True).replace("\u2060", "")
    assert "โปรดตอบใช่หรือไม่ใช่ เอกสารจะผ่านได้เมื่อตอบว่าใช่เท่านั้น" in page
