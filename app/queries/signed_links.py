"""Links that prove by a signature that we wrote them: what for, to whom, until when; nothing about them is stored."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import uuid
from dataclasses import dataclass
from datetime import datetime

from app.extensions import db, settings
from app.models import Person

PASSWORD = "password"  # noqa: S105  # what a link is for
SECOND_STEP = "second step"


@dataclass(frozen=True)
class SignedLink:
    """What a token says. `stamp` is a fingerprint of something that changes when the link is used."""

    purpose: str
    person_id: uuid.UUID
    stamp: str
    until: datetime


def stamp_of(value: str) -> str:
    """Make the fingerprint that ties a link to the present value of something."""
    return hashlib.sha256(value.encode()).hexdigest()[:24]


def password_link(person: Person, until: datetime) -> str:
    """Return the address of the page where this person chooses a password; using it ends its use."""
    return f"/password/reset/{write_token(SignedLink(PASSWORD, person.id, stamp_of(person.session_key), until))}"


def second_step_note(person: Person, until: datetime) -> str:
    """Return what stands in a browser between password and second step; whatever ends the sessions ends it too."""
    return write_token(SignedLink(SECOND_STEP, person.id, stamp_of(person.session_key), until))


def write_token(link: SignedLink) -> str:
    """Write the link as text that is safe in an address."""
    content = json.dumps([link.purpose, str(link.person_id), link.stamp, int(link.until.timestamp())]).encode()
    return f"{_encoded(content)}.{_encoded(_signature(content))}"


def read_token(token: str, *, purpose: str, at: datetime) -> SignedLink | None:
    """Return what we wrote into the token, or None if we did not write it, for this, or it has expired."""
    content, _, signature = token.partition(".")
    try:
        raw = base64.urlsafe_b64decode(content + "===")
        if not hmac.compare_digest(_encoded(_signature(raw)), signature):
            return None
    except (binascii.Error, ValueError, TypeError):
        return None
    written_for, person_id, stamp, until = json.loads(raw)
    if written_for != purpose or until < at.timestamp():
        return None
    return SignedLink(purpose, uuid.UUID(person_id), stamp, datetime.fromtimestamp(until, at.tzinfo))


def _signature(content: bytes) -> bytes:
    return hmac.digest(b"signed links:" + settings().secret_key.encode(), content, "sha256")


def _encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def password_holder(token: str, *, at: datetime) -> Person | None:
    """Return whose password this link may still set; nobody's if it was used, has expired or is not ours."""
    return _holder(token, purpose=PASSWORD, at=at)


def second_step_holder(note: str, *, at: datetime) -> Person | None:
    """Return who owes the second step by this note; nobody if it has expired or is not ours."""
    return _holder(note, purpose=SECOND_STEP, at=at)


def _holder(token: str, *, purpose: str, at: datetime) -> Person | None:
    link = read_token(token, purpose=purpose, at=at)
    person = db.session.get(Person, link.person_id) if link else None
    if link is None or person is None or not person.is_active or link.stamp != stamp_of(person.session_key):
        return None
    return person
