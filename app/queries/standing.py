"""Where the entries of one programme stand, those that left it aside: what an announcement or a release waits for."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Application, Extension, Programme
from app.queries.deadlines import window_with
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


def _extended_until(programme: Programme) -> dict[uuid.UUID, datetime]:
    found = db.session.execute(
        select(Extension.agency_id, func.max(Extension.until))
        .where(Extension.programme_id == programme.id, Extension.revoked_at.is_(None))
        .group_by(Extension.agency_id)
    )
    return {row[0]: row[1] for row in found}
