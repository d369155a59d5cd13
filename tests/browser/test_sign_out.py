"""Signing out leaves no words of a person in the browser, and takes none away unasked."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.site import HOST, Site

pytestmark = pytest.mark.browser

_FORM = (Path(__file__).parent / "refused.html").read_text(encoding="utf-8")
_PERSON = SimpleNamespace(id=7, name=lambda _language: "Somebody")
_OUT = "<!doctype html><title>signed out</title>"
_OF_OTHERS = "lertrat:kept:8:/patch"


def _answer(patch: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """Save everything but a contact with a bad address."""
    if patch["field"] == "contact" and "@" not in patch["value"]["email"]:
        return 422, {"obstacles": [{"field": "contact", "message": "This is no e-mail address"}]}
    return 200, {"version": patch["version"] + 1, "saved_at": "2027-01-18T07:32:00+00:00"}


def _open(site: Site, language: str = "en") -> None:
    site.answers["/patch"] = _answer
    site.pages["/sign-out"] = _OUT
    site.show("/form", _FORM, language=language, person=_PERSON)
    site.page.evaluate(f"localStorage.setItem('{_OF_OTHERS}', '{{}}')")


def _kept(site: Site) -> list[str]:
    return [key for key in site.page.evaluate("Object.keys(localStorage)") if key != _OF_OTHERS]


def _type_what_is_refused(site: Site) -> None:
    site.page.fill("[data-part=email]", "nobody")
    expect(site.page.locator("[data-autosave-fault]")).to_be_visible()


def test_what_can_be_saved_is_saved_first_and_nobody_is_asked(site: Site) -> None:
    _open(site)
    site.page.fill("#story", "typed at the last moment")
    site.page.click("text=Sign out")

    expect(site.page).to_have_title("signed out")
    assert [patch["value"] for patch in site.asked] == ["typed at the last moment"]
    assert (_kept(site), site.page.evaluate(f"'{_OF_OTHERS}' in localStorage")) == ([], True)


def test_whoever_has_unsaved_words_is_asked_and_may_stay(site: Site) -> None:
    _open(site)
    _type_what_is_refused(site)
    site.page.click("text=Sign out")
    question = site.page.locator("[data-sign-out-question]")

    expect(question).to_contain_text("Texts that are not saved yet and stand only in this browser: 1")
    link = question.locator("a")
    expect(link).to_have_text("Entry")
    assert link.evaluate("link => link.pathname + link.hash") == "/form#contact"
    site.page.click("text=Stay and save")
    expect(question).to_be_hidden()
    assert (site.page.url, len(_kept(site))) == (HOST + "/form", 1)
    site.page.fill("[data-part=email]", "somebody@agency.example")
    site.page.click("text=Sign out")
    expect(site.page).to_have_title("signed out")


def test_whoever_leaves_all_the_same_leaves_nothing_behind(site: Site) -> None:
    _open(site)
    _type_what_is_refused(site)
    site.pages["/elsewhere"] = site.pages["/form"].replace("data-autosave-url", "data-no-url")
    site.page.goto(HOST + "/elsewhere")
    site.page.click("text=Sign out")
    expect(site.page.locator("[data-sign-out-question] a")).to_have_attribute("href", HOST + "/form#contact")
    site.page.click("text=Sign out and delete")

    expect(site.page).to_have_title("signed out")
    assert (_kept(site), site.page.evaluate(f"'{_OF_OTHERS}' in localStorage")) == ([], True)


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("width", [1440, 320])
def test_the_question_is_for_everybody(site: Site, language: str, width: int) -> None:
    site.page.set_viewport_size({"width": width, "height": 800})
    _open(site, language)
    _type_what_is_refused(site)
    site.page.click("form[data-sign-out] button")
    expect(site.page.locator("[data-sign-out-stay]")).to_be_focused()

    assert site.faults() == []
    site.page.keyboard.press("Escape")
    expect(site.page.locator("[data-sign-out-question]")).to_be_hidden()
    expect(site.page.locator("form[data-sign-out] button")).to_be_focused()
