"""The screening report: every application handed in with its result, findings, reasons and who decided, on paper."""

from __future__ import annotations

from io import BytesIO

from flask.testing import FlaskClient
from openpyxl import load_workbook

from app.extensions import db
from app.models import Application, Event
from app.queries.screening_report import Result, screening_report
from app.services.screening import screen_automatically, screen_out_application
from tests.app.reports.reading import absent_from
from tests.panels import pass_screening
from tests.sign_in import sign_in
from tests.statements import count_statements
from tests.world import World
from workflows.roles import Role


def three(world: World) -> list[Application]:
    """One that passed, one that ended at screening, one that waits; and a draft, which is nobody's business yet."""
    passed, ended, waiting = (
        world.submitted(agency=agency) for agency in (world.agency, world.other_agency, world.university)
    )
    world.draft(agency=world.university)
    pass_screening(world, passed)
    for each in (ended, waiting):
        screen_automatically(each)
    screen_out_application(ended, reason="ไม่อยู่ในหลักเกณฑ์", actor=world.officer)
    return [passed, ended, waiting]


def address(world: World) -> str:
    return f"/office/programmes/{world.programme.id}/screening-report"


def test_every_application_handed_in_has_its_result_in_a_constant_number_of_statements(world: World) -> None:
    three(world)
    db.session.commit()
    with count_statements() as statements:
        report = screening_report(world.programme)
    assert [row.result for row in report.rows] == [Result.PASSED, Result.SCREENED_OUT, Result.WAITING]
    assert report.counts == {
        Result.PASSED: 1,
        Result.RETURNED: 0,
        Result.SCREENED_OUT: 1,
        Result.WAITING: 1,
        Result.GONE: 0,
    }
    before = len(statements)
    world.submitted(agency=world.agency)
    with count_statements() as statements:
        screening_report(world.programme)
    assert len(statements) == before


def test_the_paper_and_the_workbook_say_the_same_and_are_on_record(world: World, client: FlaskClient) -> None:
    passed, ended, waiting = three(world)
    sign_in(client, world.person(Role.DIRECTOR))
    assert client.get(address(world)).status_code == 200
    pdf = client.post(address(world), data={"format": "pdf"})
    expected = [
        "รายงานผลการตรวจกลั่นกรองเอกสาร",
        *(each.agency.name_th for each in (passed, ended, waiting)),
        "ไม่อยู่ในหลักเกณฑ์",
        world.officer.name_th,
        "เลขานุการคณะอนุกรรมการ",
    ]
    assert absent_from(pdf.data, expected) == []
    book = load_workbook(BytesIO(client.post(address(world), data={"format": "xlsx"}).data))
    rows = {row[0]: row for row in book[book.sheetnames[1]].iter_rows(values_only=True)}
    assert set(rows) >= {each.code for each in (passed, ended, waiting)}
    assert rows[ended.code][7] == "ไม่อยู่ในหลักเกณฑ์"
    events = db.session.query(Event).filter_by(subject="exports:screening")
    assert [event.data["rows"] for event in events] == [3, 3]


def test_an_empty_report_and_strangers(world: World, client: FlaskClient) -> None:
    sign_in(client, world.officer)
    assert client.get(address(world)).status_code == 200
    assert client.post(address(world), data={"format": "pdf"}).status_code == 200
    sign_in(client, world.person(Role.COORDINATOR))
    assert client.get(address(world)).status_code == 404
    assert client.post(address(world)).status_code == 404
