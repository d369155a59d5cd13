"""Two officers work on a cycle of national size, each at a browser, from opening a programme to released feedback."""

from __future__ import annotations

import os
import sys
from fractions import Fraction

import pytest
from flask import Flask
from playwright.sync_api import Browser
from sqlalchemy import select

from app.demo.national import play_national
from app.demo.national_scale import Scale
from app.extensions import db
from app.models import Event, LedgerHead, Programme
from tests.browser import national_results as results
from tests.browser import national_work as work
from tests.browser.desk import Office
from tests.with_processes import Worker
from workflows.ledger import Line, verify

# The whole nation in `make proof`; LERTRAT_NATIONAL_SHARE=1/2 is quicker, and with much less a step lacks its entry.
SHARE = Fraction(os.environ.get("LERTRAT_NATIONAL_SHARE", "1"))


def drive(office: Office) -> None:
    """Let both officers work side by side, and everybody else do their part in between."""
    with (
        office.sitting("officer.ps@lertrat.example", "A") as first,
        office.sitting("officer.pg@lertrat.example", "B") as second,
    ):
        work.open_programme(first)
        work.extend_deadline(second)
        work.screen_together(first)
        work.publish_panels(second)
        work.watch(first, second)
        results.decide(office, work.PARTICIPATION)
        programme = db.session.scalars(select(Programme).where(Programme.rubric_id == work.PARTICIPATION)).one()
        count = results.announce(second, programme)
        results.release_feedback(second, programme, count)
        work.watch(first, second)


def told(seconds: dict[str, float]) -> str:
    """What each page took, the slowest first."""
    slowest = sorted(seconds.items(), key=lambda item: -item[1])
    return "\n".join(f"{taken:6.2f} s  {about}" for about, taken in slowest)


@pytest.mark.live
@pytest.mark.long
@pytest.mark.timeout(3600)
def test_two_officers_bring_a_national_cycle_from_opening_to_released_feedback(
    live_app: Flask, live_server: str, second_worker_process: Worker, chromium: Browser
) -> None:
    play_national(live_app, report=print, scale=Scale(SHARE))
    second_worker_process.start()  # a story is told before the worker starts: a worker lives in the present
    office = Office(chromium, live_server)
    with live_app.app_context():
        drive(office)
        db.session.rollback()
        events = db.session.query(Event).order_by(Event.seq)
        lines = [Line(e.seq, e.at, e.kind, e.actor, e.subject, e.data, e.previous, e.hash) for e in events]
        verdict = verify(lines, [db.session.get_one(LedgerHead, 1).hash])
        assert (verdict.ok, verdict.reason) == (True, "")
    sys.stdout.write(told(office.seconds))
