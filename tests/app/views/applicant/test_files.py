"""Files on the pages: attached with the rest of the page, opened by those who may."""

from __future__ import annotations

import re
from io import BytesIO

import pikepdf
import pytest
from flask.testing import FlaskClient

from app.clock import now
from app.extensions import db
from app.models import Application, Evidence, FileState
from app.services.applications import send_for_approval, submit_application
from app.services.quarantine import check_file, files_to_check
from tests.panels import assessor, pass_screening, seat_panel
from tests.sample_files import embedding, pdf
from tests.sign_in import sign_in
from tests.world import World
from workflows.roles import Role


def check_all() -> None:
    for evidence in files_to_check():
        check_file(evidence)
    db.session.expire_all()


@pytest.fixture
def draft(client: FlaskClient, world: World) -> Application:
    made = world.fill(world.draft())
    sign_in(client, world.person(Role.COORDINATOR))
    client.post("/language", data={"language": "en", "next": "/"})
    return made


def attach(client: FlaskClient, draft: Application, content: bytes, name: str) -> int:
    return client.post(
        f"/applications/{draft.id}/parts/attachments",
        data={"attachments": (BytesIO(content), name), "then": "stay"},
        content_type="multipart/form-data",
    ).status_code


def test_a_file_is_attached_checked_shown_and_removed(client: FlaskClient, draft: Application) -> None:
    here = f"/applications/{draft.id}/parts/attachments"
    assert attach(client, draft, pdf(), "แผน.pdf") == 302
    waiting = client.get(here).text
    check_all()
    checked = client.get(here).text
    assert ["Being checked for safety" in waiting, "Checked for safety" in checked] == [True, True]
    evidence = db.session.query(Evidence).one()
    client.post(here, data={"remove": f"{evidence.id}/attachments"})
    assert "แผน.pdf" not in client.get(here).text


def test_a_wrong_file_is_refused_at_its_field(client: FlaskClient, draft: Application) -> None:
    answer = client.post(
        f"/applications/{draft.id}/parts/attachments",
        data={"attachments": (BytesIO(b"MZ"), "virus.exe")},
        content_type="multipart/form-data",
    )
    assert (answer.status_code, 'href="#attachments"' in answer.text) == (422, True)
    assert db.session.query(Evidence).count() == 0


@pytest.mark.parametrize(
    ("button", "words"), [("attach", "Choose a file first"), ("use", "Choose one of the attached files first")]
)
def test_a_button_that_attaches_pressed_with_no_file_says_so_at_the_field_and_not_that_it_is_saved(
    client: FlaskClient, draft: Application, button: str, words: str
) -> None:
    here = f"/applications/{draft.id}/parts/attachments"
    answer = client.post(here, data={"then": f"{button}:attachments"})
    at_field = re.search(r'id="attachments-error">.*?</p>', answer.text, re.DOTALL)
    assert at_field is not None
    assert (answer.status_code, words in at_field[0], "Saved</" in client.get(here).text) == (422, True, False)
    sent = {"then": f"{button}:attachments", "attachments": (BytesIO(pdf()), "แผน.pdf")}
    went = client.post(here, data=sent, content_type="multipart/form-data")
    assert (went.status_code, went.location.partition("#")[2]) == (302, "files-attachments")


def test_a_file_that_did_not_pass_the_check_is_named_as_not_sent_and_stops_nothing(
    client: FlaskClient, draft: Application, world: World
) -> None:
    attach(client, draft, pdf(), "แผน.pdf")
    attach(client, draft, embedding(), "ซ้อน.pdf")
    check_all()
    words, may_go = "1 file did not pass the check and is not sent", "You can send it all the same"
    tasks = client.get(f"/applications/{draft.id}").text.replace("\u00a0", " ")
    assert (tasks.count(words), tasks.count("ซ้อน.pdf"), may_go in tasks) == (2, 1, True)
    assert [state in tasks for state in ("Please read", "Needs correction")] == [True, False]
    send_for_approval(draft, actor=world.person(Role.COORDINATOR), received_at=now())
    sign_in(client, world.person(Role.HEAD))
    client.post("/language", data={"language": "en", "next": "/"})
    page = client.get(f"/applications/{draft.id}/approval").text.replace("\u00a0", " ")
    read, approve = page.split('id="approve"')
    assert ["แผน.pdf" in read, "ซ้อน.pdf" in read] == [True, False]
    assert [words in approve, "ซ้อน.pdf" in approve] == [True, True]


