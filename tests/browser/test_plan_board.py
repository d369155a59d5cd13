"""The assignment board in a real browser, in Thai: names moved by drag and by keyboard, published, and taken back."""

from __future__ import annotations

import uuid

import pytest

from app.extensions import db
from app.models import Application, AssessorProfile, AssignmentPlan, Person, PlanState
from app.queries.application_facts import panel_of
from app.services.assignments import publish_panel
from app.services.rounds import move_on
from tests.browser.hands import Hands, TakeHands
from tests.browser.running import Running
from tests.browser.test_by_keyboard import sign_in
from tests.panels import assessor, pass_screening
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def one_at_work_and_one_waiting(world: World) -> tuple[Application, Application]:
    """Two entries: the first has a panel that has not answered, the second waits for one."""
    at_work, waiting = (world.submitted(agency=agency) for agency in (world.agency, world.other_agency))
    for application in (at_work, waiting):
        pass_screening(world, application)
    first, stage = [assessor(world, number).id for number in (1, 2, 3)], at_work.stage
    assert stage is not None
    for profile in db.session.query(AssessorProfile).filter(AssessorProfile.person_id.in_(first[1:])):
        profile.max_load = 1  # so that the two panels of the proposal share one assessor, the lead
    db.session.commit()
    publish_panel(at_work, stage, first, lead_id=first[0], due_at=None, actor=world.officer)
    move_on(at_work)
    return at_work, waiting


def the_tied(world: World, application: Application) -> Person:
    """An assessor whose own agency is the applicant."""
    person = assessor(world, 8)
    assert person.assessor_profile is not None
    person.assessor_profile.home_agency_id = application.agency_id
    db.session.commit()
    return person


def proposal() -> AssignmentPlan:
    db.session.rollback()
    return db.session.query(AssignmentPlan).filter_by(state=PlanState.PROPOSED).one()


def planned(application: Application) -> set[uuid.UUID]:
    return {uuid.UUID(person) for key, person in proposal().pairs if key == str(application.id)}


def seated(application: Application) -> set[uuid.UUID]:
    db.session.rollback()
    return {seat.assessor_id for seat in panel_of(application)}


def seat(application: Application, person_id: uuid.UUID) -> str:
    return f"[data-seat='{application.id}:{person_id}']"


def test_an_officer_moves_names_by_drag_and_by_keyboard_publishes_and_goes_back(
    running: Running, hands: TakeHands
) -> None:
    world = running.world
    at_work, waiting = one_at_work_and_one_waiting(world)
    people, tied = [assessor(world, number) for number in range(1, 8)], the_tied(world, at_work)
    before, me = seated(at_work), hands("th", 1280)
    a_plan_is_made(running, me, at_work)
    one_panel, other_panel = planned(at_work), planned(waiting)
    shared = min(one_panel & other_panel)
    leaving, staying = sorted(one_panel - {shared})
    outside = next(person for person in people if person.id not in one_panel | other_panel)
    the_tied_is_refused(me, at_work, tied, leaving)
    assert planned(at_work) == one_panel
    drag(me, f"[data-newcomer='{outside.id}']", seat(at_work, leaving))
    me.sees(me.say("Changed. Every hard rule holds"))
    assert planned(at_work) == {shared, staying, outside.id}

    their_own = min(other_panel - planned(at_work) - {leaving})
    the_keyboard_exchanges(me, seat(at_work, outside.id), seat(waiting, their_own))
    assert me.page.evaluate("wanted => document.activeElement.matches(wanted)", seat(waiting, outside.id))
    assert planned(at_work) == {shared, staying, their_own}
    assert planned(waiting) == other_panel - {their_own} | {outside.id}

    chosen, others = planned(at_work), planned(waiting)
    publish(me, at_work)
    assert (seated(at_work), seated(waiting)) == (chosen, others)
    go_back(me)
    publish(me, at_work)
    assert (seated(at_work), seated(waiting)) == (before, others)


def a_plan_is_made(running: Running, me: Hands, application: Application) -> None:
    sign_in(me, running.world.officer)
    me.open(f"/office/assignment/stages/{application.stage_id}")
    me.skip()
    me.follow(me.say("Balance all panels anew"))
    running.the_worker_works()
    me.open(f"/office/assignment/stages/{application.stage_id}?show=all")


def go_back(me: Hands) -> None:
    me.follow(me.say("Go back to the panels before it"))
    me.skip()
    me.fill(me.say("Reason"), "ผู้ตรวจเดิมพร้อมแล้ว")
    me.follow(me.say("Propose the earlier panels"))


def the_tied_is_refused(me: Hands, application: Application, tied: Person, seated: uuid.UUID) -> None:
    """Dropped on a seat of their own agency's entry: the rule answers at once, and nothing moves."""
    drag(me, f"[data-newcomer='{tied.id}']", seat(application, seated))
    said = me.say("%(names)s: conflict of interest with %(code)s", names=tied.name_th, code=application.code)
    me.sees(said)
    me.was_refused(409)
    me.look()


def drag(me: Hands, one: str, other: str) -> None:
    """Both names are in the window at once; the pointer goes from one to the other and lets go."""
    target = me.page.locator(other)
    target.scroll_into_view_if_needed()
    places = [me.page.locator(each).bounding_box() for each in (one, other)]
    start, end = ((place["x"] + 20, place["y"] + 8) for place in places if place)
    me.page.mouse.move(*start)
    me.page.mouse.down()
    me.page.mouse.move(start[0] + 10, start[1])
    me.page.mouse.move(*end, steps=3)
    me.page.mouse.up()


def the_keyboard_exchanges(me: Hands, one: str, other: str) -> None:
    """Enter on one name, Enter on the other; the hands end up on the name that was moved."""
    reach(me, one)
    me.page.keyboard.press("Enter")
    me.sees(me.say("Picked up. Choose whom to exchange with"))
    reach(me, other)
    with me.page.expect_navigation():
        me.page.keyboard.press("Enter")
    me.sees(me.say("Changed. Every hard rule holds"))
    me.look()


def reach(me: Hands, selector: str) -> None:
    for _stop in range(250):
        if me.page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
        me.page.keyboard.press("Tab")
    pytest.fail(f"the keyboard does not reach {selector}")


def publish(me: Hands, application: Application) -> None:
    me.open(f"/office/assignment/stages/{application.stage_id}")
    me.skip()
    me.reach(me.say("Check and publish"))
    me.page.keyboard.press("Enter")  # leads down to what would happen, where the button is
    me.follow(me.say("Check and publish"))
