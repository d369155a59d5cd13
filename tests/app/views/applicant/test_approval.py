"""The head reads, approves and submits, or sends back; the receipt proves what was received."""

from __future__ import annotations

import hashlib
import json
import re
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader
from werkzeug.test import TestResponse

from app.clock import now
from app.extensions import db
from app.models import Application, Event, Receipt
from app.services.answers import save_answer
from app.services.applications import recall_application, send_for_approval
from tests.sign_in import sign_in
from tests.with_app import Clock
from tests.world import World
from workflows.application import ApplicationState
from workflows.roles import Role


@pytest.fixture
def waiting(client: FlaskClient, world: World) -> Application:
    application = world.fill(world.draft())
    send_for_approval(application, actor=world.person(Role.COORDINATOR), received_at=now())
    sign_in(client, world.person(Role.HEAD))
    client.post("/language", data={"language": "en", "next": "/"})
    return application


def approve(client: FlaskClient, waiting: Application) -> TestResponse:
    """Send the form of the page as the browser has it."""
    page = client.get(f"/applications/{waiting.id}/approval").text
    found = re.search(r'name="seal" value="([0-9a-f]{64})"', page)
    assert found is not None
    return client.post(f"/applications/{waiting.id}/approval", data={"declared": "yes", "seal": found[1]})


def test_what_the_head_read_is_what_is_handed_in(client: FlaskClient, waiting: Application) -> None:
    page = client.get(f"/applications/{waiting.id}/approval").text
    approve(client, waiting)
    assert db.session.query(Receipt).one().snapshot.sha256 in page


def test_nothing_is_handed_in_that_the_head_did_not_read(
    client: FlaskClient, waiting: Application, world: World
) -> None:
    """Taken back, edited and sent anew while the head's page was open."""
    page = client.get(f"/applications/{waiting.id}/approval").text
    seal = re.search(r'name="seal" value="([0-9a-f]{64})"', page)
    coordinator = world.person(Role.COORDINATOR)
    recall_application(waiting, actor=coordinator)
    save_answer(waiting, "problem", "อีกถ้อยคำ", version=1, actor=coordinator, received_at=now())
    send_for_approval(waiting, actor=coordinator, received_at=now())
    data = {"declared": "yes", "seal": seal[1] if seal else ""}
    answer = client.post(f"/applications/{waiting.id}/approval", data=data)
    assert (answer.status_code, "was changed after you opened it" in answer.text) == (409, True)
    assert db.session.query(Receipt).count() == 0
    assert approve(client, waiting).status_code == 302


def test_the_head_reads_every_answer(client: FlaskClient, waiting: Application) -> None:
    page = client.get(f"/applications/{waiting.id}/approval").text.replace("\u2060", "")
    assert [words in page for words in ("ข้อความตัวอย่างเพื่อการทดสอบ", "Department One (dex1)", "Yes")] == [True] * 3


def test_without_the_declaration_nothing_is_submitted(client: FlaskClient, waiting: Application) -> None:
    answer = client.post(f"/applications/{waiting.id}/approval")
    db.session.expire_all()
    assert (answer.status_code, waiting.state) == (422, ApplicationState.AWAITING_APPROVAL)
    assert 'aria-describedby="declared-error"' in answer.text


def test_submitting_leads_to_the_receipt(client: FlaskClient, waiting: Application) -> None:
    answer = approve(client, waiting)
    receipt = db.session.query(Receipt).one()
    assert (answer.status_code, answer.location) == (302, f"/receipts/{receipt.id}")
    page = client.get(answer.location).text
    event = db.session.query(Event).filter_by(kind="submit").one()
    fours = [
        " ".join(code[place : place + 4] for place in range(0, 64, 4)) for code in (receipt.snapshot.sha256, event.hash)
    ]
    assert [code in page for code in fours] == [True, True]


def test_the_snapshot_hashes_to_what_the_receipt_says(client: FlaskClient, waiting: Application) -> None:
    approve(client, waiting)
    receipt = db.session.query(Receipt).one()
    body = client.get(f"/receipts/{receipt.id}/snapshot.json").data
    assert hashlib.sha256(body).hexdigest() == receipt.snapshot.sha256
    assert json.loads(body)["code"] == waiting.code


def test_receipt_and_copy_are_pdfs_that_name_the_application(client: FlaskClient, waiting: Application) -> None:
    approve(client, waiting)
    receipt = db.session.query(Receipt).one()
    texts = []
    for address in (f"/receipts/{receipt.id}.pdf", f"/receipts/{receipt.id}/copy.pdf"):
        answer = client.get(address)
        assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
        assert answer.headers["Content-Disposition"].startswith("attachment")
        texts.append("".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages))
    assert [waiting.code in text for text in texts] == [True, True]


def test_a_paper_fetched_later_is_the_same_to_the_byte(client: FlaskClient, waiting: Application, clock: Clock) -> None:
    approve(client, waiting)
    receipt = db.session.query(Receipt).one()
    addresses = (f"/receipts/{receipt.id}.pdf", f"/receipts/{receipt.id}/copy.pdf")
    at_once = [client.get(address).data for address in addresses]
    clock.advance(hours=3)
    assert [client.get(address).data for address in addresses] == at_once


def test_sending_back_needs_a_reason_and_returns_the_draft(client: FlaskClient, waiting: Application) -> None:
    without = client.post(f"/applications/{waiting.id}/send-back", data={"reason": ""})
    assert (without.status_code, 'href="#reason"' in without.text) == (409, True)
    assert 'aria-describedby="reason-error"' in without.text
    client.post(f"/applications/{waiting.id}/send-back", data={"reason": "แก้ชื่อผลงาน"})
    db.session.expire_all()
    assert waiting.state is ApplicationState.DRAFT


def test_why_the_head_sent_it_back_is_read_where_it_is_written_until_it_is_sent_again(
    client: FlaskClient, waiting: Application, world: World
) -> None:
    head, coordinator = world.person(Role.HEAD), world.person(Role.COORDINATOR)
    client.post(f"/applications/{waiting.id}/send-back", data={"reason": "แก้ชื่อผลงาน"})
    sign_in(client, coordinator)
    pages = [f"/applications/{waiting.id}{page}" for page in ("", "/parts/problem")]
    shown = [(text, head.name("th") in text) for text in (client.get(page).text for page in pages)]
    assert [("แก้ชื่อผลงาน" in text, named) for text, named in shown] == [(True, True)] * 2
    send_for_approval(waiting, actor=coordinator, received_at=now())
    recall_application(waiting, actor=coordinator)
    assert ["แก้ชื่อผลงาน" in client.get(page).text for page in pages] == [False, False]


def test_a_delegate_approves_only_on_the_days_named(client: FlaskClient, waiting: Application, world: World) -> None:
    today = now().date()
    delegate = world.person(Role.DELEGATE, starts_on=today, ends_on=today)
    late = world.person(Role.DELEGATE, number=2, starts_on=today.replace(year=2027), ends_on=today.replace(year=2027))
    answers = []
    for person in (late, delegate):
        sign_in(client, person)
        answers.append(client.get(f"/applications/{waiting.id}/approval").status_code)
    assert answers == [404, 200]


def test_a_receipt_is_nobody_elses(client: FlaskClient, waiting: Application, world: World) -> None:
    approve(client, waiting)
    receipt = db.session.query(Receipt).one()
    sign_in(client, world.person(Role.HEAD, world.other_agency))
    addresses = ("", ".pdf", "/snapshot.json", "/copy.pdf")
    assert [client.get(f"/receipts/{receipt.id}{address}").status_code for address in addresses] == [404] * 4
