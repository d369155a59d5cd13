"""The daily digest: what people did not want at once comes together, once, and what must arrive is not held."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from app.extensions import db
from app.messages import outbox
from app.messages.kinds import Topic
from app.models import Message, MessageState, Person
from app.services.digests import choose_messages, make_digests
from app.transaction import transactional
from tests.sign_in import sign_in
from tests.with_app import Clock
from tests.world import World
from workflows.delivery import Choice
from workflows.errors import RuleBroken
from workflows.roles import Role

NAMES = {"title": "ผลงานตัวอย่าง", "code": "PS-1"}


@transactional
def told(person: Person, kind: str, occasion: str) -> None:
    outbox.queue(kind, to=[person], once_per=occasion, link="/applications", params=NAMES)


def states(person: Person) -> dict[str, list[MessageState]]:
    found: dict[str, list[MessageState]] = {}
    for message in db.session.query(Message).filter_by(recipient_id=person.id).order_by(Message.created_at):
        found.setdefault(message.kind, []).append(message.state)
    return found


def test_what_was_held_goes_once_in_the_digest_of_the_next_morning(world: World, clock: Clock) -> None:
    person = world.person(Role.COORDINATOR)
    choose_messages({Topic.ENTRY: Choice.DIGEST, Topic.TEAM: Choice.NONE}, actor=person)
    told(person, "feedback_released", "one")
    clock.advance(hours=1)
    told(person, "visit_announced", "two")
    told(person, "application_passed", "three")
    make_digests()
    assert states(person) == {
        "feedback_released": [MessageState.HELD],
        "visit_announced": [MessageState.HELD],
        "application_passed": [MessageState.WAITING],
    }, "a decision is never held, and the digest of today was made before these came"
    clock.advance(days=1)
    for _ in range(3):
        make_digests()
    told(person, "visit_announced", "four")
    make_digests()
    digest = db.session.query(Message).filter_by(kind="daily_digest").one()
    assert (digest.state, digest.email) == (MessageState.WAITING, person.email)
    assert digest.body.index("1. รายงานป้อนกลับ") < digest.body.index("2. ")
    assert digest.body.count("/applications") == 2
    assert states(person)["visit_announced"] == [MessageState.DIGESTED, MessageState.HELD]


def test_nobody_turns_off_what_must_arrive(world: World) -> None:
    person = world.person(Role.COORDINATOR)
    for topic in (Topic.DECISIONS, Topic.ACCOUNT):
        with pytest.raises(RuleBroken):
            choose_messages({topic: Choice.NONE}, actor=person)


def test_a_closed_account_gets_no_digest(world: World, clock: Clock) -> None:
    person = world.person(Role.COORDINATOR)
    choose_messages({Topic.ENTRY: Choice.DIGEST}, actor=person)
    told(person, "feedback_released", "one")
    person.is_active = False
    db.session.commit()
    clock.advance(days=1)
    make_digests()
    assert states(person) == {"feedback_released": [MessageState.INBOX_ONLY]}


def test_everybody_chooses_about_the_messages_of_their_own_roles(world: World, client: FlaskClient) -> None:
    person = world.person(Role.COORDINATOR)
    sign_in(client, person)
    page = client.get("/me").get_data(as_text=True)
    assert ('name="team"' in page, 'name="office"' in page, 'name="decisions"' in page) == (True, False, False)
    assert 'name="notices"' in page
    given = {"entry": "none", "office": "none", "decisions": "none", "team": "nonsense"}
    assert client.post("/me/message-choices", data=given).status_code == 302
    assert 'id="entry-none" name="entry" value="none" checked' in client.get("/me").get_data(as_text=True)
    told(person, "feedback_released", "one")
    told(person, "application_passed", "two")
    assert states(person) == {
        "feedback_released": [MessageState.INBOX_ONLY],
        "application_passed": [MessageState.WAITING],
    }
    assert "รายงานป้อนกลับ" in client.get("/messages").get_data(as_text=True), "the inbox has everything"
