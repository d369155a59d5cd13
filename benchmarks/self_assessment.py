"""What a self-assessment page and a saved field cost at 300 agencies, in times of an empty page of the same server.

The real web server answers over the loopback on SQLite; the empty page is the help page, which has the same frame,
menu and signed-in person and nothing of the database besides. Every round asks for each page once, so that a busy
machine slows them alike; the figures are medians. An argument sets the number of rounds.

Seen on two cores, in milliseconds and in times of an empty page, four runs of 60 rounds in turn:

    5.8, checkpoints 14.9 (2.6), indicators 14.5 (2.5), saving 13.5 (2.3);
    6.0, checkpoints 15.7 (2.6), indicators 14.7 (2.5), saving 14.0 (2.3);
    5.5, checkpoints 14.1 (2.6), indicators 13.1 (2.4), saving 12.4 (2.3);
    5.9, checkpoints 16.5 (2.8), indicators 15.0 (2.5), saving 13.9 (2.3).

The quicker a machine answers at all, the more of a page is its own work. A page that is opened again unchanged, as
here, finds its map, its trends and what follows from its score written already.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import cycle
from pathlib import Path
from urllib.parse import urlencode

from sqlalchemy import insert

from app.cli.db import migrate, opened
from app.cli.web_server import web_command
from app.clock import now
from app.config import Settings
from app.extensions import db
from app.models import Agency, AgencyKind, Answer, Application, Person, Programme
from app.services.applications import start_application
from app.services.cycles import create_cycle, open_programme
from app.services.people import create_person, grant_role
from app.thai import search_key, sort_key
from rubrics import load_rubric
from workflows.application import Phase
from workflows.document import Question, QuestionKind, questions
from workflows.roles import Role

AGENCIES = 300
RUBRIC = "pmqa40@2564"
PASSWORD = "a long enough password"  # noqa: S105  # of people who live as long as this run
GOAL = 3.0


@dataclass
class Visitor:
    """One signed-in browser: keeps its cookies, as a browser does."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""

    def ask(self, method: str, path: str, body: str = "", kind: str = "application/x-www-form-urlencoded") -> str:
        """Send a request on a connection of its own and return the answer's text."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Accept": "text/html",
        }
        if body:
            headers |= {"Content-Type": kind, "X-CSRFToken": self.token}
        connection.request(method, path, body or None, headers)
        answer = connection.getresponse()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        text = answer.read().decode()
        if answer.status >= 400:
            raise SystemExit(f"{method} {path} answered {answer.status}: {text[:300]}")
        return text

    def sign_in(self, email: str) -> None:
        """Sign in through the form."""
        self.token = _token_in(self.ask("GET", "/sign-in"))
        self.ask("POST", "/sign-in", urlencode({"email": email, "password": PASSWORD, "csrf_token": self.token}))
        self.token = _token_in(self.ask("GET", "/help"))


def _token_in(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    if found is None:
        raise SystemExit("the page has no form token")
    return found[1]


def main() -> None:
    """Print the figures, and which of them are over the goal."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "LERTRAT_VAR": folder, "LERTRAT_PORT": str(_free_port())}
        environment.pop("DATABASE_URL", None)
        settings = replace(Settings.from_environment(environment), redis_url="memory://")
        application_id, email, rows = _fill(settings)
        with _served(settings, environment):
            visitor = Visitor(settings.port)
            visitor.sign_in(email)
            times = _measure(visitor, str(application_id), rounds)
    _report(times, rows, rounds)


