"""Staff and appeals: the queue, an answer by two persons that tells nobody's name, its letter number, complaints."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest
from flask.testing import FlaskClient

from app.clock import frozen_at, in_days
from app.extensions import db
from app.models import Appeal, Event, LetterNumber, Proposal
from app.services.appeal_answers import confirm_answer, propose_answer, take_up_appeal
from app.services.letters import set_prefix
from tests.appeals import COMPLAINANT, TOLD, appealable, complained, filed
from tests.before_committee import agreed_by_panel
from tests.panels import assessor
from tests.sign_in import sign_in
from tests.statements import count_statements
from tests.world import World
from workflows.appeal import AppealOutcome, AppealState
from workflows.errors import RuleBroken
from workflows.roles import Role

SAID = {"outcome": "dismissed", "answer": "ตรวจสอบแล้ว ตัวเลขตรงกับรายงาน", "follows": "", "correction": ""}


def test_an_answer_takes_two_persons_and_can_bear_a_number(world: World, client: FlaskClient) -> None:
    appeal = filed(world, appealable(world.submitted()))
    path = f"/office/appeals/{appeal.id}"
    sign_in(client, world.officer)
    assert client.post(f"{path}/answer", data=SAID).status_code == 409  # nobody has taken it up
    assert client.post(f"{path}/taking-up").status_code == 302
    assert client.post(f"{path}/taking-up").status_code == 409
    assert client.post(f"{path}/answer", data={**SAID, "outcome": "upheld"}).status_code == 409  # nothing follows
    assert client.post(f"{path}/answer", data=SAID).status_code == 302
    seen = {"proposal": str(db.session.query(Proposal).one().id)}
    late = client.post(f"{path}/answer", data={**SAID, "answer": "เขียนช้าไปหนึ่งนาที"})  # kept, though another waits
    assert (late.status_code, "เขียนช้าไปหนึ่งนาที" in late.text) == (409, True)
    assert client.post(f"{path}/signature", data={"answer": "sign", **seen}).status_code == 409
    set_prefix("นร ๑๒๐๐/", actor=world.officer)
    assert client.post(f"{path}/letter-number").status_code == 409
    sign_in(client, world.person(Role.DIRECTOR))
    assert client.post(f"{path}/signature", data={"answer": "sign", **seen}).status_code == 302
    fresh = db.session.get_one(Appeal, appeal.id, populate_existing=True)
    assert (fresh.state, fresh.outcome) == (AppealState.ANSWERED, AppealOutcome.DISMISSED)
    sign_in(client, world.officer)
    assert client.post(f"{path}/letter-number").status_code == 302
    assert db.session.query(LetterNumber).one().appeal_id == appeal.id
    assert appeal.number in client.get("/office/letters").get_data(as_text=True)
    sign_in(client, world.person(Role.HEAD))
    assert "นร ๑๒๐๐/๑" in client.get(f"/appeals/{appeal.id}").get_data(as_text=True)


def test_an_answer_nobody_confirms_lapses_and_a_refused_one_is_mended(world: World, client: FlaskClient) -> None:
    appeal = filed(world, appealable(world.submitted()))
    take_up_appeal(appeal, actor=world.officer)
    said = {name: SAID[name] for name in ("answer", "follows", "correction")}
    answer = {"outcome": AppealOutcome.DISMISSED, "let_stand": (), "actor": world.officer, **said}
    proposal = propose_answer(appeal, **answer)
    with pytest.raises(RuleBroken):
        propose_answer(appeal, **answer)
    with frozen_at(in_days(8)), pytest.raises(RuleBroken):
        confirm_answer(proposal, actor=world.person(Role.DIRECTOR))
    director, path = world.person(Role.DIRECTOR), f"/office/appeals/{appeal.id}"
    sign_in(client, director)
    seen = {"proposal": str(proposal.id)}
    for neither in ({}, {"answer": "perhaps"}):
        assert client.post(f"{path}/signature", data=neither | seen).status_code == 409
    assert client.post(f"{path}/signature", data={"answer": "refuse", **seen}).status_code == 302
    assert SAID["answer"] in client.get(path).get_data(as_text=True)
    propose_answer(appeal, **answer | {"answer": "คำตอบที่ยังไม่มีใครอ่าน"})
    sign_in(client, director)
    for step in ("sign", "refuse"):  # from the page of the answer before
        unread = client.post(f"{path}/signature", data={"answer": step, **seen})
        assert (unread.status_code, "คำตอบที่ยังไม่มีใครอ่าน" in unread.text.replace("\u2060", "")) == (409, True)
    assert db.session.get_one(Appeal, appeal.id, populate_existing=True).state is AppealState.TAKEN_UP


def test_an_answer_that_names_an_assessor_or_who_complained_goes_out_only_knowingly(
    world: World, client: FlaskClient
) -> None:
    complaint = complained(world, appealable(agreed_by_panel(world)))
    take_up_appeal(complaint, actor=world.officer)
    name = assessor(world, 1).name_th
    answer = f"สอบถาม{name}แล้ว\n{COMPLAINANT} แจ้งว่าถอนเรื่อง"
    sign_in(client, world.officer)
    path = f"/office/appeals/{complaint.id}"
    refused = client.post(f"{path}/answer", data={**SAID, "answer": answer})
    assert (refused.status_code, refused.text.count('name="let_stand"') >= 2) == (409, True)
    assert db.session.query(Proposal).filter_by(appeal_id=complaint.id).count() == 0
    keys = [part.split('"')[0] for part in refused.text.split('name="let_stand" value="')[1:]]
    one_left = {**SAID, "answer": answer, "let_stand": keys[:-1]}
    assert client.post(f"{path}/answer", data=one_left).status_code == 409
    assert client.post(f"{path}/answer", data={**one_left, "let_stand": keys}).status_code == 302
    confirm_answer(
        db.session.query(Proposal).filter_by(appeal_id=complaint.id).one(), actor=world.person(Role.DIRECTOR)
    )
    event = db.session.query(Event).filter_by(kind="answer_appeal").one()
    assert event.data["let_stand"] == len(keys)


def test_the_queue_is_searched_sorted_and_exported(world: World, client: FlaskClient) -> None:
    mine, other = appealable(world.submitted()), appealable(world.submitted(agency=world.other_agency))
    appeal, complaint = filed(world, mine), complained(world, other)
    sign_in(client, world.officer)
    everything = client.get("/office/appeals").get_data(as_text=True)
    assert (appeal.number in everything, complaint.number in everything) == (True, True)
    found = client.get("/office/appeals?kind=complaint").get_data(as_text=True)
    assert (appeal.number in found, complaint.number in found) == (False, True)
    found = client.get(f"/office/appeals?q={world.agency.name_th}&state=received").get_data(as_text=True)
    assert (appeal.number in found, complaint.number in found) == (True, False)
    by_agency = client.get("/office/appeals?sort=agency").get_data(as_text=True)
    assert by_agency.index(complaint.number or "") < by_agency.index(appeal.number or "")
    given = client.post("/office/appeals/export", data={"kind": "appeal"})
    rows = list(openpyxl.load_workbook(BytesIO(given.data)).active.iter_rows(values_only=True))
    assert [row[0] for row in rows[1:]] == [appeal.number]
    assert db.session.query(Event).filter_by(subject="exports:appeals").count() == 1
    with frozen_at(in_days(90)):
        sign_in(client, world.officer)
        late = client.get("/office/appeals").get_data(as_text=True).replace("\u00a0", " ")
        assert "เลยกำหนด 2 เรื่อง" in late


def test_a_complaint_is_entered_only_once_something_is_announced(world: World, client: FlaskClient) -> None:
    application = world.submitted()
    typed = {"complainant": COMPLAINANT, "ground": "conduct", "text": TOLD, "letter_date": "1/3/2569"}
    path = f"/office/applications/{application.id}/complaint"
    sign_in(client, world.officer)
    early = client.post(path, data=typed)
    assert (early.status_code, TOLD in early.text) == (409, True)
    appealable(application)
    sign_in(client, world.officer)
    assert client.post(path, data={**typed, "letter_date": "ไม่ใช่วันที่"}).status_code == 422
    assert client.post(path, data={**typed, "letter_date": "1/3/2570"}).status_code == 409
    unread = client.post(path, data={**typed, "letter_date": "1/1/0001"})
    assert (unread.status_code, unread.text.count("กรอกปีของหนังสือเป็นเลขสี่หลัก") > 0) == (409, True)
    assert client.post(path, data={**typed, "complainant": ""}).status_code == 409
    assert client.post(path, data={**typed, "letter_reference": "ก" * 5001}).status_code == 409
    assert client.post(path, data=typed).status_code == 302
    complaint = db.session.query(Appeal).one()
    assert (complaint.number, complaint.complainant) == (f"{application.code}-C01", COMPLAINANT)


def test_staff_of_another_branch_find_nothing_and_auditors_read_everything(world: World, client: FlaskClient) -> None:
    appeal = filed(world, appealable(world.submitted()))
    path = f"/office/appeals/{appeal.id}"
    for person, status, listed in (
        (world.person(Role.OFFICER, number=2, branch="PG"), 404, False),
        (world.person(Role.AUDITOR), 200, True),
    ):
        sign_in(client, person)
        assert client.get(path).status_code == status
        assert (appeal.number in client.get("/office/appeals").get_data(as_text=True)) is listed
        assert client.post(f"{path}/taking-up").status_code == 404


def test_more_appeals_need_no_more_statements(world: World, client: FlaskClient) -> None:
    counts = []
    for agencies in ((world.agency,), (world.other_agency, world.university)):
        for agency in agencies:
            filed(world, appealable(world.submitted(agency=agency)))
        sign_in(client, world.officer)
        client.get("/office/appeals")
        with count_statements() as statements:
            assert client.get("/office/appeals").status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1]
