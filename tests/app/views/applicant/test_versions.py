"""Versions compared field by field, a draft begun from an earlier application, and what changed since last year."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.clock import now
from app.extensions import db
from app.models import Application
from app.services.answers import save_answer
from app.services.cycles import create_cycle, open_programme
from app.services.screening import return_application, screen_automatically
from tests.sign_in import sign_in
from tests.with_app import Clock
from tests.world import World
from workflows.application import Phase
from workflows.roles import Role


@pytest.fixture
def coordinator(client: FlaskClient, world: World) -> FlaskClient:
    sign_in(client, world.person(Role.COORDINATOR))
    client.post("/language", data={"language": "en", "next": "/"})
    return client


@pytest.fixture
def returned(world: World) -> Application:
    """Handed in once, returned, and edited since."""
    application = world.submitted()
    screen_automatically(application)
    due = application.programme.closes_at
    return_application(application, sections=["problem"], reason="เพิ่มที่มา", due_at=due, actor=world.officer)
    person = world.person(Role.COORDINATOR)
    save_answer(application, "problem", "ข้อความใหม่ทั้งหมด", version=1, actor=person, received_at=now())
    return application


def marked(page: str, tag: str) -> list[str]:
    return [
        re.sub(r"<[^>]+>|Removed:|Added:", "", found).strip() for found in re.findall(f"<{tag}>(.*?)</{tag}>", page)
    ]


def test_the_last_submission_is_compared_with_the_present(coordinator: FlaskClient, returned: Application) -> None:
    page = coordinator.get(f"/applications/{returned.id}/versions").text.replace("\u00a0", " ")
    assert ("1 answer differs" in page, len(marked(page, "ins")), len(marked(page, "del"))) == (True, 1, 1)
    assert re.search(r"Version 1, submitted [^<]+ compared with As it stands now", page)


def test_a_version_is_the_same_as_itself_and_an_unknown_one_is_not_there(
    coordinator: FlaskClient, returned: Application
) -> None:
    place = f"/applications/{returned.id}/versions"
    assert "Both versions say the same" in coordinator.get(f"{place}?from=1&to=1").text
    assert [coordinator.get(f"{place}?from={key}").status_code for key in ("9", "last-year", "x")] == [404] * 3


def test_a_draft_never_handed_in_has_nothing_to_compare(coordinator: FlaskClient, world: World) -> None:
    page = coordinator.get(f"/applications/{world.draft().id}/versions").text
    assert ("There is no other version to compare with yet" in page, 'name="from"' in page) == (True, False)


def test_versions_are_nobody_elses(coordinator: FlaskClient, returned: Application, world: World) -> None:
    for person in (world.officer, world.person(Role.COORDINATOR, world.other_agency), world.person(Role.AUDITOR)):
        sign_in(coordinator, person)
        assert coordinator.get(f"/applications/{returned.id}/versions").status_code == 404


def test_a_copy_is_begun_and_says_where_it_came_from(coordinator: FlaskClient, world: World) -> None:
    source = world.fill(world.draft())
    place = f"/applications/{source.id}/copy"
    assert coordinator.post(place, data={"programme_id": "nothing"}).status_code == 422
    answer = coordinator.post(place, data={"programme_id": str(world.programme.id)})
    made = db.session.query(Application).filter(Application.id != source.id).one()
    assert answer.location == f"/applications/{made.id}/last-year"
    page = coordinator.get(answer.location).text
    assert (f"Started from {source.code}" in page, "Nothing had to be left out" in page) == (True, True)


def test_only_what_can_be_edited_is_gone_on_with(coordinator: FlaskClient, world: World) -> None:
    words, shown = ("Go on with this application", "Back to the application"), []
    for application in (world.draft(), world.submitted()):
        page = coordinator.get(f"/applications/{application.id}/last-year").text
        shown.append([each in page for each in words])
    assert shown == [[True, False], [False, True]]


def test_what_cannot_be_copied_now_says_so(coordinator: FlaskClient, world: World) -> None:
    source = world.draft()
    world.programme.opens_at, world.programme.closes_at = source.created_at.replace(year=2020), now().replace(year=2021)
    db.session.commit()
    assert "Nothing by these criteria is open" in coordinator.get(f"/applications/{source.id}/copy").text


def test_a_copy_is_offered_only_where_something_open_can_take_it(coordinator: FlaskClient, world: World) -> None:
    """The one self-assessment of an agency fills its programme; an award takes several entries while it is open."""
    award, status = world.draft(), world.draft(world.programme_of("pmqa40@2564"))

    def offered() -> list[bool]:
        pages = {each.id: coordinator.get(f"/applications/{each.id}").text for each in (award, status)}
        return [f"/applications/{key}/copy" in page for key, page in pages.items()]

    before = offered()
    world.programme.opens_at, world.programme.closes_at = now().replace(year=2020), now().replace(year=2021)
    db.session.commit()
    assert (before, offered()) == ([True, False], [False, False])


def test_indicators_are_spoken_of_only_where_the_form_asks_for_them(coordinator: FlaskClient, world: World) -> None:
    drafts = world.draft(), world.draft(world.programme_of("pmqa40@2564"))
    pages = [coordinator.get(f"/applications/{each.id}/copy").text for each in drafts]
    assert ["Results of indicators" in page for page in pages] == [False, True]


def test_the_entry_before_goes_by_its_own_cycle(coordinator: FlaskClient, world: World, clock: Clock) -> None:
    """It may be years ago, and what was agreed then certifies nothing by itself."""
    world.submitted(world.programme_of("pmqa40@2564"))
    start = clock.advance(days=1000)
    sign_in(coordinator, world.person(Role.COORDINATOR))
    coordinator.post("/language", data={"language": "en", "next": "/"})
    cycle = create_cycle(year_be=2572, title_th="รอบปี 2572", title_en="Cycle 2572", actor=world.officer)
    ends = {"closes_at": start + timedelta(days=30), "report_closes_at": start + timedelta(days=90)}
    draft = world.draft(open_programme(cycle, "pmqa40@2564", opens_at=start, actor=world.officer, **ends))
    page = coordinator.get(f"/applications/{draft.id}/last-year").text
    names = ("Self-assessment, Cycle 2569", "Agreed result, Cycle 2569", "Self-assessment, Cycle 2572", "ertified")
    assert [name in page for name in names] == [True, True, True, False]
    link = f"/applications/{draft.id}/parts/category-1"
    draft.phase = Phase.REPORT  # whose parts are others: none of them is an item
    db.session.commit()
    assert (link in page, link in coordinator.get(f"/applications/{draft.id}/last-year").text) == (True, False)
    assert "Entry of Cycle 2569" in coordinator.get(f"/applications/{draft.id}/versions").text
