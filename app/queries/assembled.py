"""The document the worker put together for a snapshot, once it is there."""

from __future__ import annotations

from sqlalchemy import select

from app.extensions import db
from app.models import AssembledDocument, Snapshot


def assembled_for(snapshot: Snapshot) -> AssembledDocument | None:
    """Return the whole document of this snapshot, None while it is being put together or where there is none."""
    return db.session.scalars(
        select(AssembledDocument).where(AssembledDocument.snapshot_id == snapshot.id)
    ).one_or_none()
