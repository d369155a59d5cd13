"""Before a document is handed on, its page says what only this browser has of it, and nothing that is saved."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import expect

from app.views.applicant.written_pages import WrittenPage
from tests.browser.site import Site

pytestmark = pytest.mark.browser

_HERE = Path(__file__).parent
_FORM = (_HERE / "refused.html").read_text(encoding="utf-8")
_TASKS = (_HERE / "kept_note.html").read_text(encoding="utf-8")
_APPLICATION = SimpleNamespace(id=UUID(int=3))
_PATCHES = f"/applications/{_APPLICATION.id}/answers"


def _refuse(_patch: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    return 422, {"obstacles": [{"field": "contact", "message": "This is no e-mail address"}]}


def _type_what_is_refused(site: Site) -> None:
    site.answers[_PATCHES] = _refuse
    site.show("/form", _FORM, language="en", patches=_PATCHES)
    site.page.fill("[data-part=email]", "nobody")
    expect(site.page.locator("[data-autosave-fault]")).to_be_visible()


def _open_tasks(site: Site, *, contact: int = 0, person: int = 7) -> list[str]:
    """Open the task list with the server at a version of the contact; return the pages it warns of."""
    pages = [
        WrittenPage("Head of the entry", "/parts/entry-head", json.dumps({"title": 2, "contact": contact})),
        WrittenPage("The problem", "/parts/problem", json.dumps({"problem": 1})),
    ]
    site.show("/tasks", _TASKS, language="en", pages=pages, application=_APPLICATION, person=SimpleNamespace(id=person))
    site.page.wait_for_load_state("networkidle")
    return [link.inner_text() for link in site.page.locator("li:visible a").all()]


def test_the_task_list_leads_to_what_is_not_saved(site: Site) -> None:
    _type_what_is_refused(site)

    assert _open_tasks(site) == ["Head of the entry"]
    leads_to = site.page.locator("li:visible a").evaluate("link => link.pathname + link.hash")
    assert leads_to == "/parts/entry-head#contact"
    seen = [site.page.is_visible(place) for place in ("#kept", "[data-kept-reminder]", "[data-all-saved]")]
    assert seen == [True, True, False]


def test_nobody_is_warned_of_what_is_saved_or_another_persons(site: Site) -> None:
    assert _open_tasks(site) == []
    _type_what_is_refused(site)

    assert _open_tasks(site, person=8) == []
    seen = [site.page.is_visible(place) for place in ("#kept", "[data-kept-reminder]", "[data-all-saved]")]
    assert seen == [False, False, True]


@pytest.mark.parametrize(("on_the_server", "warned_of"), [(0, ["Head of the entry"]), (1, [])])
def test_what_went_with_the_form_is_saved_once_the_server_is_further(
    site: Site, on_the_server: int, warned_of: list[str]
) -> None:
    _type_what_is_refused(site)
    site.pages["/form"] = "<!doctype html><title>next</title>"
    site.page.click("text=Go on")
    expect(site.page).to_have_title("next")

    assert _open_tasks(site, contact=on_the_server) == warned_of


def test_a_form_that_came_back_is_not_taken_for_saved_when_a_colleague_was_first(site: Site) -> None:
    _type_what_is_refused(site)
    site.put("/form", _FORM, language="en", patches=_PATCHES, unsaved="contact", email="nobody")
    site.page.click("text=Go on")
    expect(site.page.locator("[data-present=refused]")).to_be_visible()
    site.page.wait_for_load_state("load")

    assert _open_tasks(site, contact=1) == ["Head of the entry"]
