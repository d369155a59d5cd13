"""Award years, what can be entered in them, and when."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.agencies import Agency
from app.models.base import Base, Identified
from app.models.people import Person


class Cycle(Identified, Base):
    """One award year. `year_be` is a label; every date is stored in the common era."""

    __tablename__ = "cycles"

    year_be: Mapped[int] = mapped_column(unique=True)
    title_th: Mapped[str]
    title_en: Mapped[str]
    created_at: Mapped[datetime]

    programmes: Mapped[list[Programme]] = relationship(back_populates="cycle", order_by="Programme.position")

    __table_args__ = (CheckConstraint("year_be between 2500 and 2700", name="year_is_buddhist_era"),)

    def title(self, language: str) -> str:
        """Return the title in "th" or "en"."""
        return self.title_en if language == "en" else self.title_th


class Programme(Identified, Base):
    """One award type or assessment of a cycle, pinned to the bytes of the rubric it opened with.

    Until it is published it is the staff's alone: no visitor, agency or assessor meets it, and it can be deleted.
    """

    __tablename__ = "programmes"

    cycle_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cycles.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    rubric_id: Mapped[str]
    rubric_sha256: Mapped[str]
    branch: Mapped[str]
    type_code: Mapped[str]
    title_th: Mapped[str]
    title_en: Mapped[str]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    grace_minutes: Mapped[int] = mapped_column(default=0)
    report_closes_at: Mapped[datetime | None]
    assessing_body_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("agencies.id"))
    is_published: Mapped[bool] = mapped_column(default=True)
    rules: Mapped[dict[str, Any]] = mapped_column(default=dict)
    announced_at: Mapped[datetime | None]
    feedback_released_at: Mapped[datetime | None]

    cycle: Mapped[Cycle] = relationship(back_populates="programmes")
    stages: Mapped[list[Stage]] = relationship(back_populates="programme", order_by="Stage.position")
    assessing_body: Mapped[Agency | None] = relationship()
    confirmations: Mapped[list[NumberConfirmation]] = relationship()

    __table_args__ = (
        UniqueConstraint("cycle_id", "rubric_id"),
        CheckConstraint("opens_at < closes_at", name="opens_before_it_closes"),
        CheckConstraint("report_closes_at is null or closes_at < report_closes_at", name="report_closes_after_entry"),
        CheckConstraint("grace_minutes >= 0", name="grace_is_not_negative"),
        CheckConstraint("feedback_released_at is null or announced_at is not null", name="feedback_after_announcement"),
    )

    def title(self, language: str) -> str:
        """Return the title in "th" or "en"."""
        return self.title_en if language == "en" else self.title_th


class Stage(Identified, Base):
    """One row of a programme's stage plan, copied from the rubric when the programme opened."""

    __tablename__ = "stages"

    programme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("programmes.id"), index=True)
    position: Mapped[int]
    code: Mapped[str]
    kind: Mapped[str]
    title_th: Mapped[str]
    title_en: Mapped[str]
    panel_size: Mapped[int | None]
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    enter_when: Mapped[dict[str, Any] | None]
    gate: Mapped[dict[str, Any] | None]
    released_at: Mapped[datetime | None]

    programme: Mapped[Programme] = relationship(back_populates="stages")

    __table_args__ = (
        UniqueConstraint("programme_id", "code"),
        CheckConstraint("panel_size is null or panel_size > 0", name="a_panel_has_members"),
        CheckConstraint("opens_at is null or closes_at is null or opens_at < closes_at", name="opens_before_it_closes"),
    )

    def title(self, language: str) -> str:
        """Return the title in "th" or "en"."""
        return self.title_en if language == "en" else self.title_th


class Extension(Identified, Base):
    """More time for one agency in one programme: who gave it, why, until when, and who took it back and why."""

    __tablename__ = "extensions"

    programme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("programmes.id"), index=True)
    agency_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agencies.id"), index=True)
    until: Mapped[datetime]
    reason: Mapped[str]
    granted_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    granted_at: Mapped[datetime]
    revoked_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    revoked_at: Mapped[datetime | None]
    revoke_reason: Mapped[str] = mapped_column(default="")

    programme: Mapped[Programme] = relationship()
    agency: Mapped[Agency] = relationship()
    granted_by: Mapped[Person] = relationship(foreign_keys=[granted_by_id])
    revoked_by: Mapped[Person | None] = relationship(foreign_keys=[revoked_by_id])

    __table_args__ = (
        CheckConstraint(
            "(revoked_at is null) = (revoked_by_id is null) and (revoked_at is null) = (revoke_reason = '')",
            name="revoked_by_somebody_for_a_reason",
        ),
    )


class NumberConfirmation(Identified, Base):
    """Staff confirmed that a number of the rubric is official for this programme; the file stays as it is."""

    __tablename__ = "number_confirmations"

    programme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("programmes.id"), index=True)
    path: Mapped[str]
    source: Mapped[str]
    confirmed_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    confirmed_at: Mapped[datetime]

    confirmed_by: Mapped[Person] = relationship()

    __table_args__ = (UniqueConstraint("programme_id", "path"),)


class PastWinner(Identified, Base):
    """A work that won before this system: what the rule about past winners looks at beside its own announcements."""

    __tablename__ = "past_winners"

    year_be: Mapped[int]
    branch: Mapped[str]
    type_code: Mapped[str]
    agency_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agencies.id"), index=True)
    title_th: Mapped[str]
    title_en: Mapped[str] = mapped_column(default="")
    level: Mapped[str]
    search_key: Mapped[str]
    imported_at: Mapped[datetime]

    agency: Mapped[Agency] = relationship()

    __table_args__ = (
        UniqueConstraint("year_be", "type_code", "agency_id", "title_th"),
        CheckConstraint("year_be between 2500 and 2700", name="year_is_buddhist_era"),
    )
