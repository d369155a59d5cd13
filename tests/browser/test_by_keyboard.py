"""Each part of a round done by keyboard alone in a real browser on the running product, in Thai and in English."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest

from app.extensions import db
from app.models import Application, Assignment, Person, ScoreSheet
from app.queries.criteria import rubric_of
from app.queries.screening_case import screening_case
from app.services.score_sheets import save_entry
from tests.browser.hands import Hands, TakeHands
from tests.browser.running import Running
from tests.panels import pass_screening, score_but, seat_panel
from tests.sample_files import pdf
from tests.world import PASSWORD
from workflows.document import parts
from workflows.roles import Role

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
ON_A_DESK, IN_A_HAND = 1280, 390
STORY = "บริการใหม่ลดเวลารอจาก 45 วันเหลือ 7 วัน มีผู้ใช้จริง 12,480 คน"
REASON = "หลักฐานในเอกสารแนบยืนยันตามที่หน่วยงานรายงาน"


def sign_in(hands: Hands, person: Person) -> None:
    hands.open("/sign-in")
    if hands.say("Sign in") == "Sign in":
        hands.follow("English")
    hands.fill(hands.say("E-mail address"), person.email)
    hands.fill(hands.say("Password"), PASSWORD)
    hands.follow(hands.say("Sign in"))


@pytest.mark.parametrize(
    ("language", "width"), [("th", ON_A_DESK), pytest.param("en", IN_A_HAND, marks=pytest.mark.long)]
)
def test_an_agency_starts_writes_approves_and_submits(
    running: Running, hands: TakeHands, tmp_path: Path, language: str, width: int
) -> None:
    application = the_coordinator_starts_and_writes(running, hands(language, width), language, tmp_path)
    the_rest_is_written(running, application)
    the_coordinator_sends(running, hands(language, width), application)
    the_head_approves_and_submits(running, hands(language, width))


def the_coordinator_starts_and_writes(running: Running, me: Hands, language: str, folder: Path) -> Application:
    say = me.say
    sign_in(me, running.world.person(Role.COORDINATOR))
    me.skip()
    me.follow(say("Check who may enter"))
    me.skip()
    me.follow(say("Start an application"))
    application = opened(me)
    by_id = {part.id: part for part in parts(rubric_of(application.programme), application.phase)}
    me.skip()
    me.follow(by_id["problem"].title.in_language(language))
    me.skip()
    me.fill(by_id["problem"].questions[0].title.in_language(language), STORY)
    me.has_saved()
    me.follow(say("Save and go to part %(number)s", number=3))
    me.open(f"/applications/{application.id}/parts/attachments")
    paper = folder / "หลักฐาน.pdf"
    paper.write_bytes(pdf())
    me.skip()
    me.choose_file(by_id["attachments"].questions[0].title.in_language(language), str(paper))
    me.follow(say("Attach the chosen file"))
    me.sees("หลักฐาน.pdf")
    return application


def opened(me: Hands) -> Application:
    db.session.rollback()
    return db.session.get_one(Application, uuid.UUID(me.page.url.rpartition("/")[2]))


def the_rest_is_written(running: Running, application: Application) -> None:
    running.world.fill(application, problem=None)
    running.the_worker_works()


def the_coordinator_sends(running: Running, me: Hands, application: Application) -> None:
    sign_in(me, running.world.person(Role.COORDINATOR))
    me.open(f"/applications/{application.id}")
    me.skip()
    me.follow(me.say("Send to the head for approval"))
    me.sees(me.say("Waiting for the head of the agency. Nothing can be edited meanwhile"))


def the_head_approves_and_submits(running: Running, me: Hands) -> None:
    say = me.say
    sign_in(me, running.world.person(Role.HEAD))
    me.skip()
    me.follow(say("Read and approve"))
    me.skip()
    me.tick(say("I have read this document. What it says is true, and I approve it on behalf of the agency"))
    me.follow(say("Approve and submit"))
    me.sees(say("Snapshot (SHA-256)"))


def test_an_officer_screens(running: Running, hands: TakeHands) -> None:
    application = running.world.submitted()
    running.the_worker_works()
    me = hands("th", ON_A_DESK)
    say = me.say
    sign_in(me, running.world.officer)
    me.open(f"/office/screening/{application.id}")
    me.skip()
    for check in human_checks(application, "th"):
        me.tick(say("Yes"), group=check)
    me.follow(say("Save and pass"))
    me.sees(say("%(code)s passed screening", code=application.code))


def human_checks(application: Application, language: str) -> list[str]:
    checks = screening_case(application).human
    return [row.check.text.in_language(language) for row in checks]


@pytest.mark.long  # the journey of a whole panel, in test_panel_journey.py, goes the same way further
def test_an_assessor_scores_and_submits_and_the_lead_settles_and_records(running: Running, hands: TakeHands) -> None:
    application = running.world.submitted()
    pass_screening(running.world, application)
    lead_seat, *others = seat_panel(running.world, application)
    for seat in others:
        score_but(seat, quality=85, otherwise={"d1.1": 40} if seat is others[-1] else {})
    score_by_keyboard(hands("en", IN_A_HAND), lead_seat)
    running.the_worker_works()
    lead = hands("th", ON_A_DESK)
    problem = next(part for part in parts(rubric_of(application.programme), application.phase) if part.id == "problem")
    propose_by_keyboard(lead, lead_seat.assessor, problem.title.th)
    for seat in others:
        agree_by_keyboard(hands("th", ON_A_DESK), seat.assessor)
    record_by_keyboard(lead)


def score_by_keyboard(me: Hands, seat: Assignment) -> None:
    """Score the first criterion by keyboard; the others are scored in one step, then the sheet is handed in."""
    rubric = rubric_of(seat.application.programme)
    sign_in(me, seat.assessor)
    me.skip()
    me.follow(me.say("Start scoring"))
    me.skip()
    me.follow(me.say("Go on scoring"))
    me.skip()
    me.fill(me.say("Percent (in steps of %(step)s)", step=5), "85")
    me.fill(me.say("Strength"), STORY)
    me.fill(me.say("Opportunity for improvement"), STORY)
    me.has_saved()
    me.follow(me.say("Save and go to %(code)s", code=""))
    db.session.rollback()
    sheet = db.session.query(ScoreSheet).filter_by(assignment_id=seat.id).one()
    for leaf in rubric.leaves[1:]:
        save_entry(sheet, leaf.id, {"value": {"percent": "85"}}, version=0, actor=seat.assessor)
    me.open(f"/sheets/{sheet.id}")
    me.skip()
    me.follow(me.say("Submit the score sheet"))
    me.sees(me.say("On record"))


def propose_by_keyboard(me: Hands, lead: Person, source: str) -> None:
    """Propose a value for the one criterion the sheets differ on, and say what it rests on."""
    sign_in(me, lead)
    me.skip()
    me.follow(me.say("Enter the consensus room"))
    me.skip()
    me.fill(me.say("Percent (in steps of %(step)s)", step=5), "85")
    me.tick(source)
    me.fill(me.say("Reason"), REASON)
    me.has_saved()
    me.follow(me.say("Save the agreement on %(code)s", code=""))


def agree_by_keyboard(me: Hands, member: Person) -> None:
    sign_in(me, member)
    me.skip()
    me.follow(me.say("Enter the consensus room"))
    me.skip()
    me.follow(me.say("Agree with every proposal I have not answered"))


def record_by_keyboard(lead: Hands) -> None:
    lead.skip()
    lead.follow(lead.say("Record the consensus"))
    lead.sees(lead.say("On record"))
