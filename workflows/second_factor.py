"""The second factor at sign-in: codes that change with time (RFC 6238), codes for a lost phone, and who needs it."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import quote, urlencode

from workflows.roles import Role

SECONDS = 30
DIGITS = 6
SECRET_BYTES = 20
RECOVERY_BYTES = 10
RECOVERY_CODES = 10
BETWEEN_STEPS = timedelta(minutes=10)
SET_UP_WITHIN = timedelta(hours=1)
STAFF = frozenset({Role.OFFICER, Role.DIRECTOR, Role.ADMINISTRATOR, Role.AUDITOR, Role.JUDGE})
# What base 32 leaves out because it looks like something else, as people type it all the same.
_LOOKS_LIKE = str.maketrans("018", "OIB")


class Policy(StrEnum):
    """For whom an installation demands the second factor: nobody, or its staff and committee."""

    OPTIONAL = "optional"
    STAFF = "staff"


class Step(StrEnum):
    """What follows the password: nothing, a code, or setting the second factor up."""

    NONE = "none"
    CODE = "code"
    SET_UP = "set_up"


def step_after_password(*, is_on: bool, roles: Collection[Role], policy: Policy) -> Step:
    """Return what somebody with these roles owes after the password. A factor that is on is always asked for."""
    if is_on:
        return Step.CODE
    return Step.SET_UP if policy is Policy.STAFF and STAFF.intersection(roles) else Step.NONE


def time_step(at: datetime) -> int:
    """Return the number of the half minute since 1970 (RFC 6238, 4.2); `at` is aware."""
    return int(at.timestamp()) // SECONDS


def code_of(secret: bytes, step: int) -> str:
    """Return the six digits that an app shows in this time step (RFC 4226, 5.3)."""
    digest = hmac.digest(secret, step.to_bytes(8, "big"), "sha1")
    place = digest[-1] & 0x0F
    number = int.from_bytes(digest[place : place + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def accepted_step(secret: bytes, typed: str, *, at: datetime, last_step: int | None) -> int | None:
    """Return the time step a typed code belongs to, or None where it is of none that may be used.

    Clocks run apart and people type slowly: the step before and the one after count too. A step that was used, and
    every one before it, never counts again.
    """
    code, present = "".join(typed.split()).encode(errors="replace"), time_step(at)
    for step in (present, present - 1, present + 1):
        if hmac.compare_digest(code_of(secret, step).encode(), code) and (last_step is None or step > last_step):
            return step
    return None


def secret_text(secret: bytes) -> str:
    """Write the secret as apps take it: base 32, without the signs that fill it up."""
    return base64.b32encode(secret).decode().rstrip("=")


def set_up_address(secret: bytes, *, account: str, issuer: str) -> str:
    """Return the address a QR code carries into an app; algorithm, digits and seconds are those apps assume."""
    label = f"{quote(issuer, safe='')}:{quote(account, safe='')}"
    return f"otpauth://totp/{label}?{urlencode({'secret': secret_text(secret), 'issuer': issuer}, quote_via=quote)}"


def in_groups(text: str) -> str:
    """Write a long code in groups of four, which are read and typed without losing one's place."""
    return " ".join(text[place : place + 4] for place in range(0, len(text), 4))


def recovery_code(chance: bytes) -> str:
    """Write RECOVERY_BYTES random bytes as a recovery code: four groups of four capitals and digits."""
    return in_groups(secret_text(chance)).replace(" ", "-")


def recovery_hash(typed: str) -> str:
    """Return what is kept of a recovery code, however it was typed; 80 random bits need no slow hash."""
    plain = "".join(typed.split()).replace("-", "").upper().translate(_LOOKS_LIKE)
    return hashlib.sha256(plain.encode(errors="replace")).hexdigest()
