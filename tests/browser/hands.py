"""Somebody who uses a browser by keyboard alone; every page they come to is looked at by axe as well."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.site import axe_faults, overflow_of

# The element in focus: how a screen reader names it, and whether it is seen (in the window, nothing lies over it).
_FOCUSED = r"""() => {
  const focused = document.activeElement;
  if (!focused || focused === document.body) return {name: "", seen: true};
  const text = (element) => (element ? element.textContent : "");
  const said = (focused.getAttribute("aria-labelledby") || "").split(/\s+/).filter(Boolean);
  const name = focused.getAttribute("aria-label") || said.map((id) => text(document.getElementById(id))).join(" ")
    || [...(focused.labels || [])].map(text).join(" ") || (focused.id === "main" ? "" : text(focused));
  const box = focused.getClientRects()[0];
  const [right, down] = box ? [Math.min(box.width / 2, 40), Math.min(box.height / 2, 20)] : [0, 0];
  const at = box && document.elementFromPoint(box.left + right, box.top + down);
  const group = focused.closest("fieldset")?.querySelector("legend");
  const takesText = focused.matches("input, textarea");
  const seen = Boolean(at && (at === focused || focused.contains(at) || at.contains(focused)
    || [...(focused.labels || [])].some((label) => label.contains(at))));
  return {name, group: text(group), takesText, seen};
}"""
_INVISIBLE = str.maketrans({"\u2060": None, "\u200b": None, "\u00a0": " "})
_KEY = re.compile(r"[0-9a-f-]{36}|#.*")
_FARTHEST = 250

Say = Callable[..., str]


@dataclass
class Hands:
    """Ten fingers. `say` words a message of ours in the language of the page; `looked_at` is shared by all hands."""

    page: Page
    url: str
    language: str
    say: Say
    looked_at: set[str]
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Note what the browser complains about, and listen for file dialogues: one that nobody awaits yet is lost."""
        self.page.on("filechooser", lambda _asked: None)
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, path: str) -> None:
        """Type an address."""
        self.page.goto(self.url + path)
        self.look()

    def look(self) -> None:
        """Look at the page: accessible, within its window, nothing on the console. axe sees each kind of page once."""
        sight = f"{_KEY.sub('', self.page.url)} {self.language} {self.page.viewport_size}"
        wrong = overflow_of(self.page)
        if sight not in self.looked_at:
            self.looked_at.add(sight)
            self.page.evaluate("scrollTo(0, 0)")  # what a bar that sticks covers while reading is no target too small
            wrong += axe_faults(self.page)
        wrong += self.complaints
        assert not wrong, "\n".join([self.page.url, *wrong, _plain(self.page.inner_text("main"))[:1000]])

    def reach(self, name: str, *, group: str = "", backwards: bool = False, to_write: bool = False) -> None:
        """Go on from stop to stop until something of this name has the focus; whatever is passed can be seen.

        A list that scrolls is a stop as well, and may be named as a field in it: `to_write` goes on to the field.
        """
        passed, here = [], self._focused()
        for _stop in range(_FARTHEST):
            is_meant = here.get("takesText") or not to_write
            if is_meant and _is(here["name"], name) and _is(here.get("group") or "", group):
                return
            passed.append(here["name"])
            self.page.keyboard.press("Shift+Tab" if backwards else "Tab")
            here = self._focused()
            assert here["seen"], f"{here['name']!r} has the focus and is out of sight on {self.page.url}"
        pytest.fail(f"{name!r} was not reached on {self.page.url}; passed {passed}")

    def follow(self, name: str, **where: Any) -> None:
        """Reach a link or button and press Enter; look at the page it leads to."""
        self.reach(name, **where)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.look()

    def unfold(self, name: str, **where: Any) -> None:
        """Reach something folded, open it, and go on to the first stop inside."""
        self.reach(name, **where)
        self.page.keyboard.press("Enter")
        self.page.keyboard.press("Tab")

    def skip(self) -> None:
        """Skip to the main content, as the first stop of every page offers."""
        self.page.keyboard.press("Tab")
        assert self._focused()["name"] == self.say("Skip to main content")
        self.page.keyboard.press("Enter")

    def fill(self, name: str, text: str, **where: Any) -> None:
        """Reach a field and write over what stands in it."""
        self.reach(name, to_write=True, **where)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def tick(self, name: str, **where: Any) -> None:
        """Reach a box or a radio button and press the space bar."""
        self.reach(name, **where)
        self.page.keyboard.press("Space")

    def choose_file(self, name: str, path: str) -> None:
        """Reach a file field, open its dialogue and choose a file."""
        self.reach(name)
        with self.page.expect_file_chooser() as asked:
            self.page.keyboard.press("Space")
        asked.value.set_files(path)

    def sees(self, words: str) -> None:
        """Wait until these words stand on the page."""
        wanted = _plain(words)
        for _moment in range(400):
            if wanted in _plain(self.page.inner_text("main")):
                return
            self.page.wait_for_timeout(50)
        pytest.fail(f"{wanted!r} is not on {self.page.url}: {_plain(self.page.inner_text('main'))}")

    def has_saved(self) -> None:
        """Wait until the server has all that was typed: the browser keeps nothing for later, and the page says so."""
        for _moment in range(400):
            if "lertrat:kept:" not in self.page.evaluate("Object.keys(localStorage).join()"):
                return self.sees(self.say("Saved {time}").partition("{")[0])
            self.page.wait_for_timeout(50)
        pytest.fail(f"not everything is saved on {self.page.url}: {_plain(self.page.inner_text('main'))}")

    def was_refused(self, status: int) -> None:
        """Take the browser's complaint that an answer was refused, which the step before was meant to bring about."""
        assert self.complaints and all(str(status) in each for each in self.complaints), self.complaints
        self.complaints.clear()

    def _focused(self) -> dict[str, Any]:
        found: dict[str, Any] = self.page.evaluate(_FOCUSED)
        return {**found, "name": _plain(found["name"])}

    def _note(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)


def _is(found: str, wanted: str) -> bool:
    """Say whether a name is the wanted one, or begins with it and goes on with another word."""
    name, start = _plain(found), _plain(wanted)
    return name.startswith(start) and not (start and name[len(start) :][:1].isalnum())


def _plain(text: str) -> str:
    return " ".join(text.translate(_INVISIBLE).split())


TakeHands = Callable[[str, int], Hands]
