"""Two people of one agency write at the same time, each in a browser of their own, over real HTTP: nothing is lost."""

from __future__ import annotations

import json
import re
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from random import Random
from typing import Any

import pytest
from flask import Flask

from app.clock import in_days
from app.extensions import db
from app.models import Answer, AnswerVersion, Application
from tests.world import PASSWORD, build_world
from workflows.roles import Role

pytestmark = pytest.mark.live
ROUNDS = 8


@dataclass
class Browser:
    """Keeps its cookies and the token of its page."""

    url: str
    opener: urllib.request.OpenerDirector = field(init=False)
    token: str = ""

    def __post_init__(self) -> None:
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def sign_in(self, email: str) -> None:
        self.read("/sign-in")
        form = urllib.parse.urlencode({"email": email, "password": PASSWORD, "csrf_token": self.token}).encode()
        self.opener.open(urllib.request.Request(f"{self.url}/sign-in", form))

    def read(self, path: str) -> str:
        page = self.opener.open(f"{self.url}{path}").read().decode()
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        self.token = found[1] if found else self.token
        return str(page)

    def patch(self, path: str, name: str, value: str, version: int) -> tuple[int, dict[str, Any]]:
        body = json.dumps({"field": name, "value": value, "version": version}).encode()
        headers = {"Content-Type": "application/json", "Accept": "application/json", "X-CSRFToken": self.token}
        try:
            with self.opener.open(urllib.request.Request(f"{self.url}{path}", body, headers)) as answer:
                return answer.status, json.loads(answer.read())
        except urllib.error.HTTPError as refused:
            return refused.code, json.loads(refused.read())


@dataclass
class Writer:
    """Writes one text again and again; where somebody was first it puts its own below theirs and tries again."""

    browser: Browser
    path: str
    name: str
    mark: str
    conflicts: int = 0

    def write(self) -> None:
        text, version = "", 0
        for number in range(ROUNDS):
            text = f"{text}\n{self.mark}{number}".strip()
            while True:
                status, answer = self.browser.patch(self.path, self.name, text, version)
                if status == 200:
                    version = answer["version"]
                    break
                assert status == 409, answer
                self.conflicts += 1
                version, text = answer["version"], f"{answer['theirs']}\n{self.mark}{number}"


