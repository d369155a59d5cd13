"""Evidence beside the text, shown to whoever may read it; comments that point into it and say how much they matter."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from app.clock import frozen_at, now
from app.extensions import db, storage
from app.models import Application, ConsensusSheet, Evidence, ScoreSheet, StoredFile
from app.queries.application_facts import panel_of
from app.services.applications import send_for_approval, submit_application
from app.services.consensus import record_consensus
from app.services.evidence import attach_file
from app.services.feedback import draft_feedback
from app.services.quarantine import check_file
from app.services.rounds import move_on
from app.services.score_sheets import open_sheet, save_entry, submit_sheet
from tests.panels import assessor, pass_screening, score_all, seat_panel
from tests.sample_files import pdf, png
from tests.sign_in import sign_in
from tests.world import World
from workflows.roles import Role


@pytest.fixture
def sheet(world: World, client: FlaskClient) -> ScoreSheet:
    """Give the sheet of an entry with a paper of three pages and a picture; its assessor is signed in."""
    draft = world.fill(world.draft())
    for place, (name, content) in enumerate((("แผน.pdf", pdf(3)), ("ภาพ.png", png(text=b"Author")))):
        with frozen_at(now() + timedelta(seconds=place)):  # one after the other, as people attach
            attached(world, draft, name, content)
    send_for_approval(draft, actor=world.person(Role.COORDINATOR), received_at=now())
    submit_application(draft, actor=world.person(Role.HEAD), received_at=now())
    pass_screening(world, draft)
    seat = seat_panel(world, draft)[0]
    sign_in(client, seat.assessor)
    return open_sheet(seat, actor=seat.assessor)


def attached(world: World, draft: Application, name: str, content: bytes) -> None:
    coordinator = world.person(Role.COORDINATOR)
    check_file(attach_file(draft, "attachments", BytesIO(content), name, actor=coordinator, received_at=now()))


def file_named(name: str) -> Evidence:
    db.session.expire_all()
    return db.session.query(Evidence).filter_by(file_name=name).one()


def test_a_paper_and_a_picture_are_shown_stripped_and_can_do_nothing(client: FlaskClient, sheet: ScoreSheet) -> None:
    for name, media_type, first in (("แผน.pdf", "application/pdf", b"%PDF"), ("ภาพ.png", "image/png", b"\x89PNG")):
        answer = client.get(f"/evidence/{file_named(name).id}/view")
        assert (answer.status_code, answer.mimetype, answer.data[:4]) == (200, media_type, first)
        assert answer.headers["Content-Disposition"].startswith("inline;")
        saved = client.get(f"/evidence/{file_named(name).id}").headers["Content-Disposition"]
        assert [saved.isascii(), f"filename*=UTF-8''{quote(name)}" in saved] == [True, True], "no header holds Thai"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'; frame-ancestors 'self'"
        assert b"Author" not in answer.data


def test_what_is_no_paper_inside_is_never_shown(client: FlaskClient, sheet: ScoreSheet) -> None:
    """Even where the table calls it one: the bytes decide."""
    disguised, size = storage().put(BytesIO(b"<!doctype html><script>alert(1)</script>"))
    evidence = file_named("แผน.pdf")
    db.session.add(
        StoredFile(
            sha256=disguised, media_type="application/pdf", size=size, pages=None, stored_at=evidence.uploaded_at
        )
    )
    db.session.flush()
    evidence.clean_sha256 = disguised
    db.session.commit()
    assert client.get(f"/evidence/{evidence.id}/view").status_code == 404


def test_only_who_may_have_the_file_sees_it(client: FlaskClient, world: World, sheet: ScoreSheet) -> None:
    place = f"/evidence/{file_named('แผน.pdf').id}/view"
    seen = []
    readers = (
        world.person(Role.COORDINATOR),
        world.officer,
        assessor(world, 9),
        world.person(Role.COORDINATOR, world.other_agency),
    )
    for reader in readers:
        sign_in(client, reader)
        seen.append(client.get(place).status_code)
    assert seen == [200, 200, 404, 404]


def test_a_file_opens_beside_the_text_at_its_page(client: FlaskClient, sheet: ScoreSheet) -> None:
    here, paper, picture = f"/sheets/{sheet.id}/nodes/d1.1", file_named("แผน.pdf").id, file_named("ภาพ.png").id
    frames = {
        "": 'id="viewer" aria-labelledby="viewer-title" data-viewer hidden',
        f"?file={paper}&page=2": f'<iframe src="/evidence/{paper}/view#page=2&amp;',
        f"?file={paper}&page=๓": f'<iframe src="/evidence/{paper}/view#page=3&amp;',
        f"?file={paper}&page=99": f'<iframe src="/evidence/{paper}/view#page=3&amp;',
        f"?file={paper}&page=x": f'<iframe src="/evidence/{paper}/view#page=1&amp;',
        f"?file={picture}": f'<img src="/evidence/{picture}/view"',
        "?file=nowhere&page=2": 'id="viewer" aria-labelledby="viewer-title" data-viewer hidden',
    }
    missing = [query for query, wanted in frames.items() if wanted not in client.get(here + query).text]
    assert missing == []


def test_a_comment_says_how_much_it_matters_and_leads_to_its_places(client: FlaskClient, sheet: ScoreSheet) -> None:
    text = "พบผลในแฟ้ม\n++ ลดเวลารอ 38 วัน ทำให้ตรงพันธกิจ [เอกสาร 1 หน้า 2] [รายงานข้อ 2] [รายงานข้อ 3] [เอกสาร 1 หน้า 9]"
    node, paper = f"/sheets/{sheet.id}/nodes/d1.1", file_named("แผน.pdf").id
    answer = client.post(f"{node}/entry", json={"field": "strengths", "value": text, "version": 0})
    said = answer.json["said"]["strengths"]
    assert said.index("ลดเวลารอ") < said.index("พบผลในแฟ้ม"), "the important one comes first"
    wanted = (
        f"{node}?file={paper}&amp;page=2#viewer",
        'href="#s-problem"',
        "/document#s-whats_new",
        "lr-err",
        "สำคัญมาก",
    )
    assert [each for each in wanted if each not in said] == []
    assert said in client.get(node).text
    assert "++ ลดเวลา" not in client.get(f"/sheets/{sheet.id}").text


def test_how_to_point_to_a_place_is_shown_in_the_language_of_the_page(client: FlaskClient, sheet: ScoreSheet) -> None:
    node = f"/sheets/{sheet.id}/nodes/d1.1"
    assert "[รายงานข้อ 2]" in client.get(node).text
    client.post("/language", data={"language": "en"})
    english = client.get(node).text
    assert "[report 2]" in english and "[document 3 page 4]" in english
    assert "รายงานข้อ" not in english


def test_the_room_and_the_feedback_keep_marks_and_places_but_no_name(
    client: FlaskClient, world: World, sheet: ScoreSheet
) -> None:
    application = sheet.application
    sheets = score_all(panel_of(application), quality=80, submit=False)
    said = {"strengths": "มีหลักฐานชัดเจน\n++ ลดเวลารอ 38 วัน [เอกสาร 1 หน้า 2]"}
    save_entry(sheets[1], "d1.1", said, version=1, actor=sheets[1].assessor)
    for each in sheets:
        submit_sheet(each, actor=each.assessor)
    move_on(application)
    room = db.session.query(ConsensusSheet).one()
    page = client.get(f"/consensus/{room.id}/nodes/d1.1").text
    assert f"/sheets/{sheet.id}/nodes/d1.1?file={file_named('แผน.pdf').id}&amp;page=2#viewer" in page
    record_consensus(room, actor=sheet.assessor)
    [first, second] = draft_feedback(application).content["categories"][0]["strengths"][:2]
    assert (first, second) == ("++ ลดเวลารอ 38 วัน (แผน.pdf หน้า 2)", "มีหลักฐานชัดเจน")
