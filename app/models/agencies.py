"""State agencies and where they belong."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Identified


class AgencyKind(StrEnum):
    """The kinds of the national registry; eligibility rules name them."""

    MINISTRY = "ministry"
    DEPARTMENT = "department"
    PROVINCE = "province"
    PUBLIC_ORGANISATION = "public_organisation"
    STATE_ENTERPRISE = "state_enterprise"
    UNIVERSITY = "university"
    INDEPENDENT = "independent"
    LOCAL_GOVERNMENT = "local_government"
    RESPONSIBLE_UNIT = "responsible_unit"


class Agency(Identified, Base):
    """One agency; `ministry` is the top of its chain of parents, kept beside it so that lists need no recursion.

    `office_email` gets copies of what the agency is told; `merged_into` is the agency that took this one over.
    """

    __tablename__ = "agencies"

    code: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[AgencyKind]
    name_th: Mapped[str]
    name_en: Mapped[str]
    parent_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("agencies.id"), index=True)
    ministry_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("agencies.id"), index=True)
    sort_key: Mapped[str] = mapped_column(index=True)
    search_key: Mapped[str]
    is_active: Mapped[bool] = mapped_column(default=True)
    office_email: Mapped[str | None]
    merged_into_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("agencies.id"), index=True)
    merged_at: Mapped[datetime | None]

    parent: Mapped[Agency | None] = relationship(foreign_keys=[parent_id], remote_side="Agency.id")
    ministry: Mapped[Agency | None] = relationship(foreign_keys=[ministry_id], remote_side="Agency.id")
    merged_into: Mapped[Agency | None] = relationship(foreign_keys=[merged_into_id], remote_side="Agency.id")

    __table_args__ = (
        CheckConstraint("(merged_into_id is null) = (merged_at is null)", name="merged_has_a_time"),
        CheckConstraint("merged_into_id is null or not is_active", name="merged_is_closed"),
    )

    def name(self, language: str) -> str:
        """Return the name in "th" or "en"."""
        return self.name_en if language == "en" else self.name_th
