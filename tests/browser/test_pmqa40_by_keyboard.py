"""What an agency does through three rounds of PMQA 4.0 and into the next year, by keyboard alone in a real browser.

What OPDC, certifiers, panel and committee do in between is done by use cases; tests/journeys walks their pages.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from app.clock import in_days, now
from app.extensions import begin_as_writer, db
from app.models import Agency, Application, Person, Programme
from app.queries.announcement_preview import seal_of
from app.queries.criteria import rubric_of
from app.queries.round_release import round_release
from app.services.announcements import announce_programme, release_feedback, release_round
from app.services.feedback import approve_feedback, draft_feedback, edit_feedback
from app.services.rounds import move_on
from app.services.screening import screen_automatically
from app.services.visits import Schedule, schedule_visit
from tests.app.tasks.conftest import opened_now
from tests.browser.hands import Hands, TakeHands
from tests.browser.running import Running
from tests.browser.site import axe_faults
from tests.panels import assessor, pass_screening
from tests.rounds import PMQA40, agency_and_year, agree, certify, in_a_year_of_its_own, let_the_day_come
from tests.sample_files import pdf
from tests.world import PASSWORD, World
from workflows.application import Phase
from workflows.document import parts
from workflows.roles import Role

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
TEXT = "ทบทวนทิศทางและตัวชี้วัดทุกไตรมาส มีผู้รับผิดชอบและรายงานผลต่อผู้บริหาร"
MISSION = "ให้บริการงานทะเบียนแก่ประชาชนทั่วประเทศตามกฎหมาย"
ACTION = "จัดทำค่าเปรียบเทียบกับหน่วยงานชั้นนำสามแห่ง"


@dataclass
class Road:
    """One agency on its way: the world of its own cycle, its browsers, the language they speak, and its application."""

    running: Running
    world: World
    agency: Agency
    take_hands: TakeHands
    language: str
    width: int
    application: Application

    def sits_down(self, role: Role) -> Hands:
        """Somebody of the agency signs in at a browser of their own."""
        me = self.take_hands(self.language, self.width)
        sign_in(me, self.world.person(role, self.agency))
        return me

    def title(self, part_id: str) -> str:
        """How the agency reads a part of the document at hand."""
        rubric, phase = rubric_of(self.application.programme), self.application.phase
        part = next(each for each in parts(rubric, phase) if each.id == part_id)
        return part.title.in_language(self.language)


def sign_in(me: Hands, person: Person) -> None:
    me.open("/sign-in")
    if me.say("Sign in") == "Sign in":
        me.follow("English")
    me.fill(me.say("E-mail address"), person.email)
    me.fill(me.say("Password"), PASSWORD)
    me.follow(me.say("Sign in"))


@pytest.mark.parametrize(
    ("language", "width"),
    [("th", 1280), *(pytest.param(*each, marks=pytest.mark.long) for each in (("en", 390), ("th", 390), ("en", 1280)))],
)
def test_an_agency_goes_through_three_rounds_and_begins_again(
    running: Running, hands: TakeHands, tmp_path: Path, language: str, width: int
) -> None:
    agency, year = agency_and_year(running.world)
    world = in_a_year_of_its_own(running.world, year)
    opened_now(world.programme_of(PMQA40))
    coordinator = hands(language, width)
    sign_in(coordinator, world.person(Role.COORDINATOR, agency))
    road = Road(running, world, agency, hands, language, width, it_starts(coordinator, world.programme_of(PMQA40)))
    it_writes_its_profile(road, coordinator)
    it_assesses_an_item(road, coordinator, tmp_path)
    it_gives_an_indicator(road, coordinator)
    world.fill(road.application, **{"op-1a-1": None})
    running.the_worker_works()
    it_hands_in(road, coordinator)
    the_certifiers_agree(road)
    it_reports(road, coordinator)
    the_panel_agrees(road)
    it_awaits_the_visit(road, coordinator)
    the_committee_certifies(road)
    it_plans_what_to_improve(road, coordinator)
    next_year = opened_now(in_a_year_of_its_own(world, year + 1).programme_of(PMQA40))
    it_begins_again(road, coordinator, next_year)
    db.session.rollback()
    with begin_as_writer():  # the worker may be writing
        next_year.closes_at = in_days(-0.5)  # whoever comes next finds one open programme of this name
        db.session.commit()


def it_starts(me: Hands, programme: Programme) -> Application:
    me.skip()
    me.follow(f"{me.say('Check who may enter')} {programme.title(me.language)}")
    me.skip()
    me.follow(me.say("Start an application"))
    return opened(me)


def opened(me: Hands) -> Application:
    db.session.rollback()
    return db.session.get_one(Application, uuid.UUID(me.page.url.split("/applications/")[1].partition("/")[0]))


def it_writes_its_profile(road: Road, me: Hands) -> None:
    me.skip()
    me.follow(road.title("op-1a-1"))
    me.skip()
    me.fill(road.title("op-1a-1"), MISSION)
    me.has_saved()
    me.follow(me.say("Back to the list of parts"))


def it_assesses_an_item(road: Road, me: Hands, folder: Path) -> None:
    """Tick a level, see the score rise, explain it and show a file."""
    rubric = rubric_of(road.application.programme)
    item, basic = rubric.leaves[0], me.say("Basic")
    me.skip()
    me.follow(road.title("category-1"))
    me.skip()
    for point in item.levels[0].checkpoints:
        me.tick(point.text.in_language(me.language), group=basic)
    me.sees(me.say("complete"))
    me.unfold(me.say("Explanation and evidence of this level"), group=basic)
    me.fill(me.say("Explanation"), TEXT, group=basic)
    me.has_saved()
    paper = folder / "หลักฐาน.pdf"
    paper.write_bytes(pdf())
    me.choose_file(me.say("Evidence file"), str(paper))
    me.follow(me.say("Attach the chosen file"))
    me.sees("หลักฐาน.pdf")
    me.follow(me.say("Save and go to item %(number)s", number=rubric.leaves[1].number))


def it_gives_an_indicator(road: Road, me: Hands) -> None:
    """Go to the results by the map; a result above its target is worth the most, and the page says so at once.

    What is no number is told at its cell while the page stays open, and is accepted once it is mended.
    """
    results = next(leaf for leaf in rubric_of(road.application.programme).leaves if leaf.kpi)
    me.skip()
    me.follow(results.number or results.id)
    me.skip()
    for label, value in (("Indicator", "ร้อยละของงานตามภารกิจที่สำเร็จ"), ("Unit", "ร้อยละ"), ("Target", "90")):
        me.fill(me.say(label), value)
    me.fill(me.say("Actual result"), "ยังไม่ทราบ")
    me.sees(me.say("Enter a number"))
    assert axe_faults(me.page) == []
    me.was_refused(422)
    me.fill(me.say("Actual result"), "๙๙")
    me.fill(me.say("Source of the data"), "รายงานประจำปี")
    me.fill(me.say("Explanation"), TEXT)
    me.sees(f"{me.say('Score')} 500")
    me.has_saved()
    me.open(f"/applications/{road.application.id}")


def it_hands_in(road: Road, me: Hands) -> None:
    """The coordinator sends what is written; the head reads and submits it."""
    me.open(f"/applications/{road.application.id}")
    me.skip()
    if me.page.locator("#left_empty").count():
        me.tick(me.say("I confirm that the agency leaves them empty on purpose"))
    me.follow(me.say("Send to the head for approval"))
    me.sees(me.say("Waiting for the head of the agency. Nothing can be edited meanwhile"))
    head = road.sits_down(Role.HEAD)
    head.skip()
    head.follow(head.say("Read and approve"))
    head.skip()
    head.tick(head.say("I have read this document. What it says is true, and I approve it on behalf of the agency"))
    head.follow(head.say("Approve and submit"))
    head.sees(head.say("Snapshot (SHA-256)"))


def the_certifiers_agree(road: Road) -> None:
    db.session.rollback()
    pass_screening(road.world, road.application)
    agree(road.world, road.application, 100)
    with begin_as_writer():
        road.application.programme.closes_at = in_days(-0.1)  # no round is released while an entry may still come
        db.session.commit()
    first = next(stage for stage in road.application.programme.stages if stage.code == "r1")
    release_round(first, seen=round_release(first, at=now()).seal, actor=road.world.officer)
    road.running.the_worker_works()


def it_reports(road: Road, me: Hands) -> None:
    """Read that round 1 is passed, write the report that is due now, and hand it in."""
    assert road.application.phase is Phase.REPORT
    me.open("/applications")
    me.skip()
    me.follow(me.say("Go on writing"))
    me.sees(me.say("passed"))
    me.skip()
    me.follow(road.title("ar-summary"))
    me.skip()
    me.fill(road.title("ar-summary"), TEXT)
    me.has_saved()
    me.follow(me.say("Save and go to part %(number)s", number=2))
    road.world.fill(road.application, **{"ar-summary": None})
    it_hands_in(road, me)


def the_panel_agrees(road: Road) -> None:
    db.session.rollback()
    screen_automatically(road.application)
    move_on(road.application)
    agree(road.world, road.application, 100)


def it_awaits_the_visit(road: Road, me: Hands) -> None:
    lead, starts = assessor(road.world, 1), now() + timedelta(days=road.world.cycle.year_be % 20 + 2)
    wanted = Schedule(starts, starts + timedelta(hours=6), False, "ห้องประชุม 1", "เยี่ยมชมศูนย์บริการ", [lead])
    schedule_visit(road.application, wanted, actor=lead)
    me.open(f"/applications/{road.application.id}")
    me.sees("เยี่ยมชมศูนย์บริการ")


def the_committee_certifies(road: Road) -> None:
    world, application = road.world, road.application
    let_the_day_come(application)
    certify(world, application, "significance")
    programme = application.programme
    programme.closes_at = in_days(-0.5)
    db.session.commit()
    announce_programme(programme, seen=seal_of(programme), actor=world.officer)
    report = draft_feedback(application)
    edit_feedback(report, {"summary": "จุดแข็งคือการนำองค์การ"}, version=report.version, actor=world.officer)
    approve_feedback(report, actor=world.officer)
    release_feedback(programme, actor=world.officer)
    road.running.the_worker_works()


def it_plans_what_to_improve(road: Road, me: Hands) -> None:
    """Read the result and the feedback, and plan what to do about the first opportunity it names."""
    band = rubric_of(road.application.programme).bands[-1].label.in_language(me.language)
    me.open("/applications")
    me.skip()
    me.follow(me.say("Read the feedback"))
    me.sees(band)
    me.skip()
    me.follow(me.say("Improvement plan"))
    me.skip()
    me.follow(me.say("Start the plan from the feedback report"))
    me.skip()
    if road.width < 640:  # chapters are folded on a phone
        first = rubric_of(road.application.programme).nodes[0]
        me.unfold(f"{first.number} {first.title.in_language(me.language)}")
    me.follow(me.say("Add an action"))
    me.skip()
    me.fill(me.say("What will be done"), ACTION)
    me.fill(me.say("Who is responsible"), "กลุ่มพัฒนาระบบบริหาร")
    me.fill(me.say("Done by"), in_days(60).strftime("%d/%m/%Y"))
    me.follow(me.say("Add the action"))
    me.sees(ACTION)


def it_begins_again(road: Road, me: Hands, programme: Programme) -> None:
    """Start the next year from this one; beside an item stands what was claimed, certified and planned."""
    me.open(f"/applications/{road.application.id}")
    me.skip()
    me.follow(me.say("Start a new draft from this application"))
    me.sees(programme.cycle.title(me.language))
    me.skip()
    me.follow(me.say("Start the draft"))
    me.sees(me.say("Agreed result, %(cycle)s") % {"cycle": road.application.programme.cycle.title(me.language)})
    me.skip()
    me.follow(rubric_of(programme).leaves[0].number or "")
    claimed, certified = (me.say(words) for words in ("Self-assessment", "Agreed result"))
    me.sees(f"{claimed} {me.say('Basic')} {certified} {me.say('Significance')}")
    me.sees(ACTION)
    assert me.page.input_value("[name='text.1.1.basic']") == TEXT
