"""Documents the system put together: one report with its evidence behind it, kept by the hash of its bytes."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.applications import Snapshot
from app.models.base import Base, Identified
from app.models.evidence import StoredFile


class AssembledDocument(Identified, Base):
    """The PDF of one snapshot: its text set as an official document, and the evidence merged behind it."""

    __tablename__ = "assembled_documents"

    snapshot_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("snapshots.id"))
    language: Mapped[str]
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_files.sha256"))
    pages: Mapped[int]
    merged: Mapped[int]
    assembled_at: Mapped[datetime]

    snapshot: Mapped[Snapshot] = relationship()
    file: Mapped[StoredFile] = relationship()

    __table_args__ = (
        UniqueConstraint("snapshot_id", "language"),
        CheckConstraint("pages > 0 and merged >= 0", name="a_document_has_pages"),
    )
