"""What a scoring page says of a value while it is entered: what it is worth, and where it differs from the agency."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.site import Site

pytestmark = pytest.mark.browser

_PAGE = (Path(__file__).parent / "scoring.html").read_text(encoding="utf-8")
_SAVED = """rows => document.querySelector("#kpis").dispatchEvent(
    new CustomEvent("lertrat:saved", { bubbles: true, detail: { rows } }))"""


@pytest.fixture
def page(site: Site) -> Site:
    """Give the page, opened."""
    site.show("/form", _PAGE, language="en")
    return site


def test_only_what_the_scale_has_is_worth_points(page: Site) -> None:
    for typed, worth in (("105", "–"), ("77", "–"), ("85", "8.50"), ("๗๕", "7.50"), ("", "–")):
        page.page.fill("[name=percent]", typed)
        expect(page.page.locator("[data-earned]")).to_have_text(worth)


def test_what_cannot_be_judged_keeps_its_value_and_is_worth_nothing(page: Site) -> None:
    page.page.check("#cannot_judge")
    expect(page.page.locator("[data-earned]")).to_have_text("–")
    expect(page.page.locator("[name=percent]")).to_have_value("80")
    expect(page.page.locator("[data-excused]")).to_be_visible()
    page.page.uncheck("#cannot_judge")
    expect(page.page.locator("[data-earned]")).to_have_text("8.00")
    expect(page.page.locator("[data-excused]")).to_be_hidden()


def test_an_answer_moves_what_an_indicator_is_worth_and_opens_the_decision(page: Site) -> None:
    decided = page.page.locator("[data-decided]")
    for worth, may_decide in (("–", True), ("480.00", False)):
        page.page.evaluate(_SAVED, [{"worth": worth, "may_decide": may_decide}])
        expect(page.page.locator("[data-worth]")).to_have_text(worth)
        assert decided.is_visible() is may_decide


def test_nothing_differs_before_something_is_ticked(page: Site) -> None:
    differs = page.page.locator(".lr-cp__differs")
    expect(differs).to_be_hidden()
    page.page.check("[name=ticks]")
    expect(differs).to_be_hidden()
    page.page.uncheck("[name=ticks]")
    expect(differs).to_be_visible()
    assert page.faults() == []
