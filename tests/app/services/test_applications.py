"""An application from draft to submitted: the reference slice's use cases."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from app.clock import now
from app.extensions import db
from app.models import AgencyKind, Application, Event, Message, Programme, Receipt, Snapshot
from app.services.answers import StalePatch, save_answer
from app.services.applications import (
    recall_application,
    send_back_application,
    send_for_approval,
    start_application,
    submit_application,
    withdraw_application,
)
from app.services.sign_in import choose_language
from tests.with_app import Clock
from tests.world import CLOSES, OPENS, World
from workflows.application import ApplicationState
from workflows.errors import RuleBroken
from workflows.ledger import FIRST_PREVIOUS
from workflows.roles import Role


def reasons(broken: pytest.ExceptionInfo[RuleBroken]) -> list[str]:
    return [str(obstacle) for obstacle in broken.value.obstacles]


def kinds() -> list[str]:
    return [event.kind for event in db.session.query(Event).order_by(Event.seq)]


def test_codes_count_up_within_branch_and_year(world: World) -> None:
    other = world.programme_of("ps-development@2564")
    assert [world.draft().code, world.draft(other).code, world.draft().code] == [
        "PS-2569-0001",
        "PS-2569-0002",
        "PS-2569-0003",
    ]


def test_only_the_coordinator_starts_an_application(world: World) -> None:
    head = world.person(Role.HEAD)
    with pytest.raises(RuleBroken) as broken:
        start_application(world.programme, world.agency, actor=head, received_at=now())
    assert reasons(broken) == ["Only the agency's coordinator can start an application"]


def start(world: World, programme: Programme, **given: Any) -> list[str]:
    """Start an application as the coordinator; return what speaks against it."""
    agency = given.pop("agency", world.agency)
    with pytest.raises(RuleBroken) as broken:
        start_application(
            programme, agency, actor=world.person(Role.COORDINATOR, agency), **{"received_at": now(), **given}
        )
    assert db.session.query(Application).filter_by(agency_id=agency.id, state=ApplicationState.DRAFT).count() == 0
    return reasons(broken)


def test_nothing_is_started_outside_the_window_or_before_it_is_published(world: World) -> None:
    closed = "Not met: The programme is open for entries (It is not open at this moment)"
    for received_at in (OPENS - timedelta(seconds=1), CLOSES + timedelta(seconds=1)):
        assert start(world, world.programme, received_at=received_at) == [closed]
    programme = world.programme_of("ps-development@2564")
    programme.is_published = False
    db.session.commit()
    assert start(world, programme) == [closed]


def test_nothing_is_started_beyond_a_quota_and_what_was_withdrawn_counts_no_more(world: World) -> None:
    programme = world.programme_of("pmqa40@2564")
    entered = world.submitted(programme)
    assert start(world, programme) == ["Not met: At most one entry for each agency (1 entered so far)"]
    withdraw_application(entered, reason="ยื่นผิดประเภท", actor=world.person(Role.HEAD))
    assert world.draft(programme).state is ApplicationState.DRAFT


def test_the_quota_of_a_ministry_is_the_programmes_own(world: World) -> None:
    world.programme.rules = {"quota_per_ministry": 1}
    db.session.commit()
    world.submitted()
    against = start(world, world.programme, agency=world.other_agency)
    assert against == ["Not met: At most one entry for each ministry (1 entered so far)"]


def test_every_rule_that_is_not_met_is_named(world: World) -> None:
    closes, programme = CLOSES.date(), world.programme
    against = start(world, programme, received_at=CLOSES + timedelta(days=1), in_use_since=closes - timedelta(days=3))
    assert [each.split(" (")[0] for each in against] == [
        "Not met: The programme is open for entries",
        "Not met: The work has been in use for at least 12 months on the closing day",
    ]
    world.agency.kind = AgencyKind.MINISTRY
    db.session.commit()
    kind = "Not met: The kind of agency may enter (Your kind of agency is not named in the criteria)"
    assert start(world, world.programme_of("pmqa40@2564")) == [kind]


def test_an_incomplete_application_is_not_sent_and_every_gap_is_named(world: World) -> None:
    draft = world.draft()
    with pytest.raises(RuleBroken) as broken:
        send_for_approval(draft, actor=world.person(Role.COORDINATOR), received_at=now())
    fields = {obstacle.field for obstacle in broken.value.obstacles}
    assert {"title_th", "title_en", "contact", "start_date", "problem", "results"} <= fields
    assert draft.state is ApplicationState.DRAFT


def test_submitting_freezes_a_snapshot_and_proves_it_by_the_ledger(world: World) -> None:
    application = world.submitted()
    snapshot = db.session.query(Snapshot).one()
    receipt = db.session.query(Receipt).one()
    event = db.session.query(Event).filter_by(kind="submit").one()
    assert application.state is ApplicationState.SUBMITTED
    assert (receipt.event_id, event.data["snapshot"]) == (event.id, snapshot.sha256)
    assert receipt.number == "PS-2569-0001-01"


def test_events_form_one_chain(world: World) -> None:
    world.submitted()
    events = db.session.query(Event).order_by(Event.seq).all()
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert [event.previous for event in events] == [FIRST_PREVIOUS, *(event.hash for event in events[:-1])]
    assert [kind for kind in kinds() if kind != "role_granted"][-3:] == [
        "application_started",
        "send_for_approval",
        "submit",
    ]


def test_the_team_and_the_officer_are_told_once(world: World) -> None:
    world.submitted()
    told = sorted((message.kind, message.email) for message in db.session.query(Message))
    assert told == [
        ("application_arrived", "officer@lertrat.example"),
        ("application_submitted", "coordinator-dex1-1@lertrat.example"),
        ("application_submitted", "head-dex1-1@lertrat.example"),
    ]


def test_recall_and_send_back_return_where_it_came_from(world: World) -> None:
    application, coordinator, head = world.fill(world.draft()), world.person(Role.COORDINATOR), world.person(Role.HEAD)
    send_for_approval(application, actor=coordinator, received_at=now())
    recall_application(application, actor=coordinator)
    assert (application.state, application.resumes_as) == (ApplicationState.DRAFT, None)
    send_for_approval(application, actor=coordinator, received_at=now())
    with pytest.raises(RuleBroken) as broken:
        send_back_application(application, actor=head, reason=" ")
    assert reasons(broken) == ["Give a reason"]
    send_back_application(application, actor=head, reason="แก้ชื่อ")
    assert application.state is ApplicationState.DRAFT


def test_nothing_is_accepted_after_closing(world: World) -> None:
    application = world.fill(world.draft())
    late = CLOSES + timedelta(seconds=1)
    with pytest.raises(RuleBroken) as broken:
        send_for_approval(application, actor=world.person(Role.COORDINATOR), received_at=late)
    assert reasons(broken) == ["The closing time for this document has passed"]


def test_nothing_is_editable_while_awaiting_approval(world: World) -> None:
    application, coordinator = world.fill(world.draft()), world.person(Role.COORDINATOR)
    send_for_approval(application, actor=coordinator, received_at=now())
    with pytest.raises(RuleBroken) as broken:
        save_answer(application, "title_th", "อื่น", version=1, actor=coordinator, received_at=now())
    assert reasons(broken) == ["This document cannot be edited now"]


def test_a_stale_patch_keeps_both_texts_and_changes_nothing(world: World) -> None:
    application = world.draft()
    first, second = world.person(Role.COORDINATOR), world.person(Role.CONTRIBUTOR)
    save_answer(application, "problem", "ข้อความแรก", version=0, actor=first, received_at=now())
    save_answer(application, "problem", "ข้อความใหม่", version=1, actor=second, received_at=now())
    with pytest.raises(StalePatch) as stale:
        save_answer(application, "problem", "ข้อความค้าง", version=1, actor=first, received_at=now())
    assert (stale.value.yours, stale.value.theirs, stale.value.version) == ("ข้อความค้าง", "ข้อความใหม่", 2)
    assert stale.value.saved_by.id == second.id


def test_withdrawing_keeps_the_record(world: World) -> None:
    application = world.submitted()
    withdraw_application(application, actor=world.person(Role.HEAD), reason="ส่งซ้ำ")
    assert application.state is ApplicationState.WITHDRAWN
    assert db.session.query(Receipt).count() == 1
    assert kinds()[-1] == "withdraw"


def test_a_withdrawal_without_a_reason_is_refused_alike_in_every_state(world: World) -> None:
    """Otherwise the refusal would tell that an entry did not pass a round, or is decided, before anybody is told."""
    application = world.submitted()
    head = world.person(Role.HEAD)
    told = set()
    for state in (ApplicationState.ASSESSMENT, ApplicationState.NOT_ADVANCED, ApplicationState.COMMITTEE):
        db.session.execute(update(Application).where(Application.id == application.id).values(state=state))
        db.session.commit()
        with pytest.raises(RuleBroken) as refused:
            withdraw_application(application, actor=head, reason=" ")
        told.add(tuple((each.message, each.field) for each in refused.value.obstacles))
    assert told == {(("Give a reason", "reason"),)}


def test_colleagues_are_told_that_the_head_withdrew_and_why(world: World) -> None:
    application = world.submitted()
    head, coordinator = world.person(Role.HEAD), world.person(Role.COORDINATOR)
    withdraw_application(application, actor=head, reason="ส่งซ้ำ")
    told = db.session.query(Message).filter_by(kind="entry_withdrawn").all()
    assert [each.email for each in told] == [coordinator.email]
    assert ["ส่งซ้ำ" in each.body and head.name("th") in each.body for each in told] == [True]


def test_a_refused_use_case_leaves_no_trace(world: World, clock: Clock) -> None:
    application, before = world.draft(), kinds()
    clock.advance(days=1)
    with pytest.raises(RuleBroken):
        submit_application(application, actor=world.person(Role.HEAD), received_at=now())
    assert kinds() == [*before, "role_granted"]
    assert db.session.query(Snapshot).count() == 0


def test_a_message_calls_an_entry_without_a_title_by_its_programme_in_its_readers_language(world: World) -> None:
    head = world.person(Role.HEAD)
    choose_language("en", actor=head)
    world.submitted(world.programme_of("pmqa40@2564"))

    told = db.session.query(Message).filter_by(kind="application_submitted")
    programme = world.programme_of("pmqa40@2564")
    assert {each.language: each.subject for each in told} == {
        "th": f"ได้รับแล้ว: {programme.title('th')}",
        "en": f"Received: {programme.title('en')}",
    }
