"""The screening queue as an officer filters it, and what lies before and after one document of it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Agency, Application, Person, Programme, ScreeningFinding, Snapshot
from app.permissions import Permission, visible_applications
from app.queries.likeness import has_others_alike, others_alike
from app.thai import search_key
from workflows.application import ApplicationState

QUEUE_STATES = (ApplicationState.SUBMITTED, ApplicationState.SCREENING, ApplicationState.REPORT_SUBMITTED)
FOUND = ("failed", "warned", "alike", "unanswered", "ready", "clean")
PAGE_SIZE = 50


@dataclass(frozen=True)
class QueueFilter:
    """What the officer asked for; empty means everything. `found` is one of FOUND."""

    programme_id: str = ""
    text: str = ""
    found: str = ""
    page: int = 1

    @property
    def is_narrowed(self) -> bool:
        """Say whether anything is left out."""
        return bool(self.programme_id or self.text or self.found)


@dataclass(frozen=True)
class QueueRow:
    """One application that waits for screening, with what its checks say so far.

    `alike` counts the applications of other agencies it has text in common with.
    """

    application: Application
    failed: int
    warnings: int
    unanswered: int
    alike: int
    is_checked: bool


@dataclass(frozen=True)
class Queue:
    """One page of the queue."""

    rows: list[QueueRow]
    total: int
    page: int
    pages: int


@dataclass(frozen=True)
class Place:
    """Where a document stands in the queue as it is filtered, None where it is not in it; what is before and after."""

    number: int | None
    total: int
    before: uuid.UUID | None
    after: uuid.UUID | None


def screening_queue(officer: Person, wanted: QueueFilter) -> Queue:
    """Return the applications this officer may screen, longest waiting first, in four statements."""
    condition = _condition(officer, wanted)
    total = db.session.scalar(_of_queue(select(func.count(Application.id)), condition)) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(wanted.page, 1), pages)
    applications = db.session.scalars(
        _of_queue(select(Application), condition)
        .options(joinedload(Application.agency), joinedload(Application.programme))
        .order_by(Application.state_since, Application.code)
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    ).all()
    ids = [application.id for application in applications]
    counts, alike = _counts(ids), others_alike(ids)
    rows = [
        QueueRow(
            application,
            *counts.get(application.id, (0, 0, 0)),
            alike=alike.get(application.id, 0),
            is_checked=application.id in counts,
        )
        for application in applications
    ]
    return Queue(rows, total, page, pages)


def place_in_queue(application: Application, officer: Person, wanted: QueueFilter) -> Place:
    """Return where the document stands among those that fit, and its neighbours even where it no longer fits itself."""
    condition, since, code = _condition(officer, wanted), application.state_since, application.code
    is_before = or_(Application.state_since < since, and_(Application.state_since == since, Application.code < code))
    is_after = or_(Application.state_since > since, and_(Application.state_since == since, Application.code > code))
    found = (is_before, Application.id == application.id)
    sums = (func.coalesce(func.sum(case((each, 1), else_=0)), 0) for each in found)
    total, earlier, itself = db.session.execute(_of_queue(select(func.count(Application.id), *sums), condition)).one()
    ids = _of_queue(select(Application.id), condition).limit(1)
    return Place(
        earlier + 1 if itself else None,
        total,
        db.session.scalar(ids.where(is_before).order_by(Application.state_since.desc(), Application.code.desc())),
        db.session.scalar(ids.where(is_after).order_by(Application.state_since, Application.code)),
    )


def _of_queue(statement: Any, condition: ColumnElement[bool]) -> Any:
    return statement.join(Programme, Programme.id == Application.programme_id).where(condition)


def _condition(officer: Person, wanted: QueueFilter) -> ColumnElement[bool]:
    parts = [visible_applications(officer, Permission.SCREEN), Application.state.in_(QUEUE_STATES)]
    if wanted.programme_id:
        parts.append(Programme.rubric_id == wanted.programme_id)
    if wanted.text.strip():
        key = search_key(wanted.text)
        of_agency = select(Agency.id).where(Agency.search_key.contains(key, autoescape=True))
        parts.append(or_(Application.search_key.contains(key, autoescape=True), Application.agency_id.in_(of_agency)))
    if wanted.found in FOUND:
        parts.append(_found(wanted.found))
    return and_(*parts)


def _found(name: str) -> ColumnElement[bool]:
    failed, blocks = ScreeningFinding.is_met.is_(False), ScreeningFinding.is_blocking
    unanswered = ScreeningFinding.is_met.is_(None)
    is_alike = Application.id.in_(has_others_alike())
    found = {
        "failed": _has(and_(failed, blocks)),
        "warned": _has(and_(failed, ~blocks)),
        "alike": is_alike,
        "unanswered": _has(unanswered),
        "ready": and_(_has(None), ~_has(and_(or_(failed, unanswered), blocks))),
        "clean": and_(_has(None), ~_has(failed), ~is_alike),
    }
    return found[name]


def _has(condition: ColumnElement[bool] | None) -> ColumnElement[bool]:
    """Whether a check of the application's newest snapshot answers so; None asks only whether it was checked."""
    statement = (
        select(ScreeningFinding.id)
        .join(Snapshot, Snapshot.id == ScreeningFinding.snapshot_id)
        .where(ScreeningFinding.application_id == Application.id, Snapshot.number == _newest())
    )
    if condition is not None:
        statement = statement.where(condition)
    return statement.correlate(Application).exists()


def _newest() -> ColumnElement[int]:
    """The number of the newest snapshot of the application a finding is of."""
    return (
        select(func.max(Snapshot.number))
        .where(Snapshot.application_id == ScreeningFinding.application_id)
        .correlate(ScreeningFinding)
        .scalar_subquery()
    )


def _counts(ids: list[Any]) -> Mapping[Any, tuple[int, int, int]]:
    """Failed blocking checks, failed warnings and unanswered checks of each application's newest snapshot."""
    failed = ScreeningFinding.is_met.is_(False)
    statement = (
        select(
            ScreeningFinding.application_id,
            func.sum(case((and_(failed, ScreeningFinding.is_blocking), 1), else_=0)),
            func.sum(case((and_(failed, ~ScreeningFinding.is_blocking), 1), else_=0)),
            func.sum(case((ScreeningFinding.is_met.is_(None), 1), else_=0)),
        )
        .join(Snapshot, Snapshot.id == ScreeningFinding.snapshot_id)
        .where(ScreeningFinding.application_id.in_(ids), Snapshot.number == _newest())
        .group_by(ScreeningFinding.application_id)
    )
    return {row[0]: (int(row[1]), int(row[2]), int(row[3])) for row in db.session.execute(statement)}


def queue_programmes(officer: Person) -> list[Programme]:
    """Return the programmes that have something in this officer's queue."""
    condition = _condition(officer, QueueFilter())
    used = select(Application.programme_id).join(Programme, Programme.id == Application.programme_id).where(condition)
    return list(db.session.scalars(select(Programme).where(Programme.id.in_(used)).order_by(Programme.title_th)))
