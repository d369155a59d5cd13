"""The texts staff gave to messages: which one holds for a programme, and every version of a place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Cycle, MessageWording, Programme

EVERYWHERE = "all"


@dataclass(frozen=True)
class TextPlace:
    """Where a text holds: everywhere, in a cycle, or in one programme."""

    cycle: Cycle | None = None
    programme: Programme | None = None

    @property
    def key(self) -> str:
        """How the place is written in an address and in the table."""
        if self.programme is not None:
            return f"programme:{self.programme.id}"
        return f"cycle:{self.cycle.id}" if self.cycle is not None else EVERYWHERE

    @property
    def keys(self) -> list[str]:
        """This place and those above it, the nearest first."""
        cycle = self.cycle or (self.programme.cycle if self.programme else None)
        above = [f"cycle:{cycle.id}"] if cycle is not None else []
        own = [self.key] if self.programme is not None else []
        return [*own, *above, EVERYWHERE]


def text_in_force(kind: str, language: str, place: TextPlace) -> MessageWording | None:
    """Return the text that holds at a place, the nearest one there is; None where it is the standard text."""
    newest = (
        select(MessageWording.place, func.max(MessageWording.number).label("number"))
        .where(MessageWording.kind == kind, MessageWording.language == language, MessageWording.place.in_(place.keys))
        .group_by(MessageWording.place)
        .subquery()
    )
    rows = db.session.scalars(
        select(MessageWording)
        .join(newest, (newest.c.place == MessageWording.place) & (newest.c.number == MessageWording.number))
        .where(MessageWording.kind == kind, MessageWording.language == language)
    )
    own = {row.place: row for row in rows if row.subject is not None}
    return next((own[key] for key in place.keys if key in own), None)


def versions_of(kind: str, language: str, place: TextPlace) -> list[MessageWording]:
    """Return every version of a place, the newest first."""
    return list(
        db.session.scalars(
            select(MessageWording)
            .where(MessageWording.kind == kind, MessageWording.language == language, MessageWording.place == place.key)
            .options(joinedload(MessageWording.written_by))
            .order_by(MessageWording.number.desc())
        )
    )


def reworded_at(place: TextPlace) -> set[tuple[str, str]]:
    """Return the kinds and languages that have a text of their own at this very place."""
    rows = db.session.execute(
        select(MessageWording.kind, MessageWording.language, MessageWording.subject)
        .where(MessageWording.place == place.key)
        .order_by(MessageWording.number)
    )
    newest = {(kind, language): subject for kind, language, subject in rows}
    return {key for key, subject in newest.items() if subject is not None}


def place_named(key: str, *, programmes: Sequence[Programme]) -> TextPlace | None:
    """Return the place an address names; None where it is none, or one of other programmes than these."""
    if key == EVERYWHERE:
        return TextPlace()
    for programme in programmes:
        if key == f"programme:{programme.id}":
            return TextPlace(programme=programme)
        if key == f"cycle:{programme.cycle_id}":
            return TextPlace(cycle=programme.cycle)
    return None
