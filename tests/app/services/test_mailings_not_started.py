"""Mailings to agencies that may enter a programme and have no entry in it yet."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.clock import now
from app.extensions import db
from app.models import AgencyKind, MailingRecipient, Message
from app.services.mailings import RecipientChoice, choose_recipients
from app.tasks.mailings import send_due
from tests.app.services.test_mailings import confirmed, found, mailing_to, reasons, told
from tests.sign_in import sign_in
from tests.statements import count_statements
from tests.with_app import Clock
from tests.world import World
from workflows.errors import RuleBroken
from workflows.roles import Role


def test_only_coordinators_of_agencies_that_may_enter_and_have_no_entry_are_found(world: World) -> None:
    world.submitted()
    waiting = world.person(Role.COORDINATOR, world.other_agency).email
    university = world.person(Role.COORDINATOR, world.university).email
    world.person(Role.CONTRIBUTOR, world.other_agency)
    ministry = world.person(Role.COORDINATOR, world.ministry)
    assert found(world, "not_started") == {waiting, university}, "the criteria let no ministry enter"
    assert found(world, "not_started", ministry_id=world.ministry.id) == {waiting}
    both = found(world, "not_started", "coordinators")
    assert both == {waiting, university, world.person(Role.COORDINATOR).email}
    world.university.is_active = False
    world.ministry.kind = AgencyKind.DEPARTMENT
    db.session.commit()
    assert found(world, "not_started") == {waiting, ministry.email}


def test_they_read_that_nothing_is_begun_until_when_and_where_to_begin(world: World, clock: Clock) -> None:
    waiting, starting = (world.person(Role.COORDINATOR, each) for each in (world.other_agency, world.university))
    waiting.language = "en"
    db.session.commit()
    mailing = confirmed(mailing_to(world, "not_started"), world.officer, due_at=now() + timedelta(hours=1))
    world.draft(agency=world.university)
    clock.advance(hours=2)
    send_due.run()
    agency = world.other_agency.name_en
    assert told() == {
        waiting.email: f"Dear {waiting.name_en} of {agency}: no entry yet, due 31 March 2026, 16:30 (Bangkok)"
    }, "who has started meanwhile is left out"
    links = db.session.query(Message.link, Message.subject).filter_by(recipient_id=waiting.id).all()
    assert [tuple(each) for each in links] == [(f"/programmes/{world.programme.id}/eligibility", "About no entry yet")]
    rows = db.session.query(MailingRecipient).filter_by(mailing_id=mailing.id)
    assert {row.person_id: row.dropped_at is not None for row in rows} == {waiting.id: False, starting.id: True}


@pytest.mark.parametrize("narrowed", [{"entry_state": "draft"}, {"stage_code": "screening"}, {"owing": "owed"}])
def test_what_only_entries_have_is_not_asked_of_them(world: World, narrowed: dict[str, str]) -> None:
    world.person(Role.COORDINATOR, world.other_agency)
    mailing = mailing_to(world, "not_started")
    choice = RecipientChoice([world.programme.id], ["not_started"], **narrowed)
    with pytest.raises(RuleBroken) as broken:
        choose_recipients(mailing, choice, actor=world.officer)
    assert "audiences" in {each.field for each in broken.value.obstacles}
    assert "Agencies that have not started" in "".join(reasons(broken))


def test_the_page_lists_them_with_why_in_as_many_statements_however_many(world: World, client: FlaskClient) -> None:
    world.person(Role.COORDINATOR, world.other_agency)
    mailing = mailing_to(world, "not_started")
    sign_in(client, world.officer)
    counts = []
    first = client.get(f"/office/messages/mailings/{mailing.id}/recipients").get_data(as_text=True)
    assert "อีก 2 หน่วยงานที่มีสิทธิสมัครยังไม่มีทั้งใบสมัครและผู้ประสานงาน" in first.replace("\u2060", "").replace("\u00a0", " ")
    for _more in range(2):
        with count_statements() as statements:
            page = client.get(f"/office/messages/mailings/{mailing.id}/recipients").get_data(as_text=True)
        counts.append(len(statements))
        world.person(Role.COORDINATOR, world.university)
        world.person(Role.COORDINATOR, world.university, number=2)
        sign_in(client, world.officer)
    assert "ผู้ประสานงาน ยังไม่เริ่มใบสมัคร" in page.replace("\u2060", "")
    assert world.university.name_th in page.replace("\u2060", "")
    assert "อีก 1 หน่วยงานที่มีสิทธิสมัคร" in page.replace("\u2060", "").replace("\u00a0", " ")
    assert counts[0] == counts[1]
