"""A year that is only being prepared takes no page over: whoever works in the present one goes on seeing it."""

from __future__ import annotations

import html
import re

import pytest
from flask.testing import FlaskClient

from app.extensions import db
from app.models import Cycle, Programme, Proposal
from app.queries.programme_plan import settings_of
from app.services.cycle_copies import copy_cycle
from app.services.cycles import create_cycle, open_programme
from app.services.programme_changes import propose_change
from app.services.publication import publish_programme
from app.transaction import transactional
from tests.before_committee import put_before_committee
from tests.panels import assessor
from tests.sign_in import sign_in
from tests.world import CLOSES, OPENS, World
from workflows.roles import Role


def year_shown(client: FlaskClient, path: str) -> str:
    """The cycle a page is opened on: chosen in its filter, or marked among the links to all cycles."""
    found = re.search(r'<option value="(\d{4})" selected>|year=(\d{4})" aria-current="page"', client.get(path).text)
    assert found is not None, path
    return found[1] or found[2]


def copied(world: World) -> Cycle:
    """Copy the cycle for the year after, as an officer does long before it opens."""
    return copy_cycle(
        world.cycle,
        year_be=2570,
        title_th="รอบปี 2570",
        title_en="Cycle 2570",
        chosen=[world.programme.id],
        actor=world.officer,
    )


@transactional
def _opens_before(cycle: Cycle, programme: Programme) -> None:
    for each in db.session.get_one(Cycle, cycle.id).programmes:
        each.opens_at, each.is_published = programme.opens_at, True


@pytest.mark.parametrize(
    "path", ["/office", "/office/sheets", "/office/assessors", "/office/assignment", "/office/reliability"]
)
def test_a_copied_cycle_waits_until_it_opens(world: World, client: FlaskClient, path: str) -> None:
    following = copied(world)
    sign_in(client, world.officer)
    assert year_shown(client, path) == "2569"
    assert year_shown(client, f"{path}?year=2570") == "2570"
    _opens_before(following, world.programme)
    assert year_shown(client, path) == "2570"


def test_the_committee_stays_in_the_year_it_decides(world: World, client: FlaskClient) -> None:
    application = put_before_committee(world)
    copied(world)
    sign_in(client, world.person(Role.JUDGE))
    assert application.code in client.get("/committee").text


def test_an_officer_of_one_award_type_stays_where_it_has_opened(world: World, client: FlaskClient) -> None:
    delegated = world.person(Role.OFFICER, number=2, branch="PS", type_code=world.programme.type_code)
    following = create_cycle(year_be=2570, title_th="รอบปี 2570", title_en="Cycle 2570", actor=world.officer)
    open_programme(following, "pg-poverty@2564", opens_at=OPENS, closes_at=CLOSES, actor=world.officer)
    sign_in(client, delegated)
    assert year_shown(client, "/office") == "2569"
    sign_in(client, world.officer)
    assert year_shown(client, "/office") == "2570", "whoever sees that type is in its year"


def test_changes_that_wait_are_listed_over_every_cycle(world: World, client: FlaskClient) -> None:
    world.submitted()
    following = copied(world)
    wanted = settings_of(world.programme) | {"grace_minutes": 15}
    propose_change(world.programme, wanted, reason="ตามหนังสือเวียน", actor=world.officer)
    propose_change(following.programmes[0], wanted | _dates(following), reason="อีกปีหนึ่ง", actor=world.officer)
    sign_in(client, world.person(Role.DIRECTOR))
    assert db.session.query(Proposal).count() == 2
    for year, shown in (("", {"2569", "2570"}), ("2569", {"2569"}), ("2570", {"2570"})):
        page = html.unescape(client.get(f"/office/changes?year={year}").text)
        rows = page.split("<tbody>")[1]
        assert {each for each in ("2569", "2570") if f"รอบปี {each}" in rows.replace("\u00a0", " ")} == shown, year


def test_a_year_that_is_only_prepared_asks_no_assessor_for_a_statement(world: World, client: FlaskClient) -> None:
    following = copied(world)
    publish_programme(following.programmes[0], actor=world.officer)
    sign_in(client, assessor(world, 1))
    for path in ("/assessments", "/declarations"):
        assert "2570" not in client.get(path).text, path
    _opens_before(following, world.programme)
    assert "แจ้งส่วนได้เสียของรอบปีนี้ก่อน" in html.unescape(client.get("/assessments").text).replace("\u2060", "")
    assert "2570" in client.get("/declarations").text


def _dates(cycle: Cycle) -> dict[str, object]:
    return {name: value for name, value in settings_of(cycle.programmes[0]).items() if name.endswith("_at")}
