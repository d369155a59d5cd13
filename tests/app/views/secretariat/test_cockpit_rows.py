"""What stands first on the cockpit, and that every number on it leads to as many rows."""

from __future__ import annotations

import html
import re

from flask.testing import FlaskClient

from app.extensions import db
from app.models import Agency, AssessorProfile, DeclaredInterest, Person
from app.queries.staff_applications import Wanted, find_applications
from app.services.interests import declare_interest
from app.transaction import transactional
from tests.assessing import seated
from tests.panels import assessor
from tests.rounds import through_round_one
from tests.sheets_due import due_in_a_week, time_passes
from tests.sign_in import sign_in
from tests.with_app import Clock
from tests.world import World
from workflows.roles import Role


def plain(page: str) -> str:
    return html.unescape(page).replace("\u2060", "").replace("\u00a0", " ")


def test_conflicts_stand_first_and_lead_to_the_pages_that_list_them(
    world: World, client: FlaskClient, clock: Clock
) -> None:
    world.person(Role.DIRECTOR)
    passed = through_round_one(world)
    clock.advance(days=1)
    declare_interest(actor=assessor(world, 2), reason="คู่สมรสเพิ่งย้ายมา", application=passed)
    tied = seated(world)[2]
    _moves_to(tied.assessor, world.other_agency)
    sign_in(client, world.officer)
    page = plain(client.get("/office").get_data(as_text=True))
    links = dict(re.findall(r'id="exception-(\w+)" class="lr-strong" href="([^"]+)"', page))
    assert list(links)[:3] == ["tied", "questioned", "interests"], "the gravest first"
    assert re.search(r"<h1>พบส่วนได้เสียภายหลัง 1 ที่นั่ง · ", page), "the headline names it"
    assert page.index('id="exceptions-heading"') < page.index('class="lr-metrics"') < page.index('id="funnel-heading"')
    lists = {kind: client.get(links[kind]).get_data(as_text=True) for kind in ("tied", "questioned", "interests")}
    assert re.findall(r"/conflicts/seats/([0-9a-f-]+)", lists["tied"]) == [str(tied.id)]
    assert re.findall(r"/office/applications/([0-9a-f-]+)\"", lists["questioned"]) == [str(passed.id)]
    interest = db.session.query(DeclaredInterest).one()
    assert re.findall(r"/conflicts/interests/([0-9a-f-]+)", lists["interests"]) == [str(interest.id)]
    assert find_applications(world.officer, Wanted(only="questioned"), page=1).total == 1
    other = f"/office/assignment/conflicts?year={world.cycle.year_be}&programme={passed.programme_id}"
    assert str(tied.id) not in client.get(other).get_data(as_text=True), "it is a seat of another programme"
    sign_in(client, world.person(Role.AUDITOR))
    page = plain(client.get("/office").get_data(as_text=True))
    assert ("พบส่วนได้เสียภายหลัง 1 ที่นั่ง" in page, 'id="exception-tied"' in page) == (True, False)


@transactional
def _moves_to(person: Person, agency: Agency) -> None:
    profile = db.session.get_one(AssessorProfile, person.id)
    profile.home_agency_id = agency.id


def test_every_figure_and_every_cell_of_the_programmes_leads_to_as_many_rows(world: World, client: FlaskClient) -> None:
    seats = due_in_a_week(world)
    world.submitted(agency=world.other_agency)
    world.draft(agency=world.university)
    world.draft(world.programme_of("ps-development@2564"))
    time_passes(world)
    sign_in(client, world.officer)
    for scope in ("", f"?programme={seats[0].application.programme_id}"):
        page = plain(client.get(f"/office{scope}").get_data(as_text=True))
        found = re.findall(r'<d[dt][^>]*><a href="(/[^"]+)">(\d+)<', page)
        table = page[page.index('id="programmes-heading"') :]
        found += re.findall(r'<td class="num"[^>]*><a href="(/[^"]+)">(\d+)<', table)
        told = {link: rows_of(client, link) for link, _count in found}
        assert told == {link: int(count) for link, count in found}
        figures = [link for link, _count in found if "reached=" not in link]
        kinds = [link.partition("?")[2].partition("&")[0] for link in figures]
        assert kinds == ["only=in", "status=late", "only=screening", "only=drafting"]
        cells = re.findall(r'<td class="num"[^>]*>(?:<a [^>]*>)?(\d+)', table)
        assert [cell for cell in cells if cell != "0"] == [count for _link, count in found[len(figures) :]]


def rows_of(client: FlaskClient, link: str) -> int:
    """How many rows the page that a figure leads to lists; all of them stand on its first page here."""
    page = client.get(link).get_data(as_text=True)
    body = page[page.index('<table class="lr-table lr-table--stack">') : page.index("</table>")]
    return body.count('<th scope="row">')
