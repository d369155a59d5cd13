"""People as pages need them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.extensions import db
from app.models import Person, RoleGrant


def person_by_session(session_key: str) -> Person | None:
    """Return who is signed in under this key; the key changes with every password and sign-out everywhere."""
    return db.session.scalars(
        select(Person)
        .where(Person.session_key == session_key, Person.is_active)
        .options(selectinload(Person.grants).joinedload(RoleGrant.agency))
    ).one_or_none()


def person_by_email(email: str) -> Person | None:
    """Return the active person with this address, however it is capitalised."""
    return db.session.scalars(
        select(Person).where(Person.email == email.strip().lower(), Person.is_active)
    ).one_or_none()
