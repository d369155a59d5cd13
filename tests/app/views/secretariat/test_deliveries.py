"""The staff's pages of messages: who sees which, what is found, and what is private."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from flask.testing import FlaskClient
from openpyxl import load_workbook

from app.clock import now
from app.extensions import db
from app.messages.catalogue import MESSAGES
from app.messages.kinds import KINDS
from app.models import Message, MessageState
from app.transaction import transactional
from tests.sign_in import sign_in
from tests.statements import count_statements
from tests.world import World
from workflows.roles import Role

ROW = '<th scope="row"><a href="/office/messages/'


@transactional
def stored(world: World, kind: str, subject: str, **given: Any) -> Message:
    person = given.pop("recipient", world.person(Role.COORDINATOR))
    message = Message(
        kind=kind,
        recipient_id=person.id,
        email=person.email,
        language="th",
        subject=subject,
        body=f"เนื้อความ {subject}",
        link="/secret-link",
        dedupe_key=subject,
        created_at=now(),
        next_attempt_at=now(),
        **({"programme_id": world.programme.id, "state": MessageState.FAILED, "attempts": 8} | given),
    )
    db.session.add(message)
    return message


def test_every_kind_of_message_has_a_topic() -> None:
    assert KINDS.keys() == MESSAGES.keys()


def test_staff_find_a_message_see_its_tries_and_let_it_be_tried_again(world: World, client: FlaskClient) -> None:
    message = stored(world, "application_passed", "ผลงานหนึ่ง")
    stored(world, "application_submitted", "ผลงานสอง", state=MessageState.SENT, sent_at=now())
    sign_in(client, world.officer)
    for query, found in (
        ("", 2),
        ("?q=ผลงานหนึ่ง", 1),
        ("?q=COORDINATOR-dex1", 2),
        ("?state=failed", 1),
        ("?about=decisions", 1),
        ("?about=application_submitted", 1),
        (f"?programme={world.programme.id}", 2),
        ("?programme=nonsense", 0),
        ("?sort=state&order=up&state=nonsense&page=99", 2),
    ):
        page = client.get(f"/office/messages{query}").get_data(as_text=True)
        assert page.count(ROW) == found, query
    book = load_workbook(BytesIO(client.post("/office/messages/export", data={"state": "failed"}).data))
    assert len(list(book.worksheets[0].rows)) >= 2
    assert "เนื้อความ ผลงานหนึ่ง" in client.get(f"/office/messages/{message.id}").get_data(as_text=True)
    assert client.post(f"/office/messages/{message.id}/another-try").status_code == 302
    assert message.state is MessageState.WAITING
    refused = client.post(f"/office/messages/{message.id}/arrival", follow_redirects=True)
    assert "บันทึกว่าถึงผู้รับได้เฉพาะข้อความที่ไม่ทราบผลการส่ง" in refused.get_data(as_text=True)


def test_what_is_private_is_shown_and_found_by_how_it_fared_alone(world: World, client: FlaskClient) -> None:
    message = stored(world, "sent_back", "เรื่องลับของหัวหน้า")
    sign_in(client, world.officer)
    for path in ("/office/messages", "/office/messages?q=เรื่องลับ", f"/office/messages/{message.id}"):
        page = client.get(path).get_data(as_text=True)
        assert ("ลับของหัวหน้า" in page, "/secret-link" in page) == (False, False), path
    book = load_workbook(BytesIO(client.post("/office/messages/export").data))
    assert "เรื่องลับ" not in str(list(book.worksheets[0].values))


def test_a_delegated_officer_sees_the_messages_of_their_award_type_alone(world: World, client: FlaskClient) -> None:
    about, aside = stored(world, "application_passed", "เรื่องหนึ่ง"), stored(world, "invitation", "x", programme_id=None)
    other = world.programme_of("pg-poverty@2564")
    sign_in(client, world.person(Role.OFFICER, number=2, branch="PG", type_code=other.type_code))
    assert ROW not in client.get("/office/messages").get_data(as_text=True)
    for message in (about, aside):
        assert client.get(f"/office/messages/{message.id}").status_code == 404
        assert client.post(f"/office/messages/{message.id}/another-try").status_code == 404
    sign_in(client, world.person(Role.AUDITOR))
    assert client.get("/office/messages").get_data(as_text=True).count(ROW) == 2
    assert client.post(f"/office/messages/{about.id}/another-try").status_code == 404


def test_the_list_needs_no_more_statements_for_more_rows(world: World, client: FlaskClient) -> None:
    stored(world, "application_passed", "0")
    sign_in(client, world.officer)
    client.get("/office/messages")
    with count_statements() as one:
        client.get("/office/messages")
    for number in range(1, 4):
        recipient = world.person(Role.CONTRIBUTOR, number=number)
        stored(world, "application_passed", str(number), recipient=recipient)
    with count_statements() as four:
        client.get("/office/messages")
    assert len(four) == len(one)
