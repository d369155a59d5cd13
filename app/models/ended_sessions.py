"""Sessions that were ended before their time, so that a copy of their cookie opens nothing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class EndedSession(Base):
    """Somebody signed out of this session; the row is needed until `over_at`, when the session ends by itself."""

    __tablename__ = "ended_sessions"

    session_id: Mapped[str] = mapped_column(primary_key=True)
    over_at: Mapped[datetime]
