"""Every page of every audience in a real browser: accessible, within its window, nothing on the console."""

from __future__ import annotations

from collections.abc import Iterator
from contextvars import copy_context
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page as Window

from tests.browser.site import HOST, Site, overflow_of
from tests.pages.addresses import address, pages
from tests.pages.cast import CAST, roles_anywhere
from tests.pages.expected import AUDIENCE, answer_to, is_let_in
from tests.pages.tour import Tours
from tests.pages.visits import Visits

pytestmark = [pytest.mark.browser, pytest.mark.timeout(1800)]
WIDTHS = (1280, 390)


@dataclass(frozen=True)
class Sight:
    """One page as it came, and how wide the window is it is looked at in."""

    about: str
    name: str
    text: str
    width: int


@pytest.mark.parametrize("audience", AUDIENCE)
def test_a_page_is_accessible_and_fits_its_window(
    visits: Visits, tours: Tours, page: Window, audience: str, *, is_proof: bool
) -> None:
    """In `make test` each page once, languages and widths in turn; in proof on every row, in every width."""
    site = Site(visits.app, page)
    sights = everything(tours, audience) if is_proof else each_once(visits, audience)
    wrong = [f"{sight.about}: {fault}" for sight in sights for fault in faults_seen(site, visits, sight)]
    assert not wrong, "\n".join(wrong)


def faults_seen(site: Site, visits: Visits, sight: Sight) -> list[str]:
    here = copy_context()  # the browser asks from outside of it

    def asked_by_the_page(method: str, path: str) -> tuple[int, bytes]:
        answer = here.run(visits.browser(sight.name).open, path, method=method)
        return answer.status_code, answer.data

    site.elsewhere = asked_by_the_page
    site.page.set_viewport_size({"width": sight.width, "height": 900})
    site.pages["/page"] = sight.text
    site.complaints.clear()
    site.page.goto(HOST + "/page")
    return [*overflow_of(site.page), *site.faults(), *site.complaints]


def each_once(visits: Visits, audience: str) -> Iterator[Sight]:
    own = [page for page in pages(visits.app, "GET") if page.audience == audience]
    for place, page in enumerate(own):
        of_row = visits.gathering.places[page.row] if page.row else None
        welcome = [name for name in CAST if is_let_in(page, name, of_row) and answer_to(page, name) is None]
        meant = [name for name in welcome if roles_anywhere(name) & AUDIENCE[audience]] or welcome
        if not meant:
            continue
        language, width = ("th", "en")[place % 2], WIDTHS[place // 2 % 2]
        with visits.browser(meant[0]).session_transaction() as session:
            session["language"] = language
        answer = visits.get(meant[0], address(page, visits.gathering), headers={"Accept": "text/html"})
        if answer.mimetype == "text/html" and answer.status_code == 200:
            yield Sight(f"{page.endpoint} in {language} at {width}", meant[0], answer.text, width)


def everything(tours: Tours, audience: str) -> Iterator[Sight]:
    for seen in tours.of(audience):
        for width in WIDTHS if seen.is_page else ():
            yield Sight(f"{seen} in {seen.language} at {width}", seen.name, seen.text, width)
