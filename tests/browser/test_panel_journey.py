"""A panel of three from the last score to the end of its visit, by keyboard, in two browsers at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from app.clock import now
from app.extensions import db
from app.models import Application, ConsensusSheet, Person, ScoreSheet
from app.queries.application_facts import panel_of
from app.queries.visit_page import visit_page
from app.services.rounds import move_on
from app.services.score_sheets import save_entry, submit_sheet
from tests.assessing import seated
from tests.browser.site import axe_faults
from tests.panels import score_all
from tests.rounds import let_the_day_come
from tests.world import PASSWORD, build_world
from workflows.application import ApplicationState

MOST_TABS = 200
TO_VERIFY = "ดูทะเบียนผู้รับบริการ"


class Hands:
    """Somebody who uses the keyboard alone."""

    def __init__(self, page: Page, place: str) -> None:
        self.page, self.place = page, place

    def sign_in(self, person: Person) -> None:
        self.go("/sign-in")
        self.write("[name=email]", person.email)
        self.write("[name=password]", PASSWORD)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def go(self, path: str) -> None:
        self.page.goto(self.place + path)

    def reach(self, selector: str) -> None:
        """Tab to the first control the selector names; a fault where the keyboard does not get there."""
        self.page.bring_to_front()  # somebody else's window may have been opened over this one
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
                return
        seen = self.page.locator("main").inner_text()
        pytest.fail(f"the keyboard does not reach {selector} on {self.page.url}, which shows: {seen}")

    def write(self, selector: str, text: str) -> None:
        self.reach(selector)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def press(self, selector: str) -> None:
        """Reach a button or link and press it; it leads to another page."""
        self.reach(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def choose(self, selector: str) -> None:
        self.reach(selector)
        self.page.keyboard.press("Space")

    def until(self, selector: str) -> None:
        self.page.locator(selector).first.wait_for(timeout=60_000)


@contextmanager
def sitting_at(chromium: Browser, place: str, person: Person) -> Iterator[Hands]:
    """A browser of somebody's own, signed in."""
    context = chromium.new_context(reduced_motion="reduce", viewport={"width": 1280, "height": 900})
    hands = Hands(context.new_page(), place)
    hands.sign_in(person)
    yield hands
    context.close()


@pytest.fixture
def begun(live_app: Flask) -> Application:
    """Three assessors who disagree on the first node; two sheets are in, the lead's lacks its last node."""
    world = build_world()
    programme = world.programme_of("ps-innovation@2564")
    programme.report_closes_at = None
    programme.opens_at, programme.closes_at = now() - timedelta(days=1), now() + timedelta(days=1)
    db.session.commit()
    seats = seated(world)
    lead, others = seats[0], seats[1:]
    [mine] = score_all([lead], quality=95, submit=False)
    save_entry(mine, "d5.2", {"value": {}}, version=1, actor=lead.assessor)
    for sheet in score_all(others, quality=95, submit=False):
        save_entry(sheet, "d1.1", {"value": {"percent": "60"}}, version=1, actor=sheet.assessor)
        submit_sheet(sheet, actor=sheet.assessor)
    return lead.application


@pytest.mark.timeout(300)
def test_three_assessors_from_scores_to_consensus_and_visit(
    begun: Application, live_server: str, chromium: Browser
) -> None:
    people = [seat.assessor for seat in panel_of(begun)]
    lead = next(seat.assessor for seat in panel_of(begun) if seat.is_lead)
    member, third = [person for person in people if person.id != lead.id]
    with sitting_at(chromium, live_server, lead) as leading, sitting_at(chromium, live_server, member) as sitting:
        the_lead_scores_the_last_node(leading, begun)
        room = the_room_opens(begun)
        path = f"/consensus/{room.id}/nodes/d1.1"
        sitting.go(path)
        the_lead_proposes(leading, path)
        the_member_agrees(sitting, path)
        leading.until("#live-voices .lr-tag--done")  # without a reload
        note_the_third(leading, room, third)
        leading.go(f"/consensus/{room.id}")
        assert axe_faults(leading.page) == []
        leading.press("form[action$='/record'] button")
        the_visit_begins(begun)
        the_lead_visits(leading, begun)
    db.session.rollback()
    assert begun.state is ApplicationState.COMMITTEE


def the_lead_scores_the_last_node(hands: Hands, application: Application) -> None:
    """J leads from node to node, a digit chooses the reference level."""
    sheet = db.session.query(ScoreSheet).join(Person).filter(ScoreSheet.application_id == application.id)
    mine = next(each for each in sheet if each.submitted_at is None)
    hands.go(f"/sheets/{mine.id}/nodes/d5.1")
    assert axe_faults(hands.page) == []
    hands.page.keyboard.press("j")
    hands.page.wait_for_url("**/nodes/d5.2")
    hands.page.keyboard.press("5")
    the_lead_marks_a_comment(hands)
    hands.press("#score button[type=submit]")
    hands.press("form[action$='/submit'] button")
    hands.until("text=SHA-256")


