"""Every version of one node of an assessor's own sheet, with its time: nobody else's is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.models import ScoreSheet, SheetEntry, SheetEntryVersion


@dataclass(frozen=True)
class EntryVersion:
    """What the node said from a time on; `changed` names what differs from the version before."""

    number: int
    saved_at: datetime
    content: Mapping[str, Any]
    changed: tuple[str, ...]


def entry_history(sheet: ScoreSheet, node_id: str) -> tuple[EntryVersion, ...]:
    """Return the versions of a node, the present one first; none while nothing was saved."""
    entry = db.session.scalars(
        select(SheetEntry).where(SheetEntry.sheet_id == sheet.id, SheetEntry.node_id == node_id)
    ).one_or_none()
    if entry is None:
        return ()
    kept = db.session.scalars(
        select(SheetEntryVersion)
        .where(SheetEntryVersion.sheet_id == sheet.id, SheetEntryVersion.node_id == node_id)
        .order_by(SheetEntryVersion.version)
    ).all()
    names = ("value", "cannot_judge", "strengths", "opportunities", "note")
    said = [(each.version, each.saved_at, each.content) for each in kept if each.version]
    said.append((entry.version, entry.saved_at, {name: getattr(entry, name) for name in names}))
    found: list[EntryVersion] = []
    before: Mapping[str, Any] = {}
    for number, saved_at, content in said:
        changed = tuple(name for name in names if content.get(name) and content.get(name) != before.get(name))
        gone = tuple(name for name in names if before.get(name) and not content.get(name))
        found.append(EntryVersion(number, saved_at, content, (*changed, *gone)))
        before = content
    return tuple(reversed(found))