def test_nobody_opens_a_file_before_it_is_checked(client: FlaskClient, draft: Application) -> None:
    attach(client, draft, pdf(), "แผน.pdf")
    evidence = db.session.query(Evidence).one()
    assert client.get(f"/evidence/{evidence.id}").status_code == 404


def test_the_agency_gets_its_own_bytes_as_an_attachment(client: FlaskClient, draft: Application) -> None:
    content = pdf()
    attach(client, draft, content, "แผน.pdf")
    check_all()
    answer = client.get(f"/evidence/{db.session.query(Evidence).one().id}")
    assert (answer.data, answer.mimetype, answer.headers["X-Content-Type-Options"]) == (
        content,
        "application/pdf",
        "nosniff",
    )
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_others_open_it_only_once_it_is_handed_in_and_then_stripped(
    client: FlaskClient, draft: Application, world: World
) -> None:
    attach(client, draft, pdf(), "แผน.pdf")
    check_all()
    evidence = db.session.query(Evidence).one()
    address = f"/evidence/{evidence.id}"
    stranger = world.person(Role.COORDINATOR, world.other_agency)
    judge = world.person(Role.JUDGE)
    readers = [world.officer, judge, stranger, assessor(world, 1), assessor(world, 9)]
    before = [_opened(client, reader, address) for reader in readers]
    send_for_approval(draft, actor=world.person(Role.COORDINATOR), received_at=now())
    submit_application(draft, actor=world.person(Role.HEAD), received_at=now())
    pass_screening(world, draft)
    seat_panel(world, draft)
    after = [_opened(client, reader, address) for reader in readers]
    assert (before, after) == ([404] * 5, [200, 404, 404, 200, 404])  # a judge waits for the dossier
    sign_in(client, world.officer)
    assert "/Author" not in pikepdf.open(BytesIO(client.get(address).data)).docinfo
    assert evidence.state is FileState.CLEAN


def _opened(client: FlaskClient, reader: object, address: str) -> int:
    sign_in(client, reader)  # type: ignore[arg-type]
    return client.get(address).status_code


def test_typing_and_attaching_in_one_go_saves_both(client: FlaskClient, world: World) -> None:
    draft = world.draft(world.programme_of("pmqa40@2564"))
    sign_in(client, world.person(Role.COORDINATOR))
    client.post(
        f"/applications/{draft.id}/parts/category-1",
        data={
            "item": "1.1",
            "text.1.1.basic": "คำอธิบาย",
            "file.1.1.basic": (BytesIO(pdf()), "หลักฐาน.pdf"),
        },
        content_type="multipart/form-data",
    )
    page = client.get(f"/applications/{draft.id}/parts/category-1?item=1.1").text
    assert ["คำอธิบาย" in page, "หลักฐาน.pdf" in page] == [True, True]


@pytest.mark.parametrize(
    ("came_from", "way"),
    [
        ("http://localhost/applications/1/parts/a?item=1.1", "/applications/1/parts/a?item=1.1"),
        ("https://elsewhere.example/applications/1", "/applications"),
        ("http://localhost//elsewhere.example/", "/applications"),
        ("http://localhost/\\elsewhere.example/", "/applications"),
        ("http://[", "/applications"),
        ("", "/applications"),
    ],
)
def test_what_is_too_much_for_one_request_leads_back_to_its_page_and_nowhere_else(
    client: FlaskClient, draft: Application, came_from: str, way: str
) -> None:
    answer = client.post(
        f"/applications/{draft.id}/parts/attachments",
        data={"attachments": (BytesIO(b"x"), "แผน.pdf")},
        content_type="multipart/form-data",
        headers={"Referer": came_from},
        environ_overrides={"CONTENT_LENGTH": str(27 << 20)},
    )
    button = re.search(r'<a class="govuk-button" role="button" href="([^"]*)"', answer.text)
    assert (answer.status_code, button and button[1], "in one go: 25" in answer.text) == (413, way, True)
