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
from celery.concurrency.asynpool import AsynPool
from celery.signals import task_prerun
from sqlalchemy import event
from sqlalchemy.orm import Session

from app.services import mailing_times
from tests.app.tasks.deaths import HELD, LIFE, Death, order_in
from worker import celery_app

__all__ = ["celery_app"]

FOLDER = Path(os.environ["LERTRAT_VAR"])
PART = 2  # so that three recipients make two parts
LOOKS_FOR_THE_DEAD = 0.2  # seconds, not Celery's five: here somebody dies all the time


def _die_if_told(where: Death) -> None:
    """Take the order away first, so that whoever comes next waits for its own; then be killed as by a power cut."""
    if not current_task:
        return
    order, taken = FOLDER / order_in(current_task.name, where), FOLDER / HELD
    if current_task.name == mailing_times.SEND_TASK:
        order, taken = FOLDER / where, FOLDER / "obeyed"
        while not any((FOLDER / name).exists() for name in (*Death, LIFE)):
            time.sleep(0.02)
    if not order.exists():
        return
    if left := int(order.read_text()):
        order.write_text(str(left - 1))
        return
    order.rename(taken)
    os.kill(os.getpid(), signal.SIGKILL)


@task_prerun.connect
def _wait_while_held(**_: object) -> None:
    """Let the test arrange how the next one dies, before a call that is left over begins."""
    while (FOLDER / HELD).exists():
        time.sleep(0.02)


mailing_times.PART = PART
AsynPool.timers = property(lambda pool: {pool.maintain_pool: LOOKS_FOR_THE_DEAD})
event.listen(Session, "before_commit", lambda _session: _die_if_told(Death.BEFORE))
event.listen(Session, "after_commit", lambda _session: _die_if_told(Death.AFTER))
