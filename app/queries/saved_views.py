"""The views a person keeps of a page."""

from __future__ import annotations

from urllib.parse import parse_qsl

from sqlalchemy import select

from app.extensions import db
from app.models import Person, SavedView


def views_of(person: Person, page: str) -> list[SavedView]:
    """Return the person's views of this page by name."""
    statement = select(SavedView).where(SavedView.person_id == person.id, SavedView.page == page)
    return list(db.session.scalars(statement.order_by(SavedView.name)))


def filters_of(view: SavedView) -> dict[str, str]:
    """Return the filters of a view by name."""
    return dict(parse_qsl(view.query))
