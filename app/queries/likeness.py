"""What an application's texts have in common with other applications, as an officer who screens it may see it."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CompoundSelect, Select, select, union
from sqlalchemy.orm import InstrumentedAttribute, aliased, joinedload

from app.extensions import db
from app.models import Application, Person, Programme, TextComparison, TextMatch, TextSection
from app.permissions import Permission, is_allowed
from workflows.likeness import share

# A pair of texts stands once, whichever of the two was compared last.
_BOTH_WAYS = ((TextMatch.section_key, TextMatch.other_key), (TextMatch.other_key, TextMatch.section_key))


class Tie(StrEnum):
    """Whose the other text is. An agency's own earlier year is no fault: agencies may begin from it."""

    OWN_EARLIER = "own_earlier"
    OWN_LATER = "own_later"
    OWN_SAME_YEAR = "own_same_year"
    OTHERS = "others"


@dataclass(frozen=True)
class Alike:
    """Another application with text in common: in how many texts, how many letters, what percent of these texts."""

    other: Application
    tie: Tie
    texts: int
    matched: int
    percent: Decimal


@dataclass(frozen=True)
class Likeness:
    """What one application has in common; `elsewhere` counts applications whose programmes the officer does not screen.

    Nothing of those is told but that they exist.
    """

    is_compared: bool
    rows: list[Alike]
    elsewhere: int


@dataclass(frozen=True)
class SectionMatch:
    """Two texts alike, seen from the application at hand."""

    field: str
    letters: int
    other_id: uuid.UUID
    other_field: str
    other_letters: int
    matched: int


def likeness_of(application: Application, officer: Person) -> Likeness:
    """Return what lies in the index about this application, in four statements however many others are like it."""
    by_other: dict[uuid.UUID, list[SectionMatch]] = defaultdict(list)
    for match in matches_of(application.id):
        by_other[match.other_id].append(match)
    others = db.session.scalars(
        select(Application)
        .where(Application.id.in_(by_other))
        .options(
            joinedload(Application.agency),
            joinedload(Application.programme).joinedload(Programme.cycle),
        )
    )
    rows = [_alike(application, other, by_other[other.id]) for other in others]
    open_to = [row for row in rows if is_allowed(Permission.SCREEN, row.other, officer)]
    open_to.sort(key=lambda row: (row.tie is not Tie.OTHERS, -row.matched, row.other.code))
    is_compared = db.session.scalar(
        select(TextComparison.id).where(TextComparison.application_id == application.id).limit(1)
    )
    return Likeness(is_compared is not None, open_to, len(rows) - len(open_to))


def _alike(application: Application, other: Application, matches: list[SectionMatch]) -> Alike:
    """One passage may be found in two texts of the other; a text counts with its best match only."""
    best: dict[str, SectionMatch] = {}
    for match in matches:
        if match.field not in best or match.matched > best[match.field].matched:
            best[match.field] = match
    matched = sum(min(each.matched, each.letters) for each in best.values())
    length = sum(each.letters for each in best.values())
    return Alike(other, tie_between(application, other), len(best), matched, share(matched, length))


def tie_between(application: Application, other: Application) -> Tie:
    """Say whose the other application is, agencies merged since counted as one."""
    if application.agency_id != other.agency_id:
        return Tie.OTHERS
    year, other_year = application.programme.cycle.year_be, other.programme.cycle.year_be
    if year == other_year:
        return Tie.OWN_SAME_YEAR
    return Tie.OWN_EARLIER if other_year < year else Tie.OWN_LATER


def matches_of(application_id: uuid.UUID, other_id: uuid.UUID | None = None) -> list[SectionMatch]:
    """Return the texts of an application that are like others', or like those of one other; each pair once."""
    own, theirs = aliased(TextSection), aliased(TextSection)
    columns = (own.field, own.letters, theirs.application_id, theirs.field, theirs.letters, TextMatch.matched)
    found: list[SectionMatch] = []
    for mine, its in _BOTH_WAYS:
        statement = (
            select(*columns)
            .select_from(TextMatch)
            .join(own, own.key == mine)
            .join(theirs, theirs.key == its)
            .where(own.application_id == application_id)
            .order_by(own.key, theirs.key)
        )
        if other_id is not None:
            statement = statement.where(theirs.application_id == other_id)
        found += [SectionMatch(*row) for row in db.session.execute(statement)]
    return found


def others_alike(ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, int]:
    """Count the applications of other agencies each of these has text in common with, in one statement."""
    found: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for own_id, other_id in db.session.execute(_pairs(ids)):
        found[own_id].add(other_id)
    return {key: len(others) for key, others in found.items()}


def has_others_alike() -> Select[uuid.UUID]:
    """Select the applications with text in common with another agency's: a filter of the queue."""
    return select(_pairs(None).subquery().c.own_id)


def _pairs(ids: Iterable[uuid.UUID] | None) -> CompoundSelect[uuid.UUID, uuid.UUID]:
    """Pairs of an application and one of another agency with text in common; of these applications, or of all."""
    wanted = None if ids is None else list(ids)
    return union(*(_pairs_one_way(mine, its, wanted) for mine, its in _BOTH_WAYS))


def _pairs_one_way(
    mine: InstrumentedAttribute[int], its: InstrumentedAttribute[int], ids: list[uuid.UUID] | None
) -> Select[uuid.UUID, uuid.UUID]:
    own, theirs, application, other = (
        aliased(TextSection),
        aliased(TextSection),
        aliased(Application),
        aliased(Application),
    )
    statement = (
        select(own.application_id.label("own_id"), theirs.application_id.label("other_id"))
        .select_from(TextMatch)
        .join(own, own.key == mine)
        .join(theirs, theirs.key == its)
        .join(application, application.id == own.application_id)
        .join(other, other.id == theirs.application_id)
        .where(application.agency_id != other.agency_id)
    )
    return statement if ids is None else statement.where(own.application_id.in_(ids))
