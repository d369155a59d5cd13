"""The dossier of one application: what a visit found and changed, what was judged, and how sure the total is."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from flask.testing import FlaskClient

from app.clock import now
from app.extensions import db
from app.models import Application, ConsensusSheet, Stance, VisitPoint
from app.queries.criteria import rubric_of
from app.queries.stage_facts import facts_of
from app.services.applications import send_for_approval, submit_application
from app.services.consensus import record_consensus, save_agreement
from app.services.decisions import close_visit, confirm_decision, propose_decision
from app.services.evidence import attach_file
from app.services.gate_overrides import confirm_override, propose_override
from app.services.interests import declare_interest
from app.services.kept_agreements import confirm_keeping, propose_to_keep
from app.services.opinions import mark_of, say_opinion
from app.services.quarantine import check_file
from app.services.rounds import move_on
from app.services.visits import add_point, settle_point
from tests.app.reports.reading import absent_from
from tests.assessing import hand_in_report, in_the_room
from tests.before_committee import PRESENT, agreed_by_panel
from tests.panels import assessor, hear_everybody, let_move, pass_screening, score_all, seat_panel
from tests.rounds import agree, through_round_one
from tests.sample_files import pdf
from tests.sign_in import sign_in
from tests.with_app import Clock
from tests.world import World
from workflows.document.questions import ATTACHMENTS
from workflows.roles import Role
from workflows.scoring.printing import page_total


def read(client: FlaskClient, address: str) -> str:
    return client.get(address).get_data(as_text=True).replace("\u2060", "").replace("\u00a0", " ")


def dossier(application: Application) -> str:
    return f"/committee/applications/{application.id}"


def document(application: Application, stage: str) -> str:
    return f"{dossier(application)}/stages/{stage}/document"


@pytest.fixture
def visited(world: World) -> Application:
    """Give an entry whose visit lies before it."""
    room = in_the_room(world, 95)
    record_consensus(room, actor=assessor(world, 1))
    move_on(room.application)
    return room.application


def found(world: World, application: Application, node: str, **said: object) -> VisitPoint:
    point = add_point(application, node, f"ดูหลักฐานของ {node}", actor=assessor(world, 1))
    told = {"finding": "verified", "note": "พบตามรายงาน", "given": {}, "why": "", "version": 1} | said
    return settle_point(point, actor=assessor(world, 1), **told)


def close(world: World, application: Application) -> None:
    close_visit(application, is_confirmed=True, note="พบตามรายงาน", is_online=False, actor=assessor(world, 1))


def test_the_committee_reads_each_finding_and_what_it_changed_and_no_name(
    world: World, client: FlaskClient, visited: Application
) -> None:
    agreed, shown = facts_of(visited)["total.consensus"], page_total(rubric_of(visited.programme))
    judge = world.person(Role.JUDGE)
    found(world, visited, "d1.1", finding="refuted", note="ทะเบียนไม่ครบ", given={"percent": "45"}, why="มีเพียงครึ่งเดียว")
    found(world, visited, "d1.2", note="เห็นของจริง")
    sign_in(client, judge)
    assert "คณะผู้ตรวจยังไม่ได้บันทึกผลการตรวจในพื้นที่" in read(client, dossier(visited))
    close(world, visited)
    page = read(client, dossier(visited)).split('id="visit-heading"')[1].split("</section>")[0]
    said = ["ดูหลักฐานของ d1.1", "ทะเบียนไม่ครบ", "มีเพียงครึ่งเดียว", "ค่าเฉลี่ยของคณะ", "ร้อยละ 45", "เห็นของจริง"]
    assert [words for words in said if words not in page] == []
    assert page.count("ค่าที่คณะตกลงไว้คงเดิม") == 1
    assert f"<dd>{shown(agreed)} → {shown(facts_of(visited)['total.final'])}</dd>" in page
    assert assessor(world, 1).name_th not in read(client, dossier(visited))


def test_the_papers_print_the_total_as_the_visit_left_it(
    world: World, client: FlaskClient, visited: Application
) -> None:
    agreed, shown = facts_of(visited)["total.consensus"], page_total(rubric_of(visited.programme))
    found(world, visited, "d1.1", finding="refuted", given={"percent": "45"}, why="มีเพียงครึ่งเดียว")
    close(world, visited)
    proposal = propose_decision(
        visited,
        "none",
        reason="ผลไม่ถึงเกณฑ์",
        attended=[],
        guests=PRESENT,
        recused=[],
        minutes="รับทราบ",
        actor=world.person(Role.JUDGE),
    )
    confirm_decision(proposal, actor=world.person(Role.DIRECTOR))
    sign_in(client, world.person(Role.DIRECTOR))
    before, after = (f"{shown(total)} / 100" for total in (agreed, facts_of(visited)["total.final"]))
    for paper in (f"programmes/{visited.programme.id}/minutes.pdf", f"applications/{visited.id}/decision.pdf"):
        assert absent_from(client.get(f"/committee/{paper}").data, [before, after]) == [before]
    record = read(client, f"/office/applications/{visited.id}")
    assert f"{shown(agreed)} → {shown(facts_of(visited)['total.final'])}</span>" in record


def test_what_a_panel_wanted_to_see_is_told_where_no_visit_was_held(world: World, client: FlaskClient) -> None:
    room = in_the_room(world, 85)
    wanted = {"value": {"percent": "85"}, "to_verify": "ดูทะเบียนผู้รับบริการ"}
    version = next((entry.version for entry in room.entries if entry.node_id == "d1.1"), 0)
    save_agreement(room, "d1.1", wanted, version=version, actor=assessor(world, 1))
    hear_everybody(room)
    record_consensus(room, actor=assessor(world, 1))
    let_move(room.application)
    sign_in(client, world.person(Role.JUDGE))
    page = read(client, dossier(room.application)).split('id="visit-heading"')[1].split("</section>")[0]
    said = ["ไม่มีการตรวจในพื้นที่", "ประเด็นที่ต้องยืนยันในพื้นที่ แต่ไม่มีการตรวจประเมินในพื้นที่", "ดูทะเบียนผู้รับบริการ"]
    assert [words for words in said if words not in page] == []


def test_the_dossier_says_when_findings_lead_to_another_outcome(
    world: World, client: FlaskClient, visited: Application
) -> None:
    for node in ("d1.1", "d1.2"):
        found(world, visited, node, finding="refuted", given={"percent": "0"}, why="ไม่พบ")
    close(world, visited)
    sign_in(client, world.person(Role.JUDGE))
    client.post("/language", data={"language": "en"})
    page = read(client, dossier(visited))
    assert "<dt>Outcome by the criteria</dt><dd>Outstanding → " in page


def test_the_document_that_was_judged_is_read_by_the_committee_and_by_nobody_recused(
    world: World, client: FlaskClient
) -> None:
    application = agreed_by_panel(world)
    stage = next(each.code for each in application.programme.stages if each.panel_size)
    answers = {}
    aside = world.person(Role.JUDGE, number=2)
    declare_interest(actor=aside, reason="พี่สาวทำงานในกรมนี้", application=application)
    readers = {
        "judge": world.person(Role.JUDGE),
        "officer": world.officer,
        "recused": aside,
        "another branch": world.person(Role.JUDGE, number=3, branch="PG"),
        "assessor": assessor(world, 1),
        "head": world.person(Role.HEAD),
    }
    for name, person in readers.items():
        sign_in(client, person)
        answers[name] = client.get(document(application, stage)).status_code
    assert answers == {
        "judge": 200,
        "officer": 200,
        "recused": 404,
        "another branch": 404,
        "assessor": 404,
        "head": 404,
    }
    sign_in(client, readers["judge"])
    assert document(application, stage) in read(client, dossier(application))
    shown = read(client, document(application, stage))
    assert application.snapshots[-1].sha256 in shown.replace(" ", "")
    assert assessor(world, 1).name_th not in shown
    assert client.get(document(application, "no-such-stage")).status_code == 404


def test_no_document_is_read_before_its_panel_has_agreed(world: World, client: FlaskClient) -> None:
    application = world.submitted()
    pass_screening(world, application)
    score_all(seat_panel(world, application), quality=85)
    sign_in(client, world.person(Role.JUDGE))
    stage = next(each.code for each in application.programme.stages if each.panel_size)
    assert client.get(document(application, stage)).status_code == 404


def test_each_round_links_the_document_it_judged(world: World, client: FlaskClient) -> None:
    application = through_round_one(world)
    hand_in_report(world, application)
    agree(world, application, 100)
    sign_in(client, world.person(Role.JUDGE, branch="PMQA40"))
    page = read(client, dossier(application))
    hashes = {each.phase.value: each.sha256 for each in application.snapshots}
    seen = {}
    for stage in ("r1", "r2"):
        assert document(application, stage) in page
        seen[stage] = read(client, document(application, stage)).replace(" ", "")
    assert (hashes["entry"] in seen["r1"], hashes["report"] in seen["r2"]) == (True, True)


def test_a_file_opens_for_a_judge_with_the_dossier_and_never_for_one_who_is_recused(
    world: World, client: FlaskClient
) -> None:
    application, coordinator = world.fill(world.draft()), world.person(Role.COORDINATOR)
    evidence = attach_file(application, ATTACHMENTS, BytesIO(pdf()), "ก.pdf", actor=coordinator, received_at=now())
    check_file(evidence)
    send_for_approval(application, actor=coordinator, received_at=now())
    submit_application(application, actor=world.person(Role.HEAD), received_at=now())
    judge = world.person(Role.JUDGE)
    sign_in(client, judge)
    addresses = [f"/evidence/{evidence.id}", f"/evidence/{evidence.id}/view"]
    pass_screening(world, application)
    score_all(seat_panel(world, application), quality=90)
    unjudged = [client.get(address).status_code for address in (*addresses, dossier(application))]
    record_consensus(db.session.query(ConsensusSheet).one(), actor=assessor(world, 1))
    before = [client.get(address).status_code for address in addresses]
    declare_interest(actor=judge, reason="พี่สาวทำงานในกรมนี้", application=application)
    after = [client.get(address).status_code for address in addresses]
    assert (unjudged, before, after) == ([404, 404, 404], [200, 200], [404, 404])


def test_the_spread_of_the_sheets_stands_beside_the_agreed_total(world: World, client: FlaskClient) -> None:
    application = world.submitted()
    pass_screening(world, application)
    seats = seat_panel(world, application)
    score_all(seats, quality=[80, *(90 for _ in seats[1:])])
    record_consensus(db.session.query(ConsensusSheet).one(), actor=assessor(world, 1))
    let_move(application)
    sign_in(client, world.person(Role.JUDGE))
    assert "(80–90)</span>" in read(client, dossier(application))


def test_a_status_assessment_is_not_certified_where_an_entry_gets_no_award(world: World, client: FlaskClient) -> None:
    application = through_round_one(world)
    hand_in_report(world, application)
    agree(world, application, 100)
    close(world, application)
    entry = agreed_by_panel(world, agency=world.other_agency)
    sign_in(client, world.person(Role.JUDGE))
    decided = {"outcome": "none", "reason": "หลักฐานไม่ครบ", "guests": "\n".join(PRESENT)}
    told = {}
    for name, each in (("status", application), ("award", entry)):
        form = read(client, dossier(each))
        proposed = client.post(f"{dossier(each)}/decision", data=decided).location
        pages = (form, read(client, proposed))
        told[name] = [("ไม่ได้รับการรับรองสถานะ" in page, "ไม่ได้รับรางวัล" in page) for page in pages]
    assert told == {"status": [(True, False)] * 2, "award": [(False, True)] * 2}


def test_a_member_who_dissented_is_read_by_the_committee_and_not_named(world: World, client: FlaskClient) -> None:
    room = in_the_room(world, 80)
    lead, member = assessor(world, 1), assessor(world, 2)
    content = {"value": {"percent": "70"}, "reason": "ตกลงตามหลักฐาน"}
    version = next((each.version for each in room.entries if each.node_id == "d1.1"), 0)
    entry = save_agreement(room, "d1.1", content, version=version, actor=lead)
    say_opinion(room, "d1.1", Stance.DISSENTS, "หลักฐานยังบางเกินไป", seen=mark_of(entry), actor=member)
    hear_everybody(room)
    record_consensus(room, actor=lead)
    let_move(room.application)
    sign_in(client, world.person(Role.JUDGE))
    page = read(client, dossier(room.application))
    assert ("หลักฐานยังบางเกินไป" in page, member.name_th in page) == (True, False)


def test_the_committee_reads_why_a_gate_was_passed_and_an_agreement_kept(
    world: World, client: FlaskClient, clock: Clock
) -> None:
    application, director = through_round_one(world, quality=40), world.person(Role.DIRECTOR)
    let_pass = propose_override(application, reason="หลักฐานส่งช้าเพราะอุทกภัย", actor=world.officer)
    confirm_override(let_pass, actor=director)
    for number, reason in ((2, "ผู้ตรวจอีกคนเห็นตรงกัน"), (1, "ไม่มีผู้ใดโต้แย้ง")):
        clock.advance(days=1)
        declare_interest(actor=assessor(world, number), reason="คู่สมรสเพิ่งย้ายมา", application=application)
        confirm_keeping(propose_to_keep(application, reason=reason, actor=world.officer), actor=director)
    sign_in(client, world.person(Role.JUDGE))
    page = read(client, dossier(application)).split('id="history-heading"')[1].split("</section>")[0]
    steps = re.findall(r'<p class="lr-strong">([^:<]*)', page)
    kept = "แบบให้คะแนนหนึ่งเป็นโมฆะภายหลังเพราะส่วนได้เสีย และผู้มีอำนาจสองคนยืนยันให้ใช้ฉันทามติเดิม"
    assert steps[::-1] == ["หน่วยงานส่งใบสมัคร", "คณะผู้ตรวจบันทึกฉันทามติ", "ให้ผ่านรอบนี้ต่างจากผลตามเกณฑ์", kept, kept]
    reasons = ("หลักฐานส่งช้าเพราะอุทกภัย", "ผู้ตรวจอีกคนเห็นตรงกัน", "ไม่มีผู้ใดโต้แย้ง")
    assert [reason in page for reason in reasons] == [True] * 3
    assert [assessor(world, number).name_th in page for number in (1, 2)] == [False, False]
    assert client.get(document(application, "r1")).status_code == 200
