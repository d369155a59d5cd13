"""The applications that events of the ledger are about, directly or by a part of them: for the trail and its search."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, String, and_, func, literal, or_, select, union_all
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from app.extensions import db
from app.models import (
    Application,
    Assignment,
    ConsensusSheet,
    DeclaredInterest,
    Event,
    FeedbackReport,
    Person,
    Programme,
    Proposal,
    Receipt,
    ScoreSheet,
    Snapshot,
)
from app.permissions import Permission, visible_applications

PARTS: tuple[Any, ...] = (
    Receipt,
    Assignment,
    ScoreSheet,
    ConsensusSheet,
    Proposal,
    FeedbackReport,
    DeclaredInterest,
)
_READINGS = "snapshot_reads:"
_KEY_LENGTH = 36


class key_text(FunctionElement[str]):  # noqa: N801  # reads as the SQL function it stands for
    """`key_text(column)` is a key as the subjects of events write it, in small letters with hyphens."""

    type = String()
    inherit_cache = True


@compiles(key_text, "sqlite")
def _in_sqlite(element: Any, compiler: Any, **kwargs: Any) -> str:
    key = compiler.process(element.clauses, **kwargs)
    return " || '-' || ".join(
        f"substr({key}, {at}, {length})" for at, length in ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
    )


@compiles(key_text, "postgresql")
def _in_postgresql(element: Any, compiler: Any, **kwargs: Any) -> str:
    return f"cast({compiler.process(element.clauses, **kwargs)} as text)"


def about_applications(ids: Collection[uuid.UUID]) -> ColumnElement[bool]:
    """Return the condition on events that they are about one of these few applications."""
    parts = union_all(
        *(select(literal(part.__tablename__), part.id).where(part.application_id.in_(ids)) for part in PARTS),
        select(literal(Snapshot.__tablename__), Snapshot.id).where(Snapshot.application_id.in_(ids)),
    )
    subjects, readings = [f"applications:{key}" for key in ids], []
    for table, key in db.session.execute(parts):
        if table == Snapshot.__tablename__:
            readings.append(Event.subject.startswith(f"{_READINGS}{uuid.UUID(str(key))}:"))
        else:
            subjects.append(f"{table}:{uuid.UUID(str(key))}")
    return or_(Event.subject.in_(subjects), *readings)


def about_applications_of(person: Person) -> ColumnElement[bool]:
    """Return the condition on events that they are about an application somebody may look into.

    They may be the applications of many years, so the database finds them: no statement carries all their keys.
    """
    seen = (
        select(Application.id)
        .join(Programme, Programme.id == Application.programme_id)
        .where(visible_applications(person, Permission.VIEW_PROGRAMME))
    )
    subjects = union_all(
        select(literal("applications:") + key_text(Application.id)).where(Application.id.in_(seen)),
        *(
            select(literal(f"{part.__tablename__}:") + key_text(part.id)).where(part.application_id.in_(seen))
            for part in PARTS
        ),
    )
    snapshots = select(key_text(Snapshot.id)).where(Snapshot.application_id.in_(seen))
    read = func.substr(Event.subject, len(_READINGS) + 1, _KEY_LENGTH)
    return or_(
        Event.subject.in_(subjects),
        and_(Event.subject.startswith(_READINGS, autoescape=True), read.in_(snapshots)),
    )
