"""Importing agencies and assessors: whole or not at all, every fault with its row."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from app.extensions import db
from app.models import Agency, AssessorProfile, Event, Message, Person
from app.queries.registry_agencies import history_of
from app.reports.xlsx import SheetColumn, SheetTable, write_workbook
from app.services.import_assessors import AssessorRow, import_assessors, preview_assessors
from app.services.import_files import COLUMNS, ImportKind, check_upload, import_upload, keep_upload, template_of
from app.services.imports import AgencyRow, ImportRefused, import_agencies, preview_agencies
from app.services.registry import close_agency, place_agency, rename_agency
from app.thai import search_key
from tests.world import World
from workflows.errors import RuleBroken
from workflows.roles import Role

REGISTRY = Path(__file__).parents[3] / "app" / "demo" / "registry.yaml"
ROWS = (
    AgencyRow(2, "ggg", "department", "กรมใหม่", "New Department", parent="mmm"),
    AgencyRow(3, "mmm", "ministry", "กระทรวงใหม่", "New Ministry"),
    AgencyRow(4, "uuu", "responsible_unit", "หน่วยใหม่", "New Unit", parent="ggg"),
)
ASSESSOR = AssessorRow(
    2,
    "One@university.example",
    "นางหนึ่ง ทดสอบ",
    "Mrs. One",
    "uex",
    can_lead="ใช่",
    branches="PS, pg",
    topics="health, digital",
    min_load="๒",
    max_load="10",
    past="dex1 2562, dex2 2018",
)


def faults(rows: list[AgencyRow]) -> list[tuple[int, str]]:
    return [(fault.line, str(fault.obstacle)) for fault in preview_agencies(rows).faults]


def agency(code: str) -> Agency:
    return db.session.query(Agency).filter_by(code=code).one()


def test_parents_may_stand_after_their_children(world: World) -> None:
    done = import_agencies(ROWS, actor=world.person(Role.ADMINISTRATOR))
    assert done.added == ("ggg", "mmm", "uuu")
    ministry = agency("mmm")
    assert [agency(code).ministry_id for code in ("mmm", "ggg", "uuu")] == [None, ministry.id, ministry.id]
    assert agency("uuu").parent == agency("ggg")


def test_a_name_too_long_for_the_form_is_too_long_for_the_import(world: World) -> None:
    others = ROWS[1:]
    too_long, longest = replace(ROWS[0], name_en="N" * 301), replace(ROWS[0], name_en="N" * 300)
    assert faults([too_long, *others]) == [(ROWS[0].line, "A name has at most 300 characters")]
    assert faults([longest, *others]) == []


def test_a_new_agency_is_found_by_its_own_names_alone(world: World) -> None:
    import_agencies(ROWS, actor=None)
    assert agency("ggg").search_key == search_key("ggg กรมใหม่ New Department")


def test_importing_the_same_rows_again_changes_nothing(world: World) -> None:
    import_agencies(ROWS, actor=None)
    before = db.session.query(Event).count()
    again = import_agencies(ROWS, actor=None)
    assert (again.added, again.changed, again.unchanged) == ((), (), ("ggg", "mmm", "uuu"))
    assert db.session.query(Event).count() == before


def test_a_changed_name_is_changed_and_the_old_one_kept(world: World) -> None:
    import_agencies(ROWS, actor=None)
    administrator = world.person(Role.ADMINISTRATOR)
    done = import_agencies([replace(ROWS[0], name_th="กรมเปลี่ยนชื่อ")], actor=administrator)
    assert (done.changed, agency("ggg").name_th) == (("ggg",), "กรมเปลี่ยนชื่อ")
    newest = history_of("agencies", agency("ggg").id)[0]
    assert (newest.kind, newest.was, newest.who) == (
        "agency_renamed",
        ("กรมใหม่", "New Department"),
        administrator,
    )


def test_every_fault_of_every_row_is_named(world: World) -> None:
    rows = [
        AgencyRow(2, "A b", "office", "", "Name"),
        AgencyRow(3, "ok", "department", "กรม", "Department", parent="nowhere"),
        AgencyRow(4, "ok", "department", "กรม", "Department"),
        AgencyRow(5, "dex1", "province", "กรม", "Department"),
    ]
    assert faults(rows) == [
        (2, "Enter the name in both languages"),
        (2, "A code has 2 to 40 letters a to z, digits and hyphens"),
        (2, "There is no kind of agency called office"),
        (3, "There is no agency with the code nowhere"),
        (4, "The code ok already stands in row 3"),
        (5, "The kind of an agency cannot be changed by an import"),
    ]


def test_agencies_under_each_other_are_refused(world: World) -> None:
    rows = [
        AgencyRow(2, "aaa", "department", "ก", "A", parent="bbb"),
        AgencyRow(3, "bbb", "department", "ข", "B", parent="aaa"),
        AgencyRow(4, "ccc", "department", "ค", "C", parent="aaa"),
    ]
    assert faults(rows) == [(2, "An agency cannot stand under itself"), (3, "An agency cannot stand under itself")]


def test_one_fault_and_nothing_is_imported(world: World) -> None:
    before = db.session.query(Agency).count()
    with pytest.raises(ImportRefused) as refused:
        import_agencies([*ROWS, AgencyRow(5, "bad", "", "ก", "A")], actor=None)
    assert [fault.line for fault in refused.value.faults] == [5]
    assert db.session.query(Agency).count() == before


@pytest.mark.parametrize("role", [Role.OFFICER, Role.COORDINATOR, Role.AUDITOR])
def test_only_an_administrator_imports(world: World, role: Role) -> None:
    with pytest.raises(RuleBroken):
        import_agencies(ROWS, actor=world.person(role))
    with pytest.raises(RuleBroken):
        import_assessors([ASSESSOR], actor=world.person(role))
    with pytest.raises(RuleBroken):
        keep_upload(b"", actor=world.person(role))


def test_the_sample_registry_is_imported_whole(world: World) -> None:
    content = yaml.safe_load(REGISTRY.read_text(encoding="utf-8"))
    rows = [
        AgencyRow(line, each["code"], each["kind"], each["th"], each["en"], each["parent"] or "")
        for line, each in enumerate(content["agencies"], start=2)
    ]
    done = import_agencies(rows, actor=None)
    assert (len(done.added), done.changed) == (len(rows), ())


def test_placing_an_agency_moves_everything_below_it_to_the_new_ministry(world: World) -> None:
    import_agencies(ROWS, actor=None)
    place_agency(agency("ggg"), world.ministry, actor=world.person(Role.ADMINISTRATOR))
    assert [agency(code).ministry for code in ("ggg", "uuu")] == [world.ministry, world.ministry]


def test_an_agency_cannot_be_placed_under_its_own_unit(world: World) -> None:
    import_agencies(ROWS, actor=None)
    with pytest.raises(RuleBroken):
        place_agency(agency("mmm"), agency("uuu"), actor=world.person(Role.ADMINISTRATOR))


def test_a_closed_agency_keeps_its_row(world: World) -> None:
    close_agency(world.agency, reason="ยุบรวม", actor=world.person(Role.ADMINISTRATOR))
    assert (agency("dex1").is_active, history_of("agencies", world.agency.id)[0].was) == (False, ("ยุบรวม",))


def test_a_new_name_is_found_by_searching(world: World) -> None:
    rename_agency(world.agency, name_th="กรมที่ดินใหม่", name_en="New Lands", actor=None)
    assert agency("dex1").search_key == "dex1 กรมที่ดินใหม่ new lands"


def test_an_assessor_gets_an_account_a_place_in_the_pool_and_a_link(world: World) -> None:
    done = import_assessors([ASSESSOR], actor=world.person(Role.ADMINISTRATOR))
    person = db.session.query(Person).filter_by(email="one@university.example").one()
    profile = db.session.get(AssessorProfile, person.id)
    assert profile is not None
    assert done.added == ("one@university.example",)
    assert (profile.home_agency.code, profile.can_lead, profile.branches) == ("uex", True, ["PS", "PG"])
    assert (profile.topics, profile.min_load, profile.max_load) == (["health", "digital"], 2, 10)
    assert sorted((past.agency.code, past.until.isoformat()) for past in profile.past_agencies) == [
        ("dex1", "2019-12-31"),
        ("dex2", "2018-12-31"),
    ]
    assert [(message.kind, message.email) for message in db.session.query(Message)] == [
        ("account_made", "one@university.example")
    ]


def test_a_known_assessor_is_brought_up_to_date(world: World) -> None:
    import_assessors([ASSESSOR], actor=None)
    done = import_assessors([replace(ASSESSOR, max_load="5", past="")], actor=None)
    profile = db.session.query(AssessorProfile).one()
    assert (done.added, done.changed) == ((), ("one@university.example",))
    assert (profile.max_load, profile.past_agencies) == (5, [])


def test_the_faults_of_an_assessors_row_are_named_together(world: World) -> None:
    row = AssessorRow(
        7, "nobody", "", "N", "nowhere", can_lead="maybe", branches="XX", min_load="9", max_load="3", past="dex1"
    )
    rows = [ASSESSOR, row, replace(row, line=8)]
    assert [(fault.line, str(fault.obstacle)) for fault in preview_assessors(rows, actor=None).faults] == [
        *((7, words) for words in _ASSESSOR_FAULTS),
        (8, "This address already stands in row 7"),
        *((8, words) for words in _ASSESSOR_FAULTS),
    ]


_ASSESSOR_FAULTS = (
    "Enter an e-mail address, for example name@agency.go.th",
    "Enter the name in both languages",
    "There is no agency with the code nowhere",
    "Name the branches to assess, out of PS, PMQA, PG, PMQA40",
    "The least load is above the greatest",
    "Write yes or no",
    "Write past agencies as code and year, for example moi-dol 2562",
)


def workbook(kind: ImportKind, *rows: tuple[str, ...]) -> bytes:
    columns = tuple(SheetColumn(column.headings[0]) for column in COLUMNS[kind])
    return write_workbook([SheetTable("Sheet", columns, rows)])


def test_a_workbook_is_kept_checked_and_imported(world: World) -> None:
    administrator = world.person(Role.ADMINISTRATOR)
    data = workbook(ImportKind.AGENCIES, ("new-one", "กรมหรือเทียบเท่า", "กรมหนึ่ง", "One", "moex"))
    sha256 = keep_upload(data, actor=administrator)
    assert check_upload(ImportKind.AGENCIES, sha256, actor=administrator).preview.added == ("new-one",)
    import_upload(ImportKind.AGENCIES, sha256, actor=administrator)
    assert agency("new-one").parent == world.ministry
    with pytest.raises(FileNotFoundError):
        check_upload(ImportKind.AGENCIES, sha256, actor=administrator)


def test_a_workbook_is_checked_anew_when_it_is_confirmed(world: World) -> None:
    administrator = world.person(Role.ADMINISTRATOR)
    sha256 = keep_upload(
        workbook(ImportKind.AGENCIES, ("unit", "department", "หน่วย", "Unit", "ggg")), actor=administrator
    )
    with pytest.raises(ImportRefused):
        import_upload(ImportKind.AGENCIES, sha256, actor=administrator)
    import_agencies(ROWS, actor=None)
    import_upload(ImportKind.AGENCIES, sha256, actor=administrator)
    assert agency("unit").ministry == agency("mmm")


def test_what_is_no_workbook_is_one_fault(world: World) -> None:
    administrator = world.person(Role.ADMINISTRATOR)
    sha256 = keep_upload(b"not a workbook", actor=administrator)
    checked = check_upload(ImportKind.ASSESSORS, sha256, actor=administrator)
    assert (checked.rows, len(checked.preview.faults)) == ((), 1)


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("kind", ImportKind)
def test_a_template_can_be_read_back(world: World, kind: ImportKind, language: str) -> None:
    administrator = world.person(Role.ADMINISTRATOR)
    sha256 = keep_upload(template_of(kind, language), actor=administrator)
    checked = check_upload(kind, sha256, actor=administrator)
    unknown = {
        ImportKind.AGENCIES: [],
        ImportKind.ASSESSORS: ["There is no agency with the code moex-one"],
        ImportKind.PEOPLE: [],
        ImportKind.ROLES: [
            "Nobody with this address is registered; import the people first",
            "There is no agency with the code moex-one",
            "Choose the agency this role is for",
        ],
        ImportKind.WINNERS: ["There is no agency with the code moex-one"],
    }[kind]
    assert (len(checked.rows), [str(fault.obstacle) for fault in checked.preview.faults]) == (1, unknown)
