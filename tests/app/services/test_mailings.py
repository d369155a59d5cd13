"""Mailings: nobody by default, whom a choice finds, who may send and cancel, and that nothing goes twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from app.clock import now
from app.extensions import db
from app.messages.kinds import Topic
from app.messages.mailing_text import mailing_text
from app.models import Event, Mailing, MailingRecipient, Message, MessageState, Person
from app.queries.mailing_facts import facts_of
from app.queries.mailing_recipients import Recipient
from app.services import mailing_times
from app.services.applications import send_for_approval, submit_application
from app.services.digests import choose_messages
from app.services.mailing_times import (
    begin_mailing,
    cancel_mailing,
    chosen_of,
    confirm_mailing,
    mailings_due,
    seal_of_mailing,
    send_next_part,
)
from app.services.mailings import (
    MailingText,
    RecipientChoice,
    choose_recipients,
    discard_mailing,
    leave_out,
    reword_mailing,
    take_back_in,
    write_mailing,
)
from app.services.people import create_person, grant_role
from app.tasks.mailings import send_due
from tests.panels import pass_screening, score_all, seat_panel
from tests.rounds import PMQA40
from tests.with_app import Clock
from tests.world import World
from workflows.errors import RuleBroken
from workflows.mailing import SENT_WITHOUT_COUNT, MailingState, Owing
from workflows.roles import Role

TEXT = MailingText(
    "office_notice",
    "แจ้ง {programme}",
    "เรียน {name}\n{entries}\nกำหนด {due}",
    "About {code}",
    "Dear {name} of {agency}: {title}, due {due}",
)


def mailing_to(world: World, *audiences: str, text: MailingText = TEXT, **choice: Any) -> Mailing:
    mailing = write_mailing(text, actor=world.officer)
    wanted = RecipientChoice(**({"programmes": [world.programme.id], "audiences": audiences} | choice))
    choose_recipients(mailing, wanted, actor=world.officer)
    return mailing


def found(world: World, *audiences: str, **choice: Any) -> set[str]:
    return {each.email for each in chosen_of(mailing_to(world, *audiences, **choice), world.officer)}


def confirmed(mailing: Mailing, actor: Person, typed: int | None = None, **given: Any) -> Mailing:
    seen = seal_of_mailing(mailing, chosen_of(mailing, actor))
    return confirm_mailing(mailing, **({"due_at": None, "seen": seen, "typed": typed, "actor": actor} | given))


def reasons(broken: pytest.ExceptionInfo[RuleBroken]) -> list[str]:
    return [str(each) for each in broken.value.obstacles]


def told() -> dict[str, str]:
    rows = db.session.query(Message).filter(Message.kind.in_(("office_notice", "office_instruction")))
    return {row.email: row.body for row in rows}


def test_nobody_is_the_default_and_a_choice_of_nobody_is_refused(world: World) -> None:
    world.submitted()
    mailing = write_mailing(TEXT, actor=world.officer)
    assert chosen_of(mailing, world.officer) == []
    with pytest.raises(RuleBroken) as broken:
        confirmed(mailing, world.officer)
    assert reasons(broken) == ["Nobody is chosen, so there is nobody to send it to"]
    for choice, fields in (
        (RecipientChoice(), {"programmes", "audiences"}),
        (RecipientChoice(programmes=[world.programme.id]), {"audiences"}),
        (RecipientChoice(audiences=["coordinators"]), {"programmes"}),
        (RecipientChoice([world.programme.id], ["everybody"], "lost", "r9", world.agency.id, "often"), None),
    ):
        with pytest.raises(RuleBroken) as broken:
            choose_recipients(mailing, choice, actor=world.officer)
        named = {each.field for each in broken.value.obstacles}
        assert named == (fields or {"audiences", "entry_state", "stage_code", "ministry_id", "owing"})
    assert chosen_of(mailing, world.officer) == []


def test_a_choice_finds_teams_and_panels_by_entry_round_ministry_and_what_is_owed(world: World, clock: Clock) -> None:
    draft = world.draft(agency=world.other_agency)
    application = world.submitted()
    pass_screening(world, application)
    score_all(seat_panel(world, application)[:1], quality=70)
    own, other = (world.person(Role.COORDINATOR, each).email for each in (world.agency, world.other_agency))
    seats = [f"assessor-{number}@lertrat.example" for number in (1, 2, 3)]
    assert application.stage is not None
    code, ministry = application.stage.code, world.ministry.id
    assert found(world, "coordinators") == {own, other}
    assert found(world, "heads", "contributors") == {world.person(Role.HEAD).email}
    assert found(world, "coordinators", entry_state=draft.state.value) == {other}
    assert found(world, "coordinators", owing=Owing.OWED) == {other}
    assert found(world, "coordinators", owing=Owing.LATE) == set()
    assert found(world, "coordinators", stage_code=code) == {own}
    assert found(world, "coordinators", ministry_id=ministry) == {own, other}
    assert found(world, "assessors", "coordinators", stage_code=code) == {own, *seats}
    assert found(world, "leads") == {seats[0]}
    assert found(world, "assessors", owing=Owing.OWED) == set(seats[1:])
    clock.advance(days=60)
    assert found(world, "coordinators", owing=Owing.LATE) == {other}


def test_who_was_seen_is_told_once_in_their_language_about_their_entries(world: World, monkeypatch: Any) -> None:
    """A worker that dies after any part is followed by another: nobody is told twice, nobody is left out."""
    monkeypatch.setattr(mailing_times, "PART", 1)
    application, other = world.submitted(), world.draft(agency=world.other_agency)
    english = world.person(Role.COORDINATOR, world.other_agency)
    english.language = "en"
    db.session.commit()
    mailing = confirmed(mailing_to(world, "coordinators", "heads"), world.officer)
    assert told() == {}, "the worker sends, not the page"
    begin_mailing(mailing)
    assert send_next_part(mailing)
    assert len(told()) == 1
    first = db.session.query(MailingRecipient).filter(MailingRecipient.message_id.is_not(None)).one()
    first.message_id = None  # as if the worker had died between the two: the key of the message holds
    db.session.commit()
    send_due.run()
    send_due.run()
    assert mailing.state is MailingState.SENT
    assert told().keys() == {world.person(Role.COORDINATOR).email, world.person(Role.HEAD).email, english.email}
    assert (
        told()[english.email]
        == f"Dear {english.name_en} of {world.other_agency.name_en}: no title yet, due 31 March 2026, 16:30 (Bangkok)"
    )
    body = told()[world.person(Role.HEAD).email]
    assert f"- {application.code} {application.title_th}\nกำหนด ไม่มีกำหนด" in body
    assert other.code not in body, "an agency reads of its own entries alone"
    events = [row.kind for row in db.session.query(Event).filter(Event.kind.startswith("mailing")).order_by(Event.seq)]
    assert events == ["mailing_confirmed", "mailing_sent"]


def test_what_changed_since_it_was_seen_is_refused_and_more_than_fifty_are_counted(world: World) -> None:
    world.submitted()
    mailing = mailing_to(world, "coordinators", "contributors")
    seen = seal_of_mailing(mailing, chosen_of(mailing, world.officer))
    for number in range(1, SENT_WITHOUT_COUNT):
        world.person(Role.CONTRIBUTOR, number=number)
    with pytest.raises(RuleBroken) as broken:
        confirmed(mailing, world.officer, seen=seen)
    assert reasons(broken) == ["Text or recipients have changed since you opened this page. Look at them again"]
    assert len(chosen_of(mailing, world.officer)) == SENT_WITHOUT_COUNT
    world.person(Role.CONTRIBUTOR, number=SENT_WITHOUT_COUNT)
    for typed in (None, SENT_WITHOUT_COUNT):
        with pytest.raises(RuleBroken) as broken:
            confirmed(mailing, world.officer, typed)
        assert [each.field for each in broken.value.obstacles] == ["typed"]
    keys = [each.key for each in chosen_of(mailing, world.officer)]
    leave_out(mailing, [keys[0], "x" * 5000], actor=world.officer)
    assert mailing.left_out == keys[:1]
    assert confirmed(mailing, world.officer).state is MailingState.WAITING, "fifty need no count"
    assert db.session.query(MailingRecipient).count() == SENT_WITHOUT_COUNT


def test_a_time_is_kept_until_it_is_cancelled_and_who_left_meanwhile_is_dropped(world: World, clock: Clock) -> None:
    world.submitted()
    leaver, head = world.person(Role.COORDINATOR), world.person(Role.HEAD)
    with pytest.raises(RuleBroken) as broken:
        confirmed(mailing_to(world, "heads"), world.officer, due_at=now())
    assert [each.field for each in broken.value.obstacles] == ["due_at"]
    with pytest.raises(RuleBroken) as broken:
        confirmed(mailing_to(world, "heads"), world.officer, due_at=now() + timedelta(days=367))
    assert reasons(broken) == ["Choose a time within a year from now"]
    due = now() + timedelta(days=1)
    kept = confirmed(mailing_to(world, "heads", "coordinators"), world.officer, due_at=due)
    given_up = confirmed(mailing_to(world, "heads"), world.officer, due_at=due)
    send_due.run()
    begin_mailing(kept)
    assert (told(), kept.state) == ({}, MailingState.WAITING)
    cancel_mailing(given_up, actor=world.officer)
    leaver.grants[0].revoked_at = now()
    db.session.commit()
    world.person(Role.COORDINATOR, number=2)
    clock.advance(days=2)
    send_due.run()
    assert told().keys() == {head.email}, "who left is dropped, and nobody joins"
    dropped = db.session.query(MailingRecipient).filter(MailingRecipient.dropped_at.is_not(None)).one()
    assert dropped.person_id == leaver.id
    for mailing in (kept, given_up):
        with pytest.raises(RuleBroken):
            cancel_mailing(mailing, actor=world.officer)
    assert mailings_due() == []


def test_who_closed_the_account_or_handed_in_what_was_owed_is_dropped(world: World, clock: Clock) -> None:
    draft, other = world.fill(world.draft()), world.draft(agency=world.other_agency)
    coordinator, gone = world.person(Role.COORDINATOR), world.person(Role.HEAD, world.other_agency)
    late = world.person(Role.COORDINATOR, world.other_agency)
    mailing = mailing_to(world, "coordinators", "heads", owing=Owing.OWED)
    confirmed(mailing, world.officer, due_at=now() + timedelta(hours=1))
    send_for_approval(draft, actor=coordinator, received_at=now())
    submit_application(draft, actor=world.person(Role.HEAD), received_at=now())
    gone.is_active = False
    db.session.commit()
    clock.advance(hours=2)
    send_due.run()
    assert told().keys() == {late.email}
    assert other.code in told()[late.email]
    assert db.session.query(MailingRecipient).filter(MailingRecipient.dropped_at.is_not(None)).count() == 2


def test_a_text_that_was_changed_since_it_was_read_is_not_sent(world: World) -> None:
    world.submitted()
    mailing = mailing_to(world, "heads")
    seen = seal_of_mailing(mailing, chosen_of(mailing, world.officer))
    reword_mailing(mailing, replace(TEXT, body_en="Another text"), actor=world.officer)
    with pytest.raises(RuleBroken) as broken:
        confirmed(mailing, world.officer, seen=seen)
    assert reasons(broken) == ["Text or recipients have changed since you opened this page. Look at them again"]


def test_officers_write_to_their_own_award_types_alone_and_only_while_they_may(world: World, clock: Clock) -> None:
    world.submitted()
    world.draft(elsewhere := world.programme_of("pg-poverty@2564"))
    scoped = create_person(email="scoped@opdc.example", name_th="ก", name_en="Scoped")
    grant = grant_role(scoped, Role.OFFICER, branch="PG", type_code=elsewhere.type_code)
    mailing = write_mailing(TEXT, actor=scoped)
    with pytest.raises(RuleBroken):
        choose_recipients(mailing, RecipientChoice([world.programme.id], ["heads"]), actor=scoped)
    choose_recipients(mailing, RecipientChoice([elsewhere.id], ["coordinators"]), actor=scoped)
    assert [each.programme.id for each in chosen_of(mailing, scoped)] == [elsewhere.id]
    for act in (discard_mailing, lambda *a, **k: leave_out(a[0], ["x"], **k)):
        with pytest.raises(RuleBroken):
            act(mailing, actor=world.officer)
    confirmed(mailing, scoped, due_at=now() + timedelta(hours=1))
    other = confirmed(mailing_to(world, "heads"), world.officer, due_at=now() + timedelta(hours=1))
    with pytest.raises(RuleBroken):
        cancel_mailing(other, actor=scoped)
    grant.revoked_at = now()
    db.session.commit()
    clock.advance(hours=2)
    send_due.run()
    assert (mailing.state, other.state) == (MailingState.STOPPED, MailingState.SENT)
    assert told().keys() == {world.person(Role.HEAD).email}


@pytest.mark.parametrize(
    ("kind", "state"), [("office_notice", MessageState.INBOX_ONLY), ("office_instruction", MessageState.WAITING)]
)
def test_a_wish_for_no_mail_is_kept_where_the_kind_allows_it(world: World, kind: str, state: MessageState) -> None:
    world.submitted()
    choose_messages({Topic.NOTICES: "none"}, actor=world.person(Role.HEAD))
    confirmed(mailing_to(world, "heads", text=MailingText(kind, "ก", "ข", "a", "b")), world.officer)
    send_due.run()
    assert [row.state for row in db.session.query(Message).filter_by(kind=kind)] == [state]


def test_the_text_is_checked_in_both_languages_and_a_draft_is_put_right_or_thrown_away(world: World) -> None:
    world.submitted()
    with pytest.raises(RuleBroken) as broken:
        write_mailing(MailingText("application_passed", " ", "{secret}", "ก" * 151, "ok"), actor=world.officer)
    assert [each.field for each in broken.value.obstacles] == ["subject_th", "body_th", "subject_en", "kind"]
    with pytest.raises(RuleBroken):
        write_mailing(TEXT, actor=world.person(Role.AUDITOR))
    mailing = mailing_to(world, "coordinators")
    everybody: list[Recipient] = chosen_of(mailing, world.officer)
    leave_out(mailing, [everybody[0].key], actor=world.officer)
    assert chosen_of(mailing, world.officer) == []
    take_back_in(mailing, [everybody[0].key], actor=world.officer)
    assert chosen_of(mailing, world.officer) == everybody
    discard_mailing(mailing, actor=world.officer)
    assert db.session.query(Mailing).count() == 0


def test_a_self_assessment_goes_by_its_agency_and_a_work_without_a_title_says_so(world: World) -> None:
    world.draft(status := world.programme_of(PMQA40))
    world.draft(award := world.programme_of("pg-poverty@2564"))
    text = replace(TEXT, body_th="{title}")
    for programme, said in ((status, world.agency.name_th), (award, "ยังไม่มีชื่อผลงาน")):
        mailing = mailing_to(world, "coordinators", text=text, programmes=[programme.id])
        [each] = chosen_of(mailing, world.officer)
        whys = [(why.audience, why.about_id, why.programme.id) for why in each.reasons]
        facts = facts_of([(each.person_id, programme, whys)])
        assert mailing_text(mailing, facts[0], "th")[1] == said