def together(*writers: Writer | Typist) -> None:
    """Let them write at the same time; afterwards this process looks anew."""
    threads = [threading.Thread(target=writer.write) for writer in writers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()


@pytest.fixture
def editors(live_app: Flask, live_server: str) -> tuple[Application, Browser, Browser]:
    world = build_world()
    world.programme.opens_at, world.programme.closes_at, world.programme.report_closes_at = (
        in_days(-1),
        in_days(1),
        None,
    )
    db.session.commit()
    draft = world.draft()
    people = [world.person(Role.COORDINATOR), world.person(Role.CONTRIBUTOR)]
    db.session.commit()
    browsers = [Browser(live_server), Browser(live_server)]
    for browser, person in zip(browsers, people, strict=True):
        browser.sign_in(person.email)
        browser.read(f"/applications/{draft.id}/parts/problem")
    return draft, browsers[0], browsers[1]


def stored(draft: Application, name: str) -> str:
    return str(db.session.query(Answer.value).filter_by(application_id=draft.id, field=name).scalar())


def test_different_fields_never_meet(editors: tuple[Application, Browser, Browser]) -> None:
    draft, first, second = editors
    path = f"/applications/{draft.id}/answers"
    writers = Writer(first, path, "problem", "ก"), Writer(second, path, "resources", "ข")
    together(*writers)
    assert [writer.conflicts for writer in writers] == [0, 0]
    assert [stored(draft, name).split() for name in ("problem", "resources")] == [
        [f"{mark}{number}" for number in range(ROUNDS)] for mark in ("ก", "ข")
    ]


def test_one_field_keeps_what_both_wrote(editors: tuple[Application, Browser, Browser]) -> None:
    draft, first, second = editors
    path = f"/applications/{draft.id}/answers"
    together(Writer(first, path, "problem", "ก"), Writer(second, path, "problem", "ข"))
    wanted = {f"{mark}{number}" for mark in ("ก", "ข") for number in range(ROUNDS)}
    kept = {
        word
        for (value,) in db.session.query(AnswerVersion.value).filter_by(application_id=draft.id, field="problem")
        for word in value.split()
    }
    assert (kept | set(stored(draft, "problem").split())) == wanted
    assert set(stored(draft, "problem").split()) == wanted


CATEGORY_TEXTS = ("text.1.1.basic", "text.1.1.advance", "text.1.2.basic")
CATEGORY_TICKS = ("tick.1.1-b1", "tick.1.1-b2", "tick.1.2-b1")


@dataclass
class Typist:
    """Types and ticks at random in one category until time is up, with the versions it has seen."""

    browser: Browser
    path: str
    mark: str
    until: float = 0.0
    seen: dict[str, tuple[str, int]] = field(default_factory=dict)
    typed: dict[str, list[str]] = field(default_factory=dict)
    ticks: list[tuple[str, int, bool]] = field(default_factory=list)
    conflicts: int = 0

    def write(self) -> None:
        chance, number = Random(self.mark), 0
        while time.monotonic() < self.until:
            if chance.random() < 0.3:
                self.tick(chance.choice(CATEGORY_TICKS), value=chance.random() < 0.5)
            else:
                self.type(chance.choice(CATEGORY_TEXTS), f"{self.mark}{number}")
            number += 1

    def type(self, name: str, word: str) -> None:
        """Add one word; where a colleague was first, add it to theirs."""
        text, version = self.seen.get(name, ("", 0))
        while True:
            text = f"{text} {word}".strip()
            status, answer = self.browser.patch(self.path, name, text, version)
            if status == 200:
                self.seen[name] = (text, answer["version"])
                self.typed.setdefault(name, []).append(word)
                return
            assert status == 409, answer
            self.conflicts += 1
            text, version = answer["theirs"], answer["version"]

    def tick(self, name: str, *, value: bool) -> None:
        """Set one tick; where a colleague was first, set it on top of theirs."""
        version = self.seen.get(name, ("", 0))[1]
        while True:
            status, answer = self.browser.patch(self.path, name, "yes" if value else "", version)
            if status == 200:
                self.seen[name] = ("", answer["version"])
                self.ticks.append((name, answer["version"], value))
                return
            assert status == 409, answer
            version = answer["version"]


@pytest.mark.timeout(180)
def test_two_typing_at_random_in_one_category_lose_nothing(
    live_app: Flask, live_server: str, *, is_proof: bool
) -> None:
    world = build_world("pmqa40@2564")
    programme = world.programme
    programme.opens_at, programme.closes_at, programme.report_closes_at = in_days(-1), in_days(1), in_days(2)
    db.session.commit()
    draft = world.draft()
    people = [world.person(Role.COORDINATOR), world.person(Role.CONTRIBUTOR)]
    db.session.commit()
    typists = []
    for person, mark in zip(people, "กข", strict=True):
        browser = Browser(live_server)
        browser.sign_in(person.email)
        browser.read(f"/applications/{draft.id}/parts/category-1")
        typists.append(Typist(browser, f"/applications/{draft.id}/answers", mark))
    for typist in typists:
        typist.until = time.monotonic() + (60 if is_proof else 3)
    together(*typists)
    for name in CATEGORY_TEXTS:
        words = {word for typist in typists for word in typist.typed.get(name, ())}
        assert set(stored(draft, name).split()) == words, name
    assert all(sum(len(words) for words in typist.typed.values()) > 2 for typist in typists)
    ticks, kept = [tick for typist in typists for tick in typist.ticks], versions_of(draft)
    assert [tick for tick in ticks if tick not in kept] == []


def versions_of(draft: Application) -> list[tuple[str, int, Any]]:
    """Everything that was ever kept of a draft: field, version and value."""
    earlier = db.session.query(AnswerVersion).filter_by(application_id=draft.id)
    present = db.session.query(Answer).filter_by(application_id=draft.id)
    return [(each.field, each.version, each.value) for each in (*earlier, *present)]
