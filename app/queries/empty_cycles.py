"""Whose an award year without programmes is to delete."""

from __future__ import annotations

from sqlalchemy import select

from app.extensions import db
from app.models import Cycle, Event, Person
from app.permissions import Permission, is_allowed, may_anywhere


def may_delete_empty(cycle: Cycle, person: Person) -> bool:
    """Say whether the person answers for the whole year, or made it.

    The officer of one branch or of a delegated body does not see what the others are about to set up in it.
    """
    if is_allowed(Permission.MANAGE_CYCLES, cycle, person):
        return True
    return may_anywhere(Permission.MANAGE_CYCLES, person) and _has_made(cycle, person)


def _has_made(cycle: Cycle, person: Person) -> bool:
    made = select(Event.seq).where(
        Event.kind == "cycle_created", Event.subject == f"cycles:{cycle.id}", Event.actor == person.ledger_ref
    )
    return db.session.scalar(made.limit(1)) is not None
