"""The one row that a page is opened on."""

from __future__ import annotations

import uuid

from sqlalchemy.orm import joinedload
from sqlalchemy.orm.interfaces import ORMOption

from app.extensions import db
from app.models import Application, Base, Programme

# Whatever a page shows of an application, it asks its programme for criteria, dates, and which figures are confirmed.
_READ_WITH: dict[type[Base], list[ORMOption]] = {
    Application: [joinedload(Application.programme).joinedload(Programme.confirmations)]
}


def opened_row(model: type[Base], key: uuid.UUID) -> Base | None:
    """Return the row of this id, if there is one, with what every page of it reads besides, in one statement."""
    return db.session.get(model, key, options=_READ_WITH.get(model, ()))
