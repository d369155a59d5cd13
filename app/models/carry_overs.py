"""Where a draft came from: the earlier application it began from, and what of that one had no place any more."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.applications import Application
from app.models.base import Base


class CarryOver(Base):
    """A draft that began as a copy. `left_out` lists field, title (th, en), node and why, as told on the day."""

    __tablename__ = "carry_overs"

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("applications.id"), primary_key=True)
    source_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("applications.id"), index=True)
    carried_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    carried_at: Mapped[datetime]
    answers: Mapped[int]
    files: Mapped[int]
    left_out: Mapped[list[Any]] = mapped_column(default=list)

    application: Mapped[Application] = relationship(foreign_keys=[application_id])
    source: Mapped[Application] = relationship(foreign_keys=[source_id])

    __table_args__ = (CheckConstraint("application_id != source_id", name="from_another_application"),)
