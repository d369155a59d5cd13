"""Importing people, roles, past winners: every fault with its row, all or nothing, the same twice is nothing new."""

from __future__ import annotations

import pytest

from app.clock import now
from app.extensions import db
from app.models import Message, PastWinner, Person, RoleGrant
from app.queries.applicant_eligibility import warnings_of
from app.queries.programme_plan import settings_of
from app.reports.xlsx import SheetColumn, SheetTable, write_workbook
from app.services import import_files
from app.services.import_files import ImportKind
from app.services.imports import ImportRefused, Preview
from app.services.programme_changes import change_programme
from tests.world import World
from workflows.roles import Role


def sent(kind: ImportKind, rows: list[tuple[str, ...]], actor: Person) -> str:
    """Keep a workbook with these rows under the headings of its kind."""
    columns = tuple(SheetColumn(column.headings[0]) for column in import_files.COLUMNS[kind])
    data = write_workbook([SheetTable("Lertrat", columns, rows)], language="th")
    return import_files.keep_upload(data, actor=actor)


def checked(kind: ImportKind, rows: list[tuple[str, ...]], actor: Person) -> Preview:
    return import_files.check_upload(kind, sent(kind, rows, actor), actor=actor).preview


def done(kind: ImportKind, rows: list[tuple[str, ...]], actor: Person) -> Preview:
    return import_files.import_upload(kind, sent(kind, rows, actor), actor=actor)


def lines(preview: Preview) -> list[int]:
    return [fault.line for fault in preview.faults]


def test_people_are_added_renamed_and_welcomed_once(world: World) -> None:
    actor = world.person(Role.ADMINISTRATOR)
    rows = [("new@agency.example", "นางใหม่ ทดสอบ", "New"), (world.officer.email, "นางสาวชื่อใหม่ ตัวอย่าง", "Renamed")]
    first = done(ImportKind.PEOPLE, rows, actor)
    assert (first.added, first.changed) == (("new@agency.example",), (world.officer.email,))
    person = db.session.query(Person).filter_by(email="new@agency.example").one()
    assert (person.name_th, person.search_key) == ("นางใหม่ ทดสอบ", "นางใหม่ทดสอบ new")
    assert [each.email for each in db.session.query(Message).filter_by(kind="account_made_without_role")] == [
        person.email
    ]
    assert done(ImportKind.PEOPLE, rows, actor).unchanged == ("new@agency.example", world.officer.email)


def test_faults_of_people_and_roles_name_their_rows_and_nothing_is_imported(world: World) -> None:
    actor = world.person(Role.ADMINISTRATOR)
    people = [("no address", "ก", "A"), ("a@b.example", "ก", "A"), ("a@b.example", "ก", "A")]
    assert lines(checked(ImportKind.PEOPLE, people, actor)) == [2, 4]
    officer, code = world.officer.email, world.agency.code
    roles = [
        (officer, "officer", "", "PS", "service_innovation", "", ""),
        ("nobody@b.example", "officer", "", "", "", "", ""),
        (officer, "coordinator", "", "", "", "", ""),
        (officer, "ผู้ประสานงาน", "no-such-agency", "", "", "", ""),
        (officer, "officer", "", "XX", "", "", ""),
        (officer, "officer", "", "PS", "no_such_type", "", ""),
        (officer, "delegate", code, "", "", "", ""),
        (officer, "judge", code, "", "", "", ""),
    ]
    assert sorted(set(lines(checked(ImportKind.ROLES, roles, actor)))) == [3, 4, 5, 6, 7, 8, 9]
    before = db.session.query(RoleGrant).count()
    with pytest.raises(ImportRefused):
        done(ImportKind.ROLES, roles, actor)
    assert db.session.query(RoleGrant).count() == before


