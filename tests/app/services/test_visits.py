"""A visit from its invitations to what it changed: nobody doubly booked, no name told, every change with its trace."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from flask.testing import FlaskClient

from app.clock import now
from app.extensions import db
from app.models import Application, Assignment, Event, Message, SiteVisit, VisitPoint
from app.permissions import Permission, is_allowed
from app.queries.committee_facts import judged
from app.queries.criteria import rubric_of
from app.queries.stage_facts import facts_of
from app.queries.visit_times import participants_of
from app.services.consensus import record_consensus, save_agreement
from app.services.decisions import close_visit
from app.services.interests import declare_interest
from app.services.quarantine import check_file
from app.services.rounds import move_on
from app.services.visit_files import attach_to_point
from app.services.visits import Schedule, StalePoint, add_point, schedule_visit, settle_point
from tests.assessing import in_the_room
from tests.panels import assessor, hear_everybody
from tests.sign_in import sign_in
from tests.with_app import Clock
from tests.world import World
from workflows.application import ApplicationState
from workflows.errors import RuleBroken
from workflows.roles import Role
from workflows.scoring.printing import page_total


@pytest.fixture
def visited(world: World) -> Application:
    """Give an entry in line for a visit, with one point its panel marked."""
    room = in_the_room(world, 95)
    content = {"value": {"percent": "95"}, "to_verify": "ดูทะเบียนผู้รับบริการ"}
    save_agreement(room, "d1.1", content, version=_version(room, "d1.1"), actor=assessor(world, 1))
    hear_everybody(room)
    record_consensus(room, actor=assessor(world, 1))
    move_on(room.application)
    return room.application


def _version(room: Any, node: str) -> int:
    return next((entry.version for entry in room.entries if entry.node_id == node), 0)


def point_of(application: Application) -> VisitPoint:
    return db.session.query(VisitPoint).join(SiteVisit).filter_by(application_id=application.id).first()


def schedule(world: World, application: Application, starts_at: datetime, *, by: int = 1) -> SiteVisit:
    going = [assessor(world, number) for number in (1, 2)]
    wanted = Schedule(starts_at, starts_at + timedelta(hours=3), False, "ห้องประชุม 1", "เปิดประชุม", going)
    return schedule_visit(application, wanted, actor=assessor(world, by))


def settle(world: World, point: VisitPoint, *, by: int = 1, **changes: Any) -> VisitPoint:
    wanted: dict[str, Any] = {"finding": "verified", "note": "พบตามรายงาน", "given": {}, "why": "", "version": 1}
    return settle_point(point, **wanted | changes, actor=assessor(world, by))


def reasons(broken: pytest.ExceptionInfo[RuleBroken]) -> list[str]:
    return [str(each) for each in broken.value.obstacles]


def test_the_consensus_carries_its_marks_to_the_visit(world: World, visited: Application) -> None:
    assert (visited.state, point_of(visited).question) == (ApplicationState.SITE_VISIT, "ดูทะเบียนผู้รับบริการ")


def test_everybody_is_invited_and_the_agency_meets_no_name(world: World, visited: Application) -> None:
    at = now() + timedelta(days=9)
    schedule(world, visited, at)
    schedule(world, visited, at + timedelta(days=1))
    told = db.session.query(Message).filter(Message.kind.in_(["visit_scheduled", "visit_date_told"])).all()
    team = [world.person(Role.COORDINATOR).id, world.person(Role.HEAD).id]
    to_agency = [each for each in told if each.recipient_id in team]
    names = [
        name for number in (1, 2, 3) for name in (assessor(world, number).name_th, assessor(world, number).name_en)
    ]
    assert len(to_agency) == 4
    assert {each.kind for each in to_agency} == {"visit_date_told"}
    assert [name for each in told for name in names if name in each.body + each.subject + each.calendar] == []
    sequences = [line for each in to_agency for line in each.calendar.split("\r\n") if line.startswith("SEQUENCE")]
    assert sorted(sequences) == ["SEQUENCE:1", "SEQUENCE:1", "SEQUENCE:2", "SEQUENCE:2"]


def test_nobody_is_in_two_places_and_no_agency_receives_two_panels(world: World, visited: Application) -> None:
    at = now() + timedelta(days=9)
    schedule(world, visited, at)
    other = db.session.merge(visited)
    second = SiteVisit(application_id=world.submitted().id)
    db.session.add(second)
    db.session.commit()
    twin = db.session.get_one(Application, second.application_id)
    twin.state, twin.stage_id = ApplicationState.SITE_VISIT, other.stage_id
    db.session.commit()
    _seat_same_panel(world, twin, visited)
    with pytest.raises(RuleBroken) as broken:
        schedule(world, twin, at + timedelta(hours=2))
    assert reasons(broken) == [
        "The agency receives another panel at this time",
        *(f"{assessor(world, number).name_th} is on another visit at this time" for number in (1, 2)),
    ]
    schedule(world, twin, at + timedelta(hours=3))  # one ends as the other begins


def _seat_same_panel(world: World, twin: Application, like: Application) -> None:
    for seat in db.session.query(Assignment).filter_by(application_id=like.id).all():
        copied = {name: getattr(seat, name) for name in ("stage_id", "assessor_id", "is_lead", "state", "published_at")}
        db.session.add(Assignment(application_id=twin.id, **copied))
    db.session.commit()


def test_a_member_who_does_not_lead_and_an_officer_of_another_branch_do_not_schedule(
    world: World, visited: Application
) -> None:
    wanted = Schedule(now() + timedelta(days=9), now() + timedelta(days=10), False, "ห้อง 1", "", [assessor(world, 1)])
    for actor in (assessor(world, 2), world.person(Role.OFFICER, number=2, branch="PG"), world.person(Role.AUDITOR)):
        with pytest.raises(RuleBroken) as broken:
            schedule_visit(visited, wanted, actor=actor)
        assert reasons(broken) == ["Only the lead assessor or an officer schedules the visit"]


def test_an_officer_schedules_from_the_record_and_everybody_is_led_to_a_page_of_their_own(
    world: World, visited: Application, client: FlaskClient
) -> None:
    sign_in(client, world.officer)
    record, plan = f"/office/applications/{visited.id}", f"/site-visits/{visited.id}/schedule"
    assert plan in client.get(record).get_data(as_text=True)
    assert client.get(plan).status_code == 200
    people = [str(assessor(world, number).id) for number in (1, 2)]
    data = {"starts_at": "20/3/2569 9.00", "ends_at": "20/3/2569 12.00", "how": "on_site", "participants": people}
    empty = client.post(plan, data={"how": "online"}).text.replace("\u2060", "")
    assert all(f'<li><a href="#{name}">' in empty for name in ("starts_at", "ends_at", "place", "participants"))
    refused = client.post(plan, data=data | {"place": ""})
    assert (refused.status_code, db.session.query(SiteVisit).one().starts_at) == (422, None)
    data |= {"place": "ห้องประชุม 1", "seen": "0"}
    answer = client.post(plan, data=data)
    assert (answer.status_code, answer.location) == (302, record)
    replayed = client.post(plan, data=data | {"place": "ห้องอื่น"})
    assert (replayed.status_code, "ห้องอื่น" in replayed.text) == (422, True)
    unknown = client.post(plan, data=data | {"seen": "1", "participants": ["x"]})
    assert (unknown.status_code, "not a valid choice" in unknown.text) == (422, False)
    assert [(visit.place, visit.revision) for visit in db.session.query(SiteVisit)] == [("ห้องประชุม 1", 1)]
    page = client.get(record).get_data(as_text=True)
    assert "ห้องประชุม 1" in page.replace("\u2060", "").replace("\u00a0", " ")
    calendar = client.get(f"/site-visits/{visited.id}/visit.ics").get_data(as_text=True).replace("\r\n ", "")
    assert record in calendar
    links = {told.recipient_id: told.link for told in db.session.query(Message).filter_by(kind="visit_scheduled")}
    panel = f"/site-visits/{visited.id}"
    assert links == {world.officer.id: record, assessor(world, 1).id: panel, assessor(world, 2).id: panel}


def test_who_leaves_the_panel_over_a_conflict_does_not_go(world: World, visited: Application) -> None:
    visit = schedule(world, visited, now() + timedelta(days=8))
    assert {each.id for each in participants_of(visit)} == {assessor(world, number).id for number in (1, 2)}
    declare_interest(actor=assessor(world, 2), reason="ญาติทำงานในโครงการ", application=visited)
    assert [each.id for each in participants_of(visit)] == [assessor(world, 1).id]


def test_a_visit_is_closed_once_every_point_has_ended(world: World, visited: Application) -> None:
    told = {"is_confirmed": True, "note": "พบ", "is_online": False, "actor": assessor(world, 1)}
    with pytest.raises(RuleBroken) as broken:
        close_visit(visited, **told)
    assert reasons(broken) == ["Points to verify that have not ended yet: 1"]
    settle(world, point_of(visited), by=2)
    close_visit(visited, **told)
    assert visited.state is ApplicationState.COMMITTEE
    with pytest.raises(RuleBroken):
        add_point(visited, "d1.1", "ช้าไป", actor=assessor(world, 1))


def test_nothing_is_found_before_the_hour_of_the_visit(world: World, visited: Application, clock: Clock) -> None:
    told = {"is_confirmed": True, "note": "พบ", "is_online": False, "actor": assessor(world, 1)}
    schedule(world, visited, now() + timedelta(days=9))
    clock.advance(days=9, seconds=-1)
    with pytest.raises(RuleBroken) as broken:
        settle(world, point_of(visited))
    assert reasons(broken) == ["The visit has not begun yet. Change its time first"]
    with pytest.raises(RuleBroken) as broken:
        close_visit(visited, **told)
    assert reasons(broken) == [
        "The visit has not begun yet. Change its time first",
        "Points to verify that have not ended yet: 1",
    ]
    clock.advance(seconds=1)
    settle(world, point_of(visited))
    close_visit(visited, **told)
    assert visited.state is ApplicationState.COMMITTEE


def test_a_finding_changes_the_final_total_by_rule_and_leaves_its_trace(world: World, visited: Application) -> None:
    point = point_of(visited)
    agreed = facts_of(visited)["total.consensus"]
    settle(world, point, finding="refuted", given={"percent": "45"}, why="ทะเบียนมีเพียงครึ่งเดียว")
    assert (point.before, point.after) == ({"percent": "95"}, {"percent": "45"})
    close_visit(visited, is_confirmed=True, note="พบ", is_online=False, actor=assessor(world, 1))
    facts = facts_of(visited)
    points = visited_points(visited)
    assert facts["total.consensus"] == agreed
    assert facts["total.final"] == facts["total.site_visit"] == agreed - points / 2
    assert judged(visited.programme, [visited])[visited.id].facts["total.final"] == facts["total.final"]
    event = db.session.query(Event).filter_by(kind="settle_visit_point").one()
    assert {"before", "after", "why", "finding", "note", "point"} <= event.data.keys()


def test_the_committee_reads_the_total_as_the_visit_left_it(
    world: World, client: FlaskClient, visited: Application
) -> None:
    agreed = facts_of(visited)["total.consensus"]
    settle(world, point_of(visited), finding="refuted", given={"percent": "45"}, why="ทะเบียนมีเพียงครึ่งเดียว")
    close_visit(visited, is_confirmed=True, note="พบ", is_online=False, actor=assessor(world, 1))
    sign_in(client, world.person(Role.JUDGE))
    dossier = client.get(f"/committee/applications/{visited.id}").text
    final, shown = facts_of(visited)["total.final"], page_total(rubric_of(visited.programme))
    assert final != agreed
    assert f'class="lr-big">{shown(final)}</span>' in dossier
    assert "คะแนนหลังปรับตามผลการตรวจประเมินในพื้นที่" in dossier.replace("\u2060", "")
    assert f"<dd>{shown(agreed)} → {shown(final)}</dd>" in dossier


def visited_points(application: Application) -> Any:
    return rubric_of(application.programme).node("d1.1").points


def test_a_change_that_changes_nothing_is_refused(world: World, visited: Application, client: FlaskClient) -> None:
    unchanged = "The value is still what the panel agreed. Change it below, or take this tick away"
    with pytest.raises(RuleBroken) as broken:
        settle(world, point_of(visited), given={"percent": "95"}, why="")
    assert reasons(broken) == [unchanged]
    sign_in(client, assessor(world, 1))
    client.post("/language", data={"language": "en"})
    told = {
        "finding": "verified",
        "note": "พบ",
        "changes": "yes",
        "percent": "95",
        "percent-before": "95",
        "version": "1",
    }
    refused = client.post(f"/site-visits/{visited.id}/points/{point_of(visited).id}", data=told)
    assert (refused.status_code, 'id="changes-error"' in refused.text) == (422, True)
    assert unchanged in refused.text.replace("\u00a0", " ")
    point = settle(world, point_of(visited), by=2)
    assert (point.before, point.after, point.why) == ({}, {}, "")


def test_members_end_points_but_only_the_lead_changes_scores(world: World, visited: Application) -> None:
    changed = {"given": {"percent": "45"}, "why": "ต่างจากรายงาน"}
    for by, finding, expected in (
        (2, "refuted", ["Only the lead assessor changes what the panel agreed"]),
        (1, "not_seen", ["What was not seen changes no score"]),
        (
            9,
            "verified",
            ["Only members of this panel take part", "Only the lead assessor changes what the panel agreed"],
        ),
    ):
        with pytest.raises(RuleBroken) as broken:
            settle(world, point_of(visited), by=by, finding=finding, **changed)
        assert reasons(broken) == expected


def test_a_point_settled_elsewhere_is_not_overwritten(world: World, visited: Application) -> None:
    settle(world, point_of(visited), by=2)
    with pytest.raises(StalePoint):
        settle(world, point_of(visited), note="อีกแบบ", version=1)
    assert point_of(visited).note == "พบตามรายงาน"


def test_a_photo_is_the_panels_and_never_the_agencys(world: World, visited: Application, client: FlaskClient) -> None:
    paper = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(paper)
    point = point_of(visited)
    evidence = attach_to_point(point, paper, "บันทึก.pdf", actor=assessor(world, 2), received_at=now())
    sign_in(client, assessor(world, 1))
    assert client.get(f"/evidence/{evidence.id}").status_code == 404  # still in quarantine
    check_file(evidence)
    answers = {}
    for name, person in (("lead", assessor(world, 1)), ("head", world.person(Role.HEAD)), ("officer", world.officer)):
        sign_in(client, person)
        answers[name] = client.get(f"/evidence/{evidence.id}").status_code
    assert answers == {"lead": 200, "head": 404, "officer": 200}
    sign_in(client, world.person(Role.HEAD))
    shown = client.get(f"/applications/{visited.id}/evidence").get_data(as_text=True)
    assert (point.question in shown, "บันทึก.pdf" in shown) == (False, False)
    assert not is_allowed(Permission.OPEN_EVIDENCE, evidence, world.person(Role.COORDINATOR))
    with pytest.raises(RuleBroken):
        attach_to_point(point, BytesIO(b"MZ"), "virus.exe", actor=assessor(world, 2), received_at=now())
