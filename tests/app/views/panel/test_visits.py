"""The site visit: members read, the lead records, nobody else opens it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient

from app.clock import BANGKOK, now
from app.extensions import db
from app.models import Application, Event, Message, SiteVisit
from app.queries.exceptions import is_stuck
from app.queries.office_scope import patience_of
from app.services.consensus import record_consensus
from app.services.rounds import move_on
from app.services.visits import Schedule, add_point, schedule_visit
from tests.assessing import in_the_room
from tests.panels import assessor
from tests.sign_in import sign_in
from tests.with_app import Clock
from tests.world import World
from workflows.application import ApplicationState
from workflows.roles import Role


@pytest.fixture
def visited(world: World) -> Application:
    """Give an entry in line for a visit."""
    room = in_the_room(world, 95)
    record_consensus(room, actor=assessor(world, 1))
    move_on(room.application)
    assert room.application.state is ApplicationState.SITE_VISIT
    return room.application


FOUND = {"outcome": "confirmed", "place": "online", "note": "พบตามรายงานทุกข้อ"}


def test_the_lead_records_what_was_found(world: World, client: FlaskClient, visited: Application) -> None:
    sign_in(client, assessor(world, 1))
    assert client.get(f"/site-visits/{visited.id}").status_code == 200
    assert client.post(f"/site-visits/{visited.id}", data={**FOUND, "note": " "}).status_code == 422
    assert client.post(f"/site-visits/{visited.id}", data=FOUND).location == f"/site-visits/{visited.id}"
    visit = db.session.query(SiteVisit).one()
    assert (visit.is_confirmed, visit.is_online, visit.note) == (True, True, "พบตามรายงานทุกข้อ")
    db.session.refresh(visited)
    assert visited.state is ApplicationState.COMMITTEE
    assert client.get(f"/site-visits/{visited.id}").status_code == 200
    assert client.post(f"/site-visits/{visited.id}", data=FOUND).status_code == 422


def test_the_forms_come_with_the_hour_of_the_visit_and_keep_what_was_typed_before(
    world: World, client: FlaskClient, clock: Clock, visited: Application
) -> None:
    lead = assessor(world, 1)
    point = add_point(visited, "d1.1", "ดูทะเบียนผู้รับบริการ", actor=lead)
    begins = now() + timedelta(days=1)
    wanted = Schedule(begins, begins + timedelta(hours=3), False, "ห้องประชุม 1", "", [lead])
    schedule_visit(visited, wanted, actor=lead)
    sign_in(client, lead)
    pages = {f"/site-visits/{visited.id}": "outcome", f"/site-visits/{visited.id}/points/{point.id}": "finding"}
    assert [f'name="{field}"' in client.get(page).text for page, field in pages.items()] == [False, False]
    for page in pages:
        early = client.post(page, data=FOUND | {"finding": "verified", "version": "1"})
        assert (early.status_code, FOUND["note"] in early.text) == (422, True)
        assert "ยังไม่ถึงกำหนดตรวจ โปรดเปลี่ยนกำหนดการก่อน" in early.text.replace("\u2060", "")
    clock.advance(days=1)
    assert [f'name="{field}"' in client.get(page).text for page, field in pages.items()] == [True, True]


def test_a_visit_held_earlier_is_corrected_and_nobody_is_invited_to_the_past(
    world: World, client: FlaskClient, clock: Clock, visited: Application
) -> None:
    planned, lead, page = now(), assessor(world, 1), f"/site-visits/{visited.id}/schedule"
    begins = planned + timedelta(hours=9)
    schedule_visit(visited, Schedule(begins, begins + timedelta(hours=3), False, "ห้องประชุม 1", "", [lead]), actor=lead)
    told = db.session.query(Message).count()
    clock.advance(hours=4)
    sign_in(client, lead)
    form = {"how": "on_site", "place": "ห้องประชุม 1", "participants": str(lead.id)}
    answers = []
    for seen, hours in enumerate((3, 2, -1), start=1):
        # a second correction may lead to before the first was made, never to before the visit was planned
        at = (planned + timedelta(hours=hours)).astimezone(BANGKOK)
        times = {name: f"{each.day}/{each.month}/{each.year} {each:%H.%M}" for name, each in _ends(at).items()}
        answers.append(client.post(page, data=form | times | {"seen": str(seen)}))
    assert [answer.status_code for answer in answers] == [302, 302, 422]
    visit = db.session.query(SiteVisit).one()
    assert (visit.starts_at, visit.revision, visit.scheduled_at) == (planned + timedelta(hours=2), 3, planned)
    assert "แก้เวลาตรวจตามจริงแล้ว" in answers[2].text.replace("\u2060", "")
    assert db.session.query(Message).count() == told
    assert db.session.query(Event).filter_by(kind="schedule_visit").count() == 3


def _ends(at: datetime) -> dict[str, datetime]:
    return {"starts_at": at, "ends_at": at + timedelta(hours=1)}


def test_members_read_and_only_the_lead_records(world: World, client: FlaskClient, visited: Application) -> None:
    sign_in(client, assessor(world, 2))
    page = client.get(f"/site-visits/{visited.id}")
    assert (page.status_code, '<form method="post" action="/site-visits' in page.get_data(as_text=True)) == (200, False)
    assert client.post(f"/site-visits/{visited.id}", data=FOUND).status_code == 404


def test_a_visit_is_nobody_elses(world: World, client: FlaskClient, visited: Application) -> None:
    for stranger in (assessor(world, 9), world.person(Role.HEAD), world.officer):
        sign_in(client, stranger)
        assert client.get(f"/site-visits/{visited.id}").status_code == 404


def test_there_is_no_visit_before_one_is_due(world: World, client: FlaskClient) -> None:
    room = in_the_room(world, 80)
    sign_in(client, assessor(world, 1))
    assert client.get(f"/site-visits/{room.application_id}").status_code == 404


def test_a_visit_on_a_day_off_asks_once_more(world: World, visited: Application, client: FlaskClient) -> None:
    sign_in(client, world.officer)
    plan, people = f"/site-visits/{visited.id}/schedule", [str(assessor(world, 1).id)]
    data = {"how": "on_site", "place": "ห้อง 1", "participants": people, "seen": "0"}
    saturday = data | {"starts_at": "21/3/2569 9.00", "ends_at": "21/3/2569 12.00"}
    asked = client.post(plan, data=saturday)
    assert (asked.status_code, asked.text.count('href="#despite_day_off"')) == (422, 1)
    assert (asked.text.count("lr-lint"), db.session.query(SiteVisit).one().starts_at) == (1, None)
    past = client.post(plan, data=data | {"starts_at": "28/2/2569 9.00", "ends_at": "28/2/2569 12.00"})
    assert (past.status_code, 'href="#starts_at"' in past.text) == (422, True)
    assert 'name="despite_day_off"' not in past.text
    assert client.post(plan, data=saturday | {"despite_day_off": "y"}).status_code == 302
    assert db.session.query(Message).filter_by(kind="visit_scheduled").count() > 0


def test_an_entry_whose_visit_is_fixed_does_not_stand_still_until_long_after_it(
    world: World, visited: Application, clock: Clock
) -> None:
    programme = visited.programme
    patience = patience_of(programme)
    start = now() + patience + timedelta(days=5)
    going = [assessor(world, number) for number in (1, 2)]
    wanted = Schedule(start, start + timedelta(hours=3), False, "ห้อง 1", "", going)
    schedule_visit(visited, wanted, actor=world.officer)
    stands = []
    for days in (patience + timedelta(days=1), timedelta(days=5), patience):
        clock.advance(days=days.days)
        standing_still = db.session.query(Application.id).filter(is_stuck([programme], now())).count()
        stands.append(standing_still)
    assert stands == [0, 0, 1]
