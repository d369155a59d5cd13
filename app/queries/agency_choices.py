"""The registry as a list to choose from: each agency by name and code."""

from __future__ import annotations

from sqlalchemy import select

from app.extensions import db
from app.models import Agency


def agency_choices() -> list[Agency]:
    """Return every active agency in dictionary order."""
    return list(db.session.scalars(select(Agency).where(Agency.is_active).order_by(Agency.sort_key)))
