"""A worker that kills itself where a test says: around a commit of a task, before it or right after it.

In a mailing it takes no step before it is told how it ends; everything else it does as the worker always does, until
it finds an order to die in that task.
`celery -A tests.app.tasks.dying_worker worker`
"""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from celery import current_task
from sqlalchemy import event
from sqlalchemy.orm import Session

from app.services import mailing_times
from tests.app.tasks.deaths import LIFE, Death, order_in
from worker import celery_app

__all__ = ["celery_app"]

PART = 2  # so that three recipients make two parts


def _die_if_told(where: Death) -> None:
    """Take the order away first, so that whoever comes next waits for its own; then be killed as by a power cut."""
    if not current_task:
        return
    folder = Path(os.environ["LERTRAT_VAR"])
    order = folder / order_in(current_task.name, where)
    if current_task.name == mailing_times.SEND_TASK:
        order = folder / where
        while not any((folder / name).exists() for name in (*Death, LIFE)):
            time.sleep(0.02)
    if not order.exists():
        return
    if left := int(order.read_text()):
        order.write_text(str(left - 1))
        return
    order.unlink()
    os.kill(os.getpid(), signal.SIGKILL)


mailing_times.PART = PART
event.listen(Session, "before_commit", lambda _session: _die_if_told(Death.BEFORE))
event.listen(Session, "after_commit", lambda _session: _die_if_told(Death.AFTER))
