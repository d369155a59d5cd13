"""The second factor of a person: begun, confirmed, used, switched off, reset; what is kept of it, and who is told."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.models import Event, Message, Person, PersonalValue, RecoveryCode, SecondFactor
from app.queries.second_factors import factor_of, factor_record, on_since, secret_of
from app.services.second_factor import (
    begin_second_factor,
    confirm_second_factor,
    enter_code,
    enter_recovery_code,
    renew_recovery_codes,
    reset_second_factor,
    switch_off_second_factor,
)
from app.services.sign_in import sign_in
from tests.second_factors import next_code, shown_code, switched_on
from tests.with_app import Clock
from tests.world import PASSWORD, World
from workflows.errors import RuleBroken
from workflows.roles import Role
from workflows.second_factor import secret_text


def told(person: Person) -> list[str]:
    return sorted(message.kind for message in db.session.query(Message).filter_by(recipient_id=person.id))


def recorded(person: Person) -> list[str]:
    subject = f"people:{person.id}"
    return [event.kind for event in db.session.query(Event).filter_by(subject=subject).order_by(Event.seq)]


def test_it_is_on_once_a_code_confirms_it(world: World) -> None:
    person, key = world.officer, world.officer.session_key
    begin_second_factor(actor=person)
    assert on_since(person) is None
    with pytest.raises(RuleBroken):
        confirm_second_factor("000000", actor=person)
    codes = confirm_second_factor(shown_code(person), actor=person)
    assert (on_since(person), person.session_key != key) == (now(), True)
    assert (len(set(codes)), recorded(person), told(person)) == (
        10,
        ["second_factor_switched_on"],
        ["second_factor_switched_on"],
    )


def test_what_is_on_is_not_begun_again(world: World) -> None:
    switched_on(world.officer)
    with pytest.raises(RuleBroken):
        begin_second_factor(actor=world.officer)
    assert on_since(world.officer) == now()


def test_beginning_again_makes_another_secret(world: World) -> None:
    begin_second_factor(actor=world.officer)
    code = shown_code(world.officer)
    begin_second_factor(actor=world.officer)
    with pytest.raises(RuleBroken):
        confirm_second_factor(code, actor=world.officer)


def test_what_was_begun_long_ago_is_begun_anew(world: World, clock: Clock) -> None:
    begin_second_factor(actor=world.officer)
    clock.advance(minutes=60)
    assert factor_record(world.officer).set_up is None
    with pytest.raises(RuleBroken):
        confirm_second_factor(shown_code(world.officer), actor=world.officer)


def test_the_password_alone_is_no_sign_in_any_more(world: World, clock: Clock) -> None:
    switched_on(world.officer)
    before = world.officer.signed_in_at
    clock.advance(days=1)
    assert sign_in(email=world.officer.email, password=PASSWORD).signed_in_at == before
    assert enter_code(shown_code(world.officer), person=world.officer).signed_in_at == now()


def test_a_code_counts_once(world: World) -> None:
    switched_on(world.officer)
    with pytest.raises(RuleBroken):
        enter_code(shown_code(world.officer), person=world.officer)
    code = next_code(world.officer)
    enter_code(code, person=world.officer)
    with pytest.raises(RuleBroken):
        enter_code(code, person=world.officer)


def test_somebody_elses_code_counts_for_nothing(world: World) -> None:
    head = world.person(Role.HEAD)
    switched_on(world.officer)
    codes = switched_on(head)
    with pytest.raises(RuleBroken):
        enter_code(next_code(head), person=world.officer)
    with pytest.raises(RuleBroken):
        enter_recovery_code(codes[0], person=world.officer)


def test_a_recovery_code_counts_once_and_is_told(world: World) -> None:
    codes = switched_on(world.officer)
    enter_recovery_code(codes[3].lower().replace("-", " "), person=world.officer)
    with pytest.raises(RuleBroken):
        enter_recovery_code(codes[3], person=world.officer)
    assert factor_record(world.officer).codes_left == 9
    enter_recovery_code(codes[4], person=world.officer)
    assert recorded(world.officer) == ["second_factor_switched_on", *["recovery_code_used"] * 2]
    assert told(world.officer) == sorted(recorded(world.officer))


def test_new_recovery_codes_end_the_old_ones(world: World) -> None:
    old = switched_on(world.officer)
    with pytest.raises(RuleBroken):
        renew_recovery_codes("000000", actor=world.officer)
    new = renew_recovery_codes(next_code(world.officer), actor=world.officer)
    assert db.session.query(RecoveryCode).count() == 10
    with pytest.raises(RuleBroken):
        enter_recovery_code(old[0], person=world.officer)
    enter_recovery_code(new[0], person=world.officer)


def test_switching_off_takes_password_and_code(world: World) -> None:
    codes, key = switched_on(world.officer), world.officer.session_key
    for password, code in ((PASSWORD, "000000"), ("wrong password", next_code(world.officer))):
        with pytest.raises(RuleBroken):
            switch_off_second_factor(password=password, code=code, actor=world.officer)
    switch_off_second_factor(password=PASSWORD, code=codes[0], actor=world.officer)
    assert (on_since(world.officer), db.session.query(RecoveryCode).count()) == (None, 0)
    assert world.officer.session_key != key
    assert recorded(world.officer)[-1] == "second_factor_switched_off"
    assert told(world.officer) == sorted(recorded(world.officer))


def test_an_administrator_resets_it_with_a_reason(world: World) -> None:
    administrator = world.person(Role.ADMINISTRATOR)
    switched_on(world.officer)
    key = world.officer.session_key
    reset_second_factor(world.officer, reason="โทรศัพท์หาย", actor=administrator)
    assert (on_since(world.officer), world.officer.session_key != key) == (None, True)
    event = db.session.query(Event).filter_by(kind="second_factor_reset").one()
    kept = db.session.query(PersonalValue).filter_by(ref=event.data["reason"].removeprefix("sha256:")).one()
    assert (event.actor, kept.value) == (administrator.ledger_ref, "โทรศัพท์หาย")
    assert "โทรศัพท์หาย" in db.session.query(Message).filter_by(kind="second_factor_reset").one().body


@pytest.mark.parametrize("role", [Role.HEAD, Role.DIRECTOR, Role.AUDITOR])
def test_nobody_else_resets_it(world: World, role: Role) -> None:
    switched_on(world.officer)
    with pytest.raises(RuleBroken):
        reset_second_factor(world.officer, reason="ก", actor=world.person(role))
    assert on_since(world.officer) is not None


def test_a_reset_needs_a_reason_and_is_never_ones_own(world: World) -> None:
    administrator = world.person(Role.ADMINISTRATOR)
    for person in (world.officer, administrator):
        switched_on(person)
    for person, reason in ((world.officer, "  "), (administrator, "โทรศัพท์หาย")):
        with pytest.raises(RuleBroken):
            reset_second_factor(person, reason=reason, actor=administrator)
        assert on_since(person) is not None


def test_nothing_kept_makes_a_code(world: World) -> None:
    """Neither the secret nor a recovery code stands in any table, nor in the ledger."""
    codes = switched_on(world.officer)
    factor = factor_of(world.officer)
    assert factor is not None
    secret = secret_of(factor)
    rows = "".join(
        repr(row)
        for model in (SecondFactor, RecoveryCode, Event, Message, PersonalValue, Person)
        for row in db.session.execute(select(model.__table__))
    )
    assert factor.salt in rows
    wanted = [secret_text(secret), secret.hex(), repr(secret), *codes, *(code.replace("-", "") for code in codes)]
    assert [each for each in wanted if each in rows] == []
