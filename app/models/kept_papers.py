"""Papers the worker made ahead: which bytes a manuscript became."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base
from app.models.evidence import StoredFile


class KeptPaper(Base):
    """The PDF of one manuscript, found by the fingerprint of all that its bytes follow from."""

    __tablename__ = "kept_papers"

    fingerprint: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_files.sha256"))
    made_at: Mapped[datetime]

    file: Mapped[StoredFile] = relationship()
