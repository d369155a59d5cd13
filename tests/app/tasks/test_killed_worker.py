"""A worker killed again and again in the middle of its work loses nothing and doubles nothing."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from app.clock import now
from app.extensions import db
from app.models import Application, Message, MessageState
from tests.app.tasks.traces import ledger_holds, screenings, wake_everything
from tests.mail_server import MailServer
from tests.with_processes import Worker, wait_until
from tests.world import World
from workflows.application import ApplicationState

pytestmark = [pytest.mark.live, pytest.mark.timeout(300)]  # a worker takes seconds to start, and it starts often
ENTRIES = 8
SETTLED = (MessageState.SENT, MessageState.UNCERTAIN)


def let_claims_run_out() -> None:
    """A message claimed by a worker that died is tried again when its claim runs out: here at once."""
    db.session.rollback()
    db.session.execute(
        update(Message)
        .where(Message.state.in_((MessageState.WAITING, MessageState.SENDING)))
        .values(next_attempt_at=now() - timedelta(seconds=1))
    )
    db.session.commit()


def left_to_do() -> int:
    """Count the messages neither sent nor left to people, and the applications not screened."""
    db.session.rollback()
    unsent = select(func.count()).select_from(Message).where(Message.state.not_in(SETTLED))
    unscreened = select(func.count()).where(Application.state == ApplicationState.SUBMITTED)
    return (db.session.scalar(unsent) or 0) + (db.session.scalar(unscreened) or 0)


def killed_and_started(worker: Worker) -> None:
    worker.kill()
    let_claims_run_out()
    worker.start()
    wake_everything()


@pytest.fixture
def entries(open_world: World, mails: MailServer) -> list[Application]:
    """Give entries whose screening and messages nobody has begun with: no worker runs yet."""
    mails.seconds_each = 0.05
    return [open_world.submitted() for _ in range(ENTRIES)]


def test_nothing_is_lost_and_nothing_doubled(
    entries: list[Application], mails: MailServer, celery_worker_process: Worker, *, is_proof: bool
) -> None:
    wake_everything()
    kills = 0
    for _ in range(20 if is_proof else 2):
        before = left_to_do()
        if before < 4:
            break
        wait_until(lambda before=before: left_to_do() <= before - 3, celery_worker_process.child.last_words)
        killed_and_started(celery_worker_process)
        kills += 1
    assert kills >= 2, "the worker was too fast to be killed in the middle of its work"
    wait_until(lambda: left_to_do() == 0, celery_worker_process.child.last_words, seconds=60)
    states = {f"<{key}@127.0.0.1>": state for key, state in db.session.execute(select(Message.id, Message.state))}
    delivered = Counter(mails.ids())
    assert set(delivered.values()) == {1}, "nothing is delivered twice"
    assert delivered.keys() >= {key for key, state in states.items() if state is MessageState.SENT}
    assert Counter(states.values())[MessageState.UNCERTAIN] <= kills, "only what was in hand at a kill is uncertain"
    assert screenings() == Counter({(ApplicationState.SCREENING, 1, 1): ENTRIES})
    assert ledger_holds()