def test_roles_are_given_on_their_thing_once(world: World) -> None:
    actor, officer = world.person(Role.ADMINISTRATOR), world.officer
    rows = [
        (officer.email, "coordinator", world.agency.code, "", "", "", ""),
        (officer.email, "เจ้าหน้าที่", "", "ps", "service_innovation", "", ""),
        (officer.email, "delegate", world.agency.code, "", "", "1/1/2569", "๓๑/๑/๒๕๖๙"),
    ]
    assert len(done(ImportKind.ROLES, rows, actor).added) == 3
    held = {
        (each.role, each.branch, each.type_code) for each in db.session.query(RoleGrant).filter_by(person_id=officer.id)
    }
    assert {(Role.OFFICER, "PS", "service_innovation"), (Role.COORDINATOR, None, None)} <= held
    assert len(done(ImportKind.ROLES, rows[:2], actor).unchanged) == 2


def test_an_administrator_imports_no_role_and_no_seat_in_the_pool_for_themselves(world: World) -> None:
    actor, code = world.person(Role.ADMINISTRATOR), world.agency.code
    held = (actor.email, "administrator", "", "", "", "", "")
    rows = [held, (actor.email, "judge", "", "PS", "", "", ""), (world.officer.email, "judge", "", "PS", "", "", "")]
    assert lines(checked(ImportKind.ROLES, rows, actor)) == [3]
    with pytest.raises(ImportRefused):
        done(ImportKind.ROLES, rows, actor)
    pool = [(each.email, "นางตัวอย่าง", "A", code, "PS", "ไม่", "", "0", "20", "") for each in (actor, world.officer)]
    assert lines(checked(ImportKind.ASSESSORS, pool, actor)) == [2]
    assert {grant.role for grant in actor.grants} == {Role.ADMINISTRATOR}


def test_past_winners_warn_at_the_draft_for_the_years_looked_back(world: World) -> None:
    actor, code = world.person(Role.ADMINISTRATOR), world.agency.code
    wrong = [
        ("1999", "PS", "service_innovation", code, "ก", "outstanding", ""),
        ("2566", "PS", "no_type", code, "ก", "outstanding", ""),
        ("2566", "PS", "service_innovation", "nowhere", "ก", "outstanding", ""),
        ("2566", "PS", "service_innovation", code, "ก", "best", ""),
    ]
    assert lines(checked(ImportKind.WINNERS, wrong, actor)) == [2, 3, 4, 5]
    rows = [("2563", "PS", "service_innovation", code, "บริการเดิม", "outstanding", "Old service")]
    assert len(done(ImportKind.WINNERS, rows, actor).added) == 1
    assert len(done(ImportKind.WINNERS, rows, actor).unchanged) == 1
    assert db.session.query(PastWinner).one().level == "outstanding"
    draft = world.draft()
    said = [str(each.reason) for each in warnings_of(draft, {}, at=now(), language="th")]
    assert said == ["Won before: บริการเดิม (2563). It must be another work"]
    change_programme(world.programme, settings_of(world.programme) | {"past_winner_years": 3}, actor=world.officer)
    assert warnings_of(draft, {}, at=now(), language="th") == ()


def test_other_types_and_quotas_warn_at_the_draft(world: World) -> None:
    first, second = world.draft(), world.draft()
    world.draft(world.programme_of("ps-development@2564"))
    world.draft(agency=world.other_agency)
    wanted = settings_of(world.programme) | {"quota_per_agency": 1, "quota_per_ministry": 2}
    change_programme(world.programme, wanted, actor=world.officer)
    said = [str(each.rule) for each in warnings_of(first, {}, at=now(), language="en")]
    assert said == [
        "A work is entered under one award type of the branch only",
        "At most one entry for each agency",
        "At most 2 entries for each ministry",
    ]
    without = settings_of(world.programme) | {
        "one_type_per_branch": False,
        "quota_per_agency": None,
        "quota_per_ministry": 3,
    }
    change_programme(world.programme, without, actor=world.officer)
    assert warnings_of(second, {}, at=now(), language="en") == ()
