"""Each deadline of an agency goes by its own name, and its first page leads with what the reader can do about one."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from lxml import html

from app.clock import now
from app.extensions import db
from app.models import Application, Message
from app.queries.deadlines import window_of
from app.services.applications import send_for_approval
from app.services.reminders import queue_reminders
from app.services.screening import return_application, screen_automatically
from tests.panels import pass_screening
from tests.sign_in import sign_in
from tests.with_app import Clock
from tests.world import World
from workflows.roles import Role

NAMES = {"entry": "Applications close", "report": "Report due", "correction": "Correction due"}
ANY_CLOSING = re.compile(r"Closes \d|It closes")


def words(page: str) -> str:
    return " ".join(html.document_fromstring(page).text_content().replace("\u2060", "").split())


def owed(world: World, deadline: str) -> tuple[Application, str]:
    """An application that the agency owes, and the first part it may write in."""
    if deadline == "entry":
        return world.draft(), "problem"
    if deadline == "report":
        application = world.submitted(world.programme_of("pmqa-category@2564"))
        pass_screening(world, application)
        return application, "ar-1"
    application, due = world.submitted(), now() + timedelta(days=7)
    screen_automatically(application)
    return_application(application, sections=["problem"], reason="เพิ่มตัวเลข", due_at=due, actor=world.officer)
    return application, "problem"


@pytest.mark.parametrize("deadline", NAMES)
def test_it_is_named_alike_wherever_the_agency_meets_it(
    client: FlaskClient, world: World, clock: Clock, deadline: str
) -> None:
    application, part = owed(world, deadline)
    sign_in(client, world.person(Role.COORDINATOR))
    client.post("/language", data={"language": "en", "next": "/"})
    name = NAMES[deadline]
    others = {*NAMES.values()} - {name}
    for address in ("", f"/parts/{part}"):
        page = words(client.get(f"/applications/{application.id}{address}").text)
        assert (name in page, [each for each in others if each in page], ANY_CLOSING.findall(page)) == (True, [], [])
    home = words(client.get("/applications").text)
    assert (f"{name}: {application.called('en')}" in home, ANY_CLOSING.findall(home)) == (True, [])
    clock.is_now(window_of(application).due - timedelta(hours=20))
    queue_reminders()
    told = db.session.query(Message).filter_by(kind="closing_soon").first()
    assert told is not None
    assert (told.subject.startswith(f"{name} soon:"), f"{name} on " in told.body) == (True, True)


def test_the_head_is_told_which_deadline_waits_for_the_approval(client: FlaskClient, world: World) -> None:
    application = world.fill(world.draft())
    send_for_approval(application, actor=world.person(Role.COORDINATOR), received_at=now())
    sign_in(client, world.person(Role.HEAD))
    client.post("/language", data={"language": "en", "next": "/"})
    assert "Applications close" in words(client.get(f"/applications/{application.id}/approval").text)


def test_the_first_page_leads_with_what_its_reader_can_do(client: FlaskClient, world: World) -> None:
    """A returned entry is due first, but only the team can correct it; what waits for the head is due later."""
    head, coordinator = world.person(Role.HEAD), world.person(Role.COORDINATOR)
    returned, _part = owed(world, "correction")
    waiting = world.fill(world.draft())
    send_for_approval(waiting, actor=coordinator, received_at=now())
    leads = {}
    for person in (coordinator, head):
        sign_in(client, person)
        client.post("/language", data={"language": "en", "next": "/"})
        page = html.document_fromstring(client.get("/applications").text)
        leads[person] = next(iter(page.xpath("//main//a[contains(@class, 'govuk-button')]/@href")))
    assert leads == {
        coordinator: f"/applications/{returned.id}",
        head: f"/applications/{waiting.id}/approval",
    }
    assert "1 entry waits for your approval" in client.get("/applications").text
