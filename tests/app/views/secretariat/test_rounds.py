"""Rounds and set-up: a cycle and its programmes, more time for an agency, panel sizes, results of a round."""

from __future__ import annotations

from flask.testing import FlaskClient

from app.extensions import db
from app.models import Cycle, Extension, Programme
from tests.panels import pass_screening, seat_panel
from tests.sign_in import sign_in
from tests.statements import count_statements
from tests.world import World
from workflows.roles import Role

DATES = {"opens_at": "1/2/2570 9.00", "closes_at": "๓๑/๓/๒๕๗๐ ๑๖.๓๐", "grace_minutes": "15", "report_closes_at": ""}


def test_a_cycle_is_started_in_thai_digits_once(world: World, client: FlaskClient) -> None:
    sign_in(client, world.officer)
    data = {"year_be": "๒๕๗๐", "title_th": "รอบปี 2570", "title_en": "Cycle 2570"}
    assert client.post("/office/cycles/new", data=data).headers["Location"] == "/office?year=2570"
    again = client.post("/office/cycles/new", data=data)
    assert (again.status_code, "รอบปี 2570" in again.get_data(as_text=True)) == (422, True)
    assert db.session.query(Cycle).filter_by(year_be=2570).count() == 1


def test_a_programme_is_set_up_from_its_criteria(world: World, client: FlaskClient) -> None:
    sign_in(client, world.officer)
    path = f"/office/cycles/{world.cycle.year_be}/programmes/new"
    assert client.post(path, data={**DATES, "rubric_id": "pg-poverty@2564"}).status_code == 302
    made = db.session.query(Programme).filter_by(rubric_id="pg-poverty@2564").one()
    assert (made.closes_at.isoformat(), made.grace_minutes) == ("2027-03-31T09:30:00+00:00", 15)
    for wrong in ({"closes_at": "29/1/2570 9.00"}, {"grace_minutes": "-1"}, {"opens_at": "พรุ่งนี้"}):
        response = client.post(path, data={**DATES, "rubric_id": "pg-open-governance@2564", **wrong})
        assert (response.status_code, "govuk-error-message" in response.get_data(as_text=True)) == (422, True)
    assert client.get("/office/cycles/2599/programmes/new").status_code == 404


def test_more_time_goes_to_an_agency_that_exists(world: World, client: FlaskClient) -> None:
    sign_in(client, world.officer)
    path = f"/office/programmes/{world.programme.id}/extensions"
    data = {"agency": "nobody", "until": "8/4/2569 16.30", "reason": "น้ำท่วม", "looked_at": "y"}
    wrong = client.post(path, data=data)
    assert (wrong.status_code, "ไม่มีหน่วยงานชื่อนี้ในทะเบียน" in wrong.get_data(as_text=True).replace("\u2060", "")) == (
        422,
        True,
    )
    assert client.post(path, data={**data, "agency": world.agency.code, "until": "1/3/2569 9.00"}).status_code == 409
    ways = (world.agency.code, world.agency.name_th, world.agency.name_en.upper(), f"ชื่อใด ({world.agency.code})")
    for written in ways:
        assert client.post(path, data={**data, "agency": written}).status_code == 302
    assert [each.agency_id for each in db.session.query(Extension)] == [world.agency.id] * len(ways)


def test_the_field_for_an_agency_offers_the_register_by_name_and_code(world: World, client: FlaskClient) -> None:
    sign_in(client, world.officer)
    page = client.get(f"/office/programmes/{world.programme.id}").get_data(as_text=True)
    assert f'<option value="{world.agency.name_th} ({world.agency.code})"></option>' in page


def test_a_name_that_two_agencies_bear_means_neither(world: World, client: FlaskClient) -> None:
    world.other_agency.name_th = world.agency.name_th
    db.session.commit()
    sign_in(client, world.officer)
    data = {"agency": world.agency.name_th, "until": "5/4/2569 16.30", "reason": "น้ำท่วม"}
    assert client.post(f"/office/programmes/{world.programme.id}/extensions", data=data).status_code == 422


def test_feedback_is_not_released_before_the_results(world: World, client: FlaskClient) -> None:
    sign_in(client, world.officer)
    assert client.post(f"/office/programmes/{world.programme.id}/feedback-release").status_code == 409


def test_the_board_counts_and_needs_no_more_statements_for_more_programmes(world: World, client: FlaskClient) -> None:
    application = world.submitted()
    pass_screening(world, application)
    seat_panel(world, application)
    sign_in(client, world.officer)
    page, counts = "", []
    for rubric_id in ("", "pmqa40@2564", "pmqa-category@2564"):
        if rubric_id:
            world.programme_of(rubric_id)
        with count_statements() as statements:
            page = client.get("/office").get_data(as_text=True)
        counts.append(len(statements))
    assert "จาก 3 แบบ" in page.replace("\u2060", "").replace("\u00a0", " ")
    assert counts == [counts[0]] * 3


def test_the_screening_queue_needs_no_more_statements_for_more_documents(world: World, client: FlaskClient) -> None:
    sign_in(client, world.officer)
    counts = []
    for agencies in ((world.agency,), (world.other_agency, world.university)):
        for agency in agencies:
            world.submitted(agency=agency)
        with count_statements() as statements:
            client.get("/office/screening")
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_an_auditor_and_a_director_look_but_are_offered_nothing_to_change(world: World, client: FlaskClient) -> None:
    for role in (Role.AUDITOR, Role.DIRECTOR):
        sign_in(client, world.person(role))
        page = client.get("/office").get_data(as_text=True)
        assert "/office/cycles/new" not in page
        programme = client.get(f"/office/programmes/{world.programme.id}").get_data(as_text=True)
        assert "/extensions" not in programme
        assert client.get(f"/office/cycles/{world.cycle.year_be}/programmes/new").status_code == 404
