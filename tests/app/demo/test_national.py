"""A small national round holds what a whole one does, and every row of it is what the use cases would have left."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from app.clock import frozen_at
from app.demo import acts, panels
from app.demo.content import PRESENT_CYCLE
from app.demo.national import play_national
from app.demo.national_scale import TYPES, Scale
from app.extensions import db
from app.models import (
    Application,
    AssessorProfile,
    Assignment,
    AssignmentPlan,
    ConsensusSheet,
    ConsensusState,
    Event,
    LedgerHead,
    Message,
    MessageState,
    Person,
    PlanState,
    Receipt,
    ScoreSheet,
    ScreeningDecision,
    ScreeningFinding,
    ScreeningOutcome,
    SheetState,
    Snapshot,
    Stage,
)
from app.permissions import IN_FORCE
from app.queries.assignment_problem import problem_of
from app.queries.consensus import open_points
from app.queries.criteria import rubric_of
from app.queries.people import person_by_email
from app.queries.screening_queue import QueueFilter, screening_queue
from app.queries.sheets import agreed_sheet, sheet_of
from app.services import consensus as consensus_service
from app.services.assignments import seating_obstacles
from app.services.rounds import applications_to_move, move_on
from app.services.score_sheets import hash_of
from app.services.screening import applications_to_screen
from app.services.snapshots import frozen_content
from app.thai import grapheme_count
from tests.databases import Databases
from tests.national import (
    applications,
    consensus_expected,
    findings_by_rule,
    messages_told,
    rows_by_application,
    shapes,
    waiting_story,
)
from tests.sign_in import sign_in
from tests.with_app import VisitorClient, settings_for
from workflows.application import EDITABLE, ApplicationState, Phase
from workflows.assignment.checker import check_plan
from workflows.ledger import Line, verify
from workflows.score_sheet import sheet_obstacles
from workflows.scoring.totals import score

pytestmark = pytest.mark.timeout(600)
FIRST_START = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
SCALE = Scale(Fraction(1, 50))
S = ApplicationState


@pytest.fixture(scope="module")
def national(databases: Databases, var_folder: Path) -> Iterator[Flask]:
    """Tell a small national round once, in a database of its own."""
    application = create_app(settings_for(databases.fresh("national"), var_folder))
    application.config["WTF_CSRF_ENABLED"] = False
    application.test_client_class = VisitorClient
    with application.app_context(), frozen_at(FIRST_START):
        play_national(application, report=lambda _line: None, scale=SCALE)
        yield application
        db.session.remove()
        db.engine.dispose()


@pytest.mark.usefixtures("national")
def test_codes_count_up_within_each_branch() -> None:
    expected = [f"{b}-{PRESENT_CYCLE}-{n:04}" for b in TYPES for n in range(1, SCALE.entries(b) + 1)]
    assert [application.code for application in applications()] == sorted(expected)
    started = db.session.query(Application.code).order_by(Application.created_at, Application.code).all()
    for branch in TYPES:
        mine = [code for (code,) in started if code.startswith(f"{branch}-")]
        assert mine == sorted(mine)


@pytest.mark.usefixtures("national")
def test_the_ledger_verifies_up_to_its_head_and_time_only_runs_forward() -> None:
    events = db.session.query(Event).order_by(Event.seq).all()
    lines = [Line(e.seq, e.at, e.kind, e.actor, e.subject, e.data, e.previous, e.hash) for e in events]
    head = db.session.get_one(LedgerHead, 1)
    verdict = verify(lines, [head.hash])
    assert (verdict.ok, verdict.reason, verdict.count, verdict.tail_checked) == (True, "", head.seq, True)
    assert [each.at for each in lines] == sorted(each.at for each in lines)
    assert lines[-1].at < FIRST_START.isoformat()


@pytest.mark.usefixtures("national")
def test_every_snapshot_is_what_use_cases_would_freeze_with_its_hash_and_receipt() -> None:
    receipts = {receipt.snapshot_id: receipt for receipt in db.session.query(Receipt)}
    events = {event.id: event for event in db.session.query(Event)}
    for snapshot in db.session.query(Snapshot):
        event = events[receipts[snapshot.id].event_id]
        assert hashlib.sha256(snapshot.content.encode()).hexdigest() == snapshot.sha256
        assert event.data == {"snapshot": snapshot.sha256}
        assert event.subject == f"applications:{snapshot.application_id}"
        assert event.kind == ("submit" if snapshot.phase is Phase.ENTRY else "submit_report")
        assert receipts[snapshot.id].number.endswith(f"-{snapshot.number:02}")
    still = [each for each in applications() if each.snapshots and each.state not in (*EDITABLE, S.AWAITING_APPROVAL)]
    for application in still:
        assert json.loads(application.snapshots[-1].content) == json.loads(json.dumps(frozen_content(application)))


@pytest.mark.usefixtures("national")
def test_screening_found_what_the_rules_find_in_the_same_snapshot() -> None:
    for snapshot in db.session.query(Snapshot):
        found = {
            finding.check_id: (finding.is_met, finding.detail, finding.is_blocking)
            for finding in db.session.query(ScreeningFinding).filter_by(snapshot_id=snapshot.id, is_automatic=True)
        }
        assert found in ({}, findings_by_rule(snapshot))
    assert {each.state for each in applications_to_screen()} == {S.SUBMITTED}


@pytest.mark.usefixtures("national")
def test_every_application_stands_where_its_rows_say() -> None:
    decisions, seats = rows_by_application(ScreeningDecision), rows_by_application(Assignment)
    sheets, agreed = rows_by_application(ScoreSheet), rows_by_application(ConsensusSheet)
    for application in applications():
        state, key = application.state, application.id
        outcomes = [each.outcome for each in sorted(decisions[key], key=lambda each: each.decided_at)]
        panel = [seat for seat in seats[key] if seat.state in IN_FORCE]
        submitted = [sheet for sheet in sheets[key] if sheet.state is SheetState.SUBMITTED]
        assert bool(application.submitted_at) == bool(application.snapshots), application.code
        if state is S.SCREENED_OUT:
            assert outcomes == [ScreeningOutcome.SCREEN_OUT]
        elif state is S.RETURNED:
            assert outcomes == [ScreeningOutcome.RETURN]
            assert (application.times_returned, bool(application.returned_sections)) == (1, True)
        elif application.stage_id is None:
            assert (outcomes, panel) == ([], [])
        else:
            assert outcomes[-1] is ScreeningOutcome.PASS
        if panel:
            stage = db.session.get_one(Stage, panel[0].stage_id)
            assert (len(panel), sum(seat.is_lead for seat in panel)) == (stage.panel_size, 1)
            assert (state is S.ASSESSMENT) == (len(submitted) < len(panel))
            assert [each.state for each in agreed[key]] == consensus_expected(state)


@pytest.mark.usefixtures("national")
def test_nothing_is_left_for_the_system_to_move() -> None:
    assert applications_to_move() == [], "and the sweep has nothing to lock"
    assert {application.code for application in applications() if move_on(application)} == set()


@pytest.mark.usefixtures("national")
def test_every_state_of_a_round_half_way_is_reached() -> None:
    reached = {application.state for application in applications()}
    by_rule = {S.SITE_VISIT, S.COMMITTEE, S.NOT_ADVANCED}
    assert reached - by_rule == {
        S.DRAFT,
        S.AWAITING_APPROVAL,
        S.SUBMITTED,
        S.SCREENING,
        S.RETURNED,
        S.SCREENED_OUT,
        S.WITHDRAWN,
        S.PASSED,
        S.REPORT_DUE,
        S.REPORT_SUBMITTED,
        S.ASSESSMENT,
        S.CONSENSUS,
    }


@pytest.mark.usefixtures("national")
def test_every_sheet_reads_and_scores_to_what_is_stored() -> None:
    for sheet in db.session.query(ScoreSheet):
        rubric = rubric_of(sheet.application.programme)
        scores = score(rubric, sheet_of(rubric, sheet.entries))
        if sheet.state is SheetState.SUBMITTED:
            assert sheet.total == format(scores.total or 0, "f")
            assert sheet.sha256 == hash_of(sheet)
            entries = {entry.node_id: entry for entry in sheet.entries}
            assert sheet_obstacles(rubric, entries, scores, grapheme_count) == []
        newest = sheet.application.snapshots[-1]
        assert (sheet.snapshot_id, newest.phase) == (newest.id, sheet.snapshot.phase)


@pytest.mark.usefixtures("national")
def test_every_recorded_consensus_settled_what_it_had_to_and_scores_to_what_is_stored() -> None:
    for consensus in db.session.query(ConsensusSheet).filter_by(state=ConsensusState.RECORDED):
        rubric = rubric_of(consensus.application.programme)
        assert open_points(consensus) == {}
        assert consensus.total == format(score(rubric, agreed_sheet(rubric, consensus)).total or 0, "f")
        assert consensus.sha256 == consensus_service.hash_of(consensus)


@pytest.mark.usefixtures("national")
def test_no_panel_breaks_a_hard_rule() -> None:
    for key, seats in rows_by_application(Assignment).items():
        application, stage = db.session.get_one(Application, key), seats[0].stage
        (lead,) = [seat.assessor_id for seat in seats if seat.is_lead]
        assert seating_obstacles(application, stage, [seat.assessor_id for seat in seats], lead) == []
    loads = Counter(seat.assessor_id for seat in db.session.query(Assignment))
    over = [each for each in db.session.query(AssessorProfile) if loads[each.person_id] > each.max_load]
    assert over == []


@pytest.mark.usefixtures("national")
def test_plans_hold_the_seats_that_were_published_or_could_be_published_now() -> None:
    seats = {(str(seat.application_id), str(seat.assessor_id)) for seat in db.session.query(Assignment)}
    published = [plan for plan in db.session.query(AssignmentPlan) if plan.state is PlanState.PUBLISHED]
    assert {tuple(pair) for plan in published for pair in plan.pairs} == seats
    for plan in db.session.query(AssignmentPlan).filter_by(state=PlanState.PROPOSED):
        pairs = [(application, assessor) for application, assessor in plan.pairs]
        assert check_plan(problem_of(plan.stage), pairs, accept_islands=bool(plan.figures["islands"])) == []


@pytest.mark.usefixtures("national")
def test_people_and_texts_say_that_they_are_invented() -> None:
    assert [person.email for person in db.session.query(Person) if not person.email.endswith("lertrat.example")] == []
    silent = [each.application_id for each in db.session.query(Snapshot) if "สมมติ" not in each.content]
    assert silent == []


@pytest.mark.usefixtures("national")
def test_every_message_was_sent_and_the_old_ones_are_read() -> None:
    messages = db.session.query(Message).order_by(Message.created_at).all()
    assert {message.state for message in messages} == {MessageState.SENT}
    assert messages[0].read_at == messages[0].created_at
    assert messages[-1].read_at is None


def test_the_officers_pages_show_the_round(national: Flask) -> None:
    officer = person_by_email("officer.ps@lertrat.example")
    waiting = [each for each in applications() if each.state in (S.SUBMITTED, S.SCREENING)]
    mine = [each for each in waiting if each.programme.branch == "PS"]
    assert screening_queue(officer, QueueFilter()).total == len(mine)
    client = national.test_client()
    sign_in(client, officer)
    assert {path: client.get(path).status_code for path in ("/office/screening", "/office")} == {
        "/office/screening": 200,
        "/office": 200,
    }
    assert sorted(set(re.findall(r"PS-2570-\d{4}", client.get("/office/screening").get_data(as_text=True)))) == [
        each.code for each in mine
    ]


def test_a_second_start_shows_the_log_ins_and_changes_nothing(national: Flask) -> None:
    before = db.session.get_one(LedgerHead, 1).hash
    said: list[str] = []
    play_national(national, report=said.append)
    assert said[0] == "The data of an earlier start is kept; --reset starts over."
    assert db.session.get_one(LedgerHead, 1, populate_existing=True).hash == before


@pytest.mark.usefixtures("national")
def test_an_entry_walks_on_by_use_cases_which_record_and_tell_in_the_same_shape() -> None:
    """Last in this file: it changes the round."""
    written = shapes(db.session.query(Event).all())
    told = messages_told()
    seq = db.session.get_one(LedgerHead, 1).seq
    story = waiting_story(SCALE)
    acts.hand_in(story)
    acts.check(story)
    acts.screen(story, officer := person_by_email("officer.ps@lertrat.example"))
    acts.let_rules_move(story)
    panels.seat(story.present.stage, officer)
    panels.accept(story)
    acts.let_rules_move(story)
    panels.score(story)
    acts.let_rules_move(story)
    panels.agree(story)
    assert story.present.state is S.CONSENSUS
    recorded = shapes(db.session.query(Event).filter(Event.seq > seq).all())
    assert {kind: written[kind] for kind in recorded} == recorded
    assert messages_told() == told
