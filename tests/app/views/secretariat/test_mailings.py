"""The pages of mailings: written, chosen, looked at, sent, taken back; whose they are; what is kept when refused."""

from __future__ import annotations

import html
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from werkzeug.test import TestResponse

from app.extensions import db
from app.models import Mailing, Message, MessageState
from app.tasks.mailings import send_due
from app.views.secretariat import mailing_sending
from tests.app.services.test_mailings import confirmed, mailing_to
from tests.panels import pass_screening, score_all, seat_panel
from tests.sign_in import sign_in
from tests.statements import count_statements
from tests.with_app import Clock
from tests.world import World
from workflows import mailing as rule
from workflows.mailing import MailingState
from workflows.roles import Role

LIST = "/office/messages/mailings"
TEXT = {
    "kind": "office_notice",
    "subject_th": "แจ้ง {programme}",
    "body_th": "เรียน {name}\n{entries}",
    "subject_en": "About {code}",
    "body_en": "Dear {name}",
}


def read(response: TestResponse) -> str:
    """The page without the marks that keep words and numbers together."""
    return response.text.replace("\u00a0", " ").replace("\u2060", "")


def hidden(page: str, name: str) -> str:
    return page.partition(f'name="{name}" value="')[2].partition('"')[0]


def test_an_officer_writes_chooses_looks_and_sends(world: World, client: FlaskClient) -> None:
    application = world.submitted()
    sign_in(client, world.officer)
    assert "เขียนข้อความแจ้งเวียน" in read(client.get(LIST))
    begun = read(client.get(f"{LIST}/new?from=kind:closing_soon"))
    assert "{closes}" in begun.partition("<textarea")[2], "the text of a message that is there already"
    refused = client.post(f"{LIST}/new", data={**TEXT, "body_th": "{secret}"})
    assert (refused.status_code, 'id="body_th-error"' in read(refused)) == (422, True)
    assert "{secret}</textarea>" in read(refused), "what was typed is kept"
    recipients = client.post(f"{LIST}/new", data=TEXT).location
    assert "ยังไม่ได้เลือกผู้รับ" in read(client.get(recipients))
    empty = client.post(recipients, data={"audiences": ["coordinators", "heads"]})
    assert (empty.status_code, 'id="programmes-error"' in read(empty)) == (422, True)
    chosen = {"programmes": [str(world.programme.id)], "audiences": ["coordinators", "heads"]}
    page = read(client.post(recipients, data=chosen, follow_redirects=True))
    assert (page.count(application.code), "เลือกผู้รับไว้ 2 ราย" in page) == (2, True)
    assert read(client.get(f"{recipients}?q=nobody")).count(application.code) == 0
    left_out = read(
        client.post(recipients + "/removal", data={"recipient": hidden(page, "recipient")}, follow_redirects=True)
    )
    assert ("เลือกผู้รับไว้ 1 ราย" in left_out, "นำออกด้วยตนเอง 1 ราย" in left_out) == (True, True)
    client.post(recipients + "/return", data={"recipient": hidden(page, "recipient")})
    sending = recipients.replace("recipients", "sending")
    looked_at = read(client.get(sending))
    assert f"- {application.code}" in looked_at and f"About {application.code}" in looked_at
    sent = client.post(sending, data={"when": "now", "seen": hidden(looked_at, "seen")})
    send_due.run()
    shown = read(client.get(sent.location))
    assert shown.count('href="/office/messages/') - shown.count(f'href="{LIST}') == 2
    assert db.session.query(Message).filter_by(kind="office_notice").count() == 2
    book = load_workbook(BytesIO(client.post(sent.location + "/export", data={"q": ""}).data))
    assert "จำนวนผลงาน" in [row[4] for row in book.worksheets[0].values]
    assert [row[3] for row in list(book.worksheets[0].values)[-2:]] == ["ผู้ประสานงาน", "หัวหน้าส่วนราชการหรือผู้รับมอบอำนาจ"]


def test_a_time_is_asked_for_and_a_holiday_is_pointed_out_before_it_is_set(
    world: World, client: FlaskClient, clock: Clock
) -> None:
    world.submitted()
    mailing = mailing_to(world, "heads")
    sign_in(client, world.officer)
    assert client.post(f"{LIST}/{mailing.id}/export").status_code == 404, "a draft went to nobody"
    sign_in(client, world.officer)
    sending = f"{LIST}/{mailing.id}/sending"
    seen = hidden(read(client.get(sending)), "seen")
    given = {"when": "later", "seen": seen}
    for typed in ("", "พรุ่งนี้", "1/3/2569 09.00"):
        refused = client.post(sending, data={**given, "due_at": typed, "despite_day_off": "y"})
        page = read(refused)
        assert (refused.status_code in (409, 422), 'id="due_at-error"' in page, f'value="{typed}"' in page) == (
            True,
            True,
            True,
        ), typed
    holiday = {**given, "due_at": "๖/๔/๒๕๖๙ ๐๙.๐๐"}  # Chakri day
    warned = client.post(sending, data=holiday)
    assert (warned.status_code, "วันหยุดราชการ" in read(warned)) == (422, True)
    kept = client.post(sending, data={**holiday, "despite_day_off": "y"}).location
    page = read(client.get(kept))
    assert "6 เมษายน 2569" in page
    assert "ยกเลิกการส่ง" in page
    client.post(kept + "/cancellation")
    assert (mailing.state, "ยกเลิกการส่ง" in read(client.get(kept))) == (MailingState.CANCELLED, True)
    clock.advance(days=60)
    send_due.run()
    assert db.session.query(Message).filter_by(kind="office_notice").count() == 0


