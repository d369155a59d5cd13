"""Writing a document: field by field with a script, page by page without, and nothing typed is lost."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.clock import in_days, now
from app.extensions import db
from app.models import Answer, Application
from app.queries.criteria import rubric_of
from app.services.answers import save_answer
from app.services.applications import recall_application, send_for_approval
from app.services.screening import return_application, screen_automatically
from app.thai import keep_together
from tests.panels import pass_screening
from tests.sign_in import sign_in
from tests.with_app import Clock
from tests.world import CLOSES, World
from workflows.roles import Role


@pytest.fixture
def draft(client: FlaskClient, world: World) -> Application:
    made = world.draft()
    sign_in(client, world.person(Role.COORDINATOR))
    client.post("/language", data={"language": "en", "next": "/"})
    return made


def patch(client: FlaskClient, draft: Application, field: str, value: Any, version: int = 0) -> Any:
    return client.post(f"/applications/{draft.id}/answers", json={"field": field, "value": value, "version": version})


def stored(draft: Application, field: str) -> Any:
    db.session.expire_all()
    answer = db.session.query(Answer).filter_by(application_id=draft.id, field=field).one_or_none()
    return None if answer is None else answer.value


def test_a_patch_is_answered_with_version_time_and_length(client: FlaskClient, draft: Application) -> None:
    answer = patch(client, draft, "problem", "น้ำท่วมที่นี่")
    body = answer.get_json()
    assert (answer.status_code, body["version"], body["graphemes"], body["remaining"]) == (200, 1, 6, 1994)
    assert body["saved_at"] == now().isoformat()


def test_a_stale_patch_is_answered_with_both_texts(client: FlaskClient, draft: Application, world: World) -> None:
    patch(client, draft, "problem", "ของฉัน")
    save_answer(draft, "problem", "ของเขา", version=1, actor=world.person(Role.CONTRIBUTOR), received_at=now())
    answer = patch(client, draft, "problem", "ของฉันอีกครั้ง", version=1)
    body = answer.get_json()
    assert (answer.status_code, body["yours"], body["theirs"], body["version"]) == (
        409,
        "ของฉันอีกครั้ง",
        "ของเขา",
        2,
    )
    assert (body["who"], stored(draft, "problem")) == ("contributor dex1", "ของเขา")


def test_what_cannot_be_read_is_refused_at_its_field(client: FlaskClient, draft: Application) -> None:
    answer = patch(client, draft, "start_date", "เมื่อวาน")
    assert (answer.status_code, answer.get_json()["obstacles"]) == (
        422,
        [{"field": "start_date", "message": "Enter a date such as 31/12/2563"}],
    )


@pytest.mark.parametrize("sent", [{}, [], {"field": "problem"}, {"field": "nothing", "value": "", "version": 0}, "x"])
def test_a_patch_of_another_shape_is_refused(client: FlaskClient, draft: Application, sent: Any) -> None:
    assert client.post(f"/applications/{draft.id}/answers", json=sent).status_code == 422


def test_a_patch_after_the_session_ended_says_so(client: FlaskClient, draft: Application) -> None:
    with client.session_transaction() as session:
        session.clear()
    answer = patch(client, draft, "problem", "ข้อความ")
    assert (answer.status_code, answer.get_json()) == (401, {"error": "signed_out"})


def test_nothing_is_saved_after_closing_or_while_the_head_reads(
    client: FlaskClient, draft: Application, world: World, clock: Clock
) -> None:
    world.fill(draft)
    send_for_approval(draft, actor=world.person(Role.COORDINATOR), received_at=now())
    waiting = patch(client, draft, "problem", "แก้", version=1)
    other = world.draft()
    clock.is_now(CLOSES)
    clock.advance(seconds=1)
    late = patch(client, other, "problem", "แก้")
    assert [answer.get_json()["obstacles"][0]["message"] for answer in (waiting, late)] == [
        "This document cannot be edited now",
        "The closing time for this document has passed",
    ]


def test_an_agency_is_named_by_what_the_list_offers(client: FlaskClient, draft: Application) -> None:
    patch(client, draft, "co_owners", [{"agency": "กรมตัวอย่างสอง (dex2)"}, {"agency": ""}])
    assert stored(draft, "co_owners") == ["dex2"]
    page = client.get(f"/applications/{draft.id}/parts/entry-head").text
    assert 'value="Department Two (dex2)" data-part="agency"' in page


@pytest.mark.parametrize("typed", ["กรมตัวอย่างสอง", " department two ", "dex2", "DEX2"])
def test_an_agency_is_known_by_its_whole_name_in_either_language(
    client: FlaskClient, draft: Application, typed: str
) -> None:
    assert patch(client, draft, "co_owners", [{"agency": typed}]).status_code == 200
    assert stored(draft, "co_owners") == ["dex2"]


def test_a_name_that_two_agencies_have_or_none_is_refused_by_what_was_typed(
    client: FlaskClient, draft: Application, world: World
) -> None:
    world.university.name_en = world.other_agency.name_en
    db.session.commit()
    for typed in ("Department Two", "Department Twenty"):
        answer = patch(client, draft, "co_owners", [{"agency": typed}])
        told = f"No agency is called {typed}. Choose from the list"
        assert (answer.status_code, answer.get_json()["obstacles"][0]["message"]) == (422, told)


ENTRY_HEAD = {
    "title_th": "บริการใหม่",
    "title_en": "A new service",
    "submitting_agency": "Department One (dex1)",
    "responsible_unit": "กองบริการ",
    "contact/name": "นางตัวอย่าง",
    "contact/phone": "02-000-0000",
    "contact/email": "a@lertrat.example",
    "start_date": "1/1/2563",
    "area": "ทั่วประเทศ",
    "budget_baht": "๑๐๐,๐๐๐",
    "summary": "สรุป",
    "declaration": "yes",
    "co_owners/0/agency": "กรมตัวอย่างสอง (dex2)",
    "version-submitting_agency": "1",
}


def test_a_page_is_saved_without_a_script_and_leads_on(client: FlaskClient, draft: Application) -> None:
    answer = client.post(f"/applications/{draft.id}/parts/entry-head", data={**ENTRY_HEAD, "then": "to:problem"})
    assert (answer.status_code, answer.location) == (302, f"/applications/{draft.id}/parts/problem")
    wanted = {
        "title_th": "บริการใหม่",
        "start_date": "2020-01-01",
        "budget_baht": "100000",
        "declaration": True,
        "co_owners": ["dex2"],
        "contact": {"name": "นางตัวอย่าง", "phone": "02-000-0000", "email": "a@lertrat.example"},
    }
    assert {field: stored(draft, field) for field in wanted} == wanted


def test_an_example_number_is_marked_at_what_it_limits_not_at_the_time_of_saving(
    client: FlaskClient, draft: Application
) -> None:
    page = client.get(f"/applications/{draft.id}/parts/problem").get_data(as_text=True).replace("\u2060", "")
    saving, form = page.split("data-autosave-status")[1].split("</div>")[0], page.split('<form id="part"')[1]
    assert ("Illustrative number" in saving, "Limits of length and of files in this part" in form) == (False, True)


def test_without_a_script_a_fault_keeps_everything_typed(client: FlaskClient, draft: Application) -> None:
    answer = client.post(
        f"/applications/{draft.id}/parts/entry-head", data={**ENTRY_HEAD, "start_date": "เมื่อวาน", "area": "เขต ๑"}
    )
    assert (answer.status_code, stored(draft, "area"), stored(draft, "start_date")) == (422, "เขต ๑", None)
    assert ('value="เมื่อวาน"' in answer.text, 'href="#start_date"' in answer.text) == (True, True)


def test_a_refused_page_names_what_it_shows_unsaved_and_does_not_say_it_is_saved(
    client: FlaskClient, draft: Application, world: World, clock: Clock
) -> None:
    here, told = f"/applications/{draft.id}/parts/entry-head", "Not all of this is saved"
    pages = [client.get(here), client.post(here, data={**ENTRY_HEAD, "start_date": "เมื่อวาน"})]
    clock.is_now(CLOSES)
    clock.advance(seconds=1)
    pages.append(client.post(here, data=ENTRY_HEAD))
    assert [told in page.text for page in pages] == [False, True, True]
    assert [re.findall(r'data-unsaved="([^"]*)"', page.text) for page in pages] == [[], ["start_date"], ["*"]]


def test_without_a_script_two_texts_stand_side_by_side_and_saving_again_decides(
    client: FlaskClient, draft: Application, world: World
) -> None:
    other = world.person(Role.CONTRIBUTOR)
    save_answer(draft, "problem", "ต้นฉบับ", version=0, actor=other, received_at=now())
    save_answer(draft, "problem", "ของเขา", version=1, actor=other, received_at=now())
    here = f"/applications/{draft.id}/parts/problem"
    answer = client.post(here, data={"problem": "ของฉัน", "version-problem": "1"})
    assert (answer.status_code, stored(draft, "problem")) == (409, "ของเขา")
    assert ("lr-conflict" in answer.text, 'name="version-problem" value="2"' in answer.text) == (True, True)
    client.post(here, data={"problem": "ของฉัน", "version-problem": "2"})
    assert stored(draft, "problem") == "ของฉัน"


def test_a_field_nobody_touched_is_no_conflict(client: FlaskClient, draft: Application, world: World) -> None:
    other = world.person(Role.CONTRIBUTOR)
    save_answer(draft, "title_th", "ชื่อเดิม", version=0, actor=other, received_at=now())
    page = {**ENTRY_HEAD, "title_th": "ชื่อเดิม", "version-title_th": "1"}
    save_answer(draft, "title_th", "ชื่อใหม่ของเขา", version=1, actor=other, received_at=now())
    answer = client.post(f"/applications/{draft.id}/parts/entry-head", data=page)
    assert (answer.status_code, stored(draft, "title_th"), stored(draft, "area")) == (302, "ชื่อใหม่ของเขา", "ทั่วประเทศ")


def test_a_returned_document_opens_only_the_named_part(client: FlaskClient, world: World) -> None:
    application = returned(world)
    sign_in(client, world.person(Role.COORDINATOR))
    pages = [client.get(f"/applications/{application.id}/parts/{part}").text for part in ("problem", "resources")]
    assert ["data-autosave-url" in page for page in pages] == [True, False]
    assert "เพิ่มตัวเลข" in pages[0]


def test_what_is_open_for_correction_is_called_so_beside_a_part_and_in_the_list(
    client: FlaskClient, world: World
) -> None:
    application = returned(world)
    sign_in(client, world.person(Role.COORDINATOR))
    client.post("/language", data={"language": "en", "next": "/"})
    pages = [client.get(f"/applications/{application.id}{page}").text for page in ("", "/parts/problem")]
    assert [page.count("Open for correction") for page in pages] == [1, 1]
    assert [page.count("Optional") for page in pages] == [1, 1]  # the attachments


def test_a_part_sent_again_as_it_was_is_named_to_who_sends_and_who_signs(client: FlaskClient, world: World) -> None:
    application = returned(world)
    coordinator = world.person(Role.COORDINATOR)
    words = "Returned for correction and still as it was:"
    shown = []

    def look(role: Role) -> None:
        sign_in(client, world.person(role))
        client.post("/language", data={"language": "en", "next": "/"})
        shown.append(words in client.get(f"/applications/{application.id}").text)

    look(Role.COORDINATOR)
    send_for_approval(application, actor=coordinator, received_at=now())
    look(Role.HEAD)
    recall_application(application, actor=coordinator)
    save_answer(application, "problem", "ปัญหาที่แก้แล้ว", version=1, actor=coordinator, received_at=now())
    look(Role.COORDINATOR)
    assert shown == [True, True, False]


def returned(world: World) -> Application:
    application = world.submitted()
    screen_automatically(application)
    return_application(application, sections=["problem"], reason="เพิ่มตัวเลข", due_at=in_days(7), actor=world.officer)
    return application


def test_a_reader_of_the_team_sees_answers_and_no_form(client: FlaskClient, world: World, draft: Application) -> None:
    patch(client, draft, "problem", "ปัญหาของเรา")
    sign_in(client, world.person(Role.HEAD))
    page = client.get(f"/applications/{draft.id}/parts/problem").text
    assert ("ปัญหาของเรา" in page.replace("\u2060", ""), 'id="part"' in page) == (True, False)


def test_every_part_of_every_edition_opens_to_write_in(client: FlaskClient, world: World) -> None:
    sign_in(client, world.person(Role.COORDINATOR))
    answers = {}
    for rubric_id in ("ps-innovation@2564", "pmqa-category@2564", "pmqa40@2564", "unpsa@2020"):
        made = world.draft(world.programme_of(rubric_id))
        for address in client.get(f"/applications/{made.id}").text.split('href="')[1:]:
            path = address.split('"')[0]
            if path.startswith(f"/applications/{made.id}/parts/") and "#" not in path:
                answers[path] = client.get(path).status_code
    assert (set(answers.values()), len(answers) > 40) == ({200}, True)


def test_a_part_bound_to_a_category_says_what_is_looked_for_in_each_of_its_items(
    client: FlaskClient, world: World
) -> None:
    application = world.submitted(world.programme_of("pmqa-category@2564"))
    pass_screening(world, application)
    sign_in(client, world.person(Role.COORDINATOR))
    page = html.unescape(client.get(f"/applications/{application.id}/parts/ar-1").text)
    items = rubric_of(application.programme).node("1").nodes
    said = [item.guidance or item.question for item in items]
    looked_for = [text for item in items for text in item.look_for]
    assert items and all(said)
    wanted = [keep_together(text.th) for text in (*(item.title for item in items), *said, *looked_for) if text]
    assert [text for text in wanted if text not in page] == []
