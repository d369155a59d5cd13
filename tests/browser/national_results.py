"""How a national cycle ends on the pages: a decision signed by two, the announcement, feedback written and released."""

from __future__ import annotations

import time
import uuid

from sqlalchemy import func, select

from app.extensions import db, wake
from app.models import (
    Application,
    FeedbackReport,
    FeedbackState,
    Message,
    MessageState,
    Programme,
    Proposal,
    ProposalState,
)
from app.queries.criteria import rubric_of
from app.queries.dossier import committee_of
from app.queries.feedback_leaks import leaks_among
from app.queries.outcomes import chosen_awards
from app.queries.recusals import is_recused
from app.queries.stage_facts import facts_of
from app.services.decisions import confirm_decision, propose_decision
from app.services.feedback import edit_feedback, let_stand
from tests.browser.desk import Desk, Office, person, standing, until
from workflows.application import ApplicationState
from workflows.decision import outcome_by_rule

S = ApplicationState
MINUTES = "ที่ประชุมมีมติเป็นเอกฉันท์ตามเกณฑ์"
SUMMARY = "ผลงานตอบปัญหาของพื้นที่และมีผู้รับบริการร่วมคิดตั้งแต่ต้น ควรวัดผลต่อเนื่องและขยายไปยังพื้นที่ใกล้เคียง"


def decide(office: Office, rubric_id: str) -> None:
    """One decision is proposed and signed on the pages by two of the committee, the rest by use cases."""
    first, *others = standing(rubric_id, S.COMMITTEE)
    with (
        office.sitting("judge.one@lertrat.example", "judge") as judge,
        office.sitting("director@lertrat.example", "director") as director,
    ):
        judge.go(f"/committee?programme={first.programme_id}", "committee")
        judge.go(f"/committee/applications/{first.id}", "dossier")
        table = committee_of(first)
        judge.page.check(f"main [name=outcome][value='{_by_rule(first)}']", force=True)
        for member in table.members:
            judge.page.check(f"main [name=attended][value='{member.id}']", force=True)
        judge.fill(guests="\n".join(_guests(first)), minutes=MINUTES)
        judge.press("main form:has([name=minutes]) button[type=submit]", "proposing a decision")
        director.go("/committee/proposals", "proposals that wait")
        director.press(f"main a[href$='/committee/proposals/{_proposal_of(first)}']", "proposal")
        director.press("main form[action$=confirmation] button[type=submit]", "signing a decision")
    assert [each.id for each in standing(rubric_id, S.DECIDED)] == [first.id]
    for application in others:
        _decide(application)


def _proposal_of(application: Application) -> uuid.UUID:
    db.session.rollback()
    of_it = (Proposal.application_id == application.id, Proposal.state == ProposalState.WAITING)
    return db.session.scalars(select(Proposal.id).where(*of_it)).one()


def _by_rule(application: Application) -> str:
    return outcome_by_rule(rubric_of(application.programme), facts_of(application), chosen_awards(application))


def _guests(application: Application) -> list[str]:
    table = committee_of(application)
    counted = [each for each in table.members if not is_recused(application, each)]
    return [f"กรรมการสมมติ {number}" for number in range(1, table.quorum - len(counted) + 1)]


def _decide(application: Application) -> None:
    judge, director = person("judge.one@lertrat.example"), person("director@lertrat.example")
    proposal = propose_decision(
        application,
        _by_rule(application),
        reason=MINUTES,
        attended=[str(each.id) for each in committee_of(application).members],
        guests=_guests(application),
        recused=[],
        minutes=MINUTES,
        actor=judge,
    )
    confirm_decision(proposal, actor=director)


def announce(officer: Desk, programme: Programme) -> int:
    """Look at every name and announce; returns how many."""
    decided = standing(programme.rubric_id, S.DECIDED)
    officer.go(f"/office/programmes/{programme.id}", "programme with decisions")
    officer.press("main a[href$=announcement]", "preview of the announcement")
    shown = officer.page.inner_text("main")
    assert all(application.code in shown for application in decided)
    officer.press("main form[action$='/announcement'] button[type=submit]", "announcing")
    assert len(standing(programme.rubric_id, S.ANNOUNCED)) == len(decided)
    return len(decided)


def release_feedback(officer: Desk, programme: Programme, count: int) -> None:
    """The worker drafts, one summary is written on the page, the others are; all are approved together and released."""
    wake("feedback.draft_due")  # what the sweep does every so often
    began = time.monotonic()
    until(lambda: len(_reports(programme)) == count, "the worker drafts the reports")
    officer.seconds["worker: reports are drafted"] = time.monotonic() - began
    first, *others = _reports(programme)
    for report in [first, *others]:
        for leak in leaks_among([report])[report.id].open:
            let_stand(report, leak.key, reason="ตรวจแล้ว เป็นคำทั่วไป", actor=person(_OFFICER))
    officer.go(f"/office/feedback?programme={programme.id}", "feedback queue")
    officer.go(f"/office/feedback/{first.id}", "feedback report")
    officer.fill(summary=SUMMARY)
    officer.press("main button[name=then][value=approve]", "writing and approving a report")
    for report in others:
        content = dict(report.content) | {"summary": SUMMARY}
        edit_feedback(report, content, version=report.version, actor=person(_OFFICER))
    officer.go(f"/office/feedback?programme={programme.id}&state=draft", "feedback queue, drafts")
    for each in officer.page.locator("main [name=report]").all():
        each.check(force=True)
    officer.press("main form[action$=approvals] button[type=submit]", "preview of the approvals")
    officer.press("main form[action$=approvals] button[type=submit]", "approving together")
    officer.go(f"/office/programmes/{programme.id}", "programme with approved reports")
    officer.press("main form[action$=feedback-release] button[type=submit]", "releasing the feedback")
    assert {report.state for report in _reports(programme)} == {FeedbackState.RELEASED}
    began = time.monotonic()
    until(lambda: not _unsent(programme), "the worker tells every agency")
    officer.seconds["worker: agencies are told"] = time.monotonic() - began


_OFFICER = "officer.pg@lertrat.example"


def _reports(programme: Programme) -> list[FeedbackReport]:
    db.session.rollback()
    statement = select(FeedbackReport).join(Application, Application.id == FeedbackReport.application_id)
    of_announced = (Application.programme_id == programme.id, Application.state == S.ANNOUNCED)
    return list(db.session.scalars(statement.where(*of_announced).order_by(Application.code)))


def _unsent(programme: Programme) -> int:
    of_release = (Message.programme_id == programme.id, Message.kind == "feedback_released")
    told = db.session.scalar(select(func.count()).where(*of_release)) or 0
    waiting = (MessageState.WAITING, MessageState.SENDING)
    return (db.session.scalar(select(func.count()).where(*of_release, Message.state.in_(waiting))) or 0) or not told
