"""The cockpit: every figure leads to exactly its rows, "owed" means one thing everywhere, each officer their types."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from io import BytesIO

from flask.testing import FlaskClient
from openpyxl import load_workbook

from app.clock import now
from app.extensions import db
from app.models import (
    Application,
    Assignment,
    Message,
    Person,
    SavedView,
)
from app.queries.assessor_progress import sheet_totals
from app.queries.deadlines import window_of
from app.queries.exceptions import APPLICATION_KINDS, SEAT_KINDS, empty_seats, exceptions_of
from app.queries.funnel import funnel_of
from app.queries.office_scope import office_scope
from app.queries.owed import document_is_late, owed_seats
from app.queries.owed_list import owed_sheets
from app.queries.staff_applications import Wanted, find_applications
from app.services.assignments import decline_assignment
from app.services.extensions import extend
from app.services.people import create_person
from app.services.reminders import queue_reminders
from app.transaction import transactional
from tests.assessing import seated
from tests.panels import assessor, score_all
from tests.sheets_due import due_in_a_week, time_passes
from tests.sign_in import sign_in
from tests.statements import count_statements
from tests.world import World
from workflows.deadlines import lapsed
from workflows.roles import Role


def plain(page: str) -> str:
    return html.unescape(page).replace("\u2060", "").replace("\u00a0", " ")


def owed_everywhere(world: World, client: FlaskClient) -> dict[str, int]:
    """What page, list, reminder and the two exports say is owed."""
    scope = office_scope(world.officer, year=None, programme="")
    said = {"list": owed_sheets(scope, kind="owed", text="", page=1, at=now()).total}
    queue_reminders()
    said["reminders"] = db.session.query(Message).filter_by(kind="sheet_due_soon").count()
    for name, heading in (("assessors", "ค้างส่ง"), ("applications", "ค้างส่ง")):
        book = load_workbook(BytesIO(client.post(f"/office/{name}/export").data), read_only=True)
        rows = list(book.worksheets[0].iter_rows(values_only=True))
        head = next(number for number, row in enumerate(rows) if heading in row)
        column = rows[head].index(heading)
        said[name] = sum(int(row[column] or 0) for row in rows[head + 1 :] if len(row) > column)
    page = client.get("/office/assessors").get_data(as_text=True)
    said["page"] = sum(int(found) for found in re.findall(r'data-l="ค้างส่ง">(\d+)<', page))
    return said


def test_page_list_reminder_and_exports_agree_on_what_is_owed(world: World, client: FlaskClient) -> None:
    seats = due_in_a_week(world)
    sign_in(client, world.officer)
    assert owed_everywhere(world, client) == dict.fromkeys(
        ("list", "reminders", "assessors", "applications", "page"), 2
    )
    decline_assignment(db.session.get_one(Assignment, seats[2].id), reason="ป่วย", actor=seats[2].assessor)
    said = owed_everywhere(world, client)
    assert said.pop("reminders") == 2, "what was sent before stays sent"
    assert said == dict.fromkeys(("list", "assessors", "applications", "page"), 1)
    assert [seat.assessor_id for seat in owed_seats()] == [seats[1].assessor_id]


def test_a_short_panel_is_not_counted_as_complete_and_its_empty_seat_is_told(world: World, client: FlaskClient) -> None:
    seats = due_in_a_week(world)
    scope = office_scope(world.officer, year=None, programme="")
    assert (funnel_of(scope).counts["panel-1"], empty_seats(scope)) == (1, 0)
    decline_assignment(db.session.get_one(Assignment, seats[2].id), reason="ป่วย", actor=seats[2].assessor)
    assert (funnel_of(scope).counts["panel-1"], empty_seats(scope)) == (0, 1)
    for step, found in (("passed", 1), ("panel-1", 0)):
        assert funnel_of(scope).counts[step] == found
        assert find_applications(world.officer, Wanted(reached=step), page=1).total == found, step
    sign_in(client, world.officer)
    assert "ว่าง 1 ที่นั่ง" in client.get("/office").get_data(as_text=True).replace("\u2060", "")


def test_every_exception_leads_to_exactly_its_rows(world: World, client: FlaskClient) -> None:
    seats = due_in_a_week(world)
    decline_assignment(db.session.get_one(Assignment, seats[2].id), reason="ป่วย", actor=seats[2].assessor)
    world.draft(agency=world.other_agency)
    time_passes(world)
    scope, at = office_scope(world.officer, year=None, programme=""), now()
    counts = exceptions_of(scope, sheet_totals(scope, at=at).seats, at=at)
    assert {kind: counts[kind] for kind in counts.present} == {
        "short": 1,
        "late": 1,
        "lapsed": 1,
        "unreachable": 1,
    }
    for kind in set(counts.counts) & set(APPLICATION_KINDS):
        assert find_applications(world.officer, Wanted(only=kind), page=1).total == counts[kind], kind
    for kind in set(counts.counts) & set(SEAT_KINDS):
        assert owed_sheets(scope, kind=kind, text="", page=1, at=at).total == counts[kind], kind
    sign_in(client, world.officer)
    page = client.get("/office").get_data(as_text=True)
    for link in re.findall(r'id="exception-\w+" class="lr-strong" href="([^"]+)"', page):
        assert client.get(html.unescape(link)).status_code == 200, link
    assert assessor(world, 1).email in client.get("/office/unreachable").get_data(as_text=True)


def test_every_step_of_the_funnel_leads_to_exactly_its_rows(world: World, client: FlaskClient) -> None:
    score_all(seated(world), quality=60)
    world.submitted(agency=world.other_agency)
    world.draft(agency=world.university)
    scope = office_scope(world.officer, year=None, programme="")
    funnel = funnel_of(scope)
    assert [count for _step, count, _share in funnel.rows] == [2, 1, 1, 1, 0, 0, 0, 0]
    assert [share for _step, _count, share in funnel.rows] == [None, 50, 100, 100, 0, None, None, None]
    for step, count, _share in funnel.rows:
        assert find_applications(world.officer, Wanted(reached=step), page=1).total == count, step
    assert find_applications(world.officer, Wanted(reached="nothing"), page=1).total == 0


def test_a_late_document_is_the_same_to_the_rule_and_to_the_list(world: World) -> None:
    """Returned, extended, in grace and closed: the condition finds what `lapsed` says, at every instant."""
    drafts = [world.draft(agency=agency) for agency in (world.agency, world.other_agency)]
    closes = world.programme.closes_at
    extend(world.programme, world.agency, until=closes + timedelta(days=3), reason="น้ำท่วม", actor=world.officer)
    for days in (-1, 0, 1, 3, 4):
        at = closes + timedelta(days=days, seconds=1)
        found = {each.id for each in db.session.query(Application).filter(document_is_late([world.programme], at))}
        assert found == {each.id for each in drafts if lapsed(each.state, window_of(each), at)}, days


def test_the_figures_come_alone_when_the_page_asks_for_them(world: World, client: FlaskClient) -> None:
    due_in_a_week(world)
    sign_in(client, world.officer)
    page = client.get("/office").get_data(as_text=True)
    again = client.get("/office", headers={"HX-Request": "true"})
    figures = again.get_data(as_text=True)
    assert figures.lstrip().startswith('<div id="figures-head"') and "<html" not in figures
    assert "ส่งแบบแล้วร้อยละ 33" in plain(figures)
    assert ('hx-trigger="every 60s"' in page, again.headers["Vary"]) == (True, "HX-Request, Cookie")


def test_a_delegated_officer_sees_their_award_type_alone(world: World, client: FlaskClient) -> None:
    seats = due_in_a_week(world)
    other = world.programme_of("pg-poverty@2564")
    delegated = world.person(Role.OFFICER, number=2, branch="PG", type_code=other.type_code)
    sign_in(client, delegated)
    title, person = world.programme.title_th, seats[0].assessor.name_th
    for path in ("/office", "/office/assessors", "/office/agencies", "/office/sheets", "/office/unreachable"):
        page = plain(client.get(path).get_data(as_text=True))
        assert (title in page, person in page, world.agency.name_th in page) == (False, False, False), path
    for path in ("assessors", "agencies"):
        book = load_workbook(BytesIO(client.post(f"/office/{path}/export").data))
        assert person not in str(list(book.worksheets[0].values))
    narrowed = client.get(f"/office/sheets?programme={world.programme.id}").get_data(as_text=True)
    assert person not in plain(narrowed)


def test_assessors_are_found_by_any_part_of_a_name_however_it_is_typed(world: World, client: FlaskClient) -> None:
    due_in_a_week(world)
    sign_in(client, world.officer)
    for text, found in (("ตรวจตัว", 3), ("ผู้ตรวจตัวอย่าง ๒", 1), ("ASSESSOR-3", 1), ("ไม่มี", 0)):
        page = client.get("/office/assessors", query_string={"q": text}).get_data(as_text=True)
        assert page.count('data-l="ได้รับ"') == found, text


def test_a_view_is_kept_under_a_name_and_is_its_owners_alone(world: World, client: FlaskClient) -> None:
    sign_in(client, world.officer)
    kept = client.post("/office/views/assessors", data={"name": "  ส่งช้า ", "query": "status=late&year=2569"})
    assert kept.headers["Location"] == "/office/assessors?status=late&year=2569"
    client.post("/office/views/assessors", data={"name": "ส่งช้า", "query": "status=late"})
    view = db.session.query(SavedView).one()
    assert (view.name, view.query) == ("ส่งช้า", "status=late")
    assert '/office/assessors?status=late" aria-current' in client.get("/office/assessors?status=late").get_data(
        as_text=True
    )
    client.post("/office/views/assessors", data={"name": "", "query": ""})
    assert client.post("/office/views/nowhere", data={"name": "x", "query": ""}).status_code == 404
    sign_in(client, world.person(Role.AUDITOR))
    assert "ส่งช้า" not in client.get("/office/assessors").get_data(as_text=True)
    assert client.post(f"/office/views/{view.id}/deletion").status_code == 404
    sign_in(client, world.officer)
    assert client.post(f"/office/views/{view.id}/deletion").status_code == 302
    assert db.session.query(SavedView).count() == 0


def test_the_lists_of_progress_need_no_more_statements_for_more_rows(world: World, client: FlaskClient) -> None:
    seats = due_in_a_week(world)
    sign_in(client, world.officer)
    paths = ("/office", "/office/assessors", "/office/agencies", "/office/sheets", "/office/applications?only=late")
    before = [_statements(client, path) for path in paths]
    _more_seats(seats)
    world.draft(agency=world.other_agency)
    assert [_statements(client, path) for path in paths] == before


@transactional
def _more_seats(seats: list[Assignment]) -> None:
    seat = db.session.get_one(Assignment, seats[2].id)
    for number in range(11, 14):
        db.session.add(
            Assignment(
                application_id=seat.application_id,
                stage_id=seat.stage_id,
                published_at=now(),
                due_at=now(),
                assessor_id=_someone(number).id,
            )
        )


def _someone(number: int) -> Person:
    return create_person(email=f"more-{number}@lertrat.example", name_th=f"ผู้ตรวจ {number}", name_en=f"More {number}")


def _statements(client: FlaskClient, path: str) -> int:
    with count_statements() as statements:
        assert client.get(path).status_code == 200
    return len(statements)
