"""The feedback reports an officer writes and approves, with what still stands against each."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from app.extensions import db
from app.models import Agency, Application, Event, FeedbackReport, FeedbackState, Person, Programme
from app.permissions import Permission, visible_applications
from app.queries.feedback_leaks import leaks_among, summary_of
from app.thai import search_key
from workflows.leaks import Leak

PAGE_SIZE = 50
_STEPS = case(
    {FeedbackState.DRAFT: 0, FeedbackState.APPROVED: 1, FeedbackState.RELEASED: 2}, value=FeedbackReport.state
)


@dataclass(frozen=True)
class FeedbackSearch:
    """What an officer looks for; empty values ask for everything."""

    programme: str = ""
    state: str = ""
    text: str = ""


@dataclass(frozen=True)
class FeedbackRow:
    """One report, what it tells that it must not, whether its summary is written, and when the agency opened it."""

    report: FeedbackReport
    leaks: list[Leak]
    has_summary: bool
    opened_at: datetime | None = None

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
    """Return one page of the reports that fit, what waits longest from its release first, then by programme and code.

    A constant number of statements.
    """
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
        .order_by(_STEPS, Programme.cycle_id, Programme.position, Application.code)
        .limit(PAGE_SIZE)
        .offset((shown - 1) * PAGE_SIZE)
    ).all()
    rows = feedback_rows(reports)
    return FeedbackQueue(rows, total, shown, pages, counts[FeedbackState.DRAFT], counts[FeedbackState.APPROVED])


def feedback_rows(reports: Sequence[FeedbackReport]) -> list[FeedbackRow]:
    """Return these reports with what stands against each."""
    found, opened = leaks_among(reports), first_openings(reports)
    return [
        FeedbackRow(report, found[report.id].open, bool(summary_of(report)), opened.get(report.id))
        for report in reports
    ]


def first_openings(reports: Collection[FeedbackReport]) -> dict[uuid.UUID, datetime]:
    """Return when the agency first opened each of these reports, by id, in one statement."""
    subjects = {f"feedback_reports:{report.id}": report.id for report in reports}
    events = db.session.execute(
        select(Event.subject, Event.at)
        .where(Event.subject.in_(subjects), Event.kind == "feedback_opened")
        .order_by(Event.seq.desc())
    )
    return {subjects[subject]: datetime.fromisoformat(at) for subject, at in events}


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
    if wanted.text:
        looked_for = f"%{search_key(wanted.text)}%"
        agency = select(Agency.id).where(Agency.search_key.like(looked_for))
        code = Application.code.ilike(f"%{wanted.text.strip()}%")
        parts.append(or_(code, Application.agency_id.in_(agency)))
    return and_(*parts)


def _key(text: str) -> uuid.UUID:
    """Read an id from an address; what is none matches nothing."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.UUID(int=0)


def own_drafts(officer: Person, ids: Collection[uuid.UUID]) -> list[FeedbackReport]:
    """Return those of the named reports that are drafts the officer may approve, by code."""
    statement = _joined(select(FeedbackReport)).where(
        visible_applications(officer, Permission.EDIT_FEEDBACK),
        FeedbackReport.id.in_(ids),
        FeedbackReport.state == FeedbackState.DRAFT,
    )
    loaded = joinedload(FeedbackReport.application)
    options = (loaded.joinedload(Application.programme), loaded.joinedload(Application.agency))
    return list(db.session.scalars(statement.options(*options).order_by(Application.code)))


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
