"""Wording messages: the nearest text is used, every fault stands at its field, and every version stays on record."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from app.extensions import db
from app.messages import outbox
from app.messages.catalogue import MESSAGES
from app.messages.wording import known_places, standard_text, written
from app.models import Event, Message, MessageWording
from app.queries.message_wordings import TextPlace
from app.services.message_wordings import LANGUAGES, give_up_wording, reword
from app.transaction import transactional
from tests.sign_in import sign_in
from tests.world import World
from workflows.errors import RuleBroken
from workflows.message_texts import places_in
from workflows.roles import Role

KIND = "application_passed"


@transactional
def told(world: World, occasion: str) -> str:
    params = {"title": "ผลงาน {code}", "code": "PS-1"}
    outbox.queue(KIND, to=[world.officer], once_per=occasion, programme=world.programme, params=params)
    return db.session.query(Message).filter(Message.dedupe_key.contains(occasion)).one().subject


def test_every_standard_text_has_the_same_places_in_both_languages() -> None:
    for kind in MESSAGES:
        assert {places_in("".join(standard_text(kind, each))) for each in LANGUAGES} == {known_places(kind)}, kind


def test_the_nearest_text_is_used_and_given_up_it_gives_way_to_the_one_above(world: World) -> None:
    everywhere, own = TextPlace(), TextPlace(programme=world.programme)
    cycle, officer = TextPlace(cycle=world.cycle), world.officer
    standard = told(world, "one")
    for at, text in ((everywhere, "ทั่วไป {title}"), (cycle, "รอบปี {title}"), (own, "ประเภท {title}")):
        reword(KIND, "th", at, subject=text, body="{code}", seen=0, actor=officer)
        assert told(world, at.key) == text.replace("{title}", "ผลงาน {code}"), "a value is never read as a place"
    give_up_wording(KIND, "th", own, seen=1, actor=officer)
    assert told(world, "five") == "รอบปี ผลงาน {code}"
    for at in (cycle, everywhere):
        give_up_wording(KIND, "th", at, seen=1, actor=officer)
    assert told(world, "six") == standard
    kinds = [event.kind for event in db.session.query(Event).order_by(Event.seq.desc()).limit(4)]
    assert kinds == ["message_wording_given_up"] * 3 + ["message_reworded"]


def test_a_text_that_asks_for_a_value_the_occasion_lacks_gives_way_to_the_standard(world: World) -> None:
    own = MessageWording(subject="{reason}", body="{reason}")
    assert written(KIND, {"title": "ก", "code": "ข"}, language="th", own=own)[0] == "ผ่านการตรวจกลั่นกรอง: ก"


def test_nobody_overwrites_what_they_have_not_seen_and_nobody_words_for_others(world: World) -> None:
    everywhere = TextPlace()
    other = world.programme_of("pg-poverty@2564")
    delegated = world.person(Role.OFFICER, number=2, branch="PG", type_code=other.type_code)
    reword(KIND, "en", everywhere, subject="{title}", body="{code}", seen=0, actor=world.officer)
    reword(KIND, "en", TextPlace(programme=other), subject="{title}", body="{code}", seen=0, actor=delegated)
    for place, actor, seen in (
        (everywhere, world.officer, 0),
        (everywhere, delegated, 1),
        (TextPlace(cycle=world.cycle), delegated, 0),
        (TextPlace(programme=world.programme), delegated, 0),
        (everywhere, world.person(Role.DIRECTOR), 1),
    ):
        with pytest.raises(RuleBroken):
            reword(KIND, "en", place, subject="{title}", body="ก", seen=seen, actor=actor)
    with pytest.raises(RuleBroken, match="about no programme"):
        reword("invitation", "en", TextPlace(cycle=world.cycle), subject="x", body="x", seen=0, actor=world.officer)
    assert db.session.query(MessageWording).count() == 2


def test_a_text_is_tried_on_a_real_application_and_kept_or_refused_at_its_field(
    world: World, client: FlaskClient
) -> None:
    draft = world.fill(world.draft())
    sign_in(client, world.officer)
    address = f"/office/message-texts/{KIND}/th?at=programme:{world.programme.id}"
    typed = {"subject": "ข่าวดี {code}", "body": "{title} ผ่านแล้ว", "seen": "0", "find": draft.code, "step": "preview"}
    page = client.post(address, data=typed).get_data(as_text=True)
    assert (f"ข่าวดี {draft.code}" in page, f"{draft.title_th} ผ่านแล้ว" in page) == (True, True)
    assert db.session.query(MessageWording).count() == 0, "a trial changes nothing"
    refused = client.post(address, data=typed | {"body": "{password} {title}", "step": "keep"})
    assert (refused.status_code, "ไม่มีค่า {password}" in refused.get_data(as_text=True)) == (422, True)
    assert "ข่าวดี {code}" in refused.get_data(as_text=True), "nothing typed is lost"
    assert client.post(address, data=typed | {"step": "keep"}).status_code == 302
    assert db.session.query(MessageWording).one().subject == "ข่าวดี {code}"
    assert client.post(address, data=typed | {"step": "keep", "subject": "x"}).status_code == 422, "not seen"
    assert "ข่าวดี {code}" in client.get(address).get_data(as_text=True)
    assert client.get("/office/message-texts").status_code == 200
    assert client.get("/office/message-texts/nothing/th").status_code == 404
    assert client.get("/office/message-texts/invitation/th?at=all").status_code == 200
    assert client.get(f"/office/message-texts/invitation/th?at=cycle:{world.cycle.id}").status_code == 404
    assert client.get(f"/office/message-texts/{KIND}/th?at=programme:x").status_code == 404
