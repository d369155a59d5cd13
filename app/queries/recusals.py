"""Who takes no part in a decision of the committee, as lists and use cases ask for it."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from sqlalchemy import select

from app.extensions import db
from app.models import Application, Person, Programme
from app.permissions import recusals_of, set_aside_for


def recused_among(person: Person, applications: Collection[Application]) -> frozenset[uuid.UUID]:
    """Return which of these applications the person is recused from, in one statement however many there are."""
    ids = [application.id for application in applications]
    return frozenset(db.session.scalars(select(Application.id).where(Application.id.in_(ids), recusals_of(person))))


def is_recused(application: Application, person: Person) -> bool:
    """Say whether the person takes no part in this application's decision and sees nothing of it."""
    return application.id in recused_among(person, [application])


def agencies_kept_from(person: Person, programme: Programme) -> set[uuid.UUID]:
    """Return the agencies whose application of this programme is kept from a member of its committee."""
    statement = select(Application.agency_id).where(Application.programme_id == programme.id, set_aside_for(person))
    return set(db.session.scalars(statement))
