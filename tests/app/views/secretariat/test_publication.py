"""What is set up is the staff's alone until an officer publishes it, and can be deleted until then."""

from __future__ import annotations

import html
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.clock import now
from app.extensions import db
from app.models import Cycle, Event, NumberConfirmation, Programme, Stage
from app.queries.assessor_profile import programmes_to_wish_for
from app.queries.deadlines import open_programmes
from app.queries.mailings import programmes_to_write_to
from app.services.applications import start_application
from app.services.cycle_copies import copy_cycle
from app.services.cycles import confirm_number, create_cycle
from app.services.extensions import extend
from app.services.publication import delete_cycle, delete_programme, publish_programme, take_publication_back
from app.transaction import transactional
from tests.panels import assessor
from tests.sign_in import sign_in
from tests.world import World
from workflows.errors import RuleBroken
from workflows.roles import Role


def copied(world: World) -> Programme:
    """The programme of a cycle copied for the year after."""
    cycle = copy_cycle(
        world.cycle,
        year_be=2570,
        title_th="รอบปี 2570",
        title_en="Cycle 2570",
        chosen=[world.programme.id],
        actor=world.officer,
    )
    return cycle.programmes[0]


@transactional
def _opens_now(programme: Programme) -> None:
    db.session.get_one(Programme, programme.id).opens_at = now() - timedelta(days=1)


def stored(programme: Programme) -> Programme | None:
    return db.session.get(Programme, programme.id, populate_existing=True)


def words(text: str) -> str:
    return html.unescape(text).replace("\u2060", "").replace("\u00a0", " ")


def test_a_copy_meets_nobody_outside_the_office_before_it_is_published(world: World, client: FlaskClient) -> None:
    made = copied(world)
    _opens_now(made)
    coordinator, profile = world.person(Role.COORDINATOR), assessor(world, 1).assessor_profile
    assert "2570" not in client.get("/").text
    assert "2570" not in client.get("/programmes").text
    sign_in(client, coordinator)
    for path in ("", "/eligibility", "/questions/new"):
        assert client.get(f"/programmes/{made.id}{path}").status_code == 404, path
    assert client.post(f"/programmes/{made.id}/applications", data={"agency_id": world.agency.id}).status_code == 404
    with pytest.raises(RuleBroken):
        start_application(made, world.agency, actor=coordinator, received_at=now())
    lists = (lambda: open_programmes(now()), lambda: programmes_to_write_to(world.officer))
    for listed in (*lists, lambda: programmes_to_wish_for(profile)):
        assert [each.cycle.year_be for each in listed()] == [2569]
    sign_in(client, world.officer)
    assert client.get("/office").text.count('<option value="2569" selected>') == 1
    assert "ยังไม่เผยแพร่" in words(client.get("/office?year=2570").text)
    assert client.post(f"/office/programmes/{made.id}/publication").status_code == 302
    assert client.post(f"/office/programmes/{made.id}/publication").status_code == 409
    for listed in (*lists, lambda: programmes_to_wish_for(profile)):
        assert {each.cycle.year_be for each in listed()} == {2569, 2570}
    assert client.get(f"/programmes/{made.id}").status_code == 200
    assert start_application(made, world.agency, actor=coordinator, received_at=now()).programme_id == made.id
    assert db.session.query(Event).filter_by(kind="programme_published", subject=f"programmes:{made.id}").count() == 1


def test_the_landing_page_keeps_the_calendar_of_the_year_that_runs(world: World, client: FlaskClient) -> None:
    publish_programme(copied(world), actor=world.officer)
    page = words(client.get("/").text)
    assert "ปฏิทิน รอบปี 2569" in page
    assert "ปฏิทิน รอบปี 2570" not in page
    assert "2570" in client.get("/programmes").text


def test_the_landing_page_names_the_dates_of_programmes_that_differ(world: World, client: FlaskClient) -> None:
    heading = "กำหนดการของแต่ละประเภทคือ"
    assert heading not in words(client.get("/").text), "one programme has the calendar for itself"
    other = world.programme_of("pg-poverty@2564")
    assert heading not in words(client.get("/").text), "as long as both have the same dates"
    other.closes_at += timedelta(days=20)
    db.session.commit()
    page = words(client.get("/").text.split('<ul class="lr-list lr-list--tight lr-small">')[1].split("</ul>")[0])
    first, second = (page.index(programme.title_th) for programme in (world.programme, other))
    assert first < page.index("31 มี.ค. 2569") < second < page.index("20 เม.ย. 2569")
    for rubric_id in ("ps-development@2564", "ps-expansion@2564", "ps-data-integration@2564"):
        world.programme_of(rubric_id)
    page = words(client.get("/").text.split('<ul class="lr-list lr-list--tight lr-small">')[1].split("</ul>")[0])
    assert page.index(other.title_th) < page.index("20 เม.ย. 2569") < page.index("อีก 4 ประเภท")
    assert world.programme.title_th not in page


def test_a_programme_set_up_by_hand_waits_to_be_looked_at(world: World, client: FlaskClient) -> None:
    sign_in(client, world.officer)
    data = {"rubric_id": "pg-poverty@2564", "opens_at": "2/2/2570 9.00", "closes_at": "1/4/2570 16.30"}
    assert client.post("/office/cycles/2569/programmes/new", data=data).status_code == 302
    made = db.session.query(Programme).filter_by(rubric_id="pg-poverty@2564").one()
    page = words(client.get(f"/office/programmes/{made.id}").text)
    assert ("เผยแพร่ประเภทรางวัลนี้" in page, made.is_published) == (True, False)
    assert "เผยแพร่ประเภทรางวัลนี้" not in words(client.get(f"/office/programmes/{world.programme.id}").text)


