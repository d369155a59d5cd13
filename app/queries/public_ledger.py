"""What the public sees of the ledger: the head sealed each day, and whether a hash is on record."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.extensions import db
from app.models import Event, LedgerSeal, Receipt, Snapshot
from app.queries.paging import Paged, page_of

_TWO_WEEKS = 14
_SEALS = select(LedgerSeal).order_by(LedgerSeal.day.desc())
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Found:
    """Where a hash stands: in which event, recorded when; no name, no title, no agency."""

    is_document: bool
    seq: int
    recorded_at: datetime


def latest_seals(*, limit: int) -> Sequence[LedgerSeal]:
    """Return the seals of the last few days, newest first."""
    return db.session.scalars(_SEALS.limit(limit)).all()


def seals(*, page: int) -> Paged[LedgerSeal]:
    """Return two weeks of daily seals, newest first, in two statements."""
    rows, place = page_of(_SEALS, page, _TWO_WEEKS)
    return Paged([row[0] for row in rows], place.total, place.page, place.pages)


def clean_hash(typed: str) -> str | None:
    """Read a hash however it was copied, with spaces or capitals; None if it cannot be one."""
    digits = re.sub(r"\s", "", typed).lower().removeprefix("sha256:")
    return digits if _HASH.fullmatch(digits) else None


def find_hash(digest: str) -> Found | None:
    """Return where the hash of an event or of a handed-in document is on record, or None."""
    event = db.session.scalars(select(Event).where(Event.hash == digest)).one_or_none()
    if event is not None:
        return Found(is_document=False, seq=event.seq, recorded_at=datetime.fromisoformat(event.at))
    handed_in = db.session.scalars(
        select(Event)
        .join(Receipt, Receipt.event_id == Event.id)
        .join(Snapshot, Snapshot.id == Receipt.snapshot_id)
        .where(Snapshot.sha256 == digest)
        .order_by(Event.seq)
    ).first()
    if handed_in is None:
        return None
    return Found(is_document=True, seq=handed_in.seq, recorded_at=datetime.fromisoformat(handed_in.at))
