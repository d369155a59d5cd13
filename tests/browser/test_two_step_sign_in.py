"""What the tour of all pages does not come by: two-step sign-in in each of its states, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from app.services.second_factor import begin_second_factor
from tests.browser.site import HOST, Site, overflow_of
from tests.second_factors import next_code, shown_code
from tests.sign_in import sign_in
from tests.world import PASSWORD, World

PAGE = "/me/second-factor"


def states(client: FlaskClient, world: World, language: str = "th") -> Iterator[tuple[str, str]]:
    """Yield what the officer sees, step by step, by its name."""
    begin_second_factor(actor=world.officer)
    sign_in(client, world.officer)
    client.post("/language", data={"language": language})
    yield "being set up", client.get(PAGE).text
    yield "a wrong code", client.post(f"{PAGE}/confirm", data={"code": "1"}).text
    yield "recovery codes", client.post(f"{PAGE}/confirm", data={"code": shown_code(world.officer)}).text
    yield "switched on", client.get(PAGE).text
    yield "not switched off", client.post(f"{PAGE}/switch-off", data={"password": "x", "code": "1"}).text
    client.post("/sign-out")
    client.post("/sign-in", data={"email": world.officer.email, "password": PASSWORD})
    yield "the code", client.get("/sign-in/code").text
    yield "a wrong code at sign-in", client.post("/sign-in/code", data={"code": "1"}).text
    yield "a recovery code", client.get("/sign-in/recovery-code").text
    assert client.post("/sign-in/code", data={"code": next_code(world.officer)}).status_code == 302


@pytest.mark.parametrize(("language", "width"), [("th", 390), ("en", 1280)])
def test_every_state_is_accessible_and_fits_its_window(
    client: FlaskClient, world: World, site: Site, language: str, width: int
) -> None:
    faults = []
    site.page.set_viewport_size({"width": width, "height": 900})
    for name, text in states(client, world, language):
        assert f'<html lang="{language}"' in text
        site.pages["/page"] = text
        site.complaints.clear()
        site.page.goto(HOST + "/page")
        found = [*overflow_of(site.page), *site.faults(), *site.complaints]
        faults += [f"{name}: {fault}" for fault in found]
    assert faults == []


def test_the_codes_are_printed_and_copied_where_the_browser_can(client: FlaskClient, world: World, site: Site) -> None:
    site.pages["/page"] = dict(states(client, world))["recovery codes"]
    site.page.goto(HOST + "/page")
    assert site.page.is_visible("[data-print]")
    assert not site.page.is_visible("[data-copy]"), "without TLS a page may not copy"
    site.page.add_init_script(
        "window.print = () => { document.title = 'printed'; };"
        "navigator.clipboard = {writeText: async (text) => { document.title = text; }};"
    )
    site.page.goto(HOST + "/page")
    site.page.click("[data-print]")
    assert site.page.title() == "printed"
    site.page.click("[data-copy]")
    assert len(site.page.title().split()) == 10
    assert site.page.inner_text("[data-copied]") != ""
