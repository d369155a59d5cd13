"""State agencies and where they belong."""

from __future__ import annotations

import uuid
from enum import StrEnum

from sqlalchemy import ForeignKey
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
    """One agency; `ministry` is the top of its chain of parents, kept beside it so that lists need no recursion."""

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

    parent: Mapped[Agency | None] = relationship(foreign_keys=[parent_id], remote_side="Agency.id")
    ministry: Mapped[Agency | None] = relationship(foreign_keys=[ministry_id], remote_side="Agency.id")

    def name(self, language: str) -> str:
        """Return the name in "th" or "en"."""
        return self.name_en if language == "en" else self.name_th
