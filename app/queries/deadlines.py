"""The one window of time that counts for an applicant, whatever the document at hand."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, select

from app.extensions import db
from app.models import Application, Extension, Programme
from workflows.application import ApplicationState, Phase
from workflows.deadlines import Deadline, Window

_COLUMNS = Extension.__table__.c
_IN_FORCE = (
    _COLUMNS.programme_id == bindparam("programme_id"),
    _COLUMNS.agency_id == bindparam("agency_id"),
    _COLUMNS.revoked_at.is_(None),
)
_EXTENSION = select(Extension).where(*_IN_FORCE).order_by(Extension.until.desc()).limit(1)
# Every page of a document asks only until when: a figure is read much sooner than a row with all that hangs on it.
_EXTENDED_UNTIL = select(func.max(_COLUMNS.until)).where(*_IN_FORCE)


def extension_of(programme_id: uuid.UUID, agency_id: uuid.UUID) -> Extension | None:
    """Return the extension in force that reaches furthest, if the agency has one."""
    return db.session.scalars(_EXTENSION, {"programme_id": programme_id, "agency_id": agency_id}).first()


def _extended_until(programme_id: uuid.UUID, agency_id: uuid.UUID) -> datetime | None:
    until: datetime | None = db.session.scalar(_EXTENDED_UNTIL, {"programme_id": programme_id, "agency_id": agency_id})
    return until


def window_of(application: Application) -> Window:
    """Return the window of the document at hand: a return's, the Application Report's, or the programme's."""
    return window_with(application, _extended_until(application.programme_id, application.agency_id))


def window_with(application: Application, extended_until: datetime | None) -> Window:
    """Return the same for a list that has already read its extensions."""
    programme = application.programme
    grace = timedelta(minutes=programme.grace_minutes)
    if (application.resumes_as or application.state) is ApplicationState.RETURNED:
        due = application.return_due_at
        return Window(programme.opens_at, programme.closes_at, grace, return_due=due, deadline_of=Deadline.CORRECTION)
    if application.phase is Phase.REPORT and programme.report_closes_at is not None:
        return Window(
            programme.opens_at, programme.report_closes_at, grace, extended_until, deadline_of=Deadline.REPORT
        )
    return entry_window_with(programme, extended_until)


def entry_window(programme: Programme, agency_id: uuid.UUID) -> Window:
    """Return the window for entries of this agency."""
    return entry_window_with(programme, _extended_until(programme.id, agency_id))


def entry_window_with(programme: Programme, extended_until: datetime | None) -> Window:
    """Return the same for a list that has already read its extensions."""
    grace = timedelta(minutes=programme.grace_minutes)
    return Window(programme.opens_at, programme.closes_at, grace, extended_until)


def open_programmes(at: datetime) -> list[Programme]:
    """Return the published programmes whose entries are open now, soonest to close first."""
    return list(
        db.session.scalars(
            select(Programme)
            .where(Programme.is_published, Programme.opens_at <= at, Programme.closes_at >= at)
            .order_by(Programme.closes_at)
        )
    )
