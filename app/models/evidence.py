"""Files: stored once by their hash, linked to the field they back up."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Identified
from app.models.people import Person


class FileState(StrEnum):
    """A file is kept from everybody until it is checked."""

    QUARANTINED = "quarantined"
    CLEAN = "clean"
    REFUSED = "refused"


class StoredFile(Base):
    """Bytes in storage, named by their SHA-256; made by the system or uploaded."""

    __tablename__ = "stored_files"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    media_type: Mapped[str]
    size: Mapped[int]
    pages: Mapped[int | None]
    stored_at: Mapped[datetime]

    __table_args__ = (CheckConstraint("size >= 0", name="size_is_not_negative"),)


class Evidence(Identified, Base):
    """One uploaded file of an application; several fields may link to it."""

    __tablename__ = "evidence"

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("applications.id"), index=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_files.sha256"))
    clean_sha256: Mapped[str | None] = mapped_column(ForeignKey("stored_files.sha256"))
    file_name: Mapped[str]
    caption: Mapped[str] = mapped_column(default="")
    state: Mapped[FileState] = mapped_column(default=FileState.QUARANTINED)
    refusal: Mapped[str | None]
    uploaded_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    uploaded_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]

    file: Mapped[StoredFile] = relationship(foreign_keys=[sha256])
    uploaded_by: Mapped[Person] = relationship()
    links: Mapped[list[EvidenceLink]] = relationship(back_populates="evidence", cascade="all, delete-orphan")

    __table_args__ = (
        CheckConstraint("(state = 'refused') = (refusal is not null)", name="a_refusal_says_why"),
        CheckConstraint("(state = 'clean') <= (clean_sha256 is not null)", name="clean_has_a_stripped_copy"),
    )


class EvidenceLink(Base):
    """This file backs up this field."""

    __tablename__ = "evidence_links"

    evidence_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("evidence.id"), primary_key=True)
    field: Mapped[str] = mapped_column(primary_key=True)

    evidence: Mapped[Evidence] = relationship(back_populates="links")
