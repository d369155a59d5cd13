"""Mailings to agencies that may enter a programme and have no entry in it yet."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.clock import now
from app.extensions import db
from app.models import AgencyKind, MailingRecipient, Message, Person
from app.services.extensions import extend
from app.services.mailing_times import chosen_of
from app.services.mailings import RecipientChoice, choose_recipients, leave_out
from app.tasks.mailings import send_due
from tests.app.services.test_mailings import TEXT, confirmed, found, mailing_to, reasons, told
from tests.sign_in import sign_in
from tests.statements import count_statements
from tests.with_app import Clock
from tests.world import CLOSES, World
from workflows.errors import RuleBroken
from workflows.roles import Role

LATER = CLOSES + timedelta(days=1)


def sent_to(person: Person) -> list[tuple[str, str, str]]:
    rows = db.session.query(Message.subject, Message.body, Message.link).filter_by(recipient_id=person.id)
    return [tuple(row) for row in rows.filter(Message.kind == "office_notice").order_by(Message.created_at)]


def plain(page: str) -> str:
    return page.replace("\u2060", "").replace("\u00a0", " ")


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


def test_one_message_names_every_programme_that_is_still_open_for_the_agency(world: World, clock: Clock) -> None:
    coordinator = world.person(Role.COORDINATOR, world.other_agency)
    first, second = world.programme, world.programme_of("ps-development@2564")
    coordinator.language = "en"
    second.closes_at = first.closes_at + timedelta(days=10)
    db.session.commit()
    text = replace(TEXT, subject_en="About {programme}", body_en="{entries}")
    both = {"programmes": [first.id, second.id]}
    draft = mailing_to(world, "not_started", text=text, **both)
    (recipient,) = chosen_of(draft, world.officer)
    assert [each.id for each in recipient.programmes] == [first.id, second.id]
    confirmed(draft, world.officer)
    later = confirmed(mailing_to(world, "not_started", text=text, **both), world.officer, due_at=LATER)
    send_due.run()
    agency, names = world.other_agency.name_en, f"{first.title_en}, {second.title_en}"
    line = f"- {agency}, {second.title_en}: no entry yet (due: 10 April 2026, 16:30 (Bangkok))"
    ((subject, body, link),) = sent_to(coordinator)
    assert (subject, link) == (f"About {names}", "/applications")
    assert body == f"- {agency}, {first.title_en}: no entry yet (due: 31 March 2026, 16:30 (Bangkok))\n{line}"
    clock.is_now(LATER + timedelta(minutes=1))
    send_due.run()
    assert sent_to(coordinator)[1:] == [(f"About {second.title_en}", line, f"/programmes/{second.id}/eligibility")]
    assert db.session.query(MailingRecipient).filter_by(mailing_id=later.id).one().dropped_at is None


def test_what_is_left_out_by_hand_stays_out_when_the_first_programme_closes(world: World, clock: Clock) -> None:
    world.person(Role.COORDINATOR, world.other_agency)
    second = world.programme_of("ps-development@2564")
    second.closes_at = world.programme.closes_at + timedelta(days=10)
    db.session.commit()
    draft = mailing_to(world, "not_started", programmes=[world.programme.id, second.id])
    leave_out(draft, [each.key for each in chosen_of(draft, world.officer)], actor=world.officer)
    clock.is_now(LATER)
    assert chosen_of(draft, world.officer) == []


def test_who_could_enter_no_more_is_not_written_to_and_counted(world: World, clock: Clock, client: FlaskClient) -> None:
    extended, late = (world.person(Role.COORDINATOR, each) for each in (world.other_agency, world.university))
    extend(world.programme, world.other_agency, until=LATER + timedelta(days=1), reason="น้ำท่วม", actor=world.officer)
    clock.is_now(world.programme.closes_at + timedelta(minutes=world.programme.grace_minutes))
    assert found(world, "not_started") == {extended.email, late.email}, "the last minute of the grace is in time"
    clock.advance(seconds=1)
    assert found(world, "not_started") == {extended.email}
    draft = mailing_to(world, "not_started")
    sign_in(client, world.officer)
    for page in ("recipients", "sending"):
        shown = plain(client.get(f"/office/messages/mailings/{draft.id}/{page}").text)
        assert "ไม่ส่งถึง 1 หน่วยงานที่ยังไม่มีใบสมัคร เพราะพ้นกำหนดสมัครทุกประเภทที่เลือกแล้ว" in shown
    mailing = confirmed(draft, world.officer, due_at=LATER + timedelta(days=2))
    clock.is_now(LATER + timedelta(days=3))
    send_due.run()
    assert told() == {}, "the extension has run out before the time that was set"
    assert db.session.query(MailingRecipient).filter_by(mailing_id=mailing.id).one().dropped_at is not None


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
