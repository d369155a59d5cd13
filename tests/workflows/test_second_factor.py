"""Codes that change with time: the numbers of the RFC, the window, and no code twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from workflows.roles import Role
from workflows.second_factor import (
    RECOVERY_BYTES,
    STAFF,
    Policy,
    Step,
    accepted_step,
    code_of,
    in_groups,
    recovery_code,
    recovery_hash,
    secret_text,
    set_up_address,
    step_after_password,
    time_step,
)

SECRET = b"12345678901234567890"  # of RFC 6238, appendix B
NOW = datetime(2026, 3, 2, 2, 0, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_the_codes_are_those_of_the_rfc(seconds: int, code: str) -> None:
    at = datetime.fromtimestamp(seconds, UTC)
    assert code_of(SECRET, time_step(at)) == code
    assert accepted_step(SECRET, code, at=at, last_step=None) == seconds // 30


@pytest.mark.parametrize(("steps_off", "counts"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_one_step_either_side_counts(steps_off: int, counts: bool) -> None:  # noqa: FBT001  # a row of a table
    step = time_step(NOW) + steps_off
    found = accepted_step(SECRET, code_of(SECRET, step), at=NOW, last_step=None)
    assert found == (step if counts else None)


def test_a_code_and_every_earlier_one_counts_no_more() -> None:
    present = time_step(NOW)
    codes = [code_of(SECRET, present + off) for off in (-1, 0, 1)]
    assert [accepted_step(SECRET, code, at=NOW, last_step=present) for code in codes] == [None, None, present + 1]
    later = NOW + timedelta(seconds=60)
    assert accepted_step(SECRET, codes[2], at=later, last_step=present) == present + 1


@pytest.mark.parametrize("typed", ["", "0", "28708", "2870822", "๒๘๗๐๘๒", "-87082", "28708é", "\ud800", "None"])
def test_what_is_no_code_is_refused(typed: str) -> None:
    assert accepted_step(SECRET, typed, at=datetime.fromtimestamp(59, UTC), last_step=None) is None


def test_spaces_in_a_code_do_not_matter() -> None:
    assert accepted_step(SECRET, " 287 082 ", at=datetime.fromtimestamp(59, UTC), last_step=None) == 1


def test_the_address_for_an_app_names_account_issuer_and_secret() -> None:
    assert set_up_address(SECRET, account="a+b@x.example", issuer="Le rt") == (
        "otpauth://totp/Le%20rt:a%2Bb%40x.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Le%20rt"
    )
    assert in_groups(secret_text(SECRET)) == "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"


def test_a_recovery_code_is_known_however_it_is_typed() -> None:
    code = recovery_code(bytes(range(RECOVERY_BYTES)))
    assert code == "AAAQ-EAYE-AUDA-OCAJ"
    typed = ("aaaq eaye auda ocaj", "AAAQEAYEAUDAOCAJ", " aaaq--eaye-auda-0caj ")
    assert {recovery_hash(each) for each in typed} == {recovery_hash(code)}
    assert recovery_hash("AAAQ-EAYE-AUDA-OCAK") != recovery_hash(code)
    assert code not in recovery_hash(code)
    assert recovery_hash("\ud800")


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("policy", list(Policy))
def test_what_follows_the_password(role: Role, policy: Policy) -> None:
    demanded = policy is Policy.STAFF and role in STAFF
    wanted = Step.SET_UP if demanded else Step.NONE
    assert step_after_password(is_on=False, roles={role}, policy=policy) is wanted
    assert step_after_password(is_on=True, roles={role}, policy=policy) is Step.CODE


def test_staff_are_those_who_see_more_than_their_own() -> None:
    assert {role.value for role in STAFF} == {"officer", "director", "administrator", "auditor", "judge"}
