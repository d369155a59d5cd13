"""Where the entries of one programme stand, those that left it aside: what an announcement or a release waits for."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Application, Extension, Programme
from app.queries.deadlines import entry_window_with, window_with
from app.queries.owed import LEFT
from workflows.deadlines import lapsed


def entries_standing(programme: Programme, *, at: datetime) -> list[tuple[Application, bool]]:
    """Return the entries by code, each with whether it lapsed: not sent in time, it goes no further."""
    extended = _extended_until(programme)
    entries = db.session.scalars(
        select(Application)
        .where(Application.programme_id == programme.id, Application.state.not_in(LEFT))
        .options(joinedload(Application.agency), joinedload(Application.stage))
        .order_by(Application.code)
    )
    return [(each, lapsed(each.state, window_with(each, extended.get(each.agency_id)), at)) for each in entries]


def accepts_entries_until(programme: Programme, *, at: datetime) -> datetime | None:
    """Return until when an entry that is not there yet may still be handed in; None once none may.

    The extension of an agency that has handed in already is for what comes after its entry.
    """
    has_handed_in = exists().where(
        Application.programme_id == Extension.programme_id,
        Application.agency_id == Extension.agency_id,
        Application.submitted_at.is_not(None),
    )
    extended = db.session.scalar(
        select(func.max(Extension.until)).where(
            Extension.programme_id == programme.id, Extension.revoked_at.is_(None), ~has_handed_in
        )
    )
    last = entry_window_with(programme, extended).deadline
    return last if at <= last else None


def _extended_until(programme: Programme) -> dict[uuid.UUID, datetime]:
    found = db.session.execute(
        select(Extension.agency_id, func.max(Extension.until))
        .where(Extension.programme_id == programme.id, Extension.revoked_at.is_(None))
        .group_by(Extension.agency_id)
    )
    return {row[0]: row[1] for row in found}
