"""A site inside the browser: pages of the real templates, the real static files, and answers a test chooses."""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale
from playwright.sync_api import ConsoleMessage, Page, Route

from app.views.static_files import static_address

HOST = "http://lertrat.test"
NOW = datetime(2027, 1, 18, 7, 30, tzinfo=UTC)
AXE = (Path(__file__).parent / "vendored" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
STATIC = Path(__file__).parents[2] / "app" / "static"
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CONTENT_POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'"

Answer = Callable[[dict[str, Any]], tuple[int, dict[str, Any]]]
Elsewhere = Callable[[str, str], tuple[int, bytes]]


# What reaches beyond the window, innermost last.
_BEYOND = r"""() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  const beyond = [...document.querySelectorAll("body *")].filter((each) => each.getBoundingClientRect().right > wide);
  return beyond.slice(-3).map((each) => each.outerHTML.slice(0, 150));
}"""


def overflow_of(page: Page) -> list[str]:
    """Return what makes a page wider than its window."""
    return [f"wider than the window: {each}" for each in page.evaluate(_BEYOND)]


_FROM_THE_TOP = """async (wanted) => {
  const before = scrollY;
  scrollTo({top: 0, behavior: "instant"});
  const found = await axe.run(wanted);
  scrollTo({top: before, behavior: "instant"});
  return found.violations;
}"""


def axe_faults(page: Page) -> list[str]:
    """Return what axe finds wrong with a page as it stands, seen from its top.

    Further down, a bar that sticks on a phone lies over what scrolls under it, which axe takes for too small a target.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE + ";0")
    wanted = {"runOnly": _RULES, "resultTypes": ["violations"], "preload": False}  # no rule of these asks for styles
    found = page.evaluate(_FROM_THE_TOP, wanted)
    return [f"{fault['id']}: {node['html']}" for fault in found for node in fault["nodes"]]


def note_complaints(page: Page, complaints: list[str]) -> None:
    """Note what the browser complains about, from now on."""

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            complaints.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(str(error)))


@dataclass
class Site:
    """What one test's browser sees. `answers` reply to POSTs and JSON GETs by path; `is_offline` cuts all off.

    `elsewhere` answers what neither a page nor an answer was put for: method and path to status and content.
    """

    app: Flask
    page: Page
    pages: dict[str, str] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[dict[str, Any]] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    is_offline: bool = False
    elsewhere: Elsewhere | None = None

    def __post_init__(self) -> None:
        """Take over every request of the page, and note what the browser complains about."""
        self.page.route("**/*", self._serve)
        note_complaints(self.page, self.complaints)

    def show(self, path: str, template: str, *, language: str = "th", **context: Any) -> None:
        """Render `template` with the application's environment and open it."""
        self.put(path, template, language=language, **context)
        self.page.goto(HOST + path)

    def put(self, path: str, template: str, *, language: str = "th", **context: Any) -> None:
        """Render `template` for whoever opens `path` next."""
        shared = {"language": language, "navigation": [], "person": None, "now": NOW}
        with self.app.test_request_context(path), force_locale(language):
            self.pages[path] = self.app.jinja_env.from_string(template).render({**shared, **context})

    def until(self, expression: str) -> None:
        """Wait until an expression of the page is true; the strict policy forbids the browser to wait for it itself."""
        for _ in range(200):
            if self.page.evaluate(expression):
                return
            self.page.wait_for_timeout(50)
        pytest.fail(f"did not come true: {expression}")

    def faults(self) -> list[str]:
        """Return what axe finds wrong with the page as it stands."""
        return axe_faults(self.page)

    def _serve(self, route: Route) -> None:
        path = route.request.url.removeprefix(HOST).split("?", maxsplit=1)[0]
        if self.is_offline:
            route.abort("internetdisconnected")
        elif path.startswith(static_address()):
            self._send_file(route, STATIC / path.removeprefix(f"{static_address()}/"))
        elif path in self.answers:
            self._answer(route, path)
        elif self.elsewhere is not None and path not in self.pages:
            status, body = self.elsewhere(route.request.method, path)
            self._send(route, status, body, "application/json")
        else:
            self._send(route, 200, self.pages[path], "text/html; charset=utf-8")

    def _answer(self, route: Route, path: str) -> None:
        patch = json.loads(route.request.post_data or "{}")
        self.asked.append({**patch, "token": route.request.headers.get("x-csrftoken")})
        status, body = self.answers[path](patch)
        self._send(route, status, json.dumps(body), "application/json")

    def _send_file(self, route: Route, path: Path) -> None:
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        self._send(route, 200, path.read_bytes(), kind)

    def _send(self, route: Route, status: int, body: str | bytes, kind: str) -> None:
        headers = {"Content-Type": kind, "Content-Security-Policy": CONTENT_POLICY}
        route.fulfill(status=status, headers=headers, body=body)
