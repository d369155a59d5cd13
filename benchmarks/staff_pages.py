"""How long the staff's pages take at 30, 1,186 and 11,860 applications, as ratios to a plain page of the same size."""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from flask import Flask, render_template_string
from flask.testing import FlaskClient
from markupsafe import Markup
from sqlalchemy import text
from werkzeug.test import TestResponse

sys.path.append(str(Path(__file__).parents[1]))

from app.cli.db import migrate, opened
from app.config import Settings
from app.extensions import db
from tests.sign_in import sign_in
from tests.staff_rows import write_applications
from tests.statements import count_statements
from tests.world import build_world

SIZES = (30, 1_186, 11_860)
ROUNDS = 3
PLAIN = (
    '{% extends "layouts/board.html" %}{% block heading %}Plain{% endblock %}{% block board %}{{ text }}{% endblock %}'
)


def pages(count: int) -> dict[str, str]:
    """The first page of each list, the whole round, and the last page of the longest list."""
    return {
        "whole round": "/office",
        "applications, first page": "/office/applications",
        "applications, last page": f"/office/applications?page={1 + count // 50}",
        "applications, searched": "/office/applications?q=ตัวอย่าง",
        "applications standing still": "/office/applications?only=stuck",
        "assessors": "/office/assessors",
        "agencies": "/office/agencies",
        "sheets owed": "/office/sheets",
        "screening queue": "/office/screening",
        "committee": "/committee",
        "messages": "/office/messages",
        "feedback queue": "/office/feedback",
    }


EXPORTS = {
    "all applications, as a workbook": "/office/applications/export",
    "all assessors, as a workbook": "/office/assessors/export",
    "all agencies, as a workbook": "/office/agencies/export",
}
"""The full lists: no page holds one, what holds it is the workbook that is taken away."""


def plain_page(size: int) -> str:
    """A page of the same layout and so many letters more, which asks the database for nothing of its own."""
    return render_template_string(PLAIN, text=Markup("x") * size)


def asked(client: FlaskClient, path: str) -> TestResponse:
    """Ask for a page, or for a list to take away."""
    return client.post(path) if path in EXPORTS.values() else client.get(path)


def seconds(client: FlaskClient, path: str, clock: Callable[[], float]) -> tuple[float, int]:
    """The fastest of some rounds, and how many bytes came."""
    best, size = float("inf"), 0
    for _ in range(ROUNDS):
        started = clock()
        response = asked(client, path)
        best, size = min(best, clock() - started), len(response.data)
        assert response.status_code == 200, path
    return best, size


def measure(app: Flask, count: int) -> None:
    """Write the rows and print a line for each page."""
    world = build_world()
    write_applications(world.programme, count, creator=world.officer)
    client = app.test_client()
    sign_in(client, world.officer)
    # A server works in a process of its own: there only the time on the wall tells.
    clock = time.process_time if db.engine.dialect.name == "sqlite" else time.perf_counter
    if clock is time.perf_counter:
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
    bare = len(client.get("/plain/0").data)
    for name, path in {**pages(count), **EXPORTS}.items():
        with count_statements() as statements:
            asked(client, path)
        taken, size = seconds(client, path, clock)
        plain, _ = seconds(client, f"/plain/{max(size - bare, 0)}", clock)
        told = (
            f"{1000 * taken:7.1f} ms  {taken / plain:5.1f} x plain  {len(statements):3} statements  {size // 1024:4} KB"
        )
        print(f"  {count:6,}  {name:31}  {told}")


def main() -> None:
    """Measure every size in a database of its own; for one size alone DATABASE_URL may name an empty one."""
    wanted = [int(size) for size in sys.argv[1:]]
    for count in wanted or SIZES:
        with tempfile.TemporaryDirectory() as folder:
            left_out = () if len(wanted) == 1 else ("DATABASE_URL",)
            environ = {name: value for name, value in os.environ.items() if name not in left_out}
            settings = Settings.from_environment({**environ, "LERTRAT_VAR": folder})
            with opened(replace(settings, redis_url="memory://")) as app:
                app.config["WTF_CSRF_ENABLED"] = False
                app.add_url_rule("/plain/<int:size>", view_func=plain_page)
                migrate(app)
                measure(app, count)


if __name__ == "__main__":
    main()
