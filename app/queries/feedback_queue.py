"""The feedback reports an officer writes and approves, with what still stands against each."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import contains_eager, joinedload

from app.extensions import db
from app.models import Application, FeedbackReport, FeedbackState, Person, Programme
from app.permissions import Permission, visible_applications
from app.queries.feedback_leaks import leaks_among, summary_of
from workflows.errors import Obstacle

PAGE_SIZE = 50


@dataclass(frozen=True)
class FeedbackSearch:
    """What an officer looks for; empty values ask for everything."""

    programme: str = ""
    state: str = ""


@dataclass(frozen=True)
class FeedbackRow:
    """One report, what it tells that it must not, and whether its summary is written."""

    report: FeedbackReport
    leaks: list[Obstacle]
    has_summary: bool

    @property
    def is_ready(self) -> bool:
        """Say whether it can be approved as it is."""
        return self.report.state is FeedbackState.DRAFT and self.has_summary and not self.leaks


@dataclass(frozen=True)
class FeedbackQueue:
    """One page of reports, and how many there are in each state."""

    rows: list[FeedbackRow]
    total: int
    page: int
    pages: int
    drafts: int
    approved: int


def feedback_queue(officer: Person, wanted: FeedbackSearch, *, page: int) -> FeedbackQueue:
    """Return one page of the reports that fit, by programme and code, in a constant number of statements."""
    condition = _condition(officer, wanted)
    counts: Counter[FeedbackState] = Counter()
    counted = _joined(select(FeedbackReport)).where(condition).with_only_columns(FeedbackReport.state, func.count())
    for state, count in db.session.execute(counted.group_by(FeedbackReport.state)):
        counts[state] += count
    total = sum(counts.values())
    pages = max(1, -(-total // PAGE_SIZE))
    shown = min(max(page, 1), pages)
    reports = db.session.scalars(
        _joined(select(FeedbackReport))
        .where(condition)
        .options(
            contains_eager(FeedbackReport.application).contains_eager(Application.programme),
            contains_eager(FeedbackReport.application).joinedload(Application.agency),
        )
        .order_by(Programme.cycle_id, Programme.position, Application.code)
        .limit(PAGE_SIZE)
        .offset((shown - 1) * PAGE_SIZE)
    ).all()
    found = leaks_among(reports)
    rows = [FeedbackRow(report, found[report.id], bool(summary_of(report))) for report in reports]
    return FeedbackQueue(rows, total, shown, pages, counts[FeedbackState.DRAFT], counts[FeedbackState.APPROVED])


def _joined(statement: Select[Any]) -> Select[Any]:
    return statement.join(Application, Application.id == FeedbackReport.application_id).join(
        Programme, Programme.id == Application.programme_id
    )


def _condition(officer: Person, wanted: FeedbackSearch) -> ColumnElement[bool]:
    parts = [visible_applications(officer, Permission.EDIT_FEEDBACK)]
    if wanted.programme:
        parts.append(Programme.id == _key(wanted.programme))
    if wanted.state in set(FeedbackState):
        parts.append(FeedbackReport.state == FeedbackState(wanted.state))
    return and_(*parts)


def _key(text: str) -> uuid.UUID:
    """Read an id from an address; what is none matches nothing."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.UUID(int=0)


def own_drafts(officer: Person, ids: Collection[uuid.UUID]) -> list[FeedbackReport]:
    """Return those of the named reports that are drafts the officer may approve."""
    statement = _joined(select(FeedbackReport)).where(
        visible_applications(officer, Permission.EDIT_FEEDBACK),
        FeedbackReport.id.in_(ids),
        FeedbackReport.state == FeedbackState.DRAFT,
    )
    return list(db.session.scalars(statement.options(joinedload(FeedbackReport.application))))


def feedback_programmes(officer: Person) -> list[Programme]:
    """Return the programmes that have a report, newest cycle first."""
    with_report = _joined(select(Application.programme_id).select_from(FeedbackReport))
    return list(
        db.session.scalars(
            select(Programme)
            .where(
                Programme.id.in_(with_report.where(visible_applications(officer, Permission.EDIT_FEEDBACK))),
            )
            .options(joinedload(Programme.cycle))
            .order_by(Programme.opens_at.desc(), Programme.position)
        )
    )
