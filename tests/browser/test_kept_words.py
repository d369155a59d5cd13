"""What could not be saved is kept in the browser until it can be: over a refused page, other pages and the way back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.site import HOST, Site

pytestmark = pytest.mark.browser

_TABLE = (Path(__file__).parent / "autosave.html").read_text(encoding="utf-8")
_FORM = (Path(__file__).parent / "refused.html").read_text(encoding="utf-8")
_SAVED_AT = "2027-01-18T07:32:00+00:00"
_PHONE, _EMAIL = "[data-part=phone]", "[data-part=email]"


def _answer(patch: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """Save everything but a contact with a bad address."""
    if patch["field"] == "contact" and "@" not in patch["value"]["email"]:
        return 422, {"obstacles": [{"field": "contact", "message": "This is no e-mail address"}]}
    return 200, {"version": patch["version"] + 1, "saved_at": _SAVED_AT}


def _refused_page(site: Site, **typed: str) -> None:
    """Type a contact with a bad address and let the form come back with it, as after pressing "save and go on"."""
    site.answers["/patch"] = _answer
    site.show("/form", _FORM, language="en")
    site.page.fill(_PHONE, "02 141 9999")
    site.page.fill(_EMAIL, "nobody")
    expect(site.page.locator("[data-autosave-fault]")).to_be_visible()
    site.show("/form", _FORM, language="en", phone="02 141 9999", email="nobody", **typed)


def _comes_back(site: Site) -> None:
    """Open the page as the server has it: without anything that was refused."""
    site.page.goto("about:blank")
    site.show("/form", _FORM, language="en")


@pytest.mark.parametrize("unsaved", ["contact", "*"])
def test_what_a_page_could_not_save_is_there_again_after_leaving_it(site: Site, unsaved: str) -> None:
    _refused_page(site, unsaved=unsaved)
    sent = len(site.asked)
    _comes_back(site)

    expect(site.page.locator(_PHONE)).to_have_value("02 141 9999")
    expect(site.page.locator(_EMAIL)).to_have_value("nobody")
    expect(site.page.locator("[data-autosave-fault]")).to_have_text("This is no e-mail address")
    assert len(site.asked) == sent + 1  # the refused page itself did not ask again for what it shows as refused


def test_what_the_server_has_is_not_kept_any_longer(site: Site) -> None:
    _refused_page(site)

    assert site.page.evaluate("localStorage.length") == 0


def test_a_refused_page_does_not_say_that_it_is_saved(site: Site) -> None:
    _refused_page(site, unsaved="contact")
    words = site.page.locator("[data-autosave-words]")

    expect(words).to_have_text("Not all of this is saved. Please read the reasons given")
    site.page.fill("#story", "saved beside it")
    site.until("!localStorage.getItem('lertrat:kept:7:/patch').includes('story')")
    expect(words).to_have_text("Not all of this is saved. Please read the reasons given")


def test_the_reasons_go_when_the_field_is_saved(site: Site) -> None:
    _refused_page(site, unsaved="contact")
    site.page.fill(_EMAIL, "somebody@agency.example")

    expect(site.page.locator("[data-autosave-words]")).to_have_text("Saved 14:32")
    assert site.asked[-1]["value"] == {"phone": "02 141 9999", "email": "somebody@agency.example"}
    for gone in (".govuk-error-message", ".govuk-form-group--error", "[data-error-summary]"):
        expect(site.page.locator(gone)).to_have_count(0)
    assert site.page.evaluate("localStorage.length") == 0


def test_another_page_of_the_same_document_leaves_it_alone(site: Site) -> None:
    _refused_page(site, unsaved="contact")
    site.show("/other", _TABLE, language="en")
    _comes_back(site)

    expect(site.page.locator(_PHONE)).to_have_value("02 141 9999")
    assert site.page.url == HOST + "/form"


def test_taking_a_refused_row_away_saves_the_rest(site: Site) -> None:
    """A table is sent again when it is changed in any way, not only when something is typed into it."""
    answers = iter([(422, {"obstacles": [{"field": "measures/1/title", "message": "No"}]})])
    site.answers["/patch"] = lambda patch: next(answers, _answer(patch))
    site.show("/form", _TABLE, language="en")
    site.page.fill("[aria-label='second title']", "refused")
    expect(site.page.locator("[data-autosave-fault]")).to_have_text("No")
    remove = "() => { const set = document.querySelector('[data-autosave-rows]'); set.lastElementChild.remove();"
    site.page.evaluate(remove + " set.dispatchEvent(new Event('change', { bubbles: true })); }")

    expect(site.page.locator("[data-autosave-words]")).to_have_text("Saved 14:32")
    assert site.asked[-1]["value"] == [{"title": "first", "unit": ""}]


def test_rows_added_offline_come_back_with_what_is_in_them(site: Site) -> None:
    site.answers["/patch"] = _answer
    site.show("/form", _TABLE, language="en")
    site.is_offline = True
    for place in (2, 3):
        site.page.click("text=One more")
        site.page.fill(f"[name='measures/{place}/unit']", f"hours {place}")
    site.page.goto("about:blank")
    site.is_offline = False
    site.show("/form", _TABLE, language="en")

    expect(site.page.locator("[data-autosave-words]")).to_have_text("Saved 14:32")
    assert site.page.input_value("[name='measures/3/unit']") == "hours 3"
    assert [row["unit"] for row in site.asked[-1]["value"]] == ["", "", "hours 2", "hours 3"]


@pytest.mark.parametrize("typed", ["written offline", ""])
def test_offline_a_page_is_not_left_for_the_browsers_own(site: Site, typed: str) -> None:
    site.answers["/patch"] = _answer
    site.show("/form", _FORM, language="en")
    site.is_offline = True
    site.page.context.set_offline(True)
    if typed:
        site.page.fill("#story", typed)
    site.page.click("text=Go on")
    words = site.page.locator("[data-autosave-words]")

    expect(words).to_contain_text("You are offline, so this page stays open. What you wrote is kept on this device.")
    expect(site.page.locator("[data-autosave-status]")).to_be_focused()
    assert (site.page.url, site.page.input_value("#story")) == (HOST + "/form", typed)
    site.is_offline = False
    site.page.context.set_offline(False)
    expect(words).to_have_text("Saved 14:32" if typed else "Saved 14:30")
    site.pages["/form"] = "<!doctype html><title>next</title>"
    site.page.click("text=Go on")
    expect(site.page).to_have_title("next")


def test_back_online_what_is_refused_is_said_again(site: Site) -> None:
    _refused_page(site, unsaved="contact")
    site.is_offline = True
    site.page.context.set_offline(True)
    site.page.click("text=Go on")
    words = site.page.locator("[data-autosave-words]")
    expect(words).to_contain_text("this page stays open")
    site.is_offline = False
    site.page.context.set_offline(False)

    expect(words).to_have_text("Not saved. Please look at the marked field")


def test_a_browser_that_is_wrong_about_its_network_does_not_hold_the_page(site: Site) -> None:
    site.show("/form", _FORM, language="en")
    site.page.evaluate("() => { Object.defineProperty(navigator, 'onLine', { get: () => false }); }")
    site.pages["/form"] = "<!doctype html><title>next</title>"
    site.page.click("text=Go on")

    expect(site.page).to_have_title("next")
