"""An agency's appeal: written in time by its people, filed by its head, proved by a receipt, answered on its page."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.clock import frozen_at, in_days, now
from app.extensions import db
from app.models import Appeal, Event, Evidence, Message
from app.queries.appeals import appeal_period
from app.services.appeals import write_appeal
from app.services.quarantine import check_file
from tests.appeals import COMPLAINANT, TOLD, WHY, answered, appealable, complained, filed
from tests.panels import assessor
from tests.sample_files import pdf
from tests.sign_in import sign_in
from tests.world import World
from workflows.appeal import AppealState
from workflows.errors import RuleBroken
from workflows.roles import Role


def kinds_told() -> set[tuple[str, str]]:
    return {(each.kind, each.email.partition("-")[0]) for each in db.session.scalars(select(Message))}


def test_the_team_writes_and_the_head_files_with_a_pdf(world: World, client: FlaskClient) -> None:
    application = appealable(world.submitted())
    world.person(Role.CONTRIBUTOR)
    path = f"/applications/{application.id}/appeal"
    sign_in(client, world.person(Role.COORDINATOR))
    page = client.get(path).get_data(as_text=True)
    assert ("then" in page, client.get(f"/applications/{application.id}/appeals").status_code) == (False, 200)
    typed = {"ground": "figures", "text": WHY, "version": "0"}
    upload = {"file": (BytesIO(pdf()), "หลักฐาน.pdf")}
    assert client.post(path, data={**typed, **upload}, content_type="multipart/form-data").status_code == 302
    draft = db.session.query(Appeal).one()
    assert (draft.state, draft.version) == (AppealState.DRAFT, 1)
    again = {**typed, "version": "1", "then": "file"}
    refused = client.post(path, data=again)
    assert (refused.status_code, "อุทธรณ์ของท่าน" in refused.text) == (409, False)
    sign_in(client, world.person(Role.HEAD))
    waiting = client.post(path, data=again)
    assert (waiting.status_code, "กำลังตรวจความปลอดภัยของไฟล์" in waiting.text) == (409, True)
    evidence = db.session.query(Evidence).one()
    check_file(evidence)
    db.session.commit()
    assert client.post(path, data=again).status_code == 302
    assert ("appeal_received", "contributor") in kinds_told()
    assert {kind for kind, _who in kinds_told() if "appeal" in kind} == {"appeal_received", "appeal_arrived"}
    received = client.get(f"/appeals/{draft.id}").get_data(as_text=True)
    assert (f"{application.code}-A01" in received, "หลักฐาน.pdf" in received) == (True, True)


def test_a_refused_file_or_filing_changes_nothing_and_keeps_what_was_typed(world: World, client: FlaskClient) -> None:
    application = appealable(world.submitted())
    path, typed = f"/applications/{application.id}/appeal", {"text": WHY, "version": "0"}
    sign_in(client, world.person(Role.HEAD))
    text_file = {**typed, "file": (BytesIO(b"no PDF"), "a.pdf")}
    for sent in (text_file, {**typed, "then": "file"}):  # the second names no ground
        refused = client.post(path, data=sent, content_type="multipart/form-data")
        assert (refused.status_code, WHY in refused.text, 'value="0"' in refused.text) == (409, True, True)
        assert (db.session.query(Appeal).count(), db.session.query(Evidence).count()) == (0, 0)


def test_a_file_is_taken_off_a_draft(world: World, client: FlaskClient) -> None:
    application = appealable(world.submitted())
    path, typed = f"/applications/{application.id}/appeal", {"text": WHY, "version": "0"}
    sign_in(client, world.person(Role.HEAD))
    client.post(path, data={**typed, "file": (BytesIO(pdf()), "ก.pdf")}, content_type="multipart/form-data")
    evidence = db.session.query(Evidence).one()
    assert "ก.pdf" in client.get(path).text
    assert client.post(path, data={**typed, "version": "1", "remove": str(evidence.id)}).status_code == 302
    assert "ก.pdf" not in client.get(path).text


def test_the_receipt_proves_what_was_received(world: World, client: FlaskClient) -> None:
    appeal = filed(world, appealable(world.submitted()))
    sign_in(client, world.person(Role.HEAD))
    bytes_given = client.get(f"/appeals/{appeal.id}/content.json").data
    event = db.session.query(Event).filter_by(id=appeal.event_id).one()
    assert hashlib.sha256(bytes_given).hexdigest() == appeal.sha256 == event.data["sha256"]
    content = json.loads(bytes_given)
    assert (content["number"], content["text"], content["files"]) == (appeal.number, WHY, [])
    shown = client.get(f"/appeals/{appeal.id}").get_data(as_text=True)
    assert (appeal.number in shown, event.hash[-4:] in shown) == (True, True)


def test_an_appeal_is_filed_in_time_or_not_at_all(world: World, client: FlaskClient) -> None:
    application = appealable(world.submitted())
    head, last = world.person(Role.HEAD), appeal_period(application).last_day
    draft = write_appeal(application, ground=None, text=WHY, version=0, actor=head, received_at=now())
    assert last is not None
    sign_in(client, head)
    path, typed = f"/applications/{application.id}/appeal", {"ground": "other", "text": WHY, "then": "file"}
    with frozen_at(in_days((last - now().date()).days + 1)):
        late = client.post(path, data={**typed, "version": "1"})
    assert (late.status_code, WHY in late.text) == (409, True)
    with frozen_at(in_days((last - now().date()).days)):
        assert client.post(path, data={**typed, "version": "1"}).status_code == 302
    assert db.session.get_one(Appeal, draft.id, populate_existing=True).state is AppealState.RECEIVED


@pytest.mark.parametrize("what", ["not announced", "no days set"])
def test_nothing_is_appealed_before_the_announcement_or_where_no_time_is_set(
    world: World, client: FlaskClient, what: str
) -> None:
    application = world.submitted()
    if what == "no days set":
        appealable(application)
        application.programme.rules = {}
        db.session.commit()
    with pytest.raises(RuleBroken):
        write_appeal(application, ground=None, text=WHY, version=0, actor=world.person(Role.HEAD), received_at=now())
    sign_in(client, world.person(Role.HEAD))
    assert client.get(f"/applications/{application.id}/appeals").status_code == 200


def test_whoever_saves_second_sees_both_texts(world: World, client: FlaskClient) -> None:
    application = appealable(world.submitted())
    head, text = world.person(Role.HEAD), "ข้อความของหัวหน้าหน่วยงาน"
    write_appeal(application, ground=None, text=text, version=0, actor=head, received_at=now())
    sign_in(client, world.person(Role.COORDINATOR))
    path = f"/applications/{application.id}/appeal"
    second = client.post(path, data={"text": WHY, "version": "0"})
    assert (second.status_code, text in second.text, WHY in second.text) == (409, True, True)
    assert db.session.query(Appeal).one().text == text


def test_strangers_staff_and_the_panel_find_no_draft_and_no_file(world: World, client: FlaskClient) -> None:
    application = appealable(world.submitted())
    path = f"/applications/{application.id}/appeal"
    sign_in(client, world.person(Role.HEAD))
    data = {"text": WHY, "version": "0", "file": (BytesIO(pdf()), "a.pdf")}
    client.post(path, data=data, content_type="multipart/form-data")
    evidence, draft = db.session.query(Evidence).one(), db.session.query(Appeal).one()
    check_file(evidence)
    file = f"/evidence/{evidence.id}"
    assert client.get(file).status_code == 200
    others = [world.officer, world.person(Role.HEAD, world.other_agency), assessor(world, 1), world.person(Role.JUDGE)]
    for person in (*others, world.person(Role.AUDITOR)):
        sign_in(client, person)
        assert (client.get(f"/office/appeals/{draft.id}").status_code, client.get(file).status_code) == (404, 404)
        assert client.get(path).status_code == 404


def test_a_complaint_tells_its_agency_neither_who_wrote_nor_what(world: World, client: FlaskClient) -> None:
    complaint = complained(world, appealable(world.submitted()))
    sign_in(client, world.person(Role.HEAD))
    page = client.get(f"/appeals/{complaint.id}").get_data(as_text=True)
    assert (complaint.number in page, COMPLAINANT in page, TOLD in page) == (True, False, False)
    assert client.get(f"/appeals/{complaint.id}/content.json").status_code == 404
    sign_in(client, world.officer)
    assert COMPLAINANT in client.get(f"/office/appeals/{complaint.id}").get_data(as_text=True)


def test_the_answer_is_read_by_the_agency_and_only_a_correction_by_everybody(world: World, client: FlaskClient) -> None:
    application = appealable(world.submitted())
    correction = "ระดับรางวัลที่ประกาศแก้เป็นดีเด่น"
    plain = answered(world, filed(world, application), answer="แก้ตัวเลขในรายงานแล้ว")
    public = (f"/winners/{application.id}", f"/programmes/{application.programme_id}")
    seen = "".join(client.get(path).get_data(as_text=True) for path in public)
    assert ("แก้ตัวเลข" in seen, "อุทธรณ์" in seen) == (False, False)
    answered(world, filed(world, application), correction=correction)
    assert [correction in client.get(path).get_data(as_text=True) for path in public] == [True, True]
    assert "แก้ตัวเลข" not in "".join(client.get(path).get_data(as_text=True) for path in public)
    sign_in(client, world.person(Role.CONTRIBUTOR))
    assert "แก้ตัวเลขในรายงานแล้ว" in client.get(f"/appeals/{plain.id}").get_data(as_text=True)
    assert application.award == "good"
    assert plain.answer_due_on is not None and plain.answer_due_on >= (now() + timedelta(days=30)).date()
