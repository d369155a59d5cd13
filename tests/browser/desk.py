"""Somebody's browser in a national cycle: opens pages, sends forms, and keeps how long each page took to come."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page
from sqlalchemy import select

from app.demo.troupe import PASSWORD
from app.extensions import db
from app.models import Application, Person, Programme
from workflows.application import ApplicationState

_PATIENCE = 300


@dataclass
class Desk:
    """Somebody's browser, and how long each page they asked for took."""

    page: Page
    place: str
    seconds: dict[str, float]
    name: str

    def go(self, path: str, about: str) -> None:
        """Open a page."""
        with self._timed(about):
            # A page that leads on by itself may be there before: then nothing is answered, and it is loaded once more.
            answer = self.page.goto(self.place + path) or self.page.reload()
        assert answer is not None
        assert answer.status == 200, (path, answer.status)

    def press(self, selector: str, about: str) -> None:
        """Press what sends a form or leads elsewhere, and wait for the page that comes."""
        with self._timed(about), self.page.expect_navigation() as moved:
            self.page.click(selector)
        assert moved.value.status == 200, (about, moved.value.status, self.page.inner_text("main"))

    def fill(self, **fields: str) -> None:
        """Fill in fields by their names."""
        for name, text in fields.items():
            self.page.fill(f"main [name={name}]", text)

    @contextmanager
    def _timed(self, about: str) -> Iterator[None]:
        began = time.monotonic()
        yield
        self.seconds[f"{self.name}: {about}"] = time.monotonic() - began


@dataclass
class Office:
    """Where everybody sits, and the figures of all of them."""

    browser: Browser
    place: str
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def sitting(self, email: str, name: str) -> Iterator[Desk]:
        """Give somebody's browser, signed in."""
        context = self.browser.new_context(
            reduced_motion="reduce", viewport={"width": 1440, "height": 900}, locale="th-TH"
        )
        desk = Desk(context.new_page(), self.place, self.seconds, name)
        desk.go("/sign-in", "sign-in page")
        desk.fill(email=email, password=PASSWORD)
        desk.press("main button[type=submit]", "signing in")
        yield desk
        context.close()


def standing(rubric_id: str, state: ApplicationState) -> list[Application]:
    """The applications of a programme in a state, as they are now."""
    db.session.rollback()
    statement = select(Application).join(Programme, Programme.id == Application.programme_id)
    return list(
        db.session.scalars(
            statement.where(Programme.rubric_id == rubric_id, Application.state == state).order_by(Application.code)
        )
    )


def person(email: str) -> Person:
    """Who has this address."""
    return db.session.scalars(select(Person).where(Person.email == email)).one()


def until(is_so: Callable[[], bool], about: str) -> None:
    """Wait for what the worker does."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        db.session.rollback()
        if is_so():
            return
        time.sleep(0.2)
    raise AssertionError(about)
