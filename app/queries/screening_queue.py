"""The screening queue and one case of it, as an officer sees them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import (
    Agency,
    Application,
    Person,
    Programme,
    ScreeningDecision,
    ScreeningFinding,
    Snapshot,
)
from app.permissions import Permission, visible_applications
from app.queries.application_facts import latest_snapshot, returns_left
from app.queries.criteria import rubric_of
from app.queries.snapshot_page import FrozenPart, frozen_parts
from app.thai import search_key
from rubrics.entry import Check
from workflows.application import ApplicationState, Phase

QUEUE_STATES = (ApplicationState.SUBMITTED, ApplicationState.SCREENING, ApplicationState.REPORT_SUBMITTED)
PAGE_SIZE = 50


@dataclass(frozen=True)
class QueueFilter:
    """What the officer asked for; empty means everything."""

    programme_id: str = ""
    text: str = ""
    only_clean: bool = False
    page: int = 1


@dataclass(frozen=True)
class QueueRow:
    """One application that waits for screening, with what its checks say so far."""

    application: Application
    failed: int
    warnings: int
    unanswered: int
    is_checked: bool


@dataclass(frozen=True)
class Queue:
    """One page of the queue."""

    rows: list[QueueRow]
    total: int
    page: int
    pages: int


def screening_queue(officer: Person, wanted: QueueFilter) -> Queue:
    """Return the applications this officer may screen, longest waiting first, in three statements."""
    condition = _condition(officer, wanted)
    total = db.session.scalar(
        select(func.count(Application.id)).join(Programme, Programme.id == Application.programme_id).where(condition)
    )
    pages = max(1, -(-(total or 0) // PAGE_SIZE))
    page = min(max(wanted.page, 1), pages)
    applications = db.session.scalars(
        select(Application)
        .join(Programme, Programme.id == Application.programme_id)
        .where(condition)
        .options(joinedload(Application.agency), joinedload(Application.programme))
        .order_by(Application.state_since, Application.code)
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    ).all()
    counts = _counts([application.id for application in applications])
    rows = [
        QueueRow(application, *counts.get(application.id, (0, 0, 0)), is_checked=application.id in counts)
        for application in applications
    ]
    return Queue(rows, total or 0, page, pages)


def _condition(officer: Person, wanted: QueueFilter) -> ColumnElement[bool]:
    parts = [visible_applications(officer, Permission.SCREEN), Application.state.in_(QUEUE_STATES)]
    if wanted.programme_id:
        parts.append(Programme.rubric_id == wanted.programme_id)
    if wanted.text.strip():
        key = search_key(wanted.text)
        of_agency = select(Agency.id).where(Agency.search_key.contains(key, autoescape=True))
        parts.append(or_(Application.search_key.contains(key, autoescape=True), Application.agency_id.in_(of_agency)))
    return and_(*parts)


def _counts(ids: list[Any]) -> Mapping[Any, tuple[int, int, int]]:
    """Failed blocking checks, failed warnings and unanswered checks of each application's newest snapshot."""
    newest = (
        select(func.max(Snapshot.number))
        .where(Snapshot.application_id == ScreeningFinding.application_id)
        .correlate(ScreeningFinding)
        .scalar_subquery()
    )
    failed = ScreeningFinding.is_met.is_(False)
    statement = (
        select(
            ScreeningFinding.application_id,
            func.sum(case((and_(failed, ScreeningFinding.is_blocking), 1), else_=0)),
            func.sum(case((and_(failed, ~ScreeningFinding.is_blocking), 1), else_=0)),
            func.sum(case((ScreeningFinding.is_met.is_(None), 1), else_=0)),
        )
        .join(Snapshot, Snapshot.id == ScreeningFinding.snapshot_id)
        .where(ScreeningFinding.application_id.in_(ids), Snapshot.number == newest)
        .group_by(ScreeningFinding.application_id)
    )
    return {row[0]: (int(row[1]), int(row[2]), int(row[3])) for row in db.session.execute(statement)}


def queue_programmes(officer: Person) -> list[Programme]:
    """Return the programmes that have something in this officer's queue."""
    condition = _condition(officer, QueueFilter())
    used = select(Application.programme_id).join(Programme, Programme.id == Application.programme_id).where(condition)
    return list(db.session.scalars(select(Programme).where(Programme.id.in_(used)).order_by(Programme.title_th)))


@dataclass(frozen=True)
class CheckRow:
    """One check beside its answer."""

    check: Check
    finding: ScreeningFinding


@dataclass(frozen=True)
class ScreeningCase:
    """Everything one screening page shows."""

    application: Application
    snapshot: Snapshot
    automatic: list[CheckRow]
    human: list[CheckRow]
    decisions: list[ScreeningDecision]
    parts: list[FrozenPart]
    returns_left: int

    @property
    def is_report(self) -> bool:
        """Say whether the document is an Application Report."""
        return self.snapshot.phase is Phase.REPORT

    @property
    def is_open(self) -> bool:
        """Say whether a decision can be made now."""
        return self.application.state in (ApplicationState.SCREENING, ApplicationState.REPORT_SUBMITTED)


def screening_case(application: Application) -> ScreeningCase | None:
    """Return the case of an application's newest snapshot; None before anything was submitted."""
    snapshot = latest_snapshot(application)
    if snapshot is None:
        return None
    rubric = rubric_of(application.programme)
    checks = {check.id: check for check in (rubric.screening.checks if rubric.screening else ())}
    findings = {
        finding.check_id: finding
        for finding in db.session.scalars(
            select(ScreeningFinding)
            .where(ScreeningFinding.snapshot_id == snapshot.id)
            .options(joinedload(ScreeningFinding.answered_by))
        )
    }
    rows = [CheckRow(check, findings[check_id]) for check_id, check in checks.items() if check_id in findings]
    decisions = db.session.scalars(
        select(ScreeningDecision)
        .where(ScreeningDecision.application_id == application.id)
        .options(joinedload(ScreeningDecision.decided_by))
        .order_by(ScreeningDecision.decided_at)
    ).all()
    return ScreeningCase(
        application,
        snapshot,
        [row for row in rows if row.finding.is_automatic],
        [row for row in rows if not row.finding.is_automatic],
        list(decisions),
        frozen_parts(rubric, snapshot),
        returns_left(application),
    )
