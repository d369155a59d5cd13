"""Two people of one agency write at the same time, each in a browser of their own, over real HTTP: nothing is lost."""

from __future__ import annotations

import json
import re
import threading
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
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


def together(*writers: Writer) -> None:
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
