"""The task list and the head's page tell the browser which page each answer is on and which version of it they show."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from app.clock import now
from app.models import Application, Person
from app.services.answers import save_answer
from app.services.applications import send_for_approval
from tests.sign_in import sign_in
from tests.world import World
from workflows.roles import Role


def _pages(html: str) -> dict[str, dict[str, int]]:
    """Read the note: the address of each page, and the versions of its fields."""
    found = re.findall(r'<li data-versions="([^"]*)" hidden><a href="([^"]*)"', html)
    return {address: json.loads(unescape(versions)) for versions, address in found}


def _store(html: str) -> str:
    return html.split('data-kept-store="')[1].split('"', maxsplit=1)[0]


def test_the_task_list_knows_each_answer_and_its_version(client: FlaskClient, world: World) -> None:
    draft, coordinator = world.draft(), world.person(Role.COORDINATOR)
    save_answer(draft, "problem", "น้ำท่วม", version=0, actor=coordinator, received_at=now())
    sign_in(client, coordinator)
    here = f"/applications/{draft.id}"
    page = client.get(here).text
    pages = _pages(page)
    assert (pages[f"{here}/parts/problem"]["problem"], pages[f"{here}/parts/entry-head"]["contact"]) == (1, 0)
    assert _store(page) == f"{coordinator.id}:{here}/answers"
    assert "data-kept-reminder" in page


def test_a_self_assessment_is_told_item_by_item_and_without_files(client: FlaskClient, world: World) -> None:
    draft = world.draft(world.programme_of("pmqa40@2564"))
    sign_in(client, world.person(Role.COORDINATOR))
    pages = _pages(client.get(f"/applications/{draft.id}").text)
    fields = [field for versions in pages.values() for field in versions]
    item = pages[f"/applications/{draft.id}/parts/category-7?item=7.1"]
    assert set(item) == {"kpis.7.1", "text.7.1"}
    assert (len(set(fields)), [field for field in fields if field.startswith("file.")]) == (len(fields), [])


@pytest.mark.parametrize(("role", "way"), [(Role.HEAD, "/approval"), (Role.COORDINATOR, "")])
def test_what_waits_for_the_head_is_told_of_too(client: FlaskClient, world: World, role: Role, way: str) -> None:
    waiting: Application = world.fill(world.draft())
    person: Person = world.person(role)
    send_for_approval(waiting, actor=world.person(Role.COORDINATOR), received_at=now())
    sign_in(client, person)
    page = client.get(f"/applications/{waiting.id}{way}").text
    assert (_store(page), len(_pages(page)) > 3) == (f"{person.id}:/applications/{waiting.id}/answers", True)
    assert "kept-warning.js" in page


def test_what_was_handed_in_is_past_a_warning(client: FlaskClient, world: World) -> None:
    handed_in = world.submitted()
    sign_in(client, world.person(Role.COORDINATOR))
    assert "data-kept-store" not in client.get(f"/applications/{handed_in.id}").text
