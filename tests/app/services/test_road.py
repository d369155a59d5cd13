"""Both roads end to end through use cases: an award entry, a PMQA category award, a PMQA 4.0 assessment."""

from __future__ import annotations

import pytest

from app.clock import now
from app.extensions import db
from app.models import Application, ConsensusSheet, Decision, Event, Person
from app.queries.announcement_preview import seal_of
from app.services.announcements import announce_programme
from app.services.applications import send_for_approval, submit_application
from app.services.consensus import record_consensus, save_agreement
from app.services.decisions import close_visit, confirm_decision, propose_decision
from app.services.screening import return_application, screen_automatically
from tests.before_committee import PRESENT
from tests.panels import assessor, let_move, pass_screening, score_all, seat_panel
from tests.with_app import Clock
from tests.world import World
from workflows.application import ApplicationState, Phase
from workflows.errors import RuleBroken
from workflows.ledger import Line, verify
from workflows.roles import Role

S = ApplicationState


def agree(application: Application) -> ConsensusSheet:
    consensus = (
        db.session.query(ConsensusSheet).filter_by(application_id=application.id, stage_id=application.stage_id).one()
    )
    record_consensus(consensus, actor=_lead())
    let_move(application)
    return consensus


def _lead() -> Person:
    return db.session.query(Person).filter_by(email="assessor-1@lertrat.example").one()


def decide(world: World, application: Application, outcome: str) -> None:
    judge, director = world.person(Role.JUDGE), world.person(Role.DIRECTOR)
    proposal = propose_decision(
        application, outcome, reason="", attended=[], guests=PRESENT, recused=[], minutes="ที่ประชุมเห็นชอบ", actor=judge
    )
    with pytest.raises(RuleBroken) as broken:
        confirm_decision(proposal, actor=judge)
    assert [str(each) for each in broken.value.obstacles] == ["Another person must confirm what you proposed"]
    confirm_decision(proposal, actor=director)


def hand_in_report(world: World, application: Application) -> None:
    world.fill(application)
    send_for_approval(application, actor=world.person(Role.COORDINATOR), received_at=now())
    submit_application(application, actor=world.person(Role.HEAD), received_at=now())
    screen_automatically(application)
    let_move(application)


def test_an_outstanding_entry_walks_the_whole_road(world: World) -> None:
    application = world.submitted()
    states = [application.state]
    pass_screening(world, application)
    states.append(application.state)
    seats = seat_panel(world, application)
    states.append(application.state)
    score_all(seats, quality=95)
    states.append(application.state)
    agree(application)
    states.append(application.state)
    close_visit(application, is_confirmed=True, note="พบตามรายงาน", is_online=False, actor=_lead())
    states.append(application.state)
    decide(world, application, "outstanding")
    states.append(application.state)
    announce_programme(world.programme, seen=seal_of(world.programme), actor=world.officer)
    states.append(application.state)
    assert states == [
        S.SUBMITTED, S.PASSED, S.ASSESSMENT, S.CONSENSUS, S.SITE_VISIT, S.COMMITTEE, S.DECIDED, S.ANNOUNCED,
    ]  # fmt: skip
    assert db.session.query(Decision).one().outcome == "outstanding"


def test_a_good_entry_skips_the_visit(world: World) -> None:
    application = world.submitted()
    pass_screening(world, application)
    score_all(seat_panel(world, application), quality=80)
    agree(application)
    assert application.state is S.COMMITTEE


def test_consensus_waits_for_every_sheet_and_for_every_discussion(world: World) -> None:
    application = world.submitted()
    pass_screening(world, application)
    seats = seat_panel(world, application)
    score_all(seats[:2], quality=[90, 50])
    assert application.state is S.ASSESSMENT
    score_all(seats[2:], quality=90)
    consensus = db.session.query(ConsensusSheet).one()
    with pytest.raises(RuleBroken) as broken:
        record_consensus(consensus, actor=_lead())
    assert [str(each) for each in broken.value.obstacles] == [
        "Points to discuss without an agreed value, reason or evidence: 13",
        "Proposals that not every member has agreed to or dissented from: 13",
    ]
    with pytest.raises(RuleBroken):
        save_agreement(consensus, "d1.1", {"value": {"percent": "80"}}, version=1, actor=assessor(world, 2))


def test_a_returned_entry_unlocks_only_the_named_parts(world: World, clock: Clock) -> None:
    application = world.submitted()
    screen_automatically(application)
    due = clock.advance(days=1)
    clock.advance(days=-1)
    return_application(application, sections=["problem"], reason="เพิ่มแหล่งข้อมูล", due_at=due, actor=world.officer)
    assert (application.state, application.returned_sections) == (S.RETURNED, ["problem"])
    send_for_approval(application, actor=world.person(Role.COORDINATOR), received_at=now())
    submit_application(application, actor=world.person(Role.HEAD), received_at=now())
    assert application.state is S.SUBMITTED
    screen_automatically(application)
    with pytest.raises(RuleBroken):
        return_application(application, sections=["problem"], reason="อีกครั้ง", due_at=due, actor=world.officer)


def test_a_category_award_goes_through_its_report(world: World) -> None:
    application = world.submitted(world.programme_of("pmqa-category@2564"))
    pass_screening(world, application)
    assert (application.state, application.phase) == (S.REPORT_DUE, Phase.REPORT)
    hand_in_report(world, application)
    score_all(seat_panel(world, application), quality=60)
    agree(application)
    assert application.state in (S.SITE_VISIT, S.COMMITTEE)


def test_pmqa40_goes_through_three_rounds_to_a_certified_band(world: World) -> None:
    application = world.submitted(world.programme_of("pmqa40@2564"))
    pass_screening(world, application)
    score_all(seat_panel(world, application), quality=100)
    agree(application)
    assert application.state is S.REPORT_DUE
    hand_in_report(world, application)
    score_all(seat_panel(world, application), quality=100)
    agree(application)
    assert application.state is S.SITE_VISIT
    close_visit(application, is_confirmed=True, note="พบตามรายงาน", is_online=True, actor=_lead())
    decide(world, application, "significance")
    assert application.award == "significance"


def test_pmqa40_below_the_gate_stops_with_feedback(world: World) -> None:
    application = world.submitted(world.programme_of("pmqa40@2564"))
    pass_screening(world, application)
    score_all(seat_panel(world, application), quality=40)
    agree(application)
    assert application.state is S.NOT_ADVANCED


def test_the_ledger_of_a_whole_road_verifies(world: World) -> None:
    application = world.submitted()
    pass_screening(world, application)
    score_all(seat_panel(world, application), quality=95)
    agree(application)
    events = db.session.query(Event).order_by(Event.seq).all()
    lines = [Line(e.seq, e.at, e.kind, e.actor, e.subject, e.data, e.previous, e.hash) for e in events]
    verdict = verify(lines, heads=[lines[-1].hash])
    assert (verdict.ok, verdict.count, verdict.tail_checked) == (True, len(lines), True)
