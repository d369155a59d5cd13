"""What the receipt of a submission states of its number and of when it was due."""

from __future__ import annotations

from app.clock import in_days, now
from app.extensions import db
from app.models import Application
from app.papers.receipts import receipt_paper
from app.queries.receipts import receipts_of
from app.reports.receipt import Due
from app.services.applications import send_for_approval, submit_application
from app.services.screening import return_application, screen_automatically
from tests.with_app import Clock
from tests.world import CLOSES, World
from workflows.roles import Role


def stated(application: Application) -> list[tuple[str, Due, object]]:
    """Return number and due time of each receipt's paper, newest first."""
    papers = [receipt_paper(each, "en", ledger_address="") for each in receipts_of(application)]
    return [(paper.number, paper.due, paper.due_at) for paper in papers]


def test_a_correction_was_due_when_the_return_said_so(world: World, clock: Clock) -> None:
    application = world.submitted()
    screen_automatically(application)
    entry = (f"{application.code}-01", Due.ENTRY, CLOSES)
    assert stated(application) == [entry]
    due = in_days(7)
    return_application(application, sections=["problem"], reason="เพิ่มตัวเลข", due_at=due, actor=world.officer)
    clock.advance(days=1)
    send_for_approval(application, actor=world.person(Role.COORDINATOR), received_at=now())
    submit_application(application, actor=world.person(Role.HEAD), received_at=now())
    db.session.commit()
    assert stated(application) == [(f"{application.code}-02", Due.CORRECTION, due), entry]
