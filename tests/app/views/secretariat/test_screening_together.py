"""Many documents decided together: the preview, the rule of the single decision, and what changed meanwhile."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from app.extensions import db
from app.models import Application, Event, ScreeningDecision, ScreeningFinding
from app.services.screening import answer_checks, screen_automatically
from tests.sign_in import sign_in
from tests.world import World
from workflows.application import ApplicationState
from workflows.roles import Role

PREVIEW, DECIDE = "/office/screening/together", "/office/screening/together/decide"


def screened(world: World, *, answered: bool = True) -> Application:
    application = world.submitted(agency=world.agency)
    screen_automatically(application)
    if answered:
        answer(world, application, met=True)
    return application


def answer(world: World, application: Application, *, met: bool) -> None:
    human = db.session.query(ScreeningFinding).filter_by(application_id=application.id, is_automatic=False)
    answer_checks(application, {each.check_id: met for each in human}, actor=world.officer)


@pytest.fixture
def two(world: World, client: FlaskClient) -> list[Application]:
    sign_in(client, world.officer)
    return [screened(world), screened(world)]


def previewed(client: FlaskClient, applications: list[Application], outcome: str = "pass") -> dict[str, object]:
    data = {"pick": [str(each.id) for each in applications], "outcome": outcome}
    page = client.post(PREVIEW, data=data).get_data(as_text=True)
    assert all(each.code in page for each in applications)
    return {"pick": re.findall(r'name="pick" value="([0-9a-f-]+:[0-9a-f]+)"', page), "outcome": outcome}


def states(applications: list[Application]) -> list[ApplicationState]:
    db.session.expire_all()
    return [db.session.get_one(Application, each.id).state for each in applications]


def test_all_pass_each_with_its_own_decision_and_event(client: FlaskClient, two: list[Application]) -> None:
    data = previewed(client, two)
    assert states(two) == [ApplicationState.SCREENING] * 2
    assert client.post(DECIDE, data=data).status_code == 302
    assert states(two) == [ApplicationState.PASSED] * 2
    subjects = {event.subject for event in db.session.query(Event).filter_by(kind="pass")}
    assert subjects == {f"applications:{each.id}" for each in two}
    assert db.session.query(ScreeningDecision).count() == 2


def test_one_changed_meanwhile_refuses_the_whole_and_is_named(
    world: World, client: FlaskClient, two: list[Application]
) -> None:
    data = previewed(client, two)
    answer(world, two[1], met=False)
    response = client.post(DECIDE, data=data)
    assert response.status_code == 409
    page = response.get_data(as_text=True)
    assert f"เปลี่ยนไปหลังจากแสดงตัวอย่าง: {two[1].code}" in page.replace("\u2060", "").replace("\u00a0", " ")
    assert states(two) == [ApplicationState.SCREENING] * 2
    assert db.session.query(ScreeningDecision).count() == 0


def test_one_that_the_single_decision_would_refuse_refuses_the_whole(
    world: World, client: FlaskClient, two: list[Application]
) -> None:
    unready = screened(world, answered=False)
    assert previewed(client, [*two, unready])["pick"] == []
    kept = client.post(PREVIEW, data={"pick": [str(each.id) for each in two], "outcome": "pass"})
    marks = re.findall(r'value="([0-9a-f-]+:[0-9a-f]+)"', kept.get_data(as_text=True))
    response = client.post(DECIDE, data={"pick": [*marks, f"{unready.id}:forged"], "outcome": "pass"})
    assert response.status_code == 409
    assert states([*two, unready]) == [ApplicationState.SCREENING] * 3


def test_the_heading_counts_only_what_can_be_decided_so(
    world: World, client: FlaskClient, two: list[Application]
) -> None:
    unready = screened(world, answered=False)
    headings = []
    for chosen in (two, [*two, unready], [unready]):
        page = client.post(PREVIEW, data={"pick": [str(each.id) for each in chosen], "outcome": "pass"}).text
        headings.append(re.search(r"<h1[^>]*>(.*?)</h1>", page.replace("\u2060", "").replace("\u00a0", " "), re.DOTALL))
    assert [found.group(1).strip() if found else "" for found in headings] == [
        "เอกสาร 2 รายการจะผ่านการกลั่นกรอง",
        "จะผ่านการกลั่นกรอง 2 จาก 3 รายการ",
        "ไม่มีเอกสารใดในรายการนี้ที่ผ่านการกลั่นกรองได้",
    ]


def test_ending_together_needs_a_reason_which_each_agency_reads(client: FlaskClient, two: list[Application]) -> None:
    data = previewed(client, two, "screen_out")
    refused = client.post(DECIDE, data={**data, "reason": " "})
    assert refused.status_code == 409
    assert states(two) == [ApplicationState.SCREENING] * 2
    assert client.post(DECIDE, data={**data, "reason": "เอกสารไม่ครบ"}).status_code == 302
    assert states(two) == [ApplicationState.SCREENED_OUT] * 2
    assert [each.reason for each in db.session.query(ScreeningDecision)] == ["เอกสารไม่ครบ"] * 2


def test_nothing_chosen_and_nonsense_change_nothing(client: FlaskClient, two: list[Application]) -> None:
    for path in (PREVIEW, DECIDE):
        assert client.post(path, data={"outcome": "pass"}).status_code == 302
        assert client.post(path, data={"pick": "nonsense", "outcome": "x"}).status_code == 302
    assert states(two) == [ApplicationState.SCREENING] * 2


def test_an_officer_of_another_branch_decides_nothing_here(
    world: World, client: FlaskClient, two: list[Application]
) -> None:
    data = previewed(client, two)
    sign_in(client, world.person(Role.OFFICER, number=8, branch="PG"))
    page = client.post(PREVIEW, data={"pick": str(two[0].id), "outcome": "pass"}).get_data(as_text=True)
    assert two[0].code not in page
    response = client.post(DECIDE, data=data)
    assert (response.status_code, two[0].code in response.get_data(as_text=True)) == (409, False)
    assert states(two) == [ApplicationState.SCREENING] * 2
