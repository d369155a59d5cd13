"""All applications for staff: searched, sorted, exported; the record of one with its timeline and its acts."""

from __future__ import annotations

import re
from io import BytesIO

from flask.testing import FlaskClient
from openpyxl import load_workbook

from app.clock import now
from app.extensions import db
from app.models import Event, Proposal
from tests.assessing import hand_in_report
from tests.before_committee import agreed_by_panel
from tests.panels import assessor
from tests.rounds import agree, through_round_one
from tests.sign_in import sign_in
from tests.staff_rows import write_applications
from tests.statements import count_statements
from tests.world import World
from workflows.application import ApplicationState as S
from workflows.roles import Role


def test_applications_are_found_by_any_part_of_a_name_by_programme_and_by_state(
    world: World, client: FlaskClient
) -> None:
    mine, other = world.submitted(), world.submitted(agency=world.university)
    sign_in(client, world.officer)
    search = {
        "?q=ตัวอย่างหนึ่ง": (True, False),
        f"?q={other.code.lower()}": (False, True),
        f"?programme={world.programme.id}": (True, True),
        "?programme=none": (False, False),
        "?state=submitted": (True, True),
        "?state=draft": (False, False),
    }
    found = {}
    for query in search:
        page = client.get(f"/office/applications{query}").get_data(as_text=True)
        found[query] = (str(mine.id) in page, str(other.id) in page)
    assert found == search


def test_the_list_is_sorted_as_asked(world: World, client: FlaskClient) -> None:
    first, second = world.submitted(), world.submitted(agency=world.university)
    sign_in(client, world.officer)
    rising = client.get("/office/applications?sort=agency").get_data(as_text=True)
    falling = client.get("/office/applications?sort=agency&order=down").get_data(as_text=True)
    assert rising.index(str(first.id)) < rising.index(str(second.id))
    assert falling.index(str(second.id)) < falling.index(str(first.id))


def test_the_search_is_exported_as_a_workbook_and_the_export_is_on_record(world: World, client: FlaskClient) -> None:
    application = world.submitted()
    world.submitted(agency=world.university)
    sign_in(client, world.officer)
    response = client.post("/office/applications/export", data={"q": "ตัวอย่างหนึ่ง"})
    rows = list(load_workbook(BytesIO(response.data)).worksheets[0].iter_rows(values_only=True))
    assert [row[0] for row in rows] == ["รหัส", application.code]
    event = db.session.query(Event).filter_by(kind="exported").one()
    assert (event.subject, event.data["rows"], event.actor) == (
        "exports:applications",
        1,
        world.officer.ledger_ref,
    )


def test_the_export_calls_the_stage_of_a_visit_the_visit(world: World, client: FlaskClient) -> None:
    application = through_round_one(world)
    hand_in_report(world, application)
    agree(world, application, 100)
    stage = application.stage_now
    assert stage
    assert (application.state, stage.kind) == (S.SITE_VISIT, "site_visit")
    sign_in(client, world.officer)
    for language, heading in (("th", "ขั้นตอน"), ("en", "Stage")):
        client.post("/language", data={"language": language, "next": "/"})
        response = client.post("/office/applications/export")
        heads, row = load_workbook(BytesIO(response.data)).worksheets[0].iter_rows(values_only=True)
        assert dict(zip(heads, row, strict=True))[heading] == stage.title(language)


def test_the_export_tells_no_award_from_no_decision(world: World, client: FlaskClient) -> None:
    decided, waiting = world.submitted(), world.submitted(agency=world.university)
    decided.state, decided.award, decided.decided_at = S.DECIDED, "none", now()
    db.session.commit()
    sign_in(client, world.officer)
    response = client.post("/office/applications/export")
    heads, *rows = load_workbook(BytesIO(response.data)).worksheets[0].iter_rows(values_only=True)
    outcome = {row[0]: row[heads.index("ผลการพิจารณา")] for row in rows}
    assert (outcome[decided.code], outcome[waiting.code]) == ("ไม่ได้รับรางวัล", None)


