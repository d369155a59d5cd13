"""A worker process killed by SIGKILL at every step of sending: nothing unpromised is sent, and nothing twice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import psutil
import pytest
from flask import Flask
from sqlalchemy import select, update

from app.clock import now
from app.extensions import begin_as_writer, db, wake
from app.messages import outbox
from app.messages.outbox import SEND_TASK
from app.models import Message, MessageAttempt, MessageState, Person
from app.services.deliveries import try_again
from app.services.people import create_person, grant_role
from app.transaction import transactional
from tests.mail_server import MailServer
from tests.with_processes import Worker, wait_until
from workflows.delivery import Outcome
from workflows.roles import Role

pytestmark = pytest.mark.live
# Where the worker is killed, what is left of the message, how its try ended, and how often it was delivered by then.
STEPS = {
    "picked": ("GREET", MessageState.WAITING, Outcome.WORKER_LOST, 0),
    "rendered": ("MAIL", MessageState.WAITING, Outcome.WORKER_LOST, 0),
    "addressed": ("RCPT", MessageState.WAITING, Outcome.WORKER_LOST, 0),
    "handing over": ("DATA", MessageState.UNCERTAIN, Outcome.NO_ANSWER, 0),
    "taken": ("TAKEN", MessageState.UNCERTAIN, Outcome.NO_ANSWER, 1),
}


@pytest.fixture
def officer(live_app: Flask) -> Person:
    person = create_person(email="someone@opdc.example", name_th="ใครคนหนึ่ง", name_en="Someone")
    grant_role(person, Role.OFFICER)
    return person


@transactional
def promised(person: Person, occasion: str) -> Message:
    outbox.queue("application_passed", to=[person], once_per=occasion, params={"title": "ผลงาน", "code": "PS-1"})
    return db.session.scalars(select(Message).where(Message.dedupe_key.contains(occasion))).one()


def kill_whoever_sends(worker: Worker) -> None:
    """Kill the process that runs the tasks; the worker puts another one in its place."""
    keeper = psutil.Process(worker.child.pid)
    for main in keeper.children():
        for process in main.children():
            process.kill()


def claims_run_out() -> None:
    db.session.rollback()
    db.session.execute(update(Message).values(next_attempt_at=now() - timedelta(seconds=1)))
    db.session.commit()


def found(message: Message) -> tuple[MessageState, list[Outcome | None]]:
    db.session.rollback()
    tries = select(MessageAttempt.outcome).where(MessageAttempt.message_id == message.id)
    return message.state, list(db.session.scalars(tries.order_by(MessageAttempt.number)))


def count(mails: MailServer, message: Message) -> int:
    return sum(str(message.id) in each for each in mails.ids())


@contextmanager
def nobody_else_writes(message: Message) -> Iterator[None]:
    """Hold the row, and on SQLite the only writer's place, so that the worker cannot mark what it has sent."""
    row = select(Message.id).where(Message.id == message.id).with_for_update()
    db.session.rollback()
    with begin_as_writer(), db.engine.begin() as connection:
        connection.execute(row)
        yield


def test_killed_at_every_step_nothing_is_sent_twice(
    officer: Person, mails: MailServer, celery_worker_process: Worker
) -> None:
    words = celery_worker_process.child.last_words
    _a_change_that_did_not_commit(officer, mails, celery_worker_process)
    for step, (held_at, state, outcome, delivered) in STEPS.items():
        mails.hold(held_at)
        message = promised(officer, step)
        wait_until(lambda: mails.is_holding, words)
        kill_whoever_sends(celery_worker_process)
        _look_again(mails, message)
        wait_until(lambda message=message: found(message)[0] is not MessageState.SENDING, words)
        if state is MessageState.WAITING:
            wait_until(lambda message=message: found(message)[0] is MessageState.SENT, words)
            assert found(message)[1] == [outcome, Outcome.TAKEN], step
            assert count(mails, message) == 1, step
        else:
            assert found(message) == (state, [outcome]), step
            assert count(mails, message) == delivered, step
    uncertain = _killed_before_it_could_mark(officer, mails, celery_worker_process)
    _killed_after_marking(officer, mails, celery_worker_process)
    try_again(uncertain, actor=officer)
    wait_until(lambda: found(uncertain)[0] is MessageState.SENT, words)
    assert count(mails, uncertain) == 2, "a second copy goes out only because a person asked for it"
    assert len({each for each in mails.ids() if str(uncertain.id) in each}) == 1, "under the same Message-ID"


def _look_again(mails: MailServer, message: Message) -> None:
    mails.let_go()
    claims_run_out()
    wake(SEND_TASK)


def _a_change_that_did_not_commit(officer: Person, mails: MailServer, worker: Worker) -> None:
    told_before = worker.tasks_done(SEND_TASK)
    with pytest.raises(RuntimeError):
        _fails_at_the_end(officer)
    wait_until(lambda: worker.tasks_done(SEND_TASK) > told_before, worker.child.last_words)
    assert (mails.ids(), db.session.scalars(select(Message.id)).all()) == ([], [])


@transactional
def _fails_at_the_end(officer: Person) -> None:
    promised(officer, "never")
    wake(SEND_TASK)
    raise RuntimeError("the change does not come about")


def _killed_before_it_could_mark(officer: Person, mails: MailServer, worker: Worker) -> Message:
    """The server's answer is there, and the worker dies before it has written it down."""
    mails.hold("TAKEN")
    message = promised(officer, "answered")
    wait_until(lambda: mails.is_holding, worker.child.last_words)
    with nobody_else_writes(message):
        mails.hold_at = "ANSWERED"
        mails._held.clear()
        mails._go.set()
        wait_until(lambda: mails.is_holding, worker.child.last_words)
        kill_whoever_sends(worker)
    _look_again(mails, message)
    wait_until(lambda: found(message)[0] is MessageState.UNCERTAIN, worker.child.last_words)
    assert count(mails, message) == 1
    return message


def _killed_after_marking(officer: Person, mails: MailServer, worker: Worker) -> None:
    message = promised(officer, "marked")
    wait_until(lambda: found(message)[0] is MessageState.SENT, worker.child.last_words)
    kill_whoever_sends(worker)
    before, told_before = len(mails.ids()), worker.tasks_done(SEND_TASK)
    _look_again(mails, message)
    wait_until(lambda: worker.tasks_done(SEND_TASK) > told_before, worker.child.last_words)
    assert (len(mails.ids()), found(message)) == (before, (MessageState.SENT, [Outcome.TAKEN]))
