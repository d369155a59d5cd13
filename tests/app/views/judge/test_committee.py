"""The committee's pages: table, dossier, decisions by two signatures, standing aside, minutes."""

from __future__ import annotations

from io import BytesIO

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from app.extensions import db
from app.models import Application, Decision, DeclaredInterest, Event, Proposal, ProposalState, ScoreSheet
from app.queries import committee
from app.services.decisions import confirm_decision, propose_decision, propose_disqualification
from app.services.interests import declare_interest
from tests.before_committee import PRESENT, agreed_by_panel, put_before_committee
from tests.sign_in import sign_in
from tests.statements import count_statements
from tests.world import World
from workflows.application import ApplicationState
from workflows.roles import Role

DECISION = {"outcome": "none", "reason": "ผลลัพธ์ยังไม่ต่อเนื่อง", "guests": "\n".join(PRESENT), "minutes": "ที่ประชุมเห็นชอบ"}


def plain(page: str) -> str:
    return page.replace("\u2060", "").replace("\u00a0", " ")


def test_the_table_orders_by_agreed_total_and_tells_what_the_criteria_lead_to(
    world: World, client: FlaskClient
) -> None:
    good = agreed_by_panel(world, quality=85)
    weak = agreed_by_panel(world, quality=60, agency=world.other_agency)
    sign_in(client, world.person(Role.JUDGE))
    page = plain(client.get("/committee").get_data(as_text=True))
    assert page.index(good.code) < page.index(weak.code)
    assert "เส้นตัดดีเด่น ร้อยละ 90" in page
    totals = [page.count(f'data-l="คะแนนที่ตกลง">{total}<') for total in ("85.00", "60.00")]
    assert totals == [1, 1]


def test_trying_a_line_names_who_would_move_and_changes_nothing(world: World, client: FlaskClient) -> None:
    good = agreed_by_panel(world, quality=85)
    agreed_by_panel(world, quality=60, agency=world.other_agency)
    sign_in(client, world.person(Role.JUDGE))
    assert 'id="tried"' not in plain(client.get("/committee").get_data(as_text=True))
    page = plain(client.get("/committee?line-good=๘๖").get_data(as_text=True))
    tried = page.split('id="tried"')[1].split("</section>")[0]
    assert "จากร้อยละ 80 เป็นร้อยละ 86" in tried
    assert "ผลตามเกณฑ์จะเปลี่ยน 1 ผลงาน" in tried
    assert good.code in tried
    assert 'id="tried"' not in plain(client.get("/committee").get_data(as_text=True))


