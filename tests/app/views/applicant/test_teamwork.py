"""The pages on which colleagues share a document, and that they read the same as ever to everybody else."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from app.clock import now
from app.models import Application
from app.services.answers import save_answer
from app.services.teamwork import mark_ready, name_owner, note_presence, write_comment
from tests.sign_in import sign_in
from tests.statements import count_statements
from tests.world import World
from workflows.roles import Role

_TOKEN = re.compile(r"[\w.-]{80,}")


@pytest.fixture
def draft(client: FlaskClient, world: World) -> Application:
    """A draft, opened by its coordinator in English."""
    draft = world.draft()
    sign_in(client, world.person(Role.COORDINATOR))
    client.post("/language", data={"language": "en", "next": "/"})
    return draft


def place(draft: Application, part: str = "problem") -> str:
    return f"/applications/{draft.id}/parts/{part}"


def work_together(draft: Application, world: World) -> None:
    coordinator, contributor = world.person(Role.COORDINATOR), world.person(Role.CONTRIBUTOR)
    name_owner(draft, "problem", contributor, actor=coordinator)
    write_comment(draft, "problem", "ควรเพิ่มตัวเลขปีล่าสุด", actor=coordinator)
    note_presence(draft, "problem", actor=contributor)
    mark_ready(draft, "problem", is_ready=True, actor=contributor)


def test_owner_readiness_and_comments_are_given_on_the_page(
    client: FlaskClient, draft: Application, world: World
) -> None:
    contributor = world.person(Role.CONTRIBUTOR)
    answers = [
        client.post(f"{place(draft)}/owner", data={"owner": str(contributor.id)}),
        client.post(f"{place(draft)}/readiness", data={"ready": "yes"}),
        client.post(f"{place(draft)}/comments", data={"comment": "เพิ่มที่มา"}),
    ]
    assert [(answer.status_code, answer.location) for answer in answers] == [(302, f"{place(draft)}#team-room")] * 3
    page = client.get(place(draft)).text
    assert [words in page for words in (contributor.name_en, "Ready for review", "เพิ่มที่มา", "Resolve")] == [True] * 4
    tasks = client.get(f"/applications/{draft.id}").text
    assert f"{contributor.name_en} · ready for review · 1 comment" in tasks


def test_what_is_edited_afterwards_says_so(client: FlaskClient, draft: Application, world: World) -> None:
    work_together(draft, world)
    save_answer(draft, "problem", "ใหม่", version=0, actor=world.person(Role.COORDINATOR), received_at=now())
    assert "has been edited since" in client.get(place(draft)).text
    assert "edited after it was found ready" in client.get(f"/applications/{draft.id}").text


def test_a_browser_that_says_it_is_here_learns_who_else_is(
    client: FlaskClient, draft: Application, world: World
) -> None:
    contributor = world.person(Role.CONTRIBUTOR)
    note_presence(draft, "problem", actor=contributor)
    told = client.post(f"{place(draft)}/presence").json
    assert told == {"here": [contributor.name_en], "words": f"{contributor.name_en} is also on this page"}
    assert client.post(f"{place(draft, 'no-such-part')}/presence").status_code == 404
    assert f"{contributor.name_en} is also on this page" in client.get(place(draft)).text


@pytest.mark.parametrize("role", [Role.OFFICER, Role.AUDITOR, Role.DIRECTOR])
def test_everybody_else_reads_the_same_page_as_before(
    client: FlaskClient, draft: Application, world: World, role: Role
) -> None:
    paths = [f"/applications/{draft.id}", place(draft), f"/applications/{draft.id}/timeline"]
    world.person(Role.CONTRIBUTOR)
    sign_in(client, world.person(role))
    before = [_TOKEN.sub("", client.get(path).text) for path in paths]
    work_together(draft, world)
    assert [_TOKEN.sub("", client.get(path).text) for path in paths] == before


def test_many_comments_need_no_more_statements(client: FlaskClient, draft: Application, world: World) -> None:
    work_together(draft, world)
    with count_statements() as few:
        client.get(place(draft))
    for number in range(3):
        write_comment(draft, "problem", f"ข้อ {number}", actor=world.person(Role.HEAD))
    with count_statements() as many:
        client.get(place(draft))
    assert len(few) == len(many)


def test_a_comment_on_one_item_stands_beside_that_item_alone(
    client: FlaskClient, draft: Application, world: World
) -> None:
    own = world.draft(world.programme_of("pmqa40@2564"))
    where = place(own, "category-1")
    answer = client.post(f"{where}/comments", data={"comment": "เฉพาะหัวข้อนี้", "about": "1.2", "item": "1.2"})
    assert answer.location == f"{where}?item=1.2#team-room"
    assert ["เฉพาะหัวข้อนี้" in client.get(f"{where}?item={item}").text for item in ("1.1", "1.2")] == [False, True]
