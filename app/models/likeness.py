"""The index by which texts of different applications are compared, and what was found alike."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Identified

_KEY = BigInteger().with_variant(Integer, "sqlite")


class LikenessIndex(Base):
    """One row: the rule the prints were made by; locked while texts are compared, so that none miss each other."""

    __tablename__ = "likeness_index"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    prints: Mapped[str]

    __table_args__ = (CheckConstraint("id = 1", name="there_is_one_index"),)


class TextComparison(Identified, Base):
    """A snapshot whose texts lie in the index; only the newest of each document of an application does."""

    __tablename__ = "text_comparisons"

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("applications.id"), index=True)
    snapshot_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("snapshots.id"), unique=True)
    compared_at: Mapped[datetime]


class TextSection(Base):
    """One text of a snapshot that is long enough to compare; `letters` is its length without spaces and the like.

    Its key is a small number, not a random id: millions of prints hold it, and no address ever does.
    """

    __tablename__ = "text_sections"

    key: Mapped[int] = mapped_column(_KEY, primary_key=True)
    comparison_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("text_comparisons.id", ondelete="CASCADE"), index=True)
    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("applications.id"), index=True)
    field: Mapped[str]
    letters: Mapped[int]

    __table_args__ = (CheckConstraint("letters > 0", name="a_section_has_letters"),)


class TextPrint(Base):
    """One fingerprint of a section; looked up by print, so that no section is ever compared with every other."""

    __tablename__ = "text_prints"

    print: Mapped[int] = mapped_column(_KEY, primary_key=True, autoincrement=False)
    section_key: Mapped[int] = mapped_column(
        ForeignKey("text_sections.key", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )

    __table_args__ = ({"sqlite_with_rowid": False},)


class TextMatch(Identified, Base):
    """Two sections of different applications with so many letters in common; each pair stands once."""

    __tablename__ = "text_matches"

    section_key: Mapped[int] = mapped_column(ForeignKey("text_sections.key", ondelete="CASCADE"))
    other_key: Mapped[int] = mapped_column(ForeignKey("text_sections.key", ondelete="CASCADE"), index=True)
    matched: Mapped[int]

    __table_args__ = (
        UniqueConstraint("section_key", "other_key"),
        CheckConstraint("section_key != other_key", name="no_text_is_its_own_copy"),
        CheckConstraint("matched > 0", name="a_match_has_letters"),
    )