def _fill(settings: Settings) -> tuple[uuid.UUID, str, int]:
    """Set up a programme and 300 agencies, each with every question of its self-assessment answered."""
    with opened(settings) as app:
        migrate(app)
        officer = create_person(email="officer@bench.example", name_th="เจ้าหน้าที่", name_en="Officer", password=PASSWORD)
        grant_role(officer, Role.OFFICER)
        at = now()
        cycle = create_cycle(year_be=2570, title_th="รอบปี 2570", title_en="Cycle 2570", actor=officer)
        programme = open_programme(
            cycle,
            RUBRIC,
            opens_at=at - timedelta(days=30),
            closes_at=at + timedelta(days=30),
            report_closes_at=at + timedelta(days=90),
            actor=officer,
        )
        started = [_started(number, programme, at) for number in range(AGENCIES)]
        rows = [row for application, editor in started for row in _answers(application.id, editor.id)]
        db.session.execute(insert(Answer), rows)
        db.session.commit()
        application, editor = started[AGENCIES // 2]
        return application.id, editor.email, len(rows)


def _started(number: int, programme: Programme, at: datetime) -> tuple[Application, Person]:
    name = f"หน่วยงานที่ {number}"
    agency = Agency(
        code=f"bench-{number}",
        kind=AgencyKind.DEPARTMENT,
        name_th=name,
        name_en=f"Agency {number}",
        sort_key=sort_key(name),
        search_key=search_key(name),
    )
    db.session.add(agency)
    db.session.commit()
    password = PASSWORD if number == AGENCIES // 2 else None
    editor = create_person(
        email=f"c{number}@bench.example", name_th="ผู้ประสานงาน", name_en="Coordinator", password=password
    )
    grant_role(editor, Role.COORDINATOR, agency=agency)
    return start_application(programme, agency, actor=editor, received_at=at), editor


def _answers(application_id: uuid.UUID, editor_id: uuid.UUID) -> Iterator[dict[str, object]]:
    for question in questions(load_rubric(RUBRIC), Phase.ENTRY).values():
        value = _answer_to(question)
        if value is not None and question.id != "submitting_agency":
            yield {
                "id": uuid.uuid4(),
                "application_id": application_id,
                "field": question.id,
                "value": value,
                "version": 1,
                "saved_by_id": editor_id,
                "saved_at": now(),
            }


def _answer_to(question: Question) -> object:
    match question.kind:
        case QuestionKind.TICK:
            return question.level == "basic" or len(question.title.th) % 3 > 0
        case QuestionKind.LONG_TEXT:
            return "ทบทวนและปรับบริการทุกไตรมาส มีผู้รับผิดชอบและรายงานผลตามรอบเวลา " * 8
        case QuestionKind.INDICATORS:
            row = {"title": "ตัวชี้วัด", "unit": "ร้อยละ", "direction": "more", "target": "90", "actual": "91"}
            return [{**row, "year_1": "88", "year_2": "85", "year_3": "", "source": "รายงานประจำปี", "example": ""}] * 3
    return None


@contextmanager
def _served(settings: Settings, environment: dict[str, str]) -> Iterator[None]:
    """Run the web server as it is run in use, and wait until it answers."""
    command = web_command(settings, workers=1, threads=4)
    root = Path(__file__).parents[1]
    server = subprocess.Popen(command, cwd=root, env=environment, stderr=subprocess.DEVNULL)  # noqa: S603  # our own
    try:
        for _ in range(600):
            try:
                socket.create_connection(("127.0.0.1", settings.port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield
    finally:
        server.terminate()
        server.wait(timeout=30)


def _measure(visitor: Visitor, application_id: str, rounds: int) -> dict[str, list[float]]:
    here = f"/applications/{application_id}"
    asked_for = questions(load_rubric(RUBRIC), Phase.ENTRY)
    ticks = {name: bool(_answer_to(each)) for name, each in asked_for.items() if each.kind is QuestionKind.TICK}
    waiting, versions = cycle(ticks), dict.fromkeys(ticks, 1)

    def patch() -> None:
        """Turn over one checkpoint after the other, so that every save finds a score nobody has worked out yet."""
        name = next(waiting)
        ticks[name] = not ticks[name]
        body = json.dumps({"field": name, "value": ticks[name], "version": versions[name]})
        versions[name] = json.loads(visitor.ask("POST", f"{here}/answers", body, "application/json"))["version"]

    asked: dict[str, Callable[[], object]] = {
        "empty page": lambda: visitor.ask("GET", "/help"),
        "category page (checkpoints)": lambda: visitor.ask("GET", f"{here}/parts/category-3?item=3.3"),
        "category page (indicators)": lambda: visitor.ask("GET", f"{here}/parts/category-7?item=7.1"),
        "saving a tick": patch,
    }
    times: dict[str, list[float]] = {name: [] for name in asked}
    for number in range(rounds + 5):
        for name, act in asked.items():
            start = time.perf_counter()
            act()
            if number >= 5:  # the first rounds warm the server up
                times[name].append(time.perf_counter() - start)
    return times


def _report(times: dict[str, list[float]], rows: int, rounds: int) -> None:
    print(
        f"{AGENCIES} agencies, {rows:,} answers, {rounds} rounds, medians in milliseconds and in times of an empty page"
    )
    base = statistics.median(times["empty page"])
    for name, found in times.items():
        median = statistics.median(found)
        note = f"  over {GOAL}" if median / base > GOAL else ""
        print(f"  {name:<30}{1000 * median:8.1f}  {median / base:5.2f}{note}")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


if __name__ == "__main__":
    main()
