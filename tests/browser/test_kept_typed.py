"""What is typed into a form without a draft on the server is kept in the browser until the server has taken it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.site import HOST, Site

pytestmark = pytest.mark.browser

_FORM = (Path(__file__).parent / "kept_typed.html").read_text(encoding="utf-8")
_PERCENT, _REMARK, _TICK, _NOTE = "[name=percent]", "[name=remark]", "[name=ticks]", "[data-given-back]"


def _opens(site: Site, **context: Any) -> None:
    """Come to the page from elsewhere, as the server has it."""
    site.page.goto("about:blank")
    site.show("/form", _FORM, language="en", **context)


def _types(site: Site) -> None:
    site.page.fill(_PERCENT, "60")
    site.page.check(_TICK)
    site.page.fill(_REMARK, "not sent yet")


def _sends(site: Site) -> None:
    site.pages["/form"] = "<!doctype html><title>next</title>"
    site.page.click("text=Go on")
    expect(site.page).to_have_title("next")


def test_what_was_not_sent_is_there_again_with_all_that_follows_from_it(site: Site) -> None:
    _opens(site)
    assert site.page.is_hidden(_NOTE)
    _types(site)
    _opens(site)

    expect(site.page.locator(_PERCENT)).to_have_value("60")
    expect(site.page.locator(_REMARK)).to_have_value("not sent yet")
    expect(site.page.locator(_TICK)).to_be_checked()
    expect(site.page.locator("[name=anchor]")).to_be_checked()
    expect(site.page.locator("[data-earned]")).to_have_text("6.00")
    expect(site.page.locator(_NOTE)).to_be_visible()
    assert site.faults() == []


def test_it_is_nobody_elses(site: Site) -> None:
    _opens(site)
    _types(site)
    _opens(site, owner=8)

    assert (site.page.input_value(_REMARK), site.page.is_visible(_NOTE)) == ("", False)


def test_discarded_it_is_gone_for_good_and_what_the_server_has_stands_there(site: Site) -> None:
    _opens(site, percent="40")
    _types(site)
    _opens(site, percent="40")
    site.page.click("text=Discard it")

    expect(site.page.locator(_PERCENT)).to_have_value("40")
    expect(site.page.locator(_PERCENT)).to_be_focused()
    expect(site.page.locator("[data-earned]")).to_have_text("4.00")
    assert site.page.is_hidden(_NOTE)
    _opens(site, percent="50", taken=1)
    assert (site.page.input_value(_PERCENT), site.page.input_value(_REMARK)) == ("50", "")


def test_what_the_server_took_is_not_given_back(site: Site) -> None:
    _opens(site)
    _types(site)
    _sends(site)
    _opens(site, taken=1)

    assert (site.page.input_value(_REMARK), site.page.is_visible(_NOTE)) == ("", False)
    assert site.page.evaluate("localStorage.length") == 0


def test_what_went_off_and_was_not_taken_is_given_back(site: Site) -> None:
    _opens(site)
    _types(site)
    _sends(site)
    _opens(site)

    expect(site.page.locator(_REMARK)).to_have_value("not sent yet")


def test_what_was_refused_is_given_back_even_where_somebody_else_was_taken_meanwhile(site: Site) -> None:
    _opens(site)
    _types(site)
    site.put("/form", _FORM, language="en", taken=1, refused=True, percent="60", remark="not sent yet")
    site.page.click("text=Go on")
    expect(site.page.locator("[data-unsaved]")).to_be_visible()
    site.page.wait_for_load_state("load")
    assert site.page.is_hidden(_NOTE)
    _opens(site, taken=1)

    expect(site.page.locator(_REMARK)).to_have_value("not sent yet")
    assert site.page.url == HOST + "/form"


def test_what_was_taken_is_forgotten_where_the_form_leads_and_nothing_else(site: Site) -> None:
    led_to = """{% from "components/given_back.html" import kept_taken %}<!doctype html><title>next</title>
        {{ kept_taken("/form", {"id": 7}, version) }}
        <script type="module" src="{{ url_for('static', filename='js/keep-typed.js') }}"></script>"""
    kept = []
    for sends, version in ((False, 1), (True, 0), (True, 1)):
        _opens(site)
        _types(site)
        if sends:
            _sends(site)
        site.show("/next", led_to, language="en", version=version)
        site.page.wait_for_load_state("load")
        kept.append(site.page.evaluate("localStorage.length"))
    assert kept == [1, 1, 0]


def test_what_was_typed_and_taken_back_is_not_kept(site: Site) -> None:
    _opens(site, remark="as it is")
    _types(site)
    assert site.page.evaluate("localStorage.length") == 1
    site.page.fill(_PERCENT, "")
    site.page.uncheck(_TICK)
    site.page.fill(_REMARK, "as it is")

    assert site.page.evaluate("localStorage.length") == 0
