"""The reasons kept for a programme, as the screening page offers them and their own page lists them."""

from __future__ import annotations

import uuid

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Programme, ReasonTemplate


def templates_of(programme: Programme) -> list[ReasonTemplate]:
    """Return those in use, by outcome and title, in one statement."""
    statement = (
        select(ReasonTemplate)
        .where(ReasonTemplate.programme_id == programme.id, ReasonTemplate.given_up_at.is_(None))
        .options(joinedload(ReasonTemplate.changed_by))
        .order_by(ReasonTemplate.outcome, ReasonTemplate.title, ReasonTemplate.id)
    )
    return list(db.session.scalars(statement))


def template_in_use(programme: Programme, key: str) -> ReasonTemplate | None:
    """Return one of the programme's, None where there is none of this key in use."""
    try:
        template = db.session.get(ReasonTemplate, uuid.UUID(key))
    except ValueError:
        return None
    is_here = template is not None and template.programme_id == programme.id and template.given_up_at is None
    return template if is_here else None