def test_what_was_copied_by_mistake_is_deleted_and_stays_on_record(world: World, client: FlaskClient) -> None:
    made = copied(world)
    confirm_number(made, "nodes", source="ว 1", actor=world.officer)
    made_id = made.id
    sign_in(client, world.officer)
    assert "ลบรอบปีนี้" not in words(client.get("/office?year=2570").text)
    assert client.post("/office/cycles/2570/deletion").headers["Location"] == "/office?year=2570"
    assert client.post(f"/office/programmes/{made_id}/deletion").headers["Location"] == "/office?year=2570"
    assert db.session.get(Programme, made_id) is None
    for part in (Stage, NumberConfirmation):
        assert db.session.query(part).filter_by(programme_id=made_id).count() == 0
    assert "ลบรอบปีนี้" in words(client.get("/office?year=2570").text)
    assert client.post("/office/cycles/2570/deletion").headers["Location"] == "/office"
    assert [cycle.year_be for cycle in db.session.query(Cycle)] == [2569]
    kinds = {kind for (kind,) in db.session.query(Event.kind)}
    assert {"programme_deleted", "cycle_deleted"} <= kinds
    assert client.post("/office/cycles/2570/deletion").status_code == 404


def test_a_publication_is_taken_back_until_somebody_enters(world: World, client: FlaskClient) -> None:
    made = copied(world)
    publish_programme(made, actor=world.officer)
    _opens_now(made)
    sign_in(client, world.officer)
    path = f"/office/programmes/{made.id}/publication/end"
    assert path in client.get(f"/office/programmes/{made.id}").text
    assert client.post(path).status_code == 302
    assert client.get(f"/programmes/{made.id}").status_code == 404
    assert client.post(path).status_code == 409
    publish_programme(made, actor=world.officer)
    start_application(made, world.agency, actor=world.person(Role.COORDINATOR), received_at=now())
    assert path not in client.get(f"/office/programmes/{made.id}").text
    assert client.post(path).status_code == 409
    assert (found := stored(made)) is not None
    assert found.is_published
    with pytest.raises(RuleBroken, match="role"):
        take_publication_back(made, actor=world.person(Role.OFFICER, number=2, branch="PMQA"))


def test_nothing_others_have_seen_or_entered_is_deleted(world: World, client: FlaskClient) -> None:
    made = copied(world)
    extend(made, world.agency, until=made.closes_at + timedelta(days=1), reason="น้ำท่วม", actor=world.officer)
    sign_in(client, world.officer)
    for programme in (made, world.programme):
        assert client.post(f"/office/programmes/{programme.id}/deletion").status_code == 409
        assert stored(programme) is not None


@pytest.mark.parametrize(
    ("scope", "left"),
    [({}, 0), ({"branch": "PMQA"}, 1), ({"branch": "PS", "type_code": "innovation"}, 1)],
)
def test_an_empty_cycle_of_others_is_for_the_staff_of_every_branch(
    world: World, client: FlaskClient, scope: dict[str, str], left: int
) -> None:
    create_cycle(year_be=2571, title_th="รอบปี 2571", title_en="Cycle 2571", actor=world.officer)
    sign_in(client, world.person(Role.OFFICER, number=2, **scope))
    assert ("ลบรอบปีนี้" in words(client.get("/office?year=2571").text)) is not bool(left)
    client.post("/office/cycles/2571/deletion")
    assert db.session.query(Cycle).filter_by(year_be=2571).count() == left


def test_whoever_made_an_empty_cycle_deletes_it(world: World, client: FlaskClient) -> None:
    maker = world.person(Role.OFFICER, number=2, branch="PG")
    create_cycle(year_be=2571, title_th="รอบปี 2571", title_en="Cycle 2571", actor=maker)
    sign_in(client, maker)
    assert "ลบรอบปีนี้" in words(client.get("/office?year=2571").text)
    assert client.post("/office/cycles/2571/deletion").headers["Location"] == "/office"
    assert db.session.query(Cycle).filter_by(year_be=2571).count() == 0


def test_only_whoever_sets_programmes_up_publishes_and_deletes(world: World) -> None:
    made, director = copied(world), world.person(Role.DIRECTOR)
    empty = create_cycle(year_be=2571, title_th="รอบปี 2571", title_en="Cycle 2571", actor=world.officer)
    for act, row in ((publish_programme, made), (delete_programme, made), (delete_cycle, empty)):
        with pytest.raises(RuleBroken):
            act(row, actor=director)  # type: ignore[operator]  # each takes its own row


def test_a_year_is_begun_by_whoever_answers_for_more_than_one_award_type(world: World, client: FlaskClient) -> None:
    limited = world.person(Role.OFFICER, number=2, branch="PG", type_code="joint_poverty_reduction")
    with pytest.raises(RuleBroken):
        create_cycle(year_be=2571, title_th="รอบปี 2571", title_en="Cycle 2571", actor=limited)
    offered = []
    for officer in (limited, world.person(Role.OFFICER, number=3, branch="PG")):
        sign_in(client, officer)
        offered.append(
            ("/office/cycles/new" in client.get("/office").text, client.get("/office/cycles/new").status_code)
        )
    assert offered == [(False, 404), (True, 200)]
