"""The programmes that events of the ledger are about: named on the trail, and searched by those who look after them."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, Uuid, cast, literal, null, select, union_all
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import (
    Agency,
    AssignmentPlan,
    CalibrationExercise,
    CalibrationRun,
    Extension,
    LetterNumber,
    Person,
    Programme,
    ProgrammeQuestion,
    Proposal,
    Stage,
)
from app.permissions import Permission, visible_programmes

_PARTS = (
    Extension,
    Stage,
    AssignmentPlan,
    CalibrationRun,
    CalibrationExercise,
    ProgrammeQuestion,
    Proposal,
    LetterNumber,
)
_WITH_AGENCY = (Extension, ProgrammeQuestion)


@dataclass(frozen=True)
class AboutProgramme:
    """The programme an event is about, and the agency where it concerns only one."""

    programme: Programme
    agency: Agency | None


def programmes_of(subjects: Iterable[str]) -> Mapping[str, AboutProgramme]:
    """Return the programmes of these subjects of events, in three statements at most; others are left out."""
    keys: dict[str, set[uuid.UUID]] = defaultdict(set)
    for table, _, key in (subject.partition(":") for subject in subjects):
        if table in _TABLES and key != "None":
            keys[table].add(uuid.UUID(key))
    if not keys:
        return {}
    chosen = [_part(part).where(part.id.in_(keys[part.__tablename__])) for part in _PARTS]
    own = _programmes().where(Programme.id.in_(keys[Programme.__tablename__]))
    rows = db.session.execute(union_all(own, *chosen)).all()
    programmes = _programmes_by_id({row.programme_id for row in rows})
    agencies = _agencies_by_id({row.agency_id for row in rows if row.agency_id})
    return {
        f"{row.table_name}:{row.id}": AboutProgramme(programmes[row.programme_id], agencies.get(row.agency_id))
        for row in rows
        if row.programme_id
    }


def subjects_visible_to(person: Person) -> list[str]:
    """Return the subjects of events about the programmes somebody may look into."""
    seen = visible_programmes(person, Permission.VIEW_PROGRAMME)
    parts = [_part(part).join(Programme, Programme.id == part.programme_id).where(seen) for part in _PARTS]
    rows = db.session.execute(union_all(_programmes().where(seen), *parts))
    return [f"{row.table_name}:{row.id}" for row in rows]


_TABLES = {Programme.__tablename__, *(part.__tablename__ for part in _PARTS)}


def _programmes() -> Select[Any]:
    return select(
        literal(Programme.__tablename__).label("table_name"),
        Programme.id.label("id"),
        Programme.id.label("programme_id"),
        cast(null(), Uuid).label("agency_id"),
    )


def _part(part: Any) -> Select[Any]:
    agency = part.agency_id if part in _WITH_AGENCY else cast(null(), Uuid)
    return select(literal(part.__tablename__), part.id, part.programme_id, agency)


def _programmes_by_id(ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Programme]:
    statement = select(Programme).where(Programme.id.in_(ids)).options(joinedload(Programme.cycle))
    return {each.id: each for each in db.session.scalars(statement)}


def _agencies_by_id(ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Agency]:
    return {each.id: each for each in db.session.scalars(select(Agency).where(Agency.id.in_(ids)))}
