"""While others judge it, an agency learns no more than that, on no page and by no timing."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.clock import now
from app.extensions import db
from app.models import Application, ConsensusSheet, FeedbackReport, FeedbackState, Person, Stage
from app.queries.agency_view import round_results, shown_state, told_outcome
from app.queries.announcement_preview import seal_of
from app.queries.applicant_timeline import happenings
from app.queries.round_release import round_release
from app.services.announcements import announce_programme, release_feedback, release_round
from app.services.consensus import record_consensus
from app.services.decisions import close_visit, confirm_decision, propose_decision
from app.services.rounds import move_on
from tests.before_committee import PRESENT
from tests.panels import pass_screening, score_all, seat_panel
from tests.sign_in import sign_in
from tests.with_app import Clock
from tests.world import CLOSES, World
from workflows.application import ApplicationState
from workflows.roles import Role

S = ApplicationState


def agree(application: Application) -> None:
    lead = db.session.query(Person).filter_by(email="assessor-1@lertrat.example").one()
    consensus = db.session.query(ConsensusSheet).filter_by(application_id=application.id, stage_id=application.stage_id)
    record_consensus(consensus.one(), actor=lead)
    move_on(application)


def decide(world: World, application: Application, outcome: str) -> None:
    proposal = propose_decision(
        application,
        outcome,
        reason="",
        attended=[],
        guests=PRESENT,
        recused=[],
        minutes="เห็นชอบ",
        actor=world.person(Role.JUDGE),
    )
    confirm_decision(proposal, actor=world.person(Role.DIRECTOR))


@pytest.fixture
def reader(client: FlaskClient, world: World) -> FlaskClient:
    sign_in(client, world.person(Role.COORDINATOR))
    client.post("/language", data={"language": "en", "next": "/"})
    return client


def pages(reader: FlaskClient, application: Application) -> str:
    addresses = ("/applications", f"/applications/{application.id}", f"/applications/{application.id}/timeline")
    return _TOKEN.sub("", "".join(reader.get(address).text for address in addresses))


_TOKEN = re.compile(r'name="csrf_token" value="[^"]*"')


def test_from_passed_screening_to_the_decision_the_state_told_is_one(world: World) -> None:
    application = world.submitted()
    told = [shown_state(application, now())]
    pass_screening(world, application)
    told.append(shown_state(application, now()))
    seats = seat_panel(world, application)
    told.append(shown_state(application, now()))
    score_all(seats, quality=80)
    told.append(shown_state(application, now()))
    agree(application)
    told.append(shown_state(application, now()))
    decide(world, application, "good")
    told.append(shown_state(application, now()))
    assert told == ["submitted", *["in_assessment"] * 5]
    assert told_outcome(application) is None


def test_pages_hold_nothing_of_a_decided_award_before_its_announcement(reader: FlaskClient, world: World) -> None:
    application = world.submitted()
    pass_screening(world, application)
    score_all(seat_panel(world, application), quality=80)
    agree(application)
    before = pages(reader, application)
    decide(world, application, "good")
    assert pages(reader, application) == before
    announce_programme(world.programme, seen=seal_of(world.programme), actor=world.officer)
    after = pages(reader, application)
    assert ["Result: Good" in page for page in (before, after)] == [False, True]


def test_the_timeline_names_the_agencys_own_people_and_nobody_elses(world: World) -> None:
    application = world.submitted()
    pass_screening(world, application)
    score_all(seat_panel(world, application), quality=95)
    agree(application)
    told = [(each.kind, each.who.name_en if each.who else "") for each in happenings(application)]
    assert told == [
        ("enter_site_visit", ""),
        ("being_assessed", ""),
        ("pass", ""),
        ("start_screening", ""),
        ("submit", "head dex1"),
        ("send_for_approval", "coordinator dex1"),
        ("application_started", "coordinator dex1"),
    ]


def test_the_timeline_does_not_move_while_a_panel_works(world: World, clock: Clock) -> None:
    application = world.submitted()
    pass_screening(world, application)
    clock.advance(days=1)
    seats = seat_panel(world, application)
    first = happenings(application)
    clock.advance(days=3)
    score_all(seats, quality=80)
    clock.advance(days=3)
    agree(application)
    assert happenings(application) == first


def test_stopping_at_a_gate_is_told_only_when_the_round_is_released(
    reader: FlaskClient, world: World, clock: Clock
) -> None:
    programme = world.programme_of("pmqa40@2564")
    application = world.submitted(programme)
    pass_screening(world, application)
    score_all(seat_panel(world, application), quality=40)
    agree(application)
    stage = db.session.get_one(Stage, application.stage_id)
    before = (application.state, shown_state(application, now()), round_results(application))
    clock.is_now(CLOSES + timedelta(days=1))
    release_round(stage, seen=round_release(stage, at=now()).seal, actor=world.officer)
    after = (shown_state(application, now()), [result.has_passed for result in round_results(application)])
    assert (before, after) == ((S.NOT_ADVANCED, "in_assessment", []), ("not_advanced", [False]))
    assert "not passed" in reader.get(f"/applications/{application.id}").text


def test_a_passed_gate_is_told_only_when_the_round_is_released(world: World, clock: Clock) -> None:
    programme = world.programme_of("pmqa40@2564")
    application = world.submitted(programme)
    pass_screening(world, application)
    stage = db.session.get_one(Stage, application.stage_id)
    score_all(seat_panel(world, application), quality=100)
    agree(application)
    early = round_results(application)
    clock.is_now(CLOSES + timedelta(days=1))
    release_round(stage, seen=round_release(stage, at=now()).seal, actor=world.officer)
    assert (early, application.state, [result.has_passed for result in round_results(application)]) == (
        [],
        S.REPORT_DUE,
        [True],
    )


def announced(world: World) -> Application:
    application = world.submitted()
    pass_screening(world, application)
    score_all(seat_panel(world, application), quality=95)
    agree(application)
    lead = db.session.query(Person).filter_by(email="assessor-1@lertrat.example").one()
    close_visit(application, is_confirmed=True, note="พบตามรายงาน", is_online=False, actor=lead)
    decide(world, application, "outstanding")
    announce_programme(world.programme, seen=seal_of(world.programme), actor=world.officer)
    return application


CONTENT = {
    "summary": "ผลงานชัดเจน",
    "next_steps": ["ขยายผล"],
    "categories": [{"node": "d1", "strengths": ["ปัญหาชัด"], "opportunities": ["เพิ่มค่าเทียบ"]}],
}


def approve_report(world: World, application: Application) -> FeedbackReport:
    report = db.session.query(FeedbackReport).filter_by(application_id=application.id).one_or_none()
    report = report or FeedbackReport(application_id=application.id)
    report.content, report.state = CONTENT, FeedbackState.APPROVED
    report.approved_at, report.approved_by_id = now(), world.officer.id
    db.session.add(report)
    db.session.commit()
    return report


def test_feedback_is_read_after_its_release_and_never_before(reader: FlaskClient, world: World) -> None:
    application = announced(world)
    report = approve_report(world, application)
    address = f"/applications/{application.id}/feedback"
    before = [reader.get(address + ending).status_code for ending in ("", ".pdf")]
    release_feedback(world.programme, actor=world.officer)
    answers = [reader.get(address), reader.get(address + ".pdf")]
    assert (before, [answer.status_code for answer in answers]) == ([404, 404], [200, 200])
    assert ("Results by dimension" in answers[0].text, "Results by category" in answers[0].text) == (True, False)
    assert (answers[1].mimetype, "ปัญหาชัด" in answers[0].text, "Assessor 1" in answers[0].text) == (
        "application/pdf",
        True,
        False,
    )
    db.session.expire_all()
    assert report.read_at is None
    reader.post(address)
    db.session.expire_all()
    assert report.read_at == now()
