"""One Chromium for the tests of a process, a fresh page for each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright

from app import create_app
from app.extensions import db
from tests.app.tasks.conftest import opened_now
from tests.browser.hands import Hands, TakeHands
from tests.browser.running import Running, served
from tests.browser.site import Site
from tests.browsers import find_chromium
from tests.databases import Databases
from tests.with_app import settings_for
from tests.world import build_world

# What a test machine has no use for: a sandbox under root, a graphics card, traffic of the browser's own.
_SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Give a running Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=_SWITCHES)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """Give an empty page with a store of its own."""
    context = chromium.new_context(reduced_motion="reduce", viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def running(databases: Databases, var_folder: Path) -> Iterator[Running]:
    """Give the product as it runs, in the present, with a world in it."""
    # Everybody of these tests signs in from one place, faster than the limit for one place allows.
    app = create_app(settings_for(databases.fresh("browser"), var_folder, login_attempts_per_minute=1000))
    with served(app) as url, app.app_context():
        world = build_world()
        opened_now(world.programme)
        yield Running(app, url, world)
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def hands(chromium: Browser, running: Running) -> Iterator[TakeHands]:
    """Give a way to sit down at a browser of one's own, in a language and with a window of some width."""
    with ExitStack() as browsers:

        def take(language: str, width: int) -> Hands:
            context = chromium.new_context(reduced_motion="reduce", viewport={"width": width, "height": 900})
            browsers.callback(context.close)
            return Hands(context.new_page(), running.url, language, running.words(language), running.looked_at)

        yield take


@pytest.fixture
def site(app: Flask, page: Page) -> Site:
    """Give a site inside the browser, made of the real templates and static files."""
    return Site(app, page)
