"""A person's second factor at sign-in, and the codes that stand in for a lost phone. No secret is kept here."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Identified


class SecondFactor(Base):
    """Being set up until a code confirms it, then asked for at each sign-in; a person without a row has none.

    The secret is made of `salt` and the installation's key; `last_step` is the time step of the last code taken.
    """

    __tablename__ = "second_factors"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"), primary_key=True)
    salt: Mapped[str]
    begun_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int | None]

    recovery_codes: Mapped[list[RecoveryCode]] = relationship(cascade="all, delete-orphan")

    __table_args__ = (CheckConstraint("(confirmed_at is null) = (last_step is null)", name="confirmed_by_a_code"),)


class RecoveryCode(Identified, Base):
    """One code for a lost phone, used once; only its hash is kept."""

    __tablename__ = "recovery_codes"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("second_factors.person_id"), index=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    used_at: Mapped[datetime | None]