def test_the_record_tells_panel_scores_and_everything_that_happened(world: World, client: FlaskClient) -> None:
    application = agreed_by_panel(world)
    sign_in(client, world.officer)
    page = client.get(f"/office/applications/{application.id}").get_data(as_text=True)
    plain = page.replace("\u2060", "").replace("\u00a0", " ")
    assert assessor(world, 1).name_th in plain
    titles = ("ส่งใบสมัคร", "ผ่านการกลั่นกรอง", "เผยแพร่คณะผู้ตรวจ", "ส่งแบบให้คะแนน", "บันทึกฉันทามติ")
    assert [plain.count(f'<p class="lr-strong">{title}</p>') for title in titles] == [1, 1, 1, 3, 1]


def test_the_record_prints_a_status_total_whole_and_puts_a_visit_under_its_own_stage(
    world: World, client: FlaskClient
) -> None:
    application = through_round_one(world, quality=90)
    hand_in_report(world, application)
    agree(world, application, 90)
    assert application.state is S.SITE_VISIT
    sign_in(client, world.officer)
    page = client.get(f"/office/applications/{application.id}").get_data(as_text=True).replace("\u2060", "")
    totals = re.findall(r'<span class="lr-mid">([^<]+)</span>', page)
    assert [total.isdigit() for total in totals] == [True, True], totals
    stage = re.search(r"<dt>ขั้นตอน</dt><dd>([^<]+)</dd>", page)
    assert stage is not None and "รอบที่\u00a03" in stage[1], stage


def test_a_disqualification_is_proposed_with_a_reason_once(world: World, client: FlaskClient) -> None:
    application = world.submitted()
    sign_in(client, world.officer)
    path = f"/office/applications/{application.id}/disqualification"
    assert client.post(path, data={"reason": ""}).status_code == 409
    assert client.post(path, data={"reason": "ยื่นซ้ำ"}).status_code == 302
    assert client.post(path, data={"reason": "ยื่นซ้ำ"}).status_code == 409
    assert [each.act for each in db.session.query(Proposal)] == ["disqualify"]


def test_more_applications_need_no_more_statements(world: World, client: FlaskClient) -> None:
    sign_in(client, world.officer)
    counts, exports = [], []
    for agencies in ((world.agency,), (world.other_agency, world.university)):
        for agency in agencies:
            world.submitted(agency=agency)
        with count_statements() as statements:
            assert client.get("/office/applications").status_code == 200
        counts.append(len(statements))
        with count_statements() as statements:
            assert client.post("/office/applications/export").status_code == 200
        exports.append(len(statements))
    assert (counts[0], exports[0]) == (counts[1], exports[1])


def test_judges_strangers_and_other_branches_find_no_record(world: World, client: FlaskClient) -> None:
    application = world.submitted()
    for person in (
        world.person(Role.JUDGE),
        world.person(Role.COORDINATOR),
        world.person(Role.OFFICER, number=2, branch="PG"),
    ):
        sign_in(client, person)
        assert client.get(f"/office/applications/{application.id}").status_code == 404
    assert str(application.id) not in client.get("/office/applications").get_data(as_text=True)


def test_an_auditor_reads_everything_and_changes_nothing(world: World, client: FlaskClient) -> None:
    application = world.submitted()
    sign_in(client, world.person(Role.AUDITOR))
    path = f"/office/applications/{application.id}"
    assert client.get(path).status_code == 200
    assert client.post(f"{path}/disqualification", data={"reason": "x"}).status_code == 404


def test_a_page_of_a_long_list_says_on_paper_which_it_is(world: World, client: FlaskClient) -> None:
    write_applications(world.programme, 60, creator=world.officer)
    sign_in(client, world.officer)
    page = client.get("/office/applications?page=2").get_data(as_text=True)
    said = page.split('<p class="lr-onpaper">')[1].split("</p>")[0]
    assert said.replace("\u2060", "").replace("\u00a0", " ") == "หน้า 2 จาก 2 ของรายการนี้"


def test_the_cycle_a_list_is_narrowed_to_stands_in_its_head(world: World, client: FlaskClient) -> None:
    sign_in(client, world.officer)
    year = world.cycle.year_be
    for asked, is_said in ((f"?year={year}&reached=received", True), ("", False)):
        assert (f"· รอบปี {year}</p>" in client.get(f"/office/applications{asked}").text) == is_said
