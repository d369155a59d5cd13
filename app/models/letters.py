"""The register of official letters: one row of numbers a Buddhist year, none left out, none used twice."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.appeals import Appeal
from app.models.applications import Application, Receipt
from app.models.base import Base, Identified
from app.models.certificates import ServiceCertificate
from app.models.cycles import Programme
from app.models.decisions import Decision
from app.models.people import Person


class LetterRegister(Base):
    """The one row of settings. Numbers are given under its lock, so that two officers never get the same one."""

    __tablename__ = "letter_register"

    id: Mapped[int] = mapped_column(primary_key=True)
    prefix: Mapped[str] = mapped_column(default="")

    __table_args__ = (CheckConstraint("id = 1", name="there_is_one"),)


class LetterNumber(Identified, Base):
    """One number, with the prefix it was given under: of one of the papers that can bear one.

    A number that was given by mistake is voided with a reason and stays in the register; it is never given again.
    """

    __tablename__ = "letter_numbers"

    year_be: Mapped[int]
    number: Mapped[int]
    prefix: Mapped[str]
    receipt_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("receipts.id"), index=True)
    programme_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("programmes.id"), index=True)
    appeal_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("appeals.id"), index=True)
    decision_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("decisions.id"), index=True)
    service_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("service_certificates.id"), index=True)
    given_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    given_at: Mapped[datetime]
    voided_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    voided_at: Mapped[datetime | None]
    void_reason: Mapped[str] = mapped_column(default="")

    receipt: Mapped[Receipt | None] = relationship()
    programme: Mapped[Programme | None] = relationship()
    appeal: Mapped[Appeal | None] = relationship()
    decision: Mapped[Decision | None] = relationship()
    service: Mapped[ServiceCertificate | None] = relationship()
    given_by: Mapped[Person] = relationship(foreign_keys=[given_by_id])
    voided_by: Mapped[Person | None] = relationship(foreign_keys=[voided_by_id])

    __table_args__ = (
        UniqueConstraint("year_be", "number"),
        CheckConstraint("number > 0", name="numbers_begin_at_one"),
        CheckConstraint(
            "(case when receipt_id is null then 0 else 1 end) + (case when programme_id is null then 0 else 1 end)"
            " + (case when appeal_id is null then 0 else 1 end) + (case when decision_id is null then 0 else 1 end)"
            " + (case when service_id is null then 0 else 1 end) = 1",
            name="of_one_paper",
        ),
        CheckConstraint(
            "(voided_at is null) = (voided_by_id is null) and (voided_at is null) = (void_reason = '')",
            name="voided_by_somebody_for_a_reason",
        ),
        *(
            Index(
                f"ix_letter_numbers_one_of_{name}",
                column,
                unique=True,
                sqlite_where=text("voided_at is null"),
                postgresql_where=text("voided_at is null"),
            )
            for name, column in (
                ("a_receipt", "receipt_id"),
                ("minutes", "programme_id"),
                ("an_answer", "appeal_id"),
                ("a_decision", "decision_id"),
                ("a_service", "service_id"),
            )
        ),
    )

    @property
    def application(self) -> Application | None:
        """The application the paper is about; minutes belong to a programme."""
        about = self.receipt or self.appeal or self.decision
        return about.application if about else None
