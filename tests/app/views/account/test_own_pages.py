"""A person's own pages: details, password, messages, invitations."""

from __future__ import annotations

import re

from flask.testing import FlaskClient

from app.extensions import db
from app.messages import outbox
from app.models import Message, Person
from app.services.interests import record_advice
from app.services.invitations import invite
from app.services.sign_in import request_password_reset
from app.transaction import transactional
from tests.sign_in import sign_in, sign_out
from tests.statements import count_statements
from tests.world import PASSWORD, World
from workflows.roles import Role

OTHER = "another long password"


@transactional
def tell(person: Person, number: int) -> None:
    outbox.queue(
        "site_visit_wanted", to=[person], once_per=str(number), params={"title": f"ผลงาน {number}", "code": "PS"}
    )


def link() -> str:
    return db.session.query(Message).order_by(Message.created_at.desc()).first().link  # type: ignore[union-attr]


def test_my_details_name_my_roles_and_agencies(client: FlaskClient, world: World) -> None:
    sign_in(client, world.person(Role.COORDINATOR))
    page = client.get("/me").text
    assert "กรมตัวอย่างหนึ่ง" in page.replace("\u2060", "")
    assert "coordinator-dex1-1@lertrat.example" in page


def test_the_inbox_holds_the_own_messages_only(client: FlaskClient, world: World) -> None:
    tell(world.officer, 1)
    tell(world.person(Role.HEAD), 2)
    sign_in(client, world.officer)
    page = client.get("/messages").text
    assert [f"ผลงาน {number}" in page for number in (1, 2)] == [True, False]


def test_a_message_in_the_language_of_that_time_is_explained(client: FlaskClient, world: World) -> None:
    tell(world.officer, 1)
    sign_in(client, world.officer)
    words = ("ข้อความแสดงตามที่ส่งไว้", "Messages stay as they were sent")
    shown = [words[0] in client.get("/messages").text]
    client.post("/language", data={"language": "en", "next": "/"})
    page = client.get("/messages").text
    assert [*shown, words[1] in page, 'class="lr-unread"' in page] == [False, True, True]


def test_a_message_is_marked_read_and_unread(client: FlaskClient, world: World) -> None:
    tell(world.officer, 1)
    message_id = db.session.query(Message.id).scalar()
    sign_in(client, world.officer)
    for answer, is_read in (("yes", True), ("no", False)):
        client.post(f"/messages/{message_id}/mark", data={"is_read": answer})
        db.session.expire_all()
        assert (db.session.query(Message).one().read_at is not None) is is_read


def test_somebody_elses_message_is_not_there(client: FlaskClient, world: World) -> None:
    tell(world.person(Role.HEAD), 1)
    message_id = db.session.query(Message.id).scalar()
    sign_in(client, world.officer)
    assert client.post(f"/messages/{message_id}/mark", data={"is_read": "yes"}).status_code == 404
    client.post("/messages/mark-all")
    assert db.session.query(Message).one().read_at is None


def test_more_messages_need_no_more_statements(client: FlaskClient, world: World) -> None:
    sign_in(client, world.officer)
    counts = []
    for numbers in ((1,), (2, 3)):
        for number in numbers:
            tell(world.officer, number)
        with count_statements() as found:
            client.get("/messages")
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_a_changed_password_keeps_this_session(client: FlaskClient, world: World) -> None:
    sign_in(client, world.officer)
    answer = client.post("/password", data={"present": PASSWORD, "password": OTHER, "again": OTHER})
    assert answer.headers["Location"] == "/me"
    assert client.get("/me").status_code == 200


def test_a_short_password_is_refused_at_its_field(client: FlaskClient, world: World) -> None:
    sign_in(client, world.officer)
    client.post("/language", data={"language": "en"})
    page = client.post("/password", data={"present": PASSWORD, "password": "short", "again": "short"}).text
    assert page.count("Choose a password of at least 10 characters") == 2


def test_a_forgotten_password_is_chosen_anew_by_the_link(client: FlaskClient, world: World) -> None:
    request_password_reset(email=world.officer.email)
    address = link()
    assert client.get(address).status_code == 200
    assert client.post(address, data={"password": OTHER, "again": OTHER}).status_code == 302
    assert client.get("/me").status_code == 200
    sign_out(client)
    assert 'name="again"' not in client.get(address).text
    assert client.post(address, data={"password": OTHER, "again": OTHER}).status_code == 200
    assert client.get("/me").status_code == 404


def test_asking_for_a_link_tells_nobody_who_has_an_account(client: FlaskClient, world: World) -> None:
    known, unknown = "officer@lertrat.example", "nobody@x.example"
    pages = [
        client.post("/password/forgotten", data={"email": email}).text.replace(email, "") for email in (known, unknown)
    ]
    without_tokens = {re.sub(r'name="csrf_token"[^>]*>', "", page) for page in pages}  # a token tells its second
    assert len(without_tokens) == 1


def test_an_invitation_is_accepted_with_a_new_password(client: FlaskClient, world: World) -> None:
    invite(
        email="new@x.example",
        name_th="นางใหม่",
        name_en="New",
        role=Role.CONTRIBUTOR,
        agency=world.agency,
        actor=world.person(Role.HEAD),
    )
    address = link()
    assert "นางใหม่" in client.get(address).text
    assert client.post(address, data={"password": OTHER, "again": OTHER}).status_code == 302
    assert "นางใหม่" in client.get("/me").text
    assert "new@x.example" not in client.get(address).text


def test_an_invitation_to_a_known_person_asks_for_their_password(client: FlaskClient, world: World) -> None:
    invite(
        email=world.officer.email,
        name_th="น",
        name_en="N",
        role=Role.CONTRIBUTOR,
        agency=world.agency,
        actor=world.person(Role.HEAD),
    )
    address = link()
    assert 'name="again"' not in client.get(address).text
    assert client.post(address, data={"password": OTHER}).status_code == 200
    assert client.get("/me").status_code == 404
    assert client.post(address, data={"password": PASSWORD}).status_code == 302


def test_a_spent_link_shows_nothing_of_the_invitation(client: FlaskClient, world: World) -> None:
    page = client.get("/invitations/not-a-token")
    assert (page.status_code, 'type="password"' in page.text) == (200, False)


def test_an_adviser_begins_where_the_role_is_explained_and_nobody_else_does(client: FlaskClient, world: World) -> None:
    adviser, application = world.person(Role.ADVISER), world.submitted()
    record_advice(application.id, adviser=adviser)
    assert 'href="/sign-in">' in client.get("/").text
    sign_in(client, adviser)
    client.post("/language", data={"language": "en"})
    landing, page = client.get("/").text, client.get("/advising").text
    assert ("Sign in to begin" in landing, '<a href="/advising">To your own pages</a>' in landing) == (False, True)
    said = ("What an adviser may do", application.agency.name("en"), 'href="/criteria"', 'href="/messages"')
    assert [words for words in said if words not in page.replace("\u2060", "").replace("\u00a0", " ")] == []
    assert application.title("en") not in page
    sign_in(client, world.officer)
    assert client.get("/advising").status_code == 404
