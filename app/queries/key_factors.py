"""The page of key factors: what the agency says of itself, beside the assessor's own notes; later the panel's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from app.extensions import db
from app.models import KeyFactor, Person, ScoreSheet
from app.queries.criteria import rubric_of
from app.queries.snapshot_text import FrozenDocument, ReadSection
from workflows.key_factors import TOPICS


@dataclass(frozen=True)
class Note:
    """What a sheet says on one topic, with its version; empty and 0 where nothing was noted."""

    topic: str
    text: str
    version: int


def own_notes(sheet: ScoreSheet) -> tuple[Note, ...]:
    """Return the sheet's notes on every topic, in the order of the page."""
    said = {factor.topic: factor for factor in sheet.key_factors}
    return tuple(
        Note(topic, said[topic].text if topic in said else "", said[topic].version if topic in said else 0)
        for topic in TOPICS
    )


def said_of_itself(sheet: ScoreSheet, language: str) -> list[ReadSection]:
    """Return the parts in which the agency speaks of itself: those that no criterion is judged from."""
    return FrozenDocument(rubric_of(sheet.application.programme), sheet.snapshot, language).sections_apart()


def sheets_with_notes(sheets: Iterable[ScoreSheet]) -> frozenset[UUID]:
    """Return the ids of those sheets, among these, that note any key factor."""
    ids = [sheet.id for sheet in sheets]
    return frozenset(
        db.session.scalars(select(KeyFactor.sheet_id).where(KeyFactor.sheet_id.in_(ids), KeyFactor.text != ""))
    )


def notes_of_panel(sheets: Iterable[ScoreSheet]) -> list[tuple[Person, tuple[Note, ...]]]:
    """Return who noted what, for members whose sheets are all in; whoever noted nothing is left out."""
    listed = list(sheets)
    found: Mapping[UUID, dict[str, KeyFactor]] = {sheet.id: {} for sheet in listed}
    for factor in db.session.scalars(select(KeyFactor).where(KeyFactor.sheet_id.in_(found), KeyFactor.text != "")):
        found[factor.sheet_id][factor.topic] = factor
    return [
        (sheet.assessor, tuple(Note(topic, said[topic].text, said[topic].version) for topic in TOPICS if topic in said))
        for sheet in listed
        if (said := found[sheet.id])
    ]
