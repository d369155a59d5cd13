"""One message on its way: every answer a mail server can give, and every step at which a worker can be lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from app.extensions import db, settings
from app.messages import outbox
from app.models import Event, Message, MessageAttempt, MessageState, Person
from app.services.deliveries import count_as_arrived, try_again
from app.services.sending import ClaimLost, claim_message, mark_message, note_handing_over, send_next_message
from app.transaction import transactional
from tests.mail_server import MailServer, mail_server
from tests.with_app import Clock
from tests.world import World
from workflows.delivery import MOST_ATTEMPTS, Outcome
from workflows.errors import RuleBroken
from workflows.roles import Role


@pytest.fixture
def mails(app: Flask) -> Iterator[MailServer]:
    """Give a mail server that the application in this process delivers to."""
    with mail_server() as server:
        usual = app.extensions["lertrat_settings"]
        app.extensions["lertrat_settings"] = replace(usual, smtp_url=server.url)
        yield server
        app.extensions["lertrat_settings"] = usual


@transactional
def told(person: Person, occasion: str = "once") -> Message:
    params = {"title": "ผลงานตัวอย่าง", "code": "PS-1"}
    outbox.queue("application_passed", to=[person], once_per=occasion, params=params)
    return db.session.query(Message).filter(Message.dedupe_key.contains(occasion)).one()


def outcomes(message: Message) -> list[Outcome | None]:
    tries = db.session.query(MessageAttempt).filter_by(message_id=message.id)
    return [each.outcome for each in tries.order_by(MessageAttempt.number)]


def test_a_message_that_was_taken_is_sent_and_the_try_is_on_record(world: World, mails: MailServer) -> None:
    message = told(world.officer)
    assert (send_next_message(), send_next_message()) == (True, False)
    assert (message.state, outcomes(message)) == (MessageState.SENT, [Outcome.TAKEN])
    assert mails.ids() == [f"<{message.id}@{settings().base_url.split('/')[2].split(':')[0]}>"]
    assert message.tries[0].handing_at is not None


@pytest.mark.parametrize(
    ("says", "outcome", "state"),
    [
        ({"RCPT": "550 5.1.1 no such user"}, Outcome.ADDRESS_REFUSED, MessageState.FAILED),
        ({"RCPT": "450 4.2.0 greylisted"}, Outcome.SERVER_REFUSED, MessageState.WAITING),
        ({"MAIL": "530 authenticate first"}, Outcome.SERVER_REFUSED, MessageState.WAITING),
        ({"DATA": "451 busy"}, Outcome.SERVER_REFUSED, MessageState.WAITING),
        ({"TAKEN": "554 looks like spam"}, Outcome.MESSAGE_REFUSED, MessageState.FAILED),
        ({"TAKEN": "452 disk full"}, Outcome.SERVER_REFUSED, MessageState.WAITING),
    ],
)
def test_each_refusal_is_told_apart(
    world: World, mails: MailServer, says: dict[str, str], outcome: Outcome, state: MessageState
) -> None:
    mails.says = says
    message = told(world.officer)
    send_next_message()
    assert (message.state, outcomes(message), mails.ids()) == (state, [outcome], [])
    assert message.error == next(iter(says.values()))


def test_a_server_that_cannot_be_reached_is_tried_ever_more_rarely_and_then_given_up(
    world: World, mails: MailServer, clock: Clock, app: Flask
) -> None:
    app.extensions["lertrat_settings"] = replace(settings(), smtp_url="smtp://127.0.0.1:1")
    message = told(world.officer)
    for _ in range(MOST_ATTEMPTS):
        assert send_next_message()
        assert not send_next_message()
        clock.advance(hours=5)
    assert not send_next_message()
    assert (message.state, outcomes(message)) == (MessageState.FAILED, [Outcome.NO_SERVER] * MOST_ATTEMPTS)


def test_a_server_that_hangs_up_after_the_message_leaves_it_uncertain_and_it_is_not_sent_again(
    world: World, mails: MailServer, clock: Clock
) -> None:
    mails.hangs_up = True
    message = told(world.officer)
    assert send_next_message()
    clock.advance(days=2)
    assert not send_next_message()
    assert (message.state, len(mails.delivered)) == (MessageState.UNCERTAIN, 1)


def test_a_worker_lost_before_handing_over_sent_nothing_and_the_message_is_tried_again(
    world: World, mails: MailServer, clock: Clock
) -> None:
    message = told(world.officer)
    assert claim_message() is not None
    assert not send_next_message(), "the claim holds"
    clock.advance(minutes=2)
    assert send_next_message()
    assert (message.state, outcomes(message)) == (MessageState.SENT, [Outcome.WORKER_LOST, Outcome.TAKEN])
    assert len(mails.delivered) == 1


def test_a_worker_lost_while_handing_over_leaves_it_to_people(world: World, mails: MailServer, clock: Clock) -> None:
    message = told(world.officer)
    claimed = claim_message()
    assert claimed is not None
    note_handing_over(*claimed)
    clock.advance(minutes=3)
    assert not send_next_message()
    assert (message.state, outcomes(message)) == (MessageState.UNCERTAIN, [Outcome.NO_ANSWER])
    mark_message(*claimed, outcome=Outcome.TAKEN, detail="")
    assert message.state is MessageState.SENT, "the worker was only slow, and knows the answer after all"


def test_a_worker_that_was_too_slow_sends_nothing_once_another_took_over(
    world: World, mails: MailServer, clock: Clock
) -> None:
    told(world.officer)
    slow = claim_message()
    assert slow is not None
    clock.advance(minutes=2)
    assert claim_message() is not None
    with pytest.raises(ClaimLost):
        note_handing_over(*slow)
    mark_message(*slow, outcome=Outcome.TAKEN, detail="")
    assert outcomes(slow[0]) == [Outcome.WORKER_LOST, None]


def test_a_refused_change_promises_no_message(world: World, mails: MailServer) -> None:
    @transactional
    def fails() -> None:
        told(world.officer)
        raise RuleBroken([])

    with pytest.raises(RuleBroken):
        fails()
    assert (db.session.query(Message).count(), send_next_message()) == (0, False)


def test_staff_try_again_or_note_that_it_arrived_and_both_are_on_record(
    world: World, mails: MailServer, clock: Clock
) -> None:
    first, second = told(world.officer, "first"), told(world.officer, "second")
    mails.says = {"RCPT": "550 no such user"}
    send_next_message()
    mails.says, mails.hangs_up = {}, True
    send_next_message()
    failed, uncertain = sorted((first, second), key=lambda each: each.state.value)
    assert [failed.state, uncertain.state] == [MessageState.FAILED, MessageState.UNCERTAIN]
    coordinator = world.person(Role.COORDINATOR)
    for act in (try_again, count_as_arrived):
        with pytest.raises(RuleBroken):
            act(uncertain, actor=coordinator)
    with pytest.raises(RuleBroken):
        count_as_arrived(failed, actor=world.officer)
    count_as_arrived(uncertain, actor=world.officer)
    mails.hangs_up = False
    try_again(failed, actor=world.officer)
    assert send_next_message()
    assert {first.state, second.state} == {MessageState.SENT}
    kinds = [event.kind for event in db.session.query(Event).order_by(Event.seq.desc()).limit(2)]
    assert kinds == ["message_tried_again", "message_counted_as_arrived"]
    with pytest.raises(RuleBroken):
        try_again(failed, actor=world.officer)
