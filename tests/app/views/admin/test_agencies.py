"""The administrator's pages about agencies."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from app.extensions import db
from app.models import Agency
from app.services.imports import AgencyRow, import_agencies
from tests.sign_in import sign_in
from tests.statements import count_statements
from tests.world import World
from workflows.roles import Role


@pytest.fixture
def administrator(client: FlaskClient, world: World) -> FlaskClient:
    sign_in(client, world.person(Role.ADMINISTRATOR))
    client.post("/language", data={"language": "en"})
    return client


def readable(text: str) -> str:
    return text.replace("\u2060", "").replace("\u00a0", " ")


def test_agencies_are_found_by_part_of_a_name_a_kind_or_a_ministry(administrator: FlaskClient, world: World) -> None:
    def found(query: str) -> list[str]:
        page = administrator.get(f"/admin/agencies?{query}").text
        return [code for code in ("moex", "dex1", "dex2", "uex") if f">{code}<" in page]

    assert found("q=ตัวอย่าง") == ["moex", "dex1", "dex2", "uex"]
    assert found("q=one") == ["dex1"]
    assert found("q=กรม หนึ่ง") == ["dex1"]
    assert found("kind=university") == ["uex"]
    assert found("ministry=moex") == ["moex", "dex1", "dex2"]
    assert found("q=nothing") == []


def test_more_agencies_need_no_more_statements(administrator: FlaskClient, world: World) -> None:
    counts = []
    for query in ("q=one", "q=ตัวอย่าง"):
        with count_statements() as found:
            administrator.get(f"/admin/agencies?{query}")
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_an_agency_is_added(administrator: FlaskClient, world: World) -> None:
    data = {"code": "new-1", "kind": "department", "name_th": "กรมใหม่", "name_en": "New", "parent": "moex"}
    answer = administrator.post("/admin/agencies/add", data=data)
    made = db.session.query(Agency).filter_by(code="new-1").one()
    assert answer.headers["Location"] == f"/admin/agencies/{made.id}"
    assert made.ministry == world.ministry


def test_a_taken_code_is_said_at_its_field_and_keeps_what_was_typed(administrator: FlaskClient, world: World) -> None:
    data = {"code": "dex1", "kind": "province", "name_th": "จังหวัดใหม่", "name_en": "New", "parent": ""}
    page = administrator.post("/admin/agencies/add", data=data).text
    assert page.count("There is already an agency with this code") == 2
    assert 'value="จังหวัดใหม่"' in page
    assert '<option value="province" selected>' in page


def test_a_renamed_agency_shows_its_old_name_in_its_history(administrator: FlaskClient, world: World) -> None:
    address = f"/admin/agencies/{world.agency.id}"
    administrator.post(f"{address}/rename", data={"name_th": "กรมชื่อใหม่", "name_en": "Renamed"})
    page = readable(administrator.get(address).text)
    assert "before: กรมตัวอย่างหนึ่ง / Department One" in page
    assert "Renamed" in page


def test_an_agency_is_placed_closed_and_opened_again(administrator: FlaskClient, world: World) -> None:
    address = f"/admin/agencies/{world.university.id}"
    administrator.post(f"{address}/place", data={"parent": "moex"})
    assert "invite?agency=uex" in administrator.get(address).text
    assert administrator.post(f"{address}/close", data={"reason": ""}).status_code == 200
    administrator.post(f"{address}/close", data={"reason": "ยุบรวม"})
    db.session.expire_all()
    assert (world.university.ministry, world.university.is_active) == (world.ministry, False)
    assert "invite?agency=uex" not in administrator.get(address).text, "nobody is invited to a closed agency"
    assert ">uex<" not in administrator.get("/admin/agencies").text
    assert ">uex<" in administrator.get("/admin/agencies?closed=yes").text
    administrator.post(f"{address}/reopen")
    db.session.expire_all()
    assert world.university.is_active is True


def test_the_agency_above_is_typed_in_any_way_it_is_called(administrator: FlaskClient, world: World) -> None:
    address, agency = f"/admin/agencies/{world.university.id}", world.university
    for wrote in ("Ministry of Examples (moex)", "MOEX", world.ministry.name_th, world.ministry.name_en.lower()):
        administrator.post(f"{address}/place", data={"parent": ""})
        db.session.refresh(agency)
        assert agency.parent is None
        administrator.post(f"{address}/place", data={"parent": wrote})
        db.session.refresh(agency)
        assert agency.parent == world.ministry
    assert f'name="parent" value="{world.ministry.name_en} (moex)"' in administrator.get(address).text


def test_an_agency_above_that_does_not_exist_is_said_at_its_field(administrator: FlaskClient, world: World) -> None:
    address, before = f"/admin/agencies/{world.agency.id}", world.agency.parent_id
    page = administrator.post(f"{address}/place", data={"parent": "Ministry of Nowhere"}).text
    assert page.count("No agency of the register is called so. Choose one from the list") == 2
    assert 'value="Ministry of Nowhere"' in page
    db.session.refresh(world.agency)
    assert world.agency.parent_id == before


def test_an_agency_under_itself_is_refused(administrator: FlaskClient, world: World) -> None:
    page = administrator.post(f"/admin/agencies/{world.ministry.id}/place", data={"parent": "dex1"}).text
    assert "An agency cannot stand under itself" in page


def test_pages_of_fifty(administrator: FlaskClient, world: World) -> None:
    rows = [AgencyRow(n, f"many-{n}", "department", f"กรมที่ {n}", f"Department {n}") for n in range(60)]
    import_agencies(rows, actor=None)
    assert 'aria-label="Page 2"' in administrator.get("/admin/agencies").text
    assert administrator.get("/admin/agencies?page=2").text.count('data-l="Code"') == 14


@pytest.mark.parametrize("role", [Role.OFFICER, Role.HEAD, Role.AUDITOR, Role.JUDGE, Role.ASSESSOR])
def test_for_everyone_else_there_are_no_such_pages(client: FlaskClient, world: World, role: Role) -> None:
    sign_in(client, world.person(role))
    addresses = [
        "/admin",
        "/admin/agencies",
        "/admin/agencies/add",
        f"/admin/agencies/{world.agency.id}",
        "/admin/people",
        f"/admin/people/{world.officer.id}",
        "/admin/people/invite",
        "/admin/imports/agencies",
        "/admin/imports/agencies/template",
        "/admin/health",
    ]
    assert [client.get(address).status_code for address in addresses] == [404] * len(addresses)
    posts = [
        f"/admin/agencies/{world.agency.id}/rename",
        f"/admin/agencies/{world.agency.id}/close",
        f"/admin/people/{world.officer.id}/roles",
        f"/admin/people/{world.officer.id}/password-link",
        f"/admin/imports/agencies/{'0' * 64}/confirm",
    ]
    assert [client.post(address).status_code for address in posts] == [404] * len(posts)