def the_lead_marks_a_comment(hands: Hands) -> None:
    """The strength is made an important one and points to a place, with the marks unfolded, by keyboard alone."""
    hands.write("[name=strengths]", "มีผลต่อเนื่องสามปี")
    hands.choose("[data-marks=strengths] summary")
    hands.choose("[data-marks=strengths] [data-mark]")
    hands.choose("[data-marks=strengths] [data-mark-add]")
    written = hands.page.locator("[name=strengths]").input_value()
    assert written.startswith("++ มีผลต่อเนื่องสามปี [")
    assert axe_faults(hands.page) == []


def the_room_opens(application: Application) -> ConsensusSheet:
    db.session.rollback()
    move_on(application)
    return db.session.query(ConsensusSheet).filter_by(application_id=application.id).one()


def the_lead_proposes(hands: Hands, path: str) -> None:
    hands.go(path)
    hands.write("#percent", "80")
    hands.choose("[name=evidence]")
    hands.write("#reason", "หลักฐานหน้า 3 ยืนยันเพียงบางส่วน")
    hands.write("#to_verify", TO_VERIFY)
    hands.press("#agreement button[type=submit]")


def the_member_agrees(hands: Hands, path: str) -> None:
    """What the lead proposed comes by itself; the member answers it, and finds on the way back what was not sent."""
    hands.until("#live-voices [name=stance]")
    assert axe_faults(hands.page) == []
    hands.write("#remark", "เห็นตามนั้น")
    hands.write("#words", "ตามหลักฐานหน้า 3")
    hands.go("/assessments")
    hands.go(path)
    assert [hands.page.input_value(field) for field in ("#remark", "#words")] == ["เห็นตามนั้น", "ตามหลักฐานหน้า 3"]
    assert axe_faults(hands.page) == []
    hands.press("form[action$='/remarks'] button[type=submit]")
    assert [hands.page.input_value(field) for field in ("#remark", "#words")] == ["", "ตามหลักฐานหน้า 3"]
    hands.choose("#stance-agrees")
    hands.press("form[action$='/opinion'] button[type=submit]")
    assert hands.page.is_hidden("form[action$='/opinion'] [data-given-back]")


def note_the_third(hands: Hands, room: ConsensusSheet, third: Person) -> None:
    hands.go(f"/consensus/{room.id}/nodes/d1.1")
    hands.choose("#live-voices summary")
    hands.write("#absence", "ติดราชการต่างประเทศ")
    hands.press("form[action$='/absences'] button")
    hands.until(f"text={third.name_th}")


def the_visit_begins(application: Application) -> None:
    db.session.rollback()
    move_on(application)
    assert application.state is ApplicationState.SITE_VISIT
    assert [row.point.question for row in visit_page(application).points] == [TO_VERIFY]


def the_lead_visits(hands: Hands, application: Application) -> None:
    hands.go(f"/site-visits/{application.id}")
    assert axe_faults(hands.page) == []
    hands.press("a[href$='/schedule']")
    assert axe_faults(hands.page) == []
    hands.write("#starts_at", "1/6/2579 09.00")
    hands.write("#ends_at", "1/6/2579 15.00")
    hands.write("#place", "ห้องประชุม 1")
    hands.press("form button[type=submit]:not(.lr-link)")
    hands.choose("[name=despite_day_off]")  # so far ahead no holidays are known, and the page asks once
    hands.press("form button[type=submit]:not(.lr-link)")
    db.session.rollback()
    let_the_day_come(application)
    hands.press("a[href*='/points/']")
    assert axe_faults(hands.page) == []
    hands.choose("[name=finding]")
    hands.write("#note", "ทะเบียนครบถ้วน")
    hands.page.reload()
    assert hands.page.input_value("#note") == "ทะเบียนครบถ้วน"
    hands.press("form[action*='/points/'] button[type=submit]")
    hands.choose("[name=place]")
    hands.choose("[name=outcome]")
    hands.write("#note", "พบตามรายงาน")
    hands.page.reload()
    assert hands.page.input_value("#note") == "พบตามรายงาน"
    assert axe_faults(hands.page) == []
    hands.press("form[action*='/site-visits/'] button.govuk-button:not(.govuk-button--secondary)")
    hands.until(".lr-ok")
    kept = "() => Object.keys(localStorage).filter((name) => name.endsWith(location.pathname))"
    hands.page.wait_for_load_state("load")
    assert hands.page.evaluate(kept) == []
