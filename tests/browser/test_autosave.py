"""Writing saves itself field by field, and nothing typed is lost: not offline, not to others, not by signing out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.site import HOST, Site

pytestmark = pytest.mark.browser

_FORM = (Path(__file__).parent / "autosave.html").read_text(encoding="utf-8")
_SAVED_AT = "2027-01-18T07:32:00+00:00"


class Server:
    """Keeps fields with versions as the real one does, and counts how long a text is."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {"story": "old"}
        self.versions = {"story": 3, "measures": 2}
        self.refusal: tuple[int, dict[str, Any]] | None = None

    def __call__(self, patch: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Save the patch, or say that someone else was first."""
        if self.refusal:
            return self.refusal
        field = patch["field"]
        if patch["version"] != self.versions.get(field, 0):
            return 409, {"theirs": self.values[field], "version": self.versions[field], "who": "กิตติพงศ์"}
        self.values[field] = patch["value"]
        self.versions[field] = patch["version"] + 1
        return 200, {"version": self.versions[field], "saved_at": _SAVED_AT, "graphemes": len(str(patch["value"]))}


@pytest.fixture
def server(site: Site) -> Server:
    """Give a server behind /patch, with the form open in the browser."""
    server = Server()
    site.answers["/patch"] = server
    site.show("/form", _FORM, language="en")
    return server


def _status(page: Page) -> Any:
    return page.locator("[data-autosave-words]")


def _heard(page: Page) -> Any:
    return page.locator("[data-autosave-status] [role=status]")


def test_a_pause_in_writing_saves_the_field_with_its_version_and_token(site: Site, server: Server) -> None:
    site.page.fill("#story", "new text")

    expect(_status(site.page)).to_have_text("Saved 14:32")
    assert site.asked == [{"field": "story", "value": "new text", "version": 3, "token": "first"}]


def test_the_next_patch_starts_from_the_version_the_last_one_left(site: Site, server: Server) -> None:
    site.page.fill("#story", "one")
    expect(_status(site.page)).to_have_text("Saved 14:32")
    site.page.fill("#story", "two")

    expect(site.page.locator("#story")).to_have_attribute("data-version", "5")
    assert [patch["version"] for patch in site.asked] == [3, 4]


def test_ticks_lists_and_rows_are_sent_as_what_they_are(site: Site, server: Server) -> None:
    site.page.check("[name=tick]")
    site.page.check("[name=goals][value='1']")
    site.page.fill("[aria-label='second unit']", "hours")
    expect(site.page.locator("[data-autosave-rows]")).to_have_attribute("data-version", "3")

    rows = [{"title": "first", "unit": ""}, {"title": "second", "unit": "hours"}]
    assert server.values == {"story": "old", "tick": True, "goals": ["1", "6"], "measures": rows}


def test_saving_is_heard_only_when_the_state_changes(site: Site, server: Server) -> None:
    for text in ("one", "two"):
        site.page.fill("#story", text)
        site.until("localStorage.length === 0")

    expect(_heard(site.page)).to_have_text("")


def test_two_texts_stand_side_by_side_until_one_is_chosen(site: Site, server: Server) -> None:
    server.values["story"], server.versions["story"] = "their words", 4
    site.page.fill("#story", "my words")

    expect(_status(site.page)).to_have_text("Someone edited this part at the same time. Choose the text to keep")
    expect(site.page.locator("[data-mine]")).to_have_text("my words")
    expect(site.page.locator("[data-theirs]")).to_have_text("their words")
    assert site.page.locator("[data-theirs] ins").all_inner_texts() == ["their"]
    assert server.values["story"] == "their words"


@pytest.mark.parametrize(
    ("choice", "kept"),
    [("Use mine", "my words"), ("Use theirs", "their words"), ("Merge by hand", "their words\n\nmy words")],
)
def test_each_choice_keeps_what_it_says(site: Site, server: Server, choice: str, kept: str) -> None:
    server.values["story"], server.versions["story"] = "their words", 4
    site.page.fill("#story", "my words")
    site.page.click(f"text={choice}")
    site.until("localStorage.length === 0")

    expect(site.page.locator("#story")).to_have_value(kept)
    _is_told_to_edit(site.page, is_merged=choice == "Merge by hand")
    expect(site.page.locator("[data-conflict-box]")).to_have_count(0)
    assert server.values["story"] == kept


def _is_told_to_edit(page: Page, *, is_merged: bool) -> None:
    """Two texts one below the other are not one text: it is said, to the ear too, until somebody edits them."""
    note, story = page.locator("[data-merged]"), page.locator("#story")
    expect(note).to_have_count(int(is_merged))
    if not is_merged:
        return
    expect(note).to_have_text("The two texts now stand one below the other. Edit them into one")
    assert (note.get_attribute("role"), story.get_attribute("aria-describedby")) == ("alert", "story-merged")
    story.press("Backspace")
    expect(note).to_have_count(0)
    story.press("s")


def test_what_is_written_offline_stays_and_goes_when_the_connection_returns(site: Site, server: Server) -> None:
    site.is_offline = True
    site.page.fill("#story", "written offline")
    expect(_heard(site.page)).to_have_text(
        "Offline. Kept on this device and sent by itself when the connection returns"
    )

    site.is_offline = False
    site.page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(_status(site.page)).to_have_text("Saved 14:32")
    assert server.values["story"] == "written offline"


def test_a_closed_tab_loses_nothing(site: Site, server: Server) -> None:
    site.is_offline = True
    site.page.fill("#story", "before the tab closed")
    site.page.goto("about:blank")
    site.is_offline = False
    site.page.goto(HOST + "/form")

    expect(site.page.locator("#story")).to_have_value("before the tab closed")
    expect(_status(site.page)).to_have_text("Saved 14:32")
    assert server.values["story"] == "before the tab closed"


def test_a_page_left_at_once_sends_what_waits_behind_the_field_on_its_way(site: Site, server: Server) -> None:
    site.page.evaluate(
        "() => { fetch = (_url, { body }) => { localStorage.sent = (localStorage.sent ?? '') + body;"
        " return new Promise(() => {}); }; }"
    )
    site.page.check("[name=tick]")
    site.page.fill("#story", "behind the tick")
    site.page.goto(HOST + "/form")

    sent = site.page.evaluate("localStorage.sent")
    assert sent.count('"field":"tick"') == sent.count('"field":"story","value":"behind the tick","version":3') == 1


def test_a_text_kept_while_a_colleague_saved_meets_theirs(site: Site, server: Server) -> None:
    site.is_offline = True
    site.page.fill("#story", "mine from yesterday")
    site.page.goto("about:blank")
    site.is_offline = False
    server.values["story"], server.versions["story"] = "theirs of today", 9
    site.show("/form", _FORM, language="en", story="theirs of today", version=9)

    expect(site.page.locator("[data-mine]")).to_have_text("mine from yesterday")
    assert server.values["story"] == "theirs of today"


def test_another_person_at_the_same_machine_sees_nothing_of_it(site: Site, server: Server) -> None:
    site.is_offline = True
    site.page.fill("#story", "not for others")
    site.page.goto("about:blank")
    site.is_offline = False
    site.show("/form", _FORM, language="en", owner="8")

    expect(site.page.locator("#story")).to_have_value("old")
    assert site.asked == []


def test_an_ended_session_keeps_the_text_until_the_person_is_back(site: Site, server: Server) -> None:
    server.refusal = (409, {"error": "stale", "obstacles": []})
    site.page.fill("#story", "while signed out")
    expect(_heard(site.page)).to_have_text("Your session has ended. The text is kept here; sign in to save it")
    expect(site.page.locator("[data-autosave-sign-in]")).to_be_visible()

    server.refusal = None
    site.put("/form", _FORM, language="en", token="second")  # the page as it is after signing in elsewhere
    site.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(_status(site.page)).to_have_text("Saved 14:32")
    assert site.asked[-1] == {"field": "story", "value": "while signed out", "version": 3, "token": "second"}


def test_a_refused_value_stays_with_its_reason_and_is_not_sent_again(site: Site, server: Server) -> None:
    server.refusal = (
        409,
        {"error": "rule", "obstacles": [{"field": "story", "message": "The closing time has passed"}]},
    )
    site.page.fill("#story", "too late")

    expect(site.page.locator("[data-autosave-fault]")).to_have_text("The closing time has passed")
    site.page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(site.page.locator("#story")).to_have_value("too late")
    assert len(site.asked) == 1


def test_what_is_mended_before_its_refusal_arrives_is_sent(site: Site, server: Server) -> None:
    """Else the right value would wait beside the fault of the wrong one until it is typed again."""
    site.page.evaluate(
        "() => { const send = fetch, late = (answer) => new Promise((go) => setTimeout(() => go(answer), 1500));"
        " fetch = (...sent) => send(...sent).then(late); }"
    )
    server.refusal = (422, {"error": "rule", "obstacles": [{"field": "story", "message": "Enter a number"}]})
    site.page.fill("#story", "wrong")
    site.page.locator("#story").dispatch_event("change")
    while not site.asked:
        site.page.wait_for_timeout(20)
    server.refusal = None
    site.page.fill("#story", "right")

    expect(_status(site.page)).to_have_text("Saved 14:32")
    assert server.values["story"] == "right"
    expect(site.page.locator("[data-autosave-fault]")).to_have_count(0)


def patient(site: Site) -> None:
    """A form waits four seconds for its patches at most; here as long as a busy machine takes.

    And it waits for nothing where the browser finds no network, as on a machine that has none.
    """
    site.page.evaluate("() => { Object.defineProperty(navigator, 'onLine', { get: () => true }); }")
    site.page.evaluate(
        "() => { const later = setTimeout; setTimeout = (act, ms) => later(act, ms === 4000 ? 60000 : ms); }"
    )


def test_going_on_waits_for_what_is_still_unsaved(site: Site, server: Server) -> None:
    site.pages["/next"] = "<!doctype html><title>next</title>"
    patient(site)
    site.page.fill("#story", "typed just before")
    site.page.click("text=Go on")
    site.page.wait_for_url("**/next")

    assert server.values["story"] == "typed just before"


def test_going_on_waits_for_what_is_on_its_way_and_for_all_behind_it(site: Site, server: Server) -> None:
    """Else a patch would meet the form it was sent with, and its writer a conflict with nobody."""
    site.pages["/next"] = "<p>next</p>"
    patient(site)
    site.page.evaluate(
        "() => { const send = fetch, slow = () => new Promise((go) => setTimeout(go, 300));"
        " fetch = (...sent) => slow().then(() => send(...sent)); }"
    )
    site.page.check("[name=tick]")
    site.page.fill("#story", "written while the tick was on its way")
    site.page.click("text=Go on")
    site.page.wait_for_url("**/next")

    assert [patch["field"] for patch in site.asked] == ["tick", "story"]
    assert server.values["story"] == "written while the tick was on its way"


def test_near_the_limit_the_servers_count_is_shown(site: Site, server: Server) -> None:
    site.page.fill("#story", "12345")
    expect(site.page.locator("[data-counter]")).to_have_text("5 of 20")
    site.answers["/patch"] = lambda patch: (
        200,
        {"version": patch["version"] + 1, "saved_at": _SAVED_AT, "graphemes": 23},
    )
    site.page.fill("#story", "123456789012345")

    expect(site.page.locator("[data-counter]")).to_have_text("3 over")
