"""The agency's list and the page of one application: what is missing, what comes next, who may do what."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.clock import now
from app.extensions import db
from app.models import Application
from app.queries.applicant_document import document_of
from app.services.applications import send_for_approval
from app.services.cycles import create_cycle, open_programme
from app.services.screening import screen_automatically, screen_out_application
from app.views.applicant.tasks import SHOWN_GAPS
from tests.sign_in import sign_in
from tests.statements import count_statements
from tests.with_app import Clock
from tests.world import CLOSES, OPENS, World
from workflows.application import ApplicationState
from workflows.roles import Role

READY, MISSING = "Send to the head for approval", "is missing"


def english(client: FlaskClient) -> None:
    client.post("/language", data={"language": "en", "next": "/"})


@pytest.fixture
def coordinator(client: FlaskClient, world: World) -> FlaskClient:
    sign_in(client, world.person(Role.COORDINATOR))
    english(client)
    return client


def test_an_agency_without_applications_is_shown_what_is_open(coordinator: FlaskClient) -> None:
    page = coordinator.get("/applications").text
    assert [words in page for words in ("There is no application in this cycle yet", "Start an application")] == [
        True
    ] * 2


def test_a_draft_is_started_from_the_list_and_opens_its_task_list(coordinator: FlaskClient, world: World) -> None:
    answer = coordinator.post(
        f"/programmes/{world.programme.id}/applications", data={"agency_id": str(world.agency.id)}
    )
    application = db.session.query(Application).one()
    assert (answer.status_code, answer.location) == (302, f"/applications/{application.id}")
    page = coordinator.get(answer.location).text
    assert ("PS-2569-0001" in page, "0 of 11 required parts complete" in page) == (True, True)


def test_with_entries_of_an_older_cycle_only_the_open_cycle_is_shown_by_its_year(
    coordinator: FlaskClient, world: World
) -> None:
    world.draft()
    later = create_cycle(year_be=2570, title_th="รอบปี 2570", title_en="Cycle 2570", actor=world.officer)
    before = coordinator.get("/applications").text
    open_programme(later, "ps-innovation@2564", opens_at=OPENS, closes_at=CLOSES, actor=world.officer)
    world.programme.closes_at = world.programme.opens_at + timedelta(minutes=1)
    db.session.commit()
    after = coordinator.get("/applications").text
    assert ["Calendar of Cycle 2569" in before, "Calendar of Cycle 2570" in after] == [True, True]
    assert ["Enter another award" in page for page in (before, after)] == [True, False]
    assert after.index("Open for entries now") < after.index('id="cycle-2569"')


def test_the_team_is_led_to_what_each_may_do_there(client: FlaskClient, world: World) -> None:
    draft, shown = world.draft(), []
    for role in (Role.COORDINATOR, Role.HEAD):
        sign_in(client, world.person(role))
        english(client)
        shown.append("Invite someone or name a delegate" in client.get(f"/applications/{draft.id}").text)
    assert shown == [False, True]


def test_nobody_starts_a_draft_for_an_agency_that_is_not_theirs(coordinator: FlaskClient, world: World) -> None:
    answer = coordinator.post(
        f"/programmes/{world.programme.id}/applications", data={"agency_id": str(world.other_agency.id)}
    )
    assert (answer.status_code, db.session.query(Application).count()) == (404, 0)


def test_gaps_lead_to_the_very_field(coordinator: FlaskClient, world: World) -> None:
    draft = world.draft()
    page = coordinator.get(f"/applications/{draft.id}").text
    assert f"/applications/{draft.id}/parts/entry-head#title_th" in page
    more = page.split('<details class="govuk-details lr-small">')[1].split("</details>")[0]
    missing = [gap.question.id for gap in document_of(draft).gaps]
    assert len(missing) > SHOWN_GAPS
    assert re.findall(r'href="[^"#]+#([^"]+)"', more) == missing[SHOWN_GAPS:]


def test_sending_an_incomplete_document_names_every_gap_and_changes_nothing(
    coordinator: FlaskClient, world: World
) -> None:
    draft = world.draft()
    answer = coordinator.post(f"/applications/{draft.id}/send-for-approval")
    db.session.expire_all()
    assert (answer.status_code, draft.state) == (409, ApplicationState.DRAFT)
    assert f"/applications/{draft.id}/parts/problem#problem" in answer.text


def test_a_complete_document_goes_to_the_head_and_comes_back_on_recall(coordinator: FlaskClient, world: World) -> None:
    draft = world.fill(world.draft())
    coordinator.post(f"/applications/{draft.id}/send-for-approval")
    db.session.expire_all()
    assert draft.state is ApplicationState.AWAITING_APPROVAL
    coordinator.post(f"/applications/{draft.id}/recall")
    db.session.expire_all()
    assert draft.state is ApplicationState.DRAFT


def test_the_head_is_led_to_the_approval_and_the_coordinator_is_not(client: FlaskClient, world: World) -> None:
    draft = world.fill(world.draft())
    send_for_approval(draft, actor=world.person(Role.COORDINATOR), received_at=now())
    shown = []
    for role in (Role.HEAD, Role.COORDINATOR, Role.CONTRIBUTOR):
        sign_in(client, world.person(role))
        shown.append(f"/applications/{draft.id}/approval" in client.get("/applications").text)
    assert shown == [True, False, False]


def test_what_was_not_sent_in_time_is_shown_as_lapsed(coordinator: FlaskClient, world: World, clock: Clock) -> None:
    draft = world.draft()
    clock.is_now(CLOSES)
    clock.advance(minutes=1)
    page = coordinator.get(f"/applications/{draft.id}").text
    assert ("Not submitted in time" in page, READY in page) == (True, False)


def test_a_stranger_finds_nothing(client: FlaskClient, world: World) -> None:
    draft = world.draft()
    sign_in(client, world.person(Role.COORDINATOR, world.other_agency))
    pages = ("", "/parts/problem", "/timeline", "/self-assessment", "/feedback")
    assert [client.get(f"/applications/{draft.id}{page}").status_code for page in pages] == [404] * len(pages)


def test_withdrawing_asks_for_a_reason(client: FlaskClient, world: World) -> None:
    application = world.submitted()
    sign_in(client, world.person(Role.HEAD))
    assert client.get(f"/applications/{application.id}/withdrawal").status_code == 200
    assert client.post(f"/applications/{application.id}/withdrawal", data={"reason": " "}).status_code == 409
    client.post(f"/applications/{application.id}/withdrawal", data={"reason": "ส่งซ้ำ"})
    db.session.expire_all()
    assert application.state is ApplicationState.WITHDRAWN
    english(client)
    assert "This application was withdrawn" in client.get(f"/applications/{application.id}").text


def test_a_draft_is_deleted_after_asking_and_a_submitted_one_is_not(coordinator: FlaskClient, world: World) -> None:
    draft, submitted = world.fill(world.draft()), world.submitted()
    assert coordinator.get(f"/applications/{draft.id}/deletion").status_code == 200
    assert coordinator.post(f"/applications/{draft.id}/deletion").status_code == 302
    assert coordinator.post(f"/applications/{submitted.id}/deletion").status_code == 409
    assert [code for (code,) in db.session.query(Application.code)] == [submitted.code]


def test_the_list_asks_the_database_as_often_for_three_as_for_one(coordinator: FlaskClient, world: World) -> None:
    counts = []
    for more in (1, 2):
        for _number in range(more):
            world.fill(world.draft())
        world.submitted(world.programme_of("ps-development@2564"))
        with count_statements() as counted:
            assert coordinator.get("/applications").status_code == 200
        counts.append(len(counted))
    assert counts[0] == counts[1]


def test_a_start_day_too_late_warns_those_who_write_and_the_head_who_signs(client: FlaskClient, world: World) -> None:
    draft = world.fill(world.draft(), start_date="2028-10-01")
    shown = []
    for role in (Role.COORDINATOR, Role.HEAD):
        sign_in(client, world.person(role))
        english(client)
        page = client.get(f"/applications/{draft.id}").text
        shown.append(("Check before you hand in" in page, "lies after the closing day" in page))
        if role is Role.COORDINATOR:
            send_for_approval(draft, actor=world.person(role), received_at=now())
    assert shown == [(True, True)] * 2
    assert "lies after the closing day" in client.get(f"/applications/{draft.id}/approval").text


def test_a_work_long_enough_in_use_is_warned_of_nothing(coordinator: FlaskClient, world: World) -> None:
    draft = world.fill(world.draft())
    assert "Check before you hand in" not in coordinator.get(f"/applications/{draft.id}").text


def test_why_screening_was_not_passed_is_told_on_the_page(coordinator: FlaskClient, world: World) -> None:
    application = world.submitted()
    screen_automatically(application)
    screen_out_application(application, reason="ผลงานยังไม่เริ่มใช้จริง", actor=world.officer)
    page = coordinator.get(f"/applications/{application.id}").text
    assert ["Did not pass screening" in page, "ผลงานยังไม่เริ่มใช้จริง" in page] == [True, True]
