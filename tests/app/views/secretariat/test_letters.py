"""The register of letters: numbers in order and without gaps, voided ones kept, shown on the papers."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy.exc import IntegrityError

from app.clock import frozen_at, in_days
from app.extensions import db
from app.models import Agency, Application, Decision, LetterNumber, Receipt
from app.queries.letters import written
from app.services.decisions import confirm_decision, propose_decision
from app.services.letters import give_number, set_prefix
from app.services.reopening import confirm_reopening, propose_reopening
from tests.app.reports.reading import absent_from
from tests.before_committee import PRESENT, put_before_committee
from tests.sign_in import sign_in
from tests.statements import count_statements
from tests.world import World
from workflows.errors import RuleBroken
from workflows.roles import Role

PREFIX = "นร ๑๒๐๐/"


def receipt_of(world: World, agency: Agency) -> Receipt:
    application = world.submitted(agency=agency)
    return db.session.query(Receipt).filter_by(application_id=application.id).one()


def test_numbers_are_given_in_order_and_a_voided_one_is_never_given_again(world: World, client: FlaskClient) -> None:
    first, second = receipt_of(world, world.agency), receipt_of(world, world.other_agency)
    sign_in(client, world.officer)
    assert client.post(f"/office/receipts/{first.id}/letter-number").status_code == 409
    assert client.post("/office/letters/prefix", data={"begins_with": "ก"}).status_code == 409
    assert client.post("/office/letters/prefix", data={"begins_with": PREFIX}).status_code == 302
    for receipt in (first, second):
        assert client.post(f"/office/receipts/{receipt.id}/letter-number").status_code == 302
    assert client.post(f"/office/receipts/{first.id}/letter-number").status_code == 409
    letter = db.session.query(LetterNumber).filter_by(number=1).one()
    assert client.post(f"/office/letters/{letter.id}/void", data={"reason": " "}).status_code == 409
    assert client.post(f"/office/letters/{letter.id}/void", data={"reason": "ออกผิดฉบับ"}).status_code == 302
    assert client.post(f"/office/letters/{letter.id}/void", data={"reason": "อีกครั้ง"}).status_code == 409
    assert client.post(f"/office/receipts/{first.id}/letter-number").status_code == 302
    register = db.session.query(LetterNumber).order_by(LetterNumber.number)
    assert [(written(each), each.voided_at is not None) for each in register] == [
        ("นร ๑๒๐๐/๑", True),
        ("นร ๑๒๐๐/๒", False),
        ("นร ๑๒๐๐/๓", False),
    ]
    page = client.get("/office/letters").get_data(as_text=True)
    assert ("ออกผิดฉบับ" in page, first.number in page) == (True, True)


def test_every_year_begins_at_one_and_numbers_given_keep_their_prefix(world: World) -> None:
    first, second = receipt_of(world, world.agency), receipt_of(world, world.other_agency)
    set_prefix(PREFIX, actor=world.officer)
    assert written(give_number(first, actor=world.officer)) == "นร ๑๒๐๐/๑"
    set_prefix("นร ๑๓๐๐/", actor=world.officer)
    with frozen_at(in_days(365)):
        assert written(give_number(second, actor=world.officer)) == "นร ๑๓๐๐/๑"
        assert written(give_number(world.programme, actor=world.officer)) == "นร ๑๓๐๐/๒"
    assert [written(each) for each in db.session.query(LetterNumber).filter_by(receipt_id=first.id)] == ["นร ๑๒๐๐/๑"]


def test_the_database_itself_refuses_a_number_twice(world: World) -> None:
    first, second = receipt_of(world, world.agency), receipt_of(world, world.other_agency)
    set_prefix(PREFIX, actor=world.officer)
    letter = give_number(first, actor=world.officer)
    given = {"year_be": letter.year_be, "given_by_id": letter.given_by_id, "given_at": letter.given_at}
    db.session.add(LetterNumber(number=letter.number, prefix=PREFIX, receipt_id=second.id, **given))
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_the_receipt_bears_its_number(world: World, client: FlaskClient) -> None:
    receipt = receipt_of(world, world.agency)
    set_prefix("OPDC 1200/", actor=world.officer)
    give_number(receipt, actor=world.officer)
    sign_in(client, world.person(Role.COORDINATOR))
    assert absent_from(client.get(f"/receipts/{receipt.id}.pdf").data, ["OPDC 1200/1"]) == []


def test_only_officers_of_the_branch_give_numbers_and_read_them(world: World, client: FlaskClient) -> None:
    receipt = receipt_of(world, world.agency)
    set_prefix(PREFIX, actor=world.officer)
    letter = give_number(receipt, actor=world.officer)
    stranger = world.person(Role.OFFICER, number=2, branch="PG")
    for person in (stranger, world.person(Role.DIRECTOR), world.person(Role.HEAD)):
        sign_in(client, person)
        assert client.post(f"/office/receipts/{receipt.id}/letter-number").status_code == 404
        assert client.post(f"/office/letters/{letter.id}/void", data={"reason": "ก"}).status_code == 404
    sign_in(client, stranger)
    assert receipt.number not in client.get("/office/letters").get_data(as_text=True)
    with pytest.raises(RuleBroken):
        give_number(receipt, actor=stranger)


def test_more_numbers_need_no_more_statements(world: World, client: FlaskClient) -> None:
    set_prefix(PREFIX, actor=world.officer)
    sign_in(client, world.officer)
    counts = []
    for agencies in ((world.agency,), (world.other_agency, world.university)):
        for agency in agencies:
            give_number(receipt_of(world, agency), actor=world.officer)
        with count_statements() as statements:
            assert client.get("/office/letters").status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_a_single_decision_bears_its_own_number_and_tells_of_no_other(world: World, client: FlaskClient) -> None:
    first, second = (decided(world, agency) for agency in (world.agency, world.other_agency))
    set_prefix(PREFIX, actor=world.officer)
    sign_in(client, world.officer)
    assert client.post(f"/office/applications/{first.id}/decision/letter-number").status_code == 302
    assert client.post(f"/office/applications/{first.id}/decision/letter-number").status_code == 409
    pdf = client.get(f"/committee/applications/{first.id}/decision.pdf").data
    assert absent_from(pdf, [first.code, "นร ๑๒๐๐/๑", second.code]) == [second.code]
    assert "นร ๑๒๐๐/๑" in client.get(f"/office/applications/{first.id}").get_data(as_text=True)
    assert first.code in client.get("/office/letters").get_data(as_text=True)
    other = client.get(f"/committee/applications/{second.id}/decision.pdf").data
    assert absent_from(other, ["นร ๑๒๐๐/๑"]) == ["นร ๑๒๐๐/๑"]


def test_a_decision_opened_again_gets_no_number(world: World) -> None:
    application = decided(world, world.agency)
    set_prefix(PREFIX, actor=world.officer)
    decision = db.session.query(Decision).one()
    reopening = propose_reopening(application, reason="พบข้อมูลใหม่", actor=world.person(Role.JUDGE))
    confirm_reopening(reopening, actor=world.person(Role.DIRECTOR))
    with pytest.raises(RuleBroken, match="opened again"):
        give_number(decision, actor=world.officer)


def decided(world: World, agency: Agency) -> Application:
    application, judge = put_before_committee(world, agency), world.person(Role.JUDGE)
    sure = {"attended": [], "guests": PRESENT, "recused": [], "minutes": ""}
    proposal = propose_decision(application, "none", reason="ไม่ถึงเกณฑ์", actor=judge, **sure)
    confirm_decision(proposal, actor=world.person(Role.DIRECTOR))
    return application


@pytest.mark.parametrize("limit", [{"branch": "PS"}, {"branch": "PS", "type_code": "ps-innovation"}])
def test_what_all_numbers_begin_with_is_not_set_by_the_staff_of_one_branch(
    world: World, client: FlaskClient, limit: dict[str, str]
) -> None:
    set_prefix(PREFIX, actor=world.officer)
    officer = world.person(Role.OFFICER, number=4, **limit)
    sign_in(client, officer)
    assert 'name="begins_with"' not in client.get("/office/letters").get_data(as_text=True)
    assert client.post("/office/letters/prefix", data={"begins_with": "กพ ๑/"}).status_code == 409
    with pytest.raises(RuleBroken, match="role"):
        set_prefix("กพ ๑/", actor=officer)
    sign_in(client, world.person(Role.ADMINISTRATOR))
    assert 'name="begins_with"' in client.get("/office/letters").get_data(as_text=True)
    assert client.post("/office/letters/prefix", data={"begins_with": "กพ ๒/"}).status_code == 302


def test_every_reader_of_a_receipt_has_a_way_back_that_opens(world: World, client: FlaskClient) -> None:
    receipt = receipt_of(world, world.agency)
    for person in (world.officer, world.person(Role.AUDITOR), world.person(Role.COORDINATOR)):
        sign_in(client, person)
        page = client.get(f"/receipts/{receipt.id}").get_data(as_text=True)
        crumbs = re.findall(r'href="([^"]+)"', page.partition("lr-crumb")[2].partition("</nav>")[0])
        assert len(crumbs) == 2
        assert [client.get(path).status_code for path in crumbs] == [200, 200], person.email
