"""An item of the self-assessment in a real browser: the score in sight, files refused at once, two people in it."""

from __future__ import annotations

import time
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import Page, expect

from app.extensions import db
from app.models import Answer, Application
from tests.app.tasks.conftest import opened_now
from tests.browser.hands import Hands, TakeHands
from tests.browser.running import Running
from tests.browser.test_pmqa40_by_keyboard import in_a_year_of_its_own, sign_in
from tests.rounds import PMQA40
from workflows.roles import Role

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

# The figures of one score that are wholly in the window with nothing over them.
_SEEN = """(id) => [...document.querySelectorAll(`[data-total="${id}"]`)].filter((each) => {
  const {left, top, right, bottom, width} = each.getBoundingClientRect();
  if (!width || top < 0 || left < 0 || bottom > innerHeight || right > innerWidth) return false;
  return each.contains(document.elementFromPoint((left + right) / 2, (top + bottom) / 2));
}).map((each) => each.textContent)"""


@pytest.fixture(scope="module")
def draft(running: Running) -> Application:
    """A draft of the status assessment, open now."""
    world = in_a_year_of_its_own(running.world, 2561)
    return world.draft(opened_now(world.programme_of(PMQA40)))


def _sits_down(
    running: Running, take_hands: TakeHands, language: str, width: int, role: Role = Role.COORDINATOR
) -> Hands:
    me = take_hands(language, width)
    sign_in(me, running.world.person(role))
    return me


def _seen(page: Page, *scores: str) -> list[list[str]]:
    return [page.evaluate(_SEEN, score) for score in scores]


@pytest.mark.parametrize(("language", "width"), [("en", 1440), ("th", 390)])
def test_item_category_and_total_are_in_sight_where_one_ticks(
    running: Running, hands: TakeHands, draft: Application, language: str, width: int
) -> None:
    me = _sits_down(running, hands, language, width)
    me.open(f"/applications/{draft.id}/parts/category-1?item=1.3")
    boxes = me.page.locator("[data-item='1.3'] input[data-checkpoint]")
    for box in boxes.all():
        box.focus()
        before = _seen(me.page, "1.3", "1", "total")
        assert [len(each) for each in before] == [1, 1, 1]
        me.page.keyboard.press("Space")
        assert box.is_checked()
    assert _seen(me.page, "1.3") == [["500.00"]]
    me.has_saved()
    assert _seen(me.page, "1.3") == [["500.00"]]
    assert me.page.evaluate("scrollY") > 0
    for box in reversed(boxes.all()):  # nothing that stays in sight lies over what has the focus on the way back
        me.reach(box.evaluate("each => each.labels[0].textContent"), backwards=True)
        me.page.keyboard.press("Space")
    me.has_saved()  # or the next of these tests begins with what this one has ticked


@pytest.mark.parametrize("language", ["th", "en"])
def test_a_file_the_server_would_refuse_is_refused_when_it_is_chosen(
    running: Running, hands: TakeHands, draft: Application, tmp_path: Path, language: str
) -> None:
    me = _sits_down(running, hands, language, 1280)
    me.open(f"/applications/{draft.id}/parts/category-1?item=1.2")
    field = me.page.locator("[id='file.1.2.basic']")
    me.page.locator("details:has([id='file.1.2.basic'])").evaluate_all(
        "all => { for (const each of all) each.open = true; }"
    )
    fault = me.page.locator("[id='file.1.2.basic-chosen']")
    attach = me.page.locator("[data-needs-file='file.1.2.basic']")
    attach.click()
    expect(fault).to_have_text(me.say("Choose a file first"))
    most = me.say("{name} is larger than %(mb)s MB. Choose a smaller file", mb=10)
    for name, size, words in (
        ("ใหญ่.pdf", (10 << 20) + 1, most),
        ("ว่าง.pdf", 0, me.say("{name} is empty. Choose another file")),
        ("ภาพ.png", 9, me.say("{name} is none of these types: %(types)s", types="PDF")),
    ):
        chosen = tmp_path / name
        with chosen.open("wb") as file:
            file.truncate(size)
        field.set_input_files(chosen)
        attach.click()  # with nothing to attach it leads nowhere: the reason stays
        expect(fault).to_have_text(words.replace("{name}", name))
        assert (field.input_value(), field.get_attribute("aria-invalid")) == ("", "true")
        assert "file.1.2.basic-chosen" in (field.get_attribute("aria-describedby") or "").split()
    me.look()
    right = tmp_path / "พอดี.pdf"
    with right.open("wb") as file:
        file.truncate(10 << 20)
    field.set_input_files(right)
    expect(fault).to_have_count(0)
    assert (field.input_value().endswith(right.name), field.get_attribute("aria-invalid")) == (True, None)
    _choose_together(me, tmp_path)


def _choose_together(me: Hands, folder: Path) -> None:
    """Each file is small enough, and all of them in one go are not."""
    me.page.locator("details").evaluate_all("all => { for (const each of all) each.open = true; }")
    for level in ("advance", "significance"):
        me.page.locator(f"[id='file.1.2.{level}']").set_input_files(folder / "พอดี.pdf")
    words = "The files chosen on this page are together larger than %(mb)s MB. Attach some of them first"
    expect(me.page.locator("[id='file.1.2.significance-chosen']")).to_have_text(me.say(words, mb=25))


def test_two_people_who_type_into_one_category_at_once_lose_nothing(
    running: Running, hands: TakeHands, draft: Application, *, is_proof: bool
) -> None:
    two = [_sits_down(running, hands, "en", 1280, role).page for role in (Role.COORDINATOR, Role.CONTRIBUTOR)]
    for page in two:
        page.goto(f"{running.url}/applications/{draft.id}/parts/category-1?item=1.1")
        page.locator("details").evaluate_all("all => { for (const each of all) each.open = true; }")
    chance, typed = Random(20_640), list[tuple[str, str]]()
    ends = time.monotonic() + (60 if is_proof else 0)
    while len(typed) < 8 or time.monotonic() < ends:
        page, field = chance.choice(two), f"text.1.1.{chance.choice(('basic', 'advance'))}"
        page.locator(f"[id='{field}']").focus()
        page.keyboard.press("Control+End")
        page.keyboard.type(f" word{len(typed):04d}")
        typed.append((field, f"word{len(typed):04d}"))
        page.wait_for_timeout(chance.choice((0, 200, 1000)))
        if chance.random() < 0.5:
            _settle(chance.choice(two))
    for _moment in range(200):
        left = [_settle(page) for page in two]
        if not any(left):
            break
        two[0].wait_for_timeout(100)
    db.session.rollback()
    stored = {each.field: each.value for each in db.session.query(Answer).filter_by(application_id=draft.id)}
    assert [(field, word) for field, word in typed if word not in stored[field]] == []


def _settle(page: Page) -> bool:
    """Merge by hand whatever is in conflict: every word once. Says whether anything is left to be saved."""
    choices = page.locator("[data-conflict-box] [data-choose=both]")
    while choices.count():
        field = choices.first.evaluate(
            "each => each.closest('[data-conflict-box]').previousElementSibling.querySelector('textarea').id"
        )
        choices.first.click()
        text = page.locator(f"[id='{field}']")
        text.fill(" ".join(dict.fromkeys(text.input_value().split())))
    return "lertrat:kept:" in page.evaluate("Object.keys(localStorage).join()")
