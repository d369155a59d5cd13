"""The views a person keeps of a page."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

from sqlalchemy import select

from app.extensions import db
from app.models import Person, SavedView


def views_of(person: Person, page: str) -> list[SavedView]:
    """Return the person's views of this page by name."""
    statement = select(SavedView).where(SavedView.person_id == person.id, SavedView.page == page)
    return list(db.session.scalars(statement.order_by(SavedView.name)))


def filters_of(view: SavedView) -> dict[str, Any]:
    """Return the filters of a view as an address takes them; nothing in them can name another page."""
    return {name: value for name, value in parse_qsl(view.query) if name.isidentifier() and not name.startswith("_")}
