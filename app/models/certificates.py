"""Certificates of announced results and of assessors' service: each has a code that anyone can check."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.applications import Application
from app.models.base import Base, Identified
from app.models.cycles import Cycle
from app.models.people import Person


class Certificate(Identified, Base):
    """Proof of one announced result. The random code stands here in plain so that the paper can be printed again.

    Whoever knows the code learns nothing but what was announced, so it is no secret worth a hash.
    """

    __tablename__ = "certificates"

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("applications.id"), unique=True)
    code: Mapped[str] = mapped_column(unique=True)
    outcome: Mapped[str]
    issued_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    revocation_reason: Mapped[str] = mapped_column(default="")
    revocation_proposed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    revocation_confirmed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))

    application: Mapped[Application] = relationship()
    revocation_proposed_by: Mapped[Person | None] = relationship(foreign_keys=[revocation_proposed_by_id])
    revocation_confirmed_by: Mapped[Person | None] = relationship(foreign_keys=[revocation_confirmed_by_id])

    __table_args__ = (
        CheckConstraint(
            "(revoked_at is null) = (revocation_reason = '') and (revoked_at is null) = "
            "(revocation_proposed_by_id is null) and (revoked_at is null) = (revocation_confirmed_by_id is null)",
            name="revoked_has_a_reason_and_two_persons",
        ),
        CheckConstraint(
            "revocation_proposed_by_id is null or revocation_proposed_by_id != revocation_confirmed_by_id",
            name="two_different_persons",
        ),
    )


class ServiceCertificate(Identified, Base):
    """Proof that somebody served as an assessor in a cycle. `service` is what it states, frozen when it was issued.

    It counts by kind of stage alone: not even a programme is named, so that it tells nobody which entries they were.
    """

    __tablename__ = "service_certificates"

    assessor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"), index=True)
    cycle_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cycles.id"), index=True)
    code: Mapped[str] = mapped_column(unique=True)
    service: Mapped[list[Any]]
    issued_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    issued_at: Mapped[datetime]

    assessor: Mapped[Person] = relationship(foreign_keys=[assessor_id])
    cycle: Mapped[Cycle] = relationship()
    issued_by: Mapped[Person] = relationship(foreign_keys=[issued_by_id])

    __table_args__ = (UniqueConstraint("assessor_id", "cycle_id"),)
