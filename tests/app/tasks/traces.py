"""What work leaves behind, by which a test sees that it was done once; and the call that starts it."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import func, select, update

from app.clock import now
from app.extensions import db, wake
from app.models import Application, Event, Job, JobState, ScreeningFinding, Snapshot
from app.tasks.schedule import BEAT
from tests.with_processes import Worker, wait_until
from workflows.application import ApplicationState
from workflows.ledger import Line, verify


def wake_everything() -> None:
    """Wake every task, as beat does every so often."""
    for task in sorted({str(entry["task"]) for entry in BEAT.values()}):
        wake(task)


def woken_until(task: str, is_so: Callable[[], bool], worker: Worker) -> None:
    """Wake the worker as beat does, again and again: a call that reaches it while it dies is lost."""
    woken_at = 0.0

    def is_so_now() -> bool:
        nonlocal woken_at
        if time.monotonic() > woken_at + 0.5:
            wake(task)
            woken_at = time.monotonic()
        return is_so()

    wait_until(is_so_now, worker.child.last_words)


def let_leases_run_out() -> None:
    """Let the work of a worker that died be taken over at once."""
    db.session.rollback()
    running = update(Job).where(Job.state == JobState.RUNNING)
    db.session.execute(running.values(lease_until=now() - timedelta(seconds=1)))
    db.session.commit()


def screenings() -> Counter[tuple[ApplicationState, int, int]]:
    """Count the entries by state, how often screening began, and how often each automatic check was answered."""
    found: Counter[tuple[ApplicationState, int, int]] = Counter()
    db.session.rollback()
    for application in db.session.scalars(select(Application)):
        subject = f"applications:{application.id}"
        begun = select(func.count()).where(Event.kind == "start_screening", Event.subject == subject)
        checks = select(ScreeningFinding.check_id).join(Snapshot).where(Snapshot.application_id == application.id)
        answers = Counter(db.session.scalars(checks.where(ScreeningFinding.is_automatic)))
        found[application.state, db.session.scalar(begun) or 0, max(answers.values(), default=0)] += 1
    return found


def ledger_holds() -> bool:
    """Say whether the whole chain of events verifies up to its head."""
    events = db.session.scalars(select(Event).order_by(Event.seq)).all()
    lines = [Line(e.seq, e.at, e.kind, e.actor, e.subject, e.data, e.previous, e.hash) for e in events]
    return verify(lines, heads=[lines[-1].hash]).ok
