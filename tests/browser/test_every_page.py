"""Every page of every audience in a real browser: accessible, within its window, nothing on the console."""

from __future__ import annotations

from collections.abc import Iterator
from contextvars import Context, copy_context
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page as Window
from werkzeug.middleware.shared_data import SharedDataMiddleware
from werkzeug.wrappers import Request, Response

from app.views.static_files import static_address
from tests.browser.running import served
from tests.browser.site import AXE, CONTENT_POLICY, STATIC, axe_faults, note_complaints, overflow_of
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


@dataclass
class Showing:
    """A server that shows one page after another, with the files of all pages, which a browser asks for once.

    What a page asks for by itself is answered as whoever looks at it would be answered.
    """

    visits: Visits
    sight: Sight | None = None
    _here: Context = field(default_factory=copy_context)

    @Request.application
    def __call__(self, request: Request) -> Response:
        """Show the page, or answer what it asks for: from outside the context of the test."""
        assert self.sight is not None, "nobody looks before there is something to see"
        if request.path == "/page":
            answer = Response(self.sight.text, mimetype="text/html")
        else:
            ask = self.visits.browser(self.sight.name).open
            found = self._here.copy().run(ask, request.full_path, method=request.method)
            answer = Response(found.data, status=found.status_code, mimetype="application/json")
        answer.headers["Content-Security-Policy"] = CONTENT_POLICY
        return answer


@pytest.mark.parametrize("audience", AUDIENCE)
def test_a_page_is_accessible_and_fits_its_window(
    visits: Visits, tours: Tours, page: Window, audience: str, *, is_proof: bool
) -> None:
    """In `make test` every other page once, languages and widths in turn; in proof all, on every row, in each width."""
    showing, complaints = Showing(visits), list[str]()
    note_complaints(page, complaints)
    page.add_init_script(AXE)
    sights = list(everything(tours, audience) if is_proof else some_once(visits, audience))
    wrong = []
    with served(SharedDataMiddleware(showing, {static_address(): str(STATIC)})) as place:
        for showing.sight in sights:
            page.set_viewport_size({"width": showing.sight.width, "height": 900})
            page.goto(f"{place}/page")
            found = [*overflow_of(page), *axe_faults(page), *complaints]
            wrong += [f"{showing.sight.about}: {fault}" for fault in found]
            complaints.clear()
    assert sights
    assert not wrong, "\n".join(wrong)


def some_once(visits: Visits, audience: str) -> Iterator[Sight]:
    own = [page for page in pages(visits.app, "GET") if page.audience == audience]
    for place, page in enumerate(own[::2]):
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
