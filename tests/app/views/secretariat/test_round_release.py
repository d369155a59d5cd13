"""A round is released after its preview, to all of it at once, and only to those with a result of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.clock import now
from app.extensions import db
from app.models import Application, Event, Message, Stage
from app.queries.applicant_timeline import happenings
from app.queries.round_release import round_release
from app.services.announcements import release_round
from app.services.applications import withdraw_application
from app.services.extensions import extend, revoke_extension
from app.services.gate_overrides import confirm_override, propose_override
from tests.rounds import through_round_one
from tests.sign_in import sign_in
from tests.statements import count_statements
from tests.with_app import Clock
from tests.world import CLOSES, World
from workflows.application import ApplicationState
from workflows.errors import RuleBroken
from workflows.roles import Role


@pytest.fixture(autouse=True)
def _held(clock: Clock) -> Iterator[None]:
    """Entries are open, on the second of March."""
    assert now() < CLOSES
    return


def first_round(application: Application) -> Stage:
    return next(stage for stage in application.programme.stages if stage.gate)


def test_the_preview_shows_who_is_told_what_and_only_its_button_releases(
    world: World, client: FlaskClient, clock: Clock
) -> None:
    application = through_round_one(world)
    stage = first_round(application)
    path = f"/office/stages/{stage.id}/release"
    sign_in(client, world.officer)
    clock.is_now(CLOSES + timedelta(days=1))
    page = client.get(path).get_data(as_text=True)
    assert (application.code in page, round_release(stage, at=now()).seal in page) == (True, True)
    assert client.post(path).status_code == 409, "nobody looked"
    assert db.session.get_one(Stage, stage.id, populate_existing=True).released_at is None
    data = {"seen": round_release(stage, at=now()).seal}
    assert [client.post(path, data=data).status_code for _ in range(2)] == [302, 409]
    assert db.session.get_one(Stage, stage.id, populate_existing=True).released_at is not None
    assert path not in client.get(f"/office/programmes/{stage.programme_id}").get_data(as_text=True)


def test_an_entry_before_the_gate_holds_the_release_until_it_lapses(
    world: World, client: FlaskClient, clock: Clock
) -> None:
    application = through_round_one(world)
    stage = first_round(application)
    draft = world.draft(application.programme, agency=world.other_agency)
    assert dict(round_release(stage, at=now()).standing) == {"draft": 1}
    sign_in(client, world.officer)
    path = f"/office/stages/{stage.id}/release"
    page = client.get(path).get_data(as_text=True)
    assert ("lr-note--stop" in page, 'name="seen"' in page) == (True, False)
    data = {"seen": round_release(stage, at=now()).seal}
    assert client.post(path, data=data).status_code == 409
    clock.is_now(CLOSES)
    clock.advance(days=2)
    release_round(stage, seen=data["seen"], actor=world.officer)
    told = {message.link for message in db.session.query(Message).filter_by(kind="round_released")}
    assert told == {f"/applications/{application.id}"}
    about = {event.subject for event in db.session.query(Event).filter_by(kind="release_round")}
    assert about == {f"stages:{stage.id}", f"applications:{application.id}"}
    kinds = [[each.kind for each in happenings(one)].count("release_round") for one in (application, draft)]
    assert kinds == [1, 0]


def test_a_round_is_released_only_when_no_entry_can_come_any_more(
    world: World, client: FlaskClient, clock: Clock
) -> None:
    stage = first_round(through_round_one(world))
    sign_in(client, world.officer)
    client.post("/language", data={"language": "en"})
    path, seen = f"/office/stages/{stage.id}/release", round_release(stage, at=now()).seal

    def offered() -> tuple[bool, bool]:
        page = client.get(path).get_data(as_text=True)
        return "Entries may still be handed in" in page, 'name="seen"' in page

    assert offered() == (True, False)
    with pytest.raises(RuleBroken, match="may still be handed in"):
        release_round(stage, seen=seen, actor=world.officer)
    until = CLOSES + timedelta(days=5)
    given = {"until": until, "reason": "น้ำท่วม", "actor": world.officer}
    _of_who_entered, other = (extend(stage.programme, each, **given) for each in (world.agency, world.other_agency))
    clock.is_now(CLOSES + timedelta(days=2))
    assert offered() == (True, False)
    revoke_extension(stage.programme, other.id, reason="ไม่ต้องการแล้ว", actor=world.officer)
    assert offered() == (False, True)


def test_what_ended_at_an_earlier_gate_holds_no_later_round(world: World) -> None:
    ended = through_round_one(world, quality=0)
    assert ended.state is ApplicationState.NOT_ADVANCED
    first, second = [stage for stage in ended.programme.stages if stage.gate][:2]
    assert [len(round_release(stage, at=now()).told) for stage in (first, second)] == [1, 0]
    assert [dict(round_release(stage, at=now()).standing) for stage in (first, second)] == [{}, {}]


def test_a_result_decided_anew_after_the_preview_opened_is_not_released(world: World) -> None:
    application = through_round_one(world, quality=40)
    stage = first_round(application)
    seen = round_release(stage, at=now()).seal
    proposal = propose_override(application, reason="หลักฐานส่งช้า", actor=world.officer)
    confirm_override(proposal, actor=world.person(Role.DIRECTOR))
    with pytest.raises(RuleBroken, match="have changed"):
        release_round(stage, seen=seen, actor=world.officer)


def test_nothing_is_released_of_a_round_without_results_or_without_a_panel(world: World) -> None:
    programme = world.programme_of("pmqa40@2564")
    first, *_, visit = [stage for stage in programme.stages if stage.gate]
    for stage, why in ((first, "No entry has a result"), (visit, "with the announcement")):
        with pytest.raises(RuleBroken, match=why):
            release_round(stage, seen=round_release(stage, at=now()).seal, actor=world.officer)


def test_whoever_withdrew_neither_holds_a_release_nor_is_told(world: World) -> None:
    application = through_round_one(world)
    stage = first_round(application)
    withdraw_application(application, reason="รวมกับอีกผลงาน", actor=world.person(Role.HEAD))
    release = round_release(stage, at=now())
    assert (release.told, dict(release.standing)) == ([], {})


def test_more_entries_need_no_more_statements(world: World, client: FlaskClient) -> None:
    application = through_round_one(world)
    sign_in(client, world.officer)
    path = f"/office/stages/{first_round(application).id}/release"
    counts = []
    for agency in (world.other_agency, world.university):
        world.draft(application.programme, agency=agency)
        with count_statements() as statements:
            client.get(path)
        counts.append(len(statements))
    assert counts[0] == counts[1]
