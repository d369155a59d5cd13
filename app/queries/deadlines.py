"""The one instant that counts for an applicant, whatever the document at hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from app.extensions import db
from app.models import Application, Extension, Programme
from workflows.application import EDITABLE, ApplicationState, Phase


@dataclass(frozen=True)
class Deadline:
    """When a document closes: `due` is what pages show, `closes` adds the visible grace."""

    opens: datetime
    due: datetime
    closes: datetime
    extended_until: datetime | None = None
    reason: str = ""

    def is_open(self, at: datetime) -> bool:
        """Say whether something received at this instant still counts."""
        return self.opens <= at <= self.closes

    def in_grace(self, at: datetime) -> bool:
        """Say whether the due instant has passed but the grace has not."""
        return self.due < at <= self.closes


def extension_of(programme_id: object, agency_id: object) -> Extension | None:
    """Return the extension that reaches furthest, if the agency has one."""
    return db.session.scalars(
        select(Extension)
        .where(Extension.programme_id == programme_id, Extension.agency_id == agency_id)
        .order_by(Extension.until.desc())
        .limit(1)
    ).first()


def deadline_of(application: Application) -> Deadline:
    """Return the deadline of the document at hand: a return's due time, the report's, or the programme's."""
    programme = application.programme
    state = application.resumes_as or application.state
    if state is ApplicationState.RETURNED and application.return_due_at is not None:
        return _with_grace(programme, application.return_due_at, None)
    if application.phase is Phase.REPORT and programme.report_closes_at is not None:
        return _with_grace(programme, programme.report_closes_at, extension_of(programme.id, application.agency_id))
    return _with_grace(programme, programme.closes_at, extension_of(programme.id, application.agency_id))


def programme_deadline(programme: Programme, agency_id: object) -> Deadline:
    """Return when the entries of this agency close."""
    return _with_grace(programme, programme.closes_at, extension_of(programme.id, agency_id))


def _with_grace(programme: Programme, due: datetime, extension: Extension | None) -> Deadline:
    grace = timedelta(minutes=programme.grace_minutes)
    if extension is not None and extension.until > due:
        return Deadline(
            programme.opens_at, extension.until, extension.until + grace, extension.until, extension.reason
        )
    return Deadline(programme.opens_at, due, due + grace)


def is_lapsed(application: Application, deadline: Deadline, at: datetime) -> bool:
    """Say whether the document was not sent by its deadline; this is computed whenever it is asked, never stored."""
    unsent = application.state in EDITABLE or application.state is ApplicationState.AWAITING_APPROVAL
    return unsent and at > deadline.closes


def open_programmes(at: datetime) -> list[Programme]:
    """Return the programmes whose entries are open now, soonest to close first."""
    return list(
        db.session.scalars(
            select(Programme).where(Programme.opens_at <= at, Programme.closes_at >= at).order_by(Programme.closes_at)
        )
    )


def entries_of(programme: Programme) -> int:
    """Count the applications of a programme that were sent."""
    statement = select(func.count()).where(
        Application.programme_id == programme.id, Application.submitted_at.is_not(None)
    )
    return db.session.scalar(statement) or 0
