"""Workbooks that wait for a confirmation: kept by the hash of their bytes, as everything stored is."""

from __future__ import annotations

from app.extensions import db, storage
from app.models import StoredFile
from app.transaction import composed


@composed
def delete_upload(sha256: str) -> None:
    """Delete a workbook that is no longer waited for; a file on record of the same bytes stays."""
    if db.session.get(StoredFile, sha256) is None:
        storage().delete(sha256)
