"""The administrator's pages about people, imports and the installation."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from flask.testing import FlaskClient

from app.clock import now
from app.extensions import db, storage
from app.models import Agency, Event, Invitation, Message, PastWinner, Person, RoleGrant, StoredFile
from app.reports.xlsx import SheetColumn, SheetTable, write_workbook
from app.services.import_files import COLUMNS, ImportKind
from app.services.import_winners import WinnerRow, preview_winners, remove_winner
from tests.sample_files import pdf
from tests.sign_in import sign_in
from tests.statements import count_statements
from tests.world import World
from workflows.errors import RuleBroken
from workflows.roles import Role


@pytest.fixture
def administrator(client: FlaskClient, world: World) -> FlaskClient:
    sign_in(client, world.person(Role.ADMINISTRATOR))
    client.post("/language", data={"language": "en"})
    return client


def workbook(*rows: tuple[str, ...], kind: ImportKind = ImportKind.AGENCIES) -> bytes:
    columns = tuple(SheetColumn(column.headings[0]) for column in COLUMNS[kind])
    return write_workbook([SheetTable("Sheet", columns, rows)])


def upload(client: FlaskClient, data: bytes, kind: ImportKind = ImportKind.AGENCIES) -> str:
    answer = client.post(f"/admin/imports/{kind}", data={"workbook": (BytesIO(data), f"{kind}.xlsx")})
    return answer.headers["Location"]


def test_people_are_found_by_name_role_and_agency(administrator: FlaskClient, world: World) -> None:
    world.person(Role.HEAD)
    world.person(Role.COORDINATOR, world.other_agency)

    def found(query: str) -> list[str]:
        page = administrator.get(f"/admin/people?{query}").text
        return [name for name in ("officer@", "head-dex1-1@", "coordinator-dex2-1@") if f">{name}" in page]

    assert found("") == ["officer@", "head-dex1-1@", "coordinator-dex2-1@"]
    assert found("q=HEAD") == ["head-dex1-1@"]
    assert found("q=เจ้าหน้าที่") == ["officer@"]
    assert found("role=coordinator") == ["coordinator-dex2-1@"]
    assert found("agency=dex1") == ["head-dex1-1@"]


def test_more_people_need_no_more_statements(administrator: FlaskClient, world: World) -> None:
    counts = []
    for roles in ((Role.HEAD,), (Role.COORDINATOR, Role.CONTRIBUTOR)):
        for role in roles:
            world.person(role)
        with count_statements() as found:
            administrator.get("/admin/people")
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_a_role_is_given_and_ended(administrator: FlaskClient, world: World) -> None:
    address = f"/admin/people/{world.officer.id}"
    data = {"role": "delegate", "agency": "dex1", "branch": "", "starts_on": "1/3/2569", "ends_on": "๓๑/๓/๒๕๖๙"}
    assert administrator.post(f"{address}/roles", data=data).status_code == 302
    grant = db.session.query(RoleGrant).filter_by(person_id=world.officer.id, role=Role.DELEGATE).one()
    assert (str(grant.starts_on), str(grant.ends_on)) == ("2026-03-01", "2026-03-31")
    administrator.post(f"{address}/roles/{grant.id}/revoke")
    db.session.expire_all()
    assert grant.revoked_at is not None
    assert "Ended" in administrator.get(address).text


def test_a_role_that_does_not_fit_is_said_at_its_field(administrator: FlaskClient, world: World) -> None:
    data = {"role": "coordinator", "agency": "", "branch": "", "starts_on": "yesterday", "ends_on": ""}
    page = administrator.post(f"/admin/people/{world.officer.id}/roles", data=data).text
    assert 'value="yesterday"' in page
    data["starts_on"] = ""
    page = administrator.post(f"/admin/people/{world.officer.id}/roles", data=data).text
    assert page.count("Choose the agency this role is for") == 2


def test_the_agency_of_a_role_is_chosen_by_its_name(administrator: FlaskClient, world: World) -> None:
    address = f"/admin/people/{world.officer.id}"
    data = {"role": "contributor", "agency": "Department of Nowhere", "branch": "", "starts_on": "", "ends_on": ""}
    page = administrator.post(f"{address}/roles", data=data).text
    assert page.count("No agency of the register is called so. Choose one from the list") == 2
    assert '<option value="Department One (dex1)">' in page
    data["agency"] = "Department One (dex1)"
    assert administrator.post(f"{address}/roles", data=data).status_code == 302
    assert db.session.query(RoleGrant).filter_by(role=Role.CONTRIBUTOR).one().agency == world.agency


def test_an_invitation_begins_with_the_agency_it_was_asked_from(administrator: FlaskClient, world: World) -> None:
    for code, value in (("dex1", "Department One (dex1)"), ("nowhere", "")):
        page = administrator.get(f"/admin/people/invite?agency={code}").text
        assert f'id="agency" name="agency" value="{value}"' in page


def test_somebody_elses_grant_is_not_there(administrator: FlaskClient, world: World) -> None:
    grant = db.session.query(RoleGrant).filter_by(person_id=world.officer.id).one()
    head = world.person(Role.HEAD)
    assert administrator.post(f"/admin/people/{head.id}/roles/{grant.id}/revoke").status_code == 404


def test_an_invitation_shows_its_link_where_no_mail_can_carry_it(administrator: FlaskClient, world: World) -> None:
    data = {
        "email": "new@x.example",
        "name_th": "นางใหม่",
        "name_en": "New",
        "role": "coordinator",
        "agency": "dex1",
        "branch": "",
    }
    administrator.post("/admin/people/invite", data=data)
    link = db.session.query(Message.link).filter_by(kind="invitation").scalar()
    assert db.session.query(Invitation).one().email == "new@x.example"
    shown = administrator.get("/admin/people/invite").text
    assert link in shown
    where = shown.index(link)
    assert 'class="lr-hash lr-noprint"' in shown[shown.rindex("<p", 0, where) : where], (
        "on paper it would let anybody in"
    )


def test_a_wrong_address_is_said_at_its_field(administrator: FlaskClient, world: World) -> None:
    data = {"email": "nowhere", "name_th": "น", "name_en": "N", "role": "officer", "agency": "", "branch": ""}
    page = administrator.post("/admin/people/invite", data=data).text
    assert page.count("Enter an e-mail address, for example name@agency.go.th") == 2
    assert db.session.query(Invitation).count() == 0


def test_a_name_is_corrected_and_an_account_closed(administrator: FlaskClient, world: World) -> None:
    address = f"/admin/people/{world.officer.id}"
    administrator.post(f"{address}/rename", data={"name_th": "นางสาวแก้ไข", "name_en": "Corrected"})
    administrator.post(f"{address}/close")
    db.session.expire_all()
    assert (world.officer.name_th, world.officer.is_active) == ("นางสาวแก้ไข", False)
    assert "Account closed" in administrator.get(address).text
    administrator.post(f"{address}/reopen")
    db.session.expire_all()
    assert world.officer.is_active is True


def test_a_link_to_a_password_is_handed_over_where_there_is_no_mail(administrator: FlaskClient, world: World) -> None:
    administrator.post(f"/admin/people/{world.officer.id}/password-link")
    link = db.session.query(Message.link).filter_by(kind="password_reset").scalar()
    assert link in administrator.get(f"/admin/people/{world.officer.id}").text


def test_the_own_account_cannot_be_closed(administrator: FlaskClient, world: World) -> None:
    me = db.session.query(Person).filter(Person.email.startswith("administrator")).one()
    assert administrator.post(f"/admin/people/{me.id}/close").status_code == 409


def test_a_workbook_is_shown_before_it_is_imported(administrator: FlaskClient, world: World) -> None:
    preview = upload(administrator, workbook(("new-1", "department", "กรมหนึ่ง", "One", "moex")))
    page = administrator.get(preview).text
    assert "new-1" in page
    assert db.session.query(Agency).filter_by(code="new-1").count() == 0
    answer = administrator.post(f"{preview}/confirm")
    assert answer.headers["Location"] == "/admin/agencies"
    assert db.session.query(Agency).filter_by(code="new-1").count() == 1
    assert administrator.get(preview).status_code == 404


def test_faults_are_shown_row_by_row_and_nothing_is_imported(administrator: FlaskClient, world: World) -> None:
    preview = upload(
        administrator,
        workbook(("good-1", "department", "กรมหนึ่ง", "One", ""), ("bad-1", "department", "กรมสอง", "Two", "nowhere")),
    )
    page = administrator.get(preview).text
    assert "1 fault: nothing was imported" in page
    said = "<td>Code of the agency above</td><td>There is no agency with the code nowhere</td>"
    assert f'<th scope="row" class="num">3</th>{said}' in page
    assert administrator.post(f"{preview}/confirm").status_code == 200
    assert db.session.query(Agency).filter_by(code="good-1").count() == 0


def test_blank_cells_and_what_the_rules_say_are_told_at_once_with_the_columns_in_the_language_of_the_page(
    administrator: FlaskClient, world: World
) -> None:
    rows = (
        ("new-1", "department", "", "One", "nowhere"),
        ("new-1", "department", "กรมสอง", "Two", ""),
        ("new-2", "", "กรมสาม", "Three", "new-1"),
    )
    page = administrator.get(upload(administrator, workbook(*rows))).text
    told = re.findall(r'<th scope="row" class="num">(\d)</th><td>([^<]*)</td><td>([^<]*)</td>', page)
    assert told == [
        ("2", "Name in Thai", "Fill in “Name in Thai”."),
        ("2", "Code of the agency above", "There is no agency with the code nowhere"),
        ("3", "Code", "The code new-1 already stands in row 2"),
        ("4", "Kind", "Fill in “Kind”."),
    ]


def test_the_preview_names_what_is_added_and_says_from_what_to_what_a_thing_changes(
    administrator: FlaskClient, world: World
) -> None:
    known = world.agency
    changed = (known.code, known.kind.value, "กรมใหม่", known.name_en, known.parent.code if known.parent else "")
    rows = (("new-1", "department", "กรมหนึ่ง", "One", ""), changed)
    page = administrator.get(upload(administrator, workbook(*rows))).text
    assert (
        "new-1 · One" in page,
        f"<li>Name in Thai: {known.name_th} → กรมใหม่</li>" in page.replace("\u2060", ""),
    ) == (
        True,
        True,
    )


def test_a_discarded_workbook_is_gone(administrator: FlaskClient, world: World) -> None:
    preview = upload(administrator, workbook(("new-1", "department", "กรมหนึ่ง", "One", "")))
    administrator.post(f"{preview}/discard")
    assert administrator.get(preview).status_code == 404


def test_discarding_deletes_no_file_of_an_application(administrator: FlaskClient, world: World) -> None:
    sha256, size = storage().put(BytesIO(pdf()))
    db.session.add(StoredFile(sha256=sha256, size=size, media_type="application/pdf", stored_at=now()))
    db.session.commit()
    administrator.post(f"/admin/imports/agencies/{sha256}/discard")
    with storage().open(sha256) as stream:
        assert stream.read(4) == b"%PDF"


def test_without_a_file_the_field_says_so(administrator: FlaskClient, world: World) -> None:
    assert administrator.post("/admin/imports/agencies", data={}).text.count("Choose a file<") == 2
    assert administrator.get("/admin/imports/pigeons").status_code == 404


def test_the_health_page_names_database_criteria_and_workers(administrator: FlaskClient, world: World) -> None:
    page = administrator.get("/admin/health").text
    assert "No worker answers" in page
    assert "ps-innovation@2564" in page
    assert "unchanged" in page


def test_the_first_page_counts_what_there_is(administrator: FlaskClient, world: World) -> None:
    page = administrator.get("/admin").text
    assert ["<dd>4</dd>" in page, "<dd>2</dd>" in page] == [True, True]


def test_past_winners_are_named_as_their_criteria_name_them(administrator: FlaskClient, world: World) -> None:
    for level in ("outstanding", "of_old"):
        work = {"title_th": level, "level": level, "search_key": level, "imported_at": now()}
        award = {"year_be": 2563, "branch": "PS", "type_code": "service_innovation", "agency_id": world.agency.id}
        db.session.add(PastWinner(**award, **work))
    db.session.commit()
    page = administrator.get("/admin/past-winners").text
    assert "service_innovation" not in page
    assert ">Outstanding<" in page
    assert ">of_old<" in page, "what the criteria do not know stays as it was imported"


def test_nothing_has_won_in_a_year_still_to_come(world: World) -> None:
    year = now().year + 543
    rows = [
        WinnerRow(line, str(each), "PS", "service_innovation", world.agency.code, "ผลงาน", "good")
        for line, each in enumerate((year, year + 1, 2599), 2)
    ]
    found = preview_winners(rows)
    assert [(fault.line, fault.obstacle.field) for fault in found.faults] == [(3, "year"), (4, "year")]


def test_a_wrong_past_winner_is_taken_out_with_a_reason_by_an_administrator(
    administrator: FlaskClient, world: World
) -> None:
    work = {"title_th": "ผลงานผิดปี", "level": "good", "search_key": "ผลงานผิดปี", "imported_at": now()}
    award = {"year_be": 2599, "branch": "PS", "type_code": "service_innovation", "agency_id": world.agency.id}
    winner = PastWinner(**award, **work)
    db.session.add(winner)
    db.session.commit()
    path = f"/admin/past-winners/{winner.id}/removal"
    assert path in administrator.get("/admin/past-winners").text
    assert administrator.post(path, data={"reason": ""}).status_code == 422
    with pytest.raises(RuleBroken):
        remove_winner(winner, reason="ผิดปี", actor=world.officer)
    assert administrator.post(path, data={"reason": "ปีผิด"}).status_code == 302
    assert db.session.query(PastWinner).count() == 0
    event = db.session.query(Event).filter_by(kind="past_winner_removed").one()
    assert (event.data["year"], event.data["reason"][:7]) == (2599, "sha256:")
    assert administrator.get(path).status_code == 404


def test_roles_to_be_given_are_named_with_what_they_are_held_on(administrator: FlaskClient, world: World) -> None:
    email = world.officer.email
    rows = [(email, "coordinator", world.agency.code, "", "", "", ""), (email, "officer", "", "pg", "", "", "")]
    page = administrator.get(upload(administrator, workbook(*rows, kind=ImportKind.ROLES), ImportKind.ROLES)).text
    listed = page.replace("\u2060", "").replace("\u00a0", " ")
    assert f"<li>{email} · Coordinator · {world.agency.name_en}</li>" in listed
    assert f"<li>{email} · OPDC officer · Participatory governance</li>" in listed
