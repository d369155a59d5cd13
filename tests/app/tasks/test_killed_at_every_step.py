"""A worker process killed by SIGKILL at every step of sending: nothing unpromised is sent, and nothing twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import psutil
import pytest
from flask import Flask
from sqlalchemy import select, update

from app.clock import now
from app.extensions import begin_as_writer, db, wake
from app.messages import outbox
from app.messages.outbox import SEND_TASK
from app.models import Mailing, Message, MessageAttempt, MessageState, Person
from app.services import mailing_times
from app.services.deliveries import try_again
from app.services.mailing_times import chosen_of, confirm_mailing, seal_of_mailing
from app.services.mailings import MailingText, RecipientChoice, choose_recipients, write_mailing
from app.services.people import create_person, grant_role
from app.transaction import transactional
from tests.app.tasks.conftest import opened_now
from tests.app.tasks.deaths import LIFE, Death
from tests.app.tasks.traces import woken_until
from tests.mail_server import MailServer
from tests.with_processes import Installation, Worker, wait_until, worker_of
from tests.world import build_world
from workflows.delivery import Outcome
from workflows.mailing import MailingState
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
# Before which commit of a worker, counted from 0, it dies, or right after it; how the mailing stands, how many messages
# it has promised. Its own commits: it begins, two parts of two and one, it ends. The first is done anew, to no effect.
# The successor of a dead one takes its time to start: after the beginning, in a part, and between the last and the end.
MAILING_STEPS = (
    (0, Death.AFTER, MailingState.SENDING, 0),
    (2, Death.BEFORE, MailingState.SENDING, 2),
    (1, Death.AFTER, MailingState.SENDING, 3),
)


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


@pytest.fixture
def celery_worker_process(installation: Installation) -> Iterator[Worker]:
    """Start a worker that can be told to die in the middle of a mailing."""
    worker = worker_of(installation, "worker", "tests.app.tasks.dying_worker")
    worker.start()
    yield worker
    worker.child.stop()


def test_killed_at_every_step_nothing_is_sent_twice(
    officer: Person, mails: MailServer, celery_worker_process: Worker, installation: Installation
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
    _a_mailing_killed_at_its_steps(mails, celery_worker_process, installation.var_folder)


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


def _a_mailing_killed_at_its_steps(mails: MailServer, worker: Worker, var_folder: Path) -> None:
    """Whoever goes on finds what was promised, adds what was not, and tells each recipient once."""
    told_before, mailing = len(mails.ids()), _to_three_coordinators()
    for commit, death, state, told in MAILING_STEPS:
        order = var_folder / death
        (var_folder / "order").write_text(str(commit))
        (var_folder / "order").rename(order)
        woken_until(mailing_times.SEND_TASK, lambda order=order: not order.exists(), worker)
        assert _stand_of(mailing) == (state, told), (state, told, death)
    (var_folder / LIFE).touch()
    woken_until(mailing_times.SEND_TASK, lambda: _stand_of(mailing) == (MailingState.SENT, 3), worker)
    wake(SEND_TASK)
    wait_until(lambda: len(mails.ids()) >= told_before + 3, worker.child.last_words)
    done_before = worker.tasks_done(SEND_TASK)
    wake(mailing_times.SEND_TASK)
    wake(SEND_TASK)
    wait_until(lambda: worker.tasks_done(SEND_TASK) > done_before, worker.child.last_words)
    addressed = Counter(str(mail["To"]) for mail in mails.delivered[told_before:])
    assert addressed == Counter(f"coordinator-dex1-{number}@lertrat.example" for number in (1, 2, 3))


def _to_three_coordinators() -> Mailing:
    world = build_world()
    opened_now(world.programme)
    world.draft()
    for number in (2, 3):
        world.person(Role.COORDINATOR, number=number)
    text = MailingText("office_instruction", "แจ้ง", "เรียน {name}", "About", "Dear {name}")
    mailing = write_mailing(text, actor=world.officer)
    choose_recipients(mailing, RecipientChoice([world.programme.id], ["coordinators"]), actor=world.officer)
    seen = seal_of_mailing(mailing, chosen_of(mailing, world.officer))
    return confirm_mailing(mailing, due_at=None, seen=seen, typed=None, actor=world.officer)


def _stand_of(mailing: Mailing) -> tuple[MailingState, int]:
    db.session.rollback()
    told = db.session.query(Message).filter(Message.dedupe_key.contains(str(mailing.id))).count()
    return mailing.state, told
