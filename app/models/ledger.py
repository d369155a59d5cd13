"""The tamper-evident ledger, its head, the daily public seal, and personal values kept apart from it."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Integer
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Identified


class Event(Base):
    """One entry of the chain. Rows are only ever added; a trigger refuses the rest."""

    __tablename__ = "events"

    seq: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    id: Mapped[uuid.UUID] = mapped_column(unique=True)
    at: Mapped[str]
    kind: Mapped[str] = mapped_column(index=True)
    actor: Mapped[str]
    subject: Mapped[str] = mapped_column(index=True)
    data: Mapped[dict[str, Any]]
    previous: Mapped[str]
    hash: Mapped[str] = mapped_column(unique=True)


class LedgerHead(Base):
    """One row: the last sequence number and hash, locked as the last statement before a commit."""

    __tablename__ = "ledger_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"))
    hash: Mapped[str]

    __table_args__ = (CheckConstraint("id = 1", name="there_is_one_head"),)


class LedgerSeal(Base):
    """The head as the public page showed it on a day."""

    __tablename__ = "ledger_seals"

    day: Mapped[date] = mapped_column(primary_key=True)
    seq: Mapped[int]
    hash: Mapped[str]
    sealed_at: Mapped[datetime]


class PersonalValue(Identified, Base):
    """A value about a person or in free text, referenced from the ledger by salted hash, so that it can be erased."""

    __tablename__ = "personal_values"

    ref: Mapped[str] = mapped_column(unique=True)
    salt: Mapped[str]
    value: Mapped[str]
    recorded_at: Mapped[datetime]
