"""Second factors as sign-in and the pages about them need them."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime

from app.clock import now
from app.extensions import db, settings
from app.models import Person, SecondFactor
from app.permissions import roles_anywhere
from workflows.roles import Role
from workflows.second_factor import (
    SECRET_BYTES,
    SET_UP_WITHIN,
    Step,
    in_groups,
    secret_text,
    set_up_address,
    step_after_password,
)

ISSUER = "Lertrat"


@dataclass(frozen=True)
class SetUp:
    """What goes into the app: the address for the QR code, and the secret for whoever types it."""

    address: str
    secret: str


@dataclass(frozen=True)
class FactorRecord:
    """What a person may know of their second factor: since when it is on, the codes left, or how to set it up.

    It is demanded where the installation asks people with this person's roles to have one.
    """

    on_since: datetime | None
    codes_left: int
    set_up: SetUp | None
    is_demanded: bool


def factor_of(person: Person) -> SecondFactor | None:
    """Return a person's second factor, on or being set up."""
    return db.session.get(SecondFactor, person.id)


def on_since(person: Person) -> datetime | None:
    """Return since when a person's second factor is on, or None where it is not."""
    factor = factor_of(person)
    return factor.confirmed_at if factor else None


def step_owed(person: Person) -> Step:
    """Return what this person owes after the password."""
    return _step(person, is_on=on_since(person) is not None)


def owes_set_up(person: Person, role: Role) -> bool:
    """Say whether whoever is given this role must set a second factor up before it opens any page."""
    if step_after_password(is_on=False, roles={role}, policy=settings().second_factor) is not Step.SET_UP:
        return False
    return on_since(person) is None


def secret_of(factor: SecondFactor) -> bytes:
    """Make the secret of what is kept here and the installation's key; neither is worth anything alone."""
    key, message = settings().secret_key.encode(), f"second factor:{factor.salt}".encode()
    return hmac.digest(key, message, "sha256")[:SECRET_BYTES]


def factor_record(person: Person) -> FactorRecord:
    """Return what the page about a person's second factor shows; the secret only while it is being set up."""
    factor, is_demanded = factor_of(person), _step(person, is_on=False) is Step.SET_UP
    if factor is None:
        return FactorRecord(None, 0, None, is_demanded)
    left = sum(code.used_at is None for code in factor.recovery_codes)
    set_up = _set_up(factor, person) if is_being_set_up(factor) else None
    return FactorRecord(factor.confirmed_at, left, set_up, is_demanded)


def is_being_set_up(factor: SecondFactor) -> bool:
    """Say whether a code may still confirm it: what was begun long ago is begun anew."""
    return factor.confirmed_at is None and now() < factor.begun_at + SET_UP_WITHIN


def _step(person: Person, *, is_on: bool) -> Step:
    return step_after_password(is_on=is_on, roles=roles_anywhere(person), policy=settings().second_factor)


def _set_up(factor: SecondFactor, person: Person) -> SetUp:
    secret = secret_of(factor)
    return SetUp(
        address=set_up_address(secret, account=person.email, issuer=ISSUER), secret=in_groups(secret_text(secret))
    )
