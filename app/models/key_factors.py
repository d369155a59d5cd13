"""What an assessor takes to matter most about an agency, noted before scoring: the key factors."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Identified


class KeyFactor(Identified, Base):
    """The notes of one sheet on one topic, such as the mission; the assessor's own until the sheet is submitted."""

    __tablename__ = "key_factors"

    sheet_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("score_sheets.id"), index=True)
    topic: Mapped[str]
    text: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    saved_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("sheet_id", "topic"),)
