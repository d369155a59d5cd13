"""Papers the worker made ahead, once they are there."""

from __future__ import annotations

from sqlalchemy import select

from app.extensions import db
from app.models import KeptPaper, StoredFile


def kept_paper(fingerprint: str) -> StoredFile | None:
    """Return the file that the manuscript of this fingerprint became; None while nobody made it."""
    statement = select(StoredFile).join(KeptPaper, KeptPaper.sha256 == StoredFile.sha256)
    return db.session.scalars(statement.where(KeptPaper.fingerprint == fingerprint)).one_or_none()
