"""Two applications side by side: each text of one that is like a text of the other, with the passages in common."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Application, Person, Snapshot, TextComparison
from app.permissions import Permission, is_allowed
from app.queries.likeness import SectionMatch, Tie, matches_of, tie_between
from app.queries.snapshot_sections import WrittenText, written_texts
from rubrics.likeness import likeness_rules
from workflows.likeness import Passage, Piece, passages, pieces, share


@dataclass(frozen=True)
class PairOfTexts:
    """One text of each, cut into passages; a passage has the same number in both."""

    one: WrittenText
    other: WrittenText
    one_pieces: tuple[Piece, ...]
    other_pieces: tuple[Piece, ...]
    passages: int
    matched: int
    percent: Decimal


@dataclass(frozen=True)
class Pair:
    """Two applications and what they have in common."""

    other: Application
    tie: Tie
    texts: list[PairOfTexts]


def pair_of(application: Application, other_id: uuid.UUID, officer: Person) -> Pair | None:
    """Return the pair; None where the officer may not screen the other one, or it is the same one."""
    other = db.session.get(Application, other_id)
    if other is None or other.id == application.id or not is_allowed(Permission.SCREEN, other, officer):
        return None
    texts = _texts_of((application.id, other.id))
    found = [
        _side_by_side(texts[application.id, match.field], texts[other.id, match.other_field])
        for match in sorted(matches_of(application.id, other.id), key=_most_first)
        if (application.id, match.field) in texts and (other.id, match.other_field) in texts
    ]
    return Pair(other, tie_between(application, other), found)


def _most_first(match: SectionMatch) -> tuple[int, str]:
    return -match.matched, match.field


def _texts_of(ids: Iterable[uuid.UUID]) -> Mapping[tuple[uuid.UUID, str], WrittenText]:
    """Read the texts that lie in the index, of both documents where there are two."""
    snapshots = db.session.scalars(
        select(Snapshot)
        .join(TextComparison, TextComparison.snapshot_id == Snapshot.id)
        .where(TextComparison.application_id.in_(ids))
        .options(joinedload(Snapshot.application).joinedload(Application.programme))
    )
    return {(each.application_id, text.field): text for each in snapshots for text in written_texts(each)}


def _side_by_side(one: WrittenText, other: WrittenText) -> PairOfTexts:
    found = passages(one.folded, other.folded, likeness_rules().shingle)
    matched = sum(passage.letters for passage in found)
    return PairOfTexts(
        one,
        other,
        pieces(one.text, _numbered(found)),
        pieces(other.text, [(each.other_start, each.other_end, number) for number, each in enumerate(found, start=1)]),
        len(found),
        matched,
        share(matched, one.folded.length),
    )


def _numbered(found: Iterable[Passage]) -> list[tuple[int, int, int]]:
    return [(each.start, each.end, number) for number, each in enumerate(found, start=1)]
