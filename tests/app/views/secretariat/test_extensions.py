"""More time for one agency: looked at before it is given or taken back, within bounds, and told to its team."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.clock import now
from app.extensions import db
from app.models import Application, Extension, Message
from app.services.extensions import extend, revoke_extension
from tests.sign_in import sign_in
from tests.with_app import Clock
from tests.world import CLOSES, World
from workflows.errors import RuleBroken
from workflows.roles import Role

LATER, FAR = "8/4/2569 16.30", "1/4/2590 16.30"
LOOKED = {"looked_at": "y"}


def plain(answer: TestResponse) -> str:
    return answer.get_data(as_text=True).replace("\u2060", "").replace("\u00a0", " ")


def asked(world: World, **changes: str) -> dict[str, str]:
    return {"agency": world.agency.code, "until": LATER, "reason": "น้ำท่วม"} | changes


def address(world: World) -> str:
    return f"/office/programmes/{world.programme.id}/extensions"


def told(kind: str) -> dict[object, str]:
    return {each.recipient_id: each.body for each in db.session.query(Message).filter_by(kind=kind)}


@pytest.fixture
def draft(world: World) -> Application:
    """Give a draft of the agency, and one of another, that no extension of the first concerns."""
    world.draft(agency=world.other_agency)
    return world.draft()


def test_what_more_time_opens_again_is_looked_at_before_it_is_given(
    world: World, client: FlaskClient, draft: Application, clock: Clock
) -> None:
    clock.advance(days=31)
    sign_in(client, world.officer)
    preview = client.post(address(world), data=asked(world))
    page = plain(preview)
    others = [each.code for each in db.session.query(Application) if each.id != draft.id]
    assert (preview.status_code, draft.code in page, "กลับมาส่งได้อีก" in page) == (200, True, True)
    assert [code for code in others if code in page] == []
    assert db.session.query(Extension).count() == db.session.query(Message).count() == 0
    assert client.post(address(world), data=asked(world) | LOOKED).status_code == 302
    assert db.session.query(Extension).one().agency_id == world.agency.id
    team = {world.person(Role.COORDINATOR).id, world.person(Role.HEAD).id}
    bodies = told("extension_granted")
    assert bodies.keys() <= team
    assert world.person(Role.COORDINATOR).id in bodies
    assert all("น้ำท่วม" in body and "8 เมษายน 2569" in body for body in bodies.values())


def test_drafts_that_taking_back_lets_lapse_are_named_first(
    world: World, client: FlaskClient, draft: Application, clock: Clock
) -> None:
    given = extend(world.programme, world.agency, until=CLOSES + timedelta(days=7), reason="ก", actor=world.officer)
    clock.advance(days=31)
    sign_in(client, world.officer)
    path = f"{address(world)}/{given.id}/end"
    preview = client.post(path, data={"reason": "แจ้งผิดหน่วยงาน"})
    page = plain(preview)
    assert (preview.status_code, draft.code in page, "หมดเวลาทันที" in page) == (200, True, True)
    assert db.session.query(Extension).one().revoked_at is None
    assert client.post(path, data={"reason": "แจ้งผิดหน่วยงาน"} | LOOKED).status_code == 302
    assert db.session.query(Extension).one().revoked_at is not None
    assert "แจ้งผิดหน่วยงาน" in told("extension_revoked")[world.person(Role.COORDINATOR).id]


def test_another_extension_still_counts_when_one_is_taken_back(
    world: World, client: FlaskClient, draft: Application
) -> None:
    one, _two = (
        extend(world.programme, world.agency, until=CLOSES + timedelta(days=7), reason="ก", actor=world.officer)
        for _each in range(2)
    )
    sign_in(client, world.officer)
    page = plain(client.post(f"{address(world)}/{one.id}/end", data={"reason": "ซ้ำ"}))
    assert (draft.code in page, "หมดเวลาทันที" in page) == (False, False)


def test_an_agency_without_an_entry_is_told_apart(world: World, client: FlaskClient) -> None:
    sign_in(client, world.officer)
    assert "หน่วยงานยังไม่มีผลงานในประเภทนี้" in plain(client.post(address(world), data=asked(world)))


@pytest.mark.parametrize("day", ["4/4/2569 16.30", "6/4/2569 16.30"])
def test_a_day_off_wants_a_second_word(world: World, client: FlaskClient, day: str) -> None:
    sign_in(client, world.officer)
    refused = client.post(address(world), data=asked(world, until=day) | LOOKED)
    assert (refused.status_code, 'name="despite_day_off"' in plain(refused)) == (422, True)
    looked = plain(client.post(address(world), data=asked(world, until=day, despite_day_off="y")))
    assert 'name="despite_day_off" value="y"' in looked
    assert client.post(address(world), data=asked(world, until=day, despite_day_off="y") | LOOKED).status_code == 302


def test_time_that_is_past_or_far_away_or_after_the_results_is_refused(
    world: World, client: FlaskClient, clock: Clock
) -> None:
    sign_in(client, world.officer)
    assert client.post(address(world), data=asked(world, until=FAR, despite_day_off="y")).status_code == 409
    clock.advance(days=60)
    assert client.post(address(world), data=asked(world)).status_code == 409
    world.programme.announced_at = now()
    db.session.commit()
    with pytest.raises(RuleBroken, match="announced"):
        extend(world.programme, world.agency, until=now() + timedelta(days=9), reason="ก", actor=world.officer)
    assert db.session.query(Extension).count() == 0


def test_who_may_not_manage_the_programme_takes_nothing_back(world: World) -> None:
    given = extend(world.programme, world.agency, until=CLOSES + timedelta(days=7), reason="ก", actor=world.officer)
    with pytest.raises(RuleBroken):
        revoke_extension(world.programme, given.id, reason="ข", actor=world.person(Role.OFFICER, number=5, branch="PG"))
