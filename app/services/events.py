"""Writing to the ledger: one event for each transition, and personal values kept apart from the chain."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from collections.abc import Mapping
from typing import Any

from app.clock import now
from app.extensions import db
from app.models import Person, PersonalValue
from app.transaction import PromisedEvent, composed, in_use_case, promise_event

SYSTEM = "system"


@composed
def ledger_ref(person_id: uuid.UUID) -> str:
    """Make the name a person has in the ledger: a salted hash, so that forgetting the person breaks no chain."""
    return "person:" + _salted(str(person_id))[0]


def personal(value: str) -> str:
    """Keep free text or a personal value apart from the chain; return the salted hash that stands for it there."""
    digest, salt = _salted(value)
    db.session.add(PersonalValue(ref=digest, salt=salt, value=value, recorded_at=now()))
    return "sha256:" + digest


def record(kind: str, *, about: Any, actor: Person | None, **data: Any) -> PromisedEvent:
    """Promise one event about a row. `data` holds ids, states and hashes only; text goes through `personal`."""
    assert in_use_case(), "events are recorded by use cases"
    return promise_event(
        kind,
        actor=actor.ledger_ref if actor else SYSTEM,
        subject=f"{type(about).__tablename__}:{getattr(about, 'id', None)}",
        data=_plain(data),
    )


def _salted(value: str) -> tuple[str, str]:
    salt = secrets.token_hex(16)
    return hashlib.sha256(f"{salt}:{value}".encode()).hexdigest(), salt


def _plain(data: Mapping[str, Any]) -> dict[str, Any]:
    """Numbers in the ledger are integers or strings, never floats; None is left out."""
    return {
        key: value if isinstance(value, int | list | dict) else str(value)
        for key, value in data.items()
        if value is not None
    }