def test_the_number_of_many_recipients_is_typed(
    world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.submitted()
    mailing = mailing_to(world, "heads", "coordinators")
    sign_in(client, world.officer)
    sending = f"{LIST}/{mailing.id}/sending"
    page = read(client.get(sending))
    assert 'name="typed"' not in page
    for module in (rule, mailing_sending):
        monkeypatch.setattr(module, "SENT_WITHOUT_COUNT", 1)
    given = {"when": "now", "seen": hidden(read(client.get(sending)), "seen")}
    for typed, status in (("", 409), ("3", 409), ("สอง", 422)):
        refused = client.post(sending, data={**given, "typed": typed})
        assert (refused.status_code, 'id="typed-error"' in read(refused)) == (status, True), typed
    assert client.post(sending, data={**given, "typed": "๒"}).status_code == 302


def test_a_draft_is_its_writers_and_a_mailing_is_for_whoever_sees_its_programmes(
    world: World, client: FlaskClient
) -> None:
    world.submitted()
    draft, sent = mailing_to(world, "heads"), confirmed(mailing_to(world, "heads"), world.officer)
    colleague = world.person(Role.OFFICER, number=2, branch="PS")
    delegated = world.person(Role.OFFICER, number=3, branch="PG")
    for person, statuses in (
        (colleague, (404, 200)),
        (delegated, (404, 404)),
        (world.person(Role.AUDITOR), (404, 200)),
        (world.person(Role.HEAD), (404, 404)),
    ):
        sign_in(client, person)
        found = tuple(client.get(f"{LIST}/{each.id}").status_code for each in (draft, sent))
        assert found == statuses, person.email
        assert client.get(f"{LIST}/{draft.id}/recipients").status_code == 404
    sign_in(client, world.person(Role.AUDITOR))
    assert client.post(f"{LIST}/{sent.id}/cancellation").status_code == 404
    sign_in(client, world.officer)
    assert client.post(f"{LIST}/{draft.id}/deletion").location == LIST
    assert [each.id for each in db.session.query(Mailing)] == [sent.id]
    assert client.get(f"{LIST}/{sent.id}/text").location == f"{LIST}/{sent.id}"


def test_an_agency_reads_no_name_of_an_assessor_though_both_are_told(world: World, client: FlaskClient) -> None:
    application = world.submitted()
    pass_screening(world, application)
    seats = seat_panel(world, application)
    confirmed(mailing_to(world, "heads", "assessors"), world.officer)
    send_due.run()
    names = {name for seat in seats for name in (seat.assessor.name_th, seat.assessor.email)}
    sign_in(client, world.person(Role.HEAD))
    page = read(client.get("/messages"))
    assert '<p class="lr-written" lang="th">เรียน ' in page, "the lines of a message stay lines"
    assert application.code in page
    assert [name for name in names if name in page] == []


def test_the_pages_need_no_more_statements_for_more_recipients(world: World, client: FlaskClient) -> None:
    world.submitted()
    draft = mailing_to(world, "coordinators", "contributors")
    sent = confirmed(mailing_to(world, "coordinators"), world.officer)
    send_due.run()
    sign_in(client, world.officer)
    paths = [LIST, *(f"{LIST}/{draft.id}/{step}" for step in ("recipients", "sending")), f"{LIST}/{sent.id}"]
    counted = {}
    for path in paths:
        assert client.get(path).status_code == 200
        with count_statements() as few:
            client.get(path)
        counted[path] = len(few)
    for number in range(1, 4):
        world.person(Role.CONTRIBUTOR, number=number)
    more = confirmed(mailing_to(world, "contributors", "coordinators"), world.officer)
    send_due.run()
    assert more.state is MailingState.SENT
    for path in [*paths, f"{LIST}/{more.id}"]:
        with count_statements() as many:
            client.get(path)
        assert len(many) == counted.get(path, counted[paths[-1]]), path


def test_those_whom_messages_do_not_reach_are_marked(world: World, client: FlaskClient) -> None:
    world.submitted()
    head = world.person(Role.HEAD)
    told = db.session.query(Message).filter_by(recipient_id=head.id).first()
    assert told is not None
    told.state, told.error = MessageState.FAILED, "550 no such user"
    db.session.commit()
    mailing = mailing_to(world, "heads", "coordinators")
    sign_in(client, world.officer)
    assert read(client.get(f"{LIST}/{mailing.id}/recipients")).count("ส่งข้อความไม่ถึง") == 1
    assert "1 รายที่ส่งข้อความไม่ถึง" in read(client.get(f"{LIST}/{mailing.id}/sending"))


def test_sheets_owed_lead_to_a_mailing_to_just_those_who_owe_them(world: World, client: FlaskClient) -> None:
    application = world.submitted()
    pass_screening(world, application)
    seats = seat_panel(world, application)
    score_all(seats[:1], quality=80)
    sign_in(client, world.officer)
    for kind, is_offered in (("owed", True), ("late", False), ("unopened", False)):
        page = read(client.get(f"/office/sheets?only={kind}"))
        assert (f"{LIST}/new" in page) == is_offered, kind
    path = html.unescape(hidden_link(read(client.get("/office/sheets")), f"{LIST}/new"))
    assert 'name="owing" value="owed"' in read(client.get(path)), "another text keeps whom it is for"
    page = read(client.post(path, data=TEXT, follow_redirects=True))
    assert [seat.assessor.email in page for seat in seats] == [False, True, True]
    mailing = db.session.query(Mailing).one()
    assert (mailing.owing, sorted(mailing.audiences)) == ("owed", ["assessors", "leads"])


def hidden_link(page: str, begin: str) -> str:
    return begin + page.partition(f'href="{begin}')[2].partition('"')[0]
