"""The one window of time that counts for an applicant, whatever the document at hand."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select

from app.extensions import db
from app.models import Application, Extension, Programme
from workflows.application import ApplicationState, Phase
from workflows.deadlines import Window

_EXTENSION = (
    select(Extension)
    .where(
        Extension.programme_id == bindparam("programme_id"),
        Extension.agency_id == bindparam("agency_id"),
        Extension.revoked_at.is_(None),
    )
    .order_by(Extension.until.desc())
    .limit(1)
)


def extension_of(programme_id: uuid.UUID, agency_id: uuid.UUID) -> Extension | None:
    """Return the extension in force that reaches furthest, if the agency has one."""
    return db.session.scalars(_EXTENSION, {"programme_id": programme_id, "agency_id": agency_id}).first()


def window_of(application: Application) -> Window:
    """Return the window of the document at hand: a return's, the Application Report's, or the programme's."""
    extension = extension_of(application.programme_id, application.agency_id)
    return window_with(application, extension.until if extension else None)


def window_with(application: Application, extended_until: datetime | None) -> Window:
    """Return the same for a list that has already read its extensions."""
    programme = application.programme
    grace = timedelta(minutes=programme.grace_minutes)
    if (application.resumes_as or application.state) is ApplicationState.RETURNED:
        return Window(programme.opens_at, programme.closes_at, grace, return_due=application.return_due_at)
    if application.phase is Phase.REPORT and programme.report_closes_at is not None:
        return Window(programme.opens_at, programme.report_closes_at, grace, extended_until)
    return entry_window_with(programme, extended_until)


def entry_window(programme: Programme, agency_id: uuid.UUID) -> Window:
    """Return the window for entries of this agency."""
    extension = extension_of(programme.id, agency_id)
    return entry_window_with(programme, extension.until if extension else None)


def entry_window_with(programme: Programme, extended_until: datetime | None) -> Window:
    """Return the same for a list that has already read its extensions."""
    grace = timedelta(minutes=programme.grace_minutes)
    return Window(programme.opens_at, programme.closes_at, grace, extended_until)


def open_programmes(at: datetime) -> list[Programme]:
    """Return the programmes whose entries are open now, soonest to close first."""
    return list(
        db.session.scalars(
            select(Programme).where(Programme.opens_at <= at, Programme.closes_at >= at).order_by(Programme.closes_at)
        )
    )
