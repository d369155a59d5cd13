"""The small scripts beside autosave: time left, live totals, long work, keys, steppers."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from app.queries.checklist_item import item_shown
from app.views.applicant.score_panel import Cell, CellGroup
from rubrics import load_rubric
from tests.browser.site import HOST, NOW, Site
from workflows.scoring.browser_rules import browser_rules

pytestmark = pytest.mark.browser

_RUBRIC = load_rubric("pmqa40@2564")
_HERE = Path(__file__).parent
_DEADLINE = (_HERE / "deadline.html").read_text(encoding="utf-8")
_TOTALS = (_HERE / "live_totals.html").read_text(encoding="utf-8")
_KEYS = (_HERE / "keys.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [("th", "20 ชั่วโมง 12 นาที", "20 ชั่วโมง 10 นาที"), ("en", "20 hours 12 minutes", "20 hours 10 minutes")],
)
def test_the_time_left_runs_by_the_servers_clock(site: Site, language: str, before: str, after: str) -> None:
    site.page.clock.install(time=NOW + timedelta(days=400))  # a machine whose own clock is far off
    site.show("/deadline", _DEADLINE, language=language, closes=NOW + timedelta(hours=20, minutes=12))

    shown = "document.querySelector('[data-deadline]').innerText.replaceAll('\\u00a0', ' ')"
    assert site.page.evaluate(shown) == before
    site.page.clock.run_for(2 * 60_000)
    assert site.page.evaluate(shown) == after


def test_the_last_hour_is_said_aloud_once(site: Site) -> None:
    site.page.clock.install(time=NOW)
    site.show("/deadline", _DEADLINE, language="en", closes=NOW + timedelta(minutes=61))

    heard = site.page.locator("[data-deadline-live]")
    expect(heard).to_have_text("")
    site.page.clock.run_for(61_000)
    expect(heard).to_have_text("1 hour left")
    site.page.clock.run_for(10 * 60_000)
    expect(heard).to_have_text("1 hour left")


def test_a_deadline_that_passes_says_so(site: Site) -> None:
    site.page.clock.install(time=NOW)
    site.show("/deadline", _DEADLINE, language="en", closes=NOW + timedelta(minutes=1))
    site.page.clock.run_for(2 * 60_000)

    expect(site.page.locator("[data-deadline]")).to_have_text("Closed")


def _totals_page(site: Site) -> None:
    item = Cell("1.1", "Leading", "#", level="below", points="0", is_current=True, is_begun=False, gaps=0)
    category = CellGroup("1", "Leadership", (item,))
    levels = item_shown(_RUBRIC, _RUBRIC.node("1.1"), ()).levels
    rules = json.dumps(browser_rules(_RUBRIC))
    site.show("/totals", _TOTALS, language="en", categories=(category,), levels=levels, rules=rules)


def test_a_tick_moves_item_category_total_bar_and_map(site: Site) -> None:
    _totals_page(site)
    for name in ("b1", "b2"):
        site.page.check(f"[name={name}]")

    figures = [site.page.inner_text(f"#{place}") for place in ("item", "category", "results", "total")]
    assert figures == ["200.00", "350.00", "–", "175"]
    site.page.check("[name=b3]")
    assert [site.page.inner_text(f"#{place}") for place in ("item", "category", "total")] == ["300.00", "400.00", "200"]
    assert site.page.inner_text("[data-ticked] >> nth=0") == "3"
    assert site.page.get_attribute("[data-cell]", "class") == "lr-cell lr-cell--1"
    assert site.page.text_content("[data-cell] > span") == "1.1 Basic 300 points"
    assert site.page.get_attribute("[data-level-bar]", "aria-label") == "200 of 500 points"
    assert site.page.get_attribute("circle[data-dot]", "cx") == "40%"
    assert site.page.inner_text("[data-at-least]") == "at least, 1 unscored"


def test_each_lock_says_what_it_waits_for_and_opens_when_nothing_is_left(site: Site) -> None:
    _totals_page(site)
    seen = "[...document.querySelectorAll('.lr-level__state')].map(e => e.innerText.replace(/\\s+/g, ' ').trim())"
    before = site.page.evaluate(seen)
    for name in ("b1", "b2"):
        site.page.check(f"[name={name}]")
    midway = site.page.evaluate(seen)
    site.page.check("[name=b3]")
    site.page.check("[name=a1]")
    after = site.page.evaluate(seen)
    assert before == [
        "0 of 3 · 300 more when complete",
        "0 of 1 · counts once Basic is complete: 3 left",
        "0 of 1 · counts once Advance is complete: 4 left",
    ]
    assert midway[:2] == ["2 of 3 · 100 more when complete", "0 of 1 · counts once Basic is complete: 1 left"]
    assert after == [
        "3 of 3 · complete · 300 points",
        "1 of 1 · complete · 100 points",
        "0 of 1 · 100 more when complete",
    ]


def test_the_next_band_and_the_reading_follow_and_the_way_up_comes_from_the_server(site: Site) -> None:
    _totals_page(site)
    site.page.check("[name=b1]")
    assert site.page.inner_text("#lacking") == "150"
    assert site.page.inner_text("[data-index]") == "1.2"
    detail = {"version": 1, "way_up": "<p>1.1 first</p>"}
    site.page.evaluate("detail => document.dispatchEvent(new CustomEvent('lertrat:saved', {detail}))", detail)
    assert site.page.inner_text("[data-way-up-words]") == "1.1 first"


def test_a_figure_typed_into_an_indicator_moves_its_score_and_the_total(site: Site) -> None:
    _totals_page(site)
    site.page.fill("[data-part=target]", "๙๐")
    site.page.fill("[data-part=actual]", "91")
    seen = [site.page.inner_text(place) for place in ("[data-row-score]", "#results", "#total")]
    said = [site.page.is_visible("[data-range-of=k1]")]
    site.page.select_option("[data-examples]", "k1")
    ramp = site.page.inner_text("[data-row-score]")
    said.append(site.page.is_visible("[data-range-of=k1]"))
    assert said == [False, True]
    assert (seen, ramp) == (["400.00", "400.00", "325"], "420.00")
    assert site.page.is_hidden("[data-at-least]")


def test_a_row_without_a_score_says_why_while_it_is_typed(site: Site) -> None:
    _totals_page(site)
    note, said = site.page.locator("[data-row-unscored]"), [site.page.is_visible("[data-row-unscored]")]
    site.page.fill("[data-part=actual]", "91")
    words = [note.inner_text()]
    for target in ("0", "-3", "90"):
        site.page.fill("[data-part=target]", target)
        said.append(note.is_visible())
        words += [note.inner_text()] if said[-1] else []
    site.page.fill("[data-part=actual]", "")
    site.page.select_option("[data-examples]", "k1")
    words.append(note.inner_text())
    assert said == [False, True, True, False]
    needs = ["a target", "an assessor decides", "an assessor decides", "a result"]
    assert words == [f"Not in the score: {need}" for need in needs]


def test_the_servers_totals_replace_ours_unless_they_are_of_before_the_last_tick(site: Site) -> None:
    _totals_page(site)
    totals = {"1.1": "300", "1": "400", "7": None, "7.1": "150", "total": "275.5"}
    told = "detail => document.dispatchEvent(new CustomEvent('lertrat:saved', {detail}))"
    site.page.evaluate(told, {"totals": totals, "isBehind": False})
    site.page.evaluate(told, {"totals": dict.fromkeys(totals, "0"), "isBehind": True})

    assert [site.page.inner_text(f"#{place}") for place in ("item", "category", "total")] == ["300.00", "400.00", "275"]
    expect(site.page.locator("[data-at-least]")).to_be_hidden()


def test_long_work_moves_its_bar_and_leads_on_when_it_is_done(site: Site) -> None:
    states = [{"state": "running", "progress": 0.25, "message": "1 of 4"}, {"state": "done", "url": "/plan"}]
    site.answers["/job"] = lambda _asked: (200, states.pop(0) if len(states) > 1 else states[0])
    site.pages["/plan"] = "<!doctype html><title>plan</title>"
    template = (
        "{% from 'components/progress.html' import job_progress %}<!doctype html><html lang='en'><title>job</title>"
        "{{ job_progress('/job', 0, 'Waiting') }}"
        "<script type='module' src='{{ url_for(\"static\", filename=\"js/jobs.js\") }}'></script></html>"
    )
    site.show("/work", template)

    expect(site.page.locator("[data-job-words]")).to_have_text("1 of 4")
    assert site.page.get_attribute(".lr-bar rect", "width") == "25%"
    site.page.wait_for_url(HOST + "/plan")


def test_keys_answer_outside_fields_only_and_can_be_switched_off(site: Site) -> None:
    site.show("/keys", _KEYS)
    site.page.keyboard.press("3")
    site.page.keyboard.press("j")
    assert (site.page.is_checked("[data-key='3']"), site.page.url) == (True, HOST + "/keys#next")

    site.page.keyboard.press("?")
    assert site.page.get_attribute("details", "open") == ""
    site.page.fill("textarea", "")
    site.page.locator("textarea").press_sequentially("j?3")
    assert site.page.input_value("textarea") == "j?3"

    site.page.uncheck("[data-keys-switch]")
    site.page.locator("summary").focus()
    site.page.keyboard.press("?")
    assert site.page.get_attribute("details", "open") == ""


def test_a_stepper_stays_within_its_bounds(site: Site) -> None:
    site.show("/keys", _KEYS)
    values = []
    for sign in ("+", "+", "-"):
        site.page.click(f".lr-stepper button >> text='{sign}'")
        values.append(site.page.input_value(".lr-stepper input"))

    assert values == ["100", "100", "95"]
