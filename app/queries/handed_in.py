"""Whether a file belongs to something that was handed in: then it is kept for good, and whoever judges may open it."""

from __future__ import annotations

from sqlalchemy import select

from app.extensions import db
from app.models import Evidence, Snapshot


def is_handed_in(evidence: Evidence) -> bool:
    """Say whether a snapshot of the application holds this file."""
    statement = select(Snapshot.id).where(
        Snapshot.application_id == evidence.application_id, Snapshot.content.contains(f'"id":"{evidence.id}"')
    )
    return db.session.scalar(statement.limit(1)) is not None
