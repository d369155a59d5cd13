"""The pages of the improvement plan, of questions to OPDC, and of the life of an agency's account."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from app.extensions import db
from app.models import Application, ImprovementAction, ImprovementPlan, ProgrammeQuestion
from tests.released import FIRST, released
from tests.sign_in import sign_in, sign_out
from tests.statements import count_statements
from tests.with_app import Clock
from tests.world import World
from workflows.roles import Role

ACTION = {
    "opportunity": "d1:0",
    "text": "จัดทำค่าเทียบเคียง",
    "owner_name": "กองแผน",
    "due_on": "31/12/2569",
    "state": "planned",
    "item_id": "",
}


def english(client: FlaskClient, world: World, role: Role) -> None:
    sign_in(client, world.person(role))
    client.post("/language", data={"language": "en", "next": "/"})


@pytest.fixture
def told(client: FlaskClient, world: World) -> Application:
    """An announced entry with its released report, opened by the coordinator in English."""
    application = world.submitted()
    released(application)
    english(client, world, Role.COORDINATOR)
    return application


def test_a_plan_is_started_filled_and_read(client: FlaskClient, told: Application, world: World) -> None:
    place = f"/applications/{told.id}/plan"
    assert "The plan has not been started yet" in client.get(place).text
    client.post(place)
    key = "d1:0"
    assert FIRST in client.get(f"{place}/actions?opportunity={key}").text
    missing = client.post(f"{place}/actions", data=ACTION | {"text": "", "due_on": "x"})
    assert (missing.status_code, "กองแผน" in missing.text) == (409, True)
    answered = f"{place}#opportunity-{key}"
    assert client.post(f"{place}/actions", data=ACTION).location == answered
    page = client.get(place).text.replace("\u00a0", " ").replace("\u2060", "")
    assert [
        words in page for words in ("0 of 1 actions done", "The plan covers 1 of", "จัดทำค่าเทียบเคียง", "31 Dec 2026")
    ] == [True] * 4
    action = db.session.query(ImprovementAction).one()
    answer = client.post(f"{place}/actions/{action.id}", data=ACTION | {"state": "done", "version": "1"})
    assert (answer.location, f'id="opportunity-{key}"' in client.get(place).text) == (answered, True)
    stale = client.post(f"{place}/actions/{action.id}", data=ACTION | {"version": "1"})
    assert (stale.status_code, "changed this action first" in stale.text) == (409, True)
    sign_in(client, world.officer)
    page = client.get(place).text
    assert ("จัดทำค่าเทียบเคียง" in page.replace("\u2060", ""), "Add an action" in page) == (True, False)
    assert client.post(place).status_code == 404


def test_a_follow_up_is_noted_when_it_is_due(client: FlaskClient, told: Application, clock: Clock) -> None:
    place = f"/applications/{told.id}/plan"
    client.post(place)
    assert client.post(f"{place}/follow-ups/6", data={"note": "เร็วไป"}).status_code == 409
    clock.advance(days=190)
    assert "How did the plan go?" in client.get(place).text
    assert client.post(f"{place}/follow-ups/6", data={"note": "ก้าวหน้าตามแผน"}).location == place
    assert "ก้าวหน้าตามแผน" in client.get(place).text
    assert client.post(f"{place}/follow-ups/7", data={"note": "ไม่มี"}).status_code == 409


def test_more_actions_need_no_more_statements(client: FlaskClient, told: Application) -> None:
    place, counts = f"/applications/{told.id}/plan", []
    client.post(place)
    for _round in range(2):
        client.post(f"{place}/actions", data=ACTION)
        with count_statements() as sent:
            client.get(place)
        counts.append(len(sent))
    assert counts[0] == counts[1]


def test_before_the_release_the_page_says_so(client: FlaskClient, world: World) -> None:
    application = world.submitted()
    english(client, world, Role.COORDINATOR)
    assert "once the report has been released" in client.get(f"/applications/{application.id}/plan").text
    assert client.post(f"/applications/{application.id}/plan").status_code == 409
    assert db.session.query(ImprovementPlan).count() == 0


def test_a_question_is_asked_answered_and_published(client: FlaskClient, world: World) -> None:
    place = f"/programmes/{world.programme.id}/questions"
    english(client, world, Role.CONTRIBUTOR)
    empty = client.post(place, data={"agency_id": str(world.agency.id), "text": " "})
    assert (empty.status_code, "Write the question" in empty.text) == (422, True)
    client.post(place, data={"agency_id": str(world.agency.id), "text": "แนบไฟล์ได้กี่หน้า"})
    question = db.session.query(ProgrammeQuestion).one()
    assert "Waiting for an answer" in client.get(place).text
    english(client, world, Role.OFFICER)
    assert "แนบไฟล์ได้กี่หน้า" in client.get("/questions").text
    answered = {"answer": "ไม่เกินสองหน้า", "is_published": "y", "public_text": "ไฟล์แนบยาวได้เท่าใด"}
    assert client.post(f"/questions/{question.id}", data=answered | {"answer": ""}).status_code == 422
    assert client.post(f"/questions/{question.id}", data=answered).location == "/questions"
    sign_out(client)
    page = client.get(f"/programmes/{world.programme.id}").text.replace("\u2060", "")
    told = ("ไม่เกินสองหน้า", "ไฟล์แนบยาวได้เท่าใด", "แนบไฟล์ได้กี่หน้า", world.agency.name_th)
    assert [words in page for words in told] == [True, True, False, False]


def test_the_head_hands_over_and_sets_the_mailbox(client: FlaskClient, world: World) -> None:
    leaver, successor = world.person(Role.COORDINATOR), world.person(Role.CONTRIBUTOR)
    english(client, world, Role.HEAD)
    place = f"/agencies/{world.agency.id}"
    assert "Office mailbox" in client.get(f"{place}/team").text
    client.post(f"{place}/mailbox", data={"mailbox": "saraban@agency.example"})
    assert "saraban@agency.example" in client.get(f"{place}/team").text
    assert client.post(f"{place}/handover", data={"leaver": str(leaver.id)}).status_code == 422
    chosen = {"leaver": str(leaver.id), "successor": str(successor.id)}
    assert client.post(f"{place}/handover", data=chosen).status_code == 302
    assert client.get(f"{place}/handover").text.count(f'<option value="{leaver.id}"') == 0


def test_an_administrator_merges_an_agency(client: FlaskClient, world: World) -> None:
    draft = world.draft()
    english(client, world, Role.ADMINISTRATOR)
    place = f"/admin/agencies/{world.agency.id}"
    assert "Merge into another agency" in client.get(place).text
    assert client.post(f"{place}/merge", data={"into": "dex2"}).status_code == 200
    assert "Choose one from the list" in client.post(f"{place}/merge", data={"into": "กรม", "reason": "ยุบรวม"}).text
    answer = client.post(f"{place}/merge", data={"into": world.other_agency.name_th, "reason": "ยุบรวม"})
    assert answer.location == f"/admin/agencies/{world.other_agency.id}"
    assert "Merged into" in client.get(place).text
    db.session.expire_all()
    assert draft.agency_id == world.other_agency.id
