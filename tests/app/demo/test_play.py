"""The demonstration is the acceptance journey: it is told under a fixed clock and leads where its stories say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from app import create_app
from app.clock import BANGKOK, frozen_at
from app.demo.content import PLAYED_CYCLE, demo_content
from app.demo.log_ins import log_ins, log_ins_of_awards, log_ins_of_rounds
from app.demo.play import play_demo
from app.extensions import db
from app.models import (
    Application,
    ColleagueComment,
    Cycle,
    Event,
    FeedbackReport,
    FeedbackState,
    ImprovementPlan,
    Message,
    MessageState,
    PartCare,
    Person,
    Programme,
    ProgrammeQuestion,
    ScoreSheet,
    SheetEntryVersion,
    SheetState,
    VisitPoint,
)
from app.models.visits import Finding
from app.queries.applicant_document import document_of
from app.queries.application_facts import panel_of
from app.queries.comment_places import CommentPlaces, PlacedComment
from app.queries.consensus import open_consensus_of, open_discussions
from app.queries.criteria import rubric_of
from app.queries.snapshot_text import FrozenDocument
from app.queries.visit_page import visit_of
from app.thai.days_off import is_day_off
from tests.databases import Databases
from tests.with_app import settings_for
from workflows.application import ApplicationState
from workflows.ledger import Line, verify
from workflows.roles import Role

pytestmark = [pytest.mark.timeout(600), pytest.mark.once]
FIRST_START = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
S = ApplicationState


@pytest.fixture(scope="module")
def told(databases: Databases, var_folder: object) -> Iterator[Flask]:
    """Tell the whole story once, in a database of its own."""
    application = create_app(settings_for(databases.fresh("demo"), var_folder))
    with application.app_context(), frozen_at(FIRST_START):
        play_demo(application, report=lambda _line: None)
        yield application
        db.session.remove()
        db.engine.dispose()


def of_cycle(year_be: int) -> list[Application]:
    return (
        db.session.query(Application)
        .join(Programme, Programme.id == Application.programme_id)
        .join(Cycle, Cycle.id == Programme.cycle_id)
        .filter(Cycle.year_be == year_be)
        .all()
    )


@pytest.mark.usefixtures("told")
def test_every_entry_of_the_played_cycle_ends_where_its_story_says() -> None:
    expected = Counter(entry.fate.state for entry in demo_content().entries_of(PLAYED_CYCLE))
    assert Counter(application.state for application in of_cycle(2564)) == expected


@pytest.mark.usefixtures("told")
def test_the_committee_decides_what_the_stories_say() -> None:
    expected = Counter(
        entry.fate.outcome for entry in demo_content().entries_of(PLAYED_CYCLE) if entry.fate.state is S.ANNOUNCED
    )
    decided = Counter(each.award for each in of_cycle(2564) if each.state is S.ANNOUNCED)
    assert decided == expected


@pytest.mark.usefixtures("told")
def test_each_point_of_a_visit_carries_its_own_finding() -> None:
    told = {
        question: found
        for entry in demo_content().entries_of(PLAYED_CYCLE)
        if (visit := entry.fate.visit) is not None
        for question in visit.points
        if (found := visit.found(question)) is not None
    }
    points = [point for point in db.session.query(VisitPoint) if point.finding and point.question in told]
    assert {point.question for point in points} == set(told)
    seen = {point.question: (point.note, point.finding is Finding.VERIFIED) for point in points}
    assert seen == told


@pytest.mark.usefixtures("told")
def test_agencies_plan_what_to_improve_and_follow_it_up() -> None:
    plans = db.session.query(ImprovementPlan).all()
    followed = {plan.application.agency.code: [each.months for each in plan.follow_ups] for plan in plans}
    assert followed == {"moac-doae": [6, 12], "moac-dld": [6]}
    assert all(plan.actions for plan in plans)


@pytest.mark.usefixtures("told")
def test_colleagues_share_a_self_assessment_and_ask_opdc() -> None:
    (ready,) = db.session.query(PartCare).filter(PartCare.ready_at.is_not(None))
    assert (ready.part_id, db.session.query(ColleagueComment).count()) == ("category-1", 2)
    published = [question.published_at is not None for question in db.session.query(ProgrammeQuestion)]
    assert sorted(published) == [False, True]


@pytest.mark.usefixtures("told")
def test_assessors_note_key_factors_and_point_to_places_that_are_there() -> None:
    sheets = db.session.query(ScoreSheet).all()
    assert {len(sheet.key_factors) for sheet in sheets} == {3}
    by_snapshot = {sheet.snapshot_id: sheet for sheet in sheets}
    found = [comment for sheet in by_snapshot.values() for comment in _strengths(sheet)]
    assert {comment.is_major for comment in found} == {True, False}
    pointed = [place for comment in found for place in comment.places]
    assert len(pointed) > len(found) / 4
    assert [place for place in pointed if not place.is_there] == []
    drafts = [sheet for sheet in sheets if sheet.state is SheetState.DRAFT and sheet.stage.code != "r2"]
    assert [sum(entry.cannot_judge for entry in sheet.entries) for sheet in drafts] == [1, 1]
    assert {version.sheet_id for version in db.session.query(SheetEntryVersion)} >= {sheet.id for sheet in drafts}


def _strengths(sheet: ScoreSheet) -> list[PlacedComment]:
    document = FrozenDocument(rubric_of(sheet.application.programme), sheet.snapshot, "th")
    places = CommentPlaces(document)
    return [comment for entry in sheet.entries for comment in places.read(entry.strengths)]


def _in_the_rounds() -> dict[str, Application]:
    """The PMQA 4.0 applications of the present cycle, by the code of their agency."""
    return {each.agency.code: each for each in of_cycle(2570) if each.programme.branch == "PMQA40"}


@pytest.mark.usefixtures("told")
def test_the_present_status_assessment_stands_in_every_round_while_it_still_takes_entries() -> None:
    standing = {code: (each.state, each.stage.code if each.stage else None) for code, each in _in_the_rounds().items()}
    assert standing == {
        "moac-doae": (S.DRAFT, None),
        "moph-dmh": (S.ASSESSMENT, "r1"),
        "moc-dit": (S.CONSENSUS, "r1"),
        "mnre-dgr": (S.REPORT_DUE, "r2"),
        "moac-dld": (S.ASSESSMENT, "r2"),
        "mot-drr": (S.SITE_VISIT, "r2"),
    }
    programme = _in_the_rounds()["moac-doae"].programme
    assert programme.opens_at < FIRST_START - timedelta(days=100)
    assert programme.closes_at > FIRST_START + timedelta(days=29)


@pytest.mark.usefixtures("told")
def test_each_round_waits_for_its_next_step() -> None:
    entries, applications = demo_content().entries, _in_the_rounds()
    report = document_of(applications["mnre-dgr"])
    written = [each.part.id for each in report.standings if each.state == "done"]
    assert (written, report.is_editable(FIRST_START)) == (["ar-summary", "ar-profile"], True)
    answers = {name for name, answer in report.content.answers.items() if answer and name[:3] == "ar-"}
    assert answers == set(entries["2570-pmqa40-dgr"].report)
    claims = entries["2570-pmqa40-dit"].self_assessment
    room = open_consensus_of(applications["moc-dit"])
    assert room is not None and claims is not None
    assert set(open_discussions(room)) == {tick.split("-")[0] for tick in claims.disputed}
    visit = visit_of(applications["mot-drr"])
    assert visit is not None and visit.starts_at is not None
    assert (visit.starts_at > FIRST_START, is_day_off(visit.starts_at.astimezone(BANGKOK).date())) == (True, False)
    assert [point.finding for point in visit.points] == [None, None, None]


@pytest.mark.usefixtures("told")
def test_a_sheet_came_by_workbook_and_its_indicators_are_left_to_judge_online() -> None:
    entry = demo_content().entries["2570-pmqa40-dld"]
    (sheet,) = (
        sheet
        for sheet in db.session.query(ScoreSheet).filter_by(state=SheetState.DRAFT)
        if sheet.application_id == _in_the_rounds()["moac-dld"].id
    )
    judged = {each.node_id: each.value["ticks"] for each in sheet.entries}
    assert set(judged) == {leaf.id for leaf in entry.rubric.leaves if leaf.levels}
    assert entry.self_assessment is not None
    assert {tick for ticks in judged.values() for tick in ticks} in entry.self_assessment.readers
    assert all(each.strengths and each.opportunities for each in sheet.entries)


@pytest.mark.usefixtures("told")
def test_the_log_ins_name_whoever_takes_the_next_step_in_a_round() -> None:
    shown = {each.role: each.email for each in log_ins_of_rounds(demo_content())}
    applications, emails = _in_the_rounds(), list(shown.values())
    panels = (panel_of(applications[code]) for code in ("moc-dit", "mot-drr"))
    by_lead = ([seat.assessor.email for seat in sorted(panel, key=lambda each: not each.is_lead)] for panel in panels)
    (settles, agrees), (visits, _other) = by_lead
    (draft,) = db.session.query(ScoreSheet).filter_by(
        state=SheetState.DRAFT, application_id=applications["moac-dld"].id
    )
    assert emails == [settles, agrees, "coordinator@dgr.lertrat.example", draft.assessor.email, visits]


@pytest.mark.usefixtures("told")
def test_the_log_ins_name_who_scores_and_who_leads_in_an_award_and_who_helps_to_write() -> None:
    content = demo_content()
    shown = [(each.role, each.email) for each in log_ins_of_awards(content)]
    drafts = db.session.query(ScoreSheet).filter_by(state=SheetState.DRAFT).all()
    awards = [sheet for sheet in drafts if sheet.application.programme.branch != "PMQA40"]
    settling = [each for each in of_cycle(2570) if each.state is S.CONSENSUS and each.programme.branch != "PMQA40"]
    leads = [seat.assessor.email for each in settling for seat in panel_of(each) if seat.is_lead]
    assert (len(awards), len(leads)) == (1, 1)
    assert shown == [("assessor, award", awards[0].assessor.email), ("lead assessor, award consensus", leads[0])]
    printed = {each.role: each.email for each in log_ins(content, assessors=[])}
    helper = db.session.query(Person).filter_by(email=printed["contributor"]).one()
    assert [grant.role for grant in helper.grants] == [Role.CONTRIBUTOR]


@pytest.mark.usefixtures("told")
def test_over_both_cycles_every_state_was_reached() -> None:
    reached = {application.state for application in db.session.query(Application)}
    passed_through = {
        "submit_report": S.REPORT_SUBMITTED,
        "enter_site_visit": S.SITE_VISIT,
        "close_visit": S.COMMITTEE,
        "decide": S.DECIDED,
    }
    kinds = {kind for (kind,) in db.session.query(Event.kind).distinct()}
    assert reached | {state for kind, state in passed_through.items() if kind in kinds} == set(ApplicationState)


@pytest.mark.usefixtures("told")
def test_the_ledger_of_the_whole_story_verifies_and_time_only_runs_forward() -> None:
    events = db.session.query(Event).order_by(Event.seq).all()
    lines = [Line(e.seq, e.at, e.kind, e.actor, e.subject, e.data, e.previous, e.hash) for e in events]
    verdict = verify(lines, heads=[lines[-1].hash])
    assert (verdict.ok, verdict.count, verdict.tail_checked) == (True, len(lines), True)
    assert [line.at for line in lines] == sorted(line.at for line in lines)


@pytest.mark.usefixtures("told")
def test_every_message_was_sent_and_every_report_of_an_announced_entry_released() -> None:
    assert {state for (state,) in db.session.query(Message.state).distinct()} == {MessageState.SENT}
    announced = [application.id for application in of_cycle(2564) if application.state is S.ANNOUNCED]
    released = db.session.query(FeedbackReport).filter(FeedbackReport.state == FeedbackState.RELEASED)
    assert {report.application_id for report in released} >= set(announced)


def test_a_second_start_changes_nothing(told: Flask) -> None:
    before = db.session.query(Event).count()
    play_demo(told, report=lambda _line: None)
    assert db.session.query(Event).count() == before