def test_a_page_of_the_table_counts_ranks_and_tries_lines_over_the_whole_list(
    world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(committee, "PAGE_SIZE", 1)
    good = agreed_by_panel(world, quality=85)
    weak = agreed_by_panel(world, quality=60, agency=world.other_agency)
    sign_in(client, world.person(Role.JUDGE))
    page = plain(client.get("/committee?page=2&line-good=86").get_data(as_text=True))
    table = page.split('id="table-heading"')[1].split("</section>")[0]
    assert (good.code in table, weak.code in table, 'อันดับ">2<' in table) == (False, True, True)
    assert ("ลำดับที่ 2–2 จาก 2" in table, "รอมติ 2" in page) == (True, True)
    assert good.code in page.split('id="tried"')[1].split("</section>")[0]
    assert f"programme={world.programme.id}&amp;line-good=86" in table
    moved = plain(client.get("/committee?only=moving&line-good=86").get_data(as_text=True))
    table = moved.split('id="table-heading"')[1].split("</section>")[0]
    assert (good.code in table, weak.code in table, "ลำดับที่" in table) == (True, False, False)


@pytest.mark.parametrize("query", ["line-good=x", "line-good=101", "line-good=95", "line-outstanding=-1"])
def test_a_line_that_cannot_be_tried_is_refused_at_its_field(world: World, client: FlaskClient, query: str) -> None:
    agreed_by_panel(world)
    sign_in(client, world.person(Role.JUDGE))
    response = client.get(f"/committee?{query}")
    page = response.get_data(as_text=True)
    assert (response.status_code, 'id="tried"' in page) == (422, False)
    assert "govuk-input--error" in page


def test_the_spread_of_the_panel_is_drawn_and_whoever_straddles_a_line_is_named(
    world: World, client: FlaskClient
) -> None:
    application = agreed_by_panel(world, quality=85)
    totals = (str(total) for total in (78, 85, 92))
    for sheet in db.session.query(ScoreSheet).filter_by(application_id=application.id):
        sheet.total = next(totals)
    db.session.commit()
    sign_in(client, world.person(Role.JUDGE))
    page = plain(client.get("/committee").get_data(as_text=True))
    assert "78–92" in page
    named = page.split('id="straddling-heading"')[1].split("</section>")[0]
    assert (application.code in named, "ดีเด่น, ดี" in named) == (True, True)


def test_the_recused_learn_nothing_from_counts_and_ranks(world: World, client: FlaskClient) -> None:
    best = agreed_by_panel(world, quality=95)
    agreed_by_panel(world, quality=60, agency=world.other_agency)
    judge = world.person(Role.JUDGE)
    declare_interest(actor=judge, reason="พี่สาวทำงานในกรมนี้", application=best)
    sign_in(client, judge)
    page = plain(client.get("/committee?line-good=99&line-outstanding=100").get_data(as_text=True))
    assert "รอมติ 1" in page
    assert (best.code in page, "อันดับ 2" in page) == (False, False)


def test_the_dossier_tells_scores_rules_and_proof_and_names_no_assessor(world: World, client: FlaskClient) -> None:
    application = agreed_by_panel(world)
    sign_in(client, world.person(Role.JUDGE))
    page = plain(client.get(f"/committee/applications/{application.id}").get_data(as_text=True))
    assert "คะแนนรวมสุดท้าย" in page
    assert "ผู้ตรวจตัวอย่าง" not in page
    assert "Assessor" not in client.get(f"/committee/applications/{application.id}").get_data(as_text=True)


def test_a_decision_takes_two_people(world: World, client: FlaskClient) -> None:
    application = agreed_by_panel(world)
    judge, second = world.person(Role.JUDGE), world.person(Role.JUDGE, number=2)
    sign_in(client, judge)
    data = {**DECISION, "outcome": "good", "reason": ""}
    response = client.post(f"/committee/applications/{application.id}/decision", data=data)
    proposal = db.session.query(Proposal).one()
    assert response.headers["Location"] == f"/committee/proposals/{proposal.id}"
    assert "/confirmation" not in client.get(f"/committee/proposals/{proposal.id}").get_data(as_text=True)
    assert client.post(f"/committee/proposals/{proposal.id}/confirmation").status_code == 409
    sign_in(client, second)
    assert "/confirmation" in client.get(f"/committee/proposals/{proposal.id}").get_data(as_text=True)
    assert client.post(f"/committee/proposals/{proposal.id}/confirmation").status_code == 302
    decision = db.session.query(Decision).one()
    assert (decision.outcome, decision.proposed_by_id, decision.confirmed_by_id) == ("good", judge.id, second.id)
    assert db.session.get_one(Application, application.id).state is ApplicationState.DECIDED


def test_the_form_speaks_of_the_decision_before_only_where_it_is_filled_in_from_one(
    world: World, client: FlaskClient
) -> None:
    first, second = agreed_by_panel(world), agreed_by_panel(world, agency=world.other_agency)
    sign_in(client, world.person(Role.JUDGE))
    said = "ระบบนำรายชื่อจากมติก่อนหน้ามาให้"
    told = [said in plain(client.get(f"/committee/applications/{first.id}").text)]
    client.post(f"/committee/applications/{first.id}/decision", data=DECISION)
    told.append(said in plain(client.get(f"/committee/applications/{second.id}").text))
    assert told == [False, True]


def test_a_decision_against_the_criteria_needs_a_reason_and_keeps_what_was_typed(
    world: World, client: FlaskClient
) -> None:
    application = agreed_by_panel(world)
    sign_in(client, world.person(Role.JUDGE))
    data = {**DECISION, "reason": "", "minutes": "ที่ประชุมขอให้เก็บไว้"}
    response = client.post(f"/committee/applications/{application.id}/decision", data=data)
    assert response.status_code == 409
    assert "ที่ประชุมขอให้เก็บไว้" in response.get_data(as_text=True)
    assert client.post(f"/committee/applications/{application.id}/decision", data={}).status_code == 422
    assert db.session.query(Proposal).count() == 0


def test_whoever_is_named_as_recused_sees_nothing_of_the_application(world: World, client: FlaskClient) -> None:
    application = agreed_by_panel(world)
    judge, aside = world.person(Role.JUDGE), world.person(Role.JUDGE, number=2)
    proposal = propose_decision(
        application, "good", reason="", attended=[], guests=PRESENT, recused=[str(aside.id)], minutes="", actor=judge
    )
    sign_in(client, aside)
    assert application.code not in client.get("/committee").get_data(as_text=True)
    assert application.code not in client.get("/committee/proposals").get_data(as_text=True)
    assert client.get(f"/committee/applications/{application.id}").status_code == 404
    assert client.get(f"/committee/proposals/{proposal.id}").status_code == 404
    assert client.post(f"/committee/proposals/{proposal.id}/confirmation").status_code == 404
    assert client.post(f"/committee/proposals/{proposal.id}/refusal").status_code == 404
    assert db.session.get_one(Proposal, proposal.id).state is ProposalState.WAITING


def test_a_member_stands_aside_and_the_reason_is_on_record(world: World, client: FlaskClient) -> None:
    application = agreed_by_panel(world)
    judge = world.person(Role.JUDGE)
    sign_in(client, judge)
    path = f"/committee/applications/{application.id}"
    assert client.post(f"{path}/recusal", data={"interest": ""}).status_code == 422
    assert client.post(f"{path}/recusal", data={"interest": "พี่สาวทำงานในกรมนี้"}).status_code == 302
    assert [each.person_id for each in db.session.query(DeclaredInterest)] == [judge.id]
    assert client.get(path).status_code == 404
    second = world.person(Role.JUDGE, number=2)
    proposal = propose_decision(
        application, "good", reason="", attended=[], guests=PRESENT, recused=[], minutes="", actor=second
    )
    assert proposal.payload["recused"] == [str(judge.id)]


def test_a_proposal_is_refused_by_whoever_could_sign_it(world: World, client: FlaskClient) -> None:
    application = put_before_committee(world)
    proposal = propose_decision(
        application,
        "none",
        reason="",
        attended=[],
        guests=PRESENT,
        recused=[],
        minutes="",
        actor=world.person(Role.JUDGE),
    )
    sign_in(client, world.officer)
    assert client.get(f"/committee/proposals/{proposal.id}").status_code == 200
    assert client.post(f"/committee/proposals/{proposal.id}/refusal").status_code == 409
    sign_in(client, world.person(Role.DIRECTOR))
    assert client.post(f"/committee/proposals/{proposal.id}/refusal").status_code == 302
    assert db.session.get_one(Proposal, proposal.id).state is ProposalState.REFUSED
    assert db.session.get_one(Application, application.id).state is ApplicationState.COMMITTEE


def test_a_disqualification_is_signed_by_another_officer_never_by_a_judge(world: World, client: FlaskClient) -> None:
    application = put_before_committee(world)
    proposal = propose_disqualification(application, reason="ยื่นซ้ำ", actor=world.officer)
    for person in (world.person(Role.JUDGE), world.officer):
        sign_in(client, person)
        assert client.post(f"/committee/proposals/{proposal.id}/confirmation").status_code == 409
    sign_in(client, world.person(Role.OFFICER, number=2))
    assert client.post(f"/committee/proposals/{proposal.id}/confirmation").status_code == 302
    assert db.session.get_one(Application, application.id).state is ApplicationState.DISQUALIFIED


def test_minutes_come_as_a_pdf_once_something_is_decided(world: World, client: FlaskClient) -> None:
    application = put_before_committee(world)
    judge = world.person(Role.JUDGE)
    sign_in(client, judge)
    path = f"/committee/programmes/{world.programme.id}/minutes.pdf"
    assert client.get(path).status_code == 404
    proposal = propose_decision(
        application, "none", reason="", attended=[], guests=PRESENT, recused=[], minutes="รับทราบ", actor=judge
    )
    confirm_decision(proposal, actor=world.person(Role.DIRECTOR))
    response = client.get(path)
    assert (response.status_code, response.data[:5]) == (200, b"%PDF-")


@pytest.mark.parametrize("path", ["/committee", "/committee/proposals"])
def test_more_applications_need_no_more_statements(world: World, client: FlaskClient, path: str) -> None:
    judge = world.person(Role.JUDGE)
    sign_in(client, judge)
    counts = []
    for agencies in ((world.agency,), (world.other_agency, world.university)):
        for agency in agencies:
            application = put_before_committee(world, agency)
            propose_decision(
                application, "none", reason="", attended=[], guests=PRESENT, recused=[], minutes="", actor=judge
            )
        with count_statements() as statements:
            assert client.get(path).status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_strangers_find_nothing(world: World, client: FlaskClient) -> None:
    application = put_before_committee(world)
    for person in (world.person(Role.HEAD), world.person(Role.JUDGE, number=3, branch="PG")):
        sign_in(client, person)
        assert client.get(f"/committee/applications/{application.id}").status_code == 404
        assert client.post(f"/committee/applications/{application.id}/decision", data=DECISION).status_code == 404


def test_the_workbook_names_assessors_to_staff_only_leaves_out_what_the_reader_is_recused_from_and_is_on_record(
    world: World, client: FlaskClient
) -> None:
    good = agreed_by_panel(world)
    other = agreed_by_panel(world, quality=60, agency=world.other_agency)
    path, judge = f"/committee/programmes/{world.programme.id}/workbook", world.person(Role.JUDGE)
    taken = {}
    declare_interest(actor=judge, reason="เคยร่วมงาน", application=other)
    for name, person in {"judge": judge, "officer": world.officer}.items():
        sign_in(client, person)
        book = load_workbook(BytesIO(client.post(path, headers={"Accept-Language": "th"}).data))
        taken[name] = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert [name for name, cells in taken.items() if other.code in cells] == ["officer"]
    assert all(good.code in cells for cells in taken.values())
    named = {name for name, cells in taken.items() if any("ผู้ตรวจตัวอย่าง" in cell for cell in cells)}
    assert named == {"officer"}
    events = db.session.query(Event).filter_by(subject="exports:decision_workbook").order_by(Event.seq)
    assert [(event.actor, event.data["rows"]) for event in events] == [
        (judge.ledger_ref, 1),
        (world.officer.ledger_ref, 2),
    ]
    sign_in(client, world.person(Role.COORDINATOR))
    assert client.post(path).status_code == 404
