"""What an assessor declared and what the register knows: yearly statements, interests, ties to the own applications."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.clock import now
from app.extensions import db
from app.models import (
    Application,
    Assignment,
    Cycle,
    Declaration,
    DeclaredInterest,
    Person,
    Programme,
    Stage,
)
from app.permissions import IN_FORCE
from app.queries.interests import cycles_asking
from app.queries.ties import read_ties
from workflows.conflicts import Conflict


@dataclass(frozen=True)
class EntryTies:
    """One undecided application of the own list, every seat held on it, and every tie the rules find."""

    application: Application
    seats: tuple[Assignment, ...]
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True)
class ConflictPage:
    """The cycles of the own seats with the day of the statement, the ties, and the interests declared so far."""

    cycles: tuple[tuple[Cycle, datetime | None], ...]
    entries: tuple[EntryTies, ...]
    interests: tuple[tuple[DeclaredInterest, Application | None], ...]


def conflict_page(person: Person) -> ConflictPage:
    """Return what the person's page on conflicts shows, in a constant number of statements."""
    seats = _seats(person)
    declared = {
        declaration.cycle_id: declaration.declared_at
        for declaration in db.session.scalars(select(Declaration).where(Declaration.person_id == person.id))
    }
    cycles = {seat.application.programme.cycle for seat in seats} | set(_cycles(list(declared)))
    listed = sorted(cycles, key=lambda cycle: cycle.year_be, reverse=True)
    return ConflictPage(
        tuple((cycle, declared.get(cycle.id)) for cycle in listed),
        tuple(_with_ties(person, [seat for seat in seats if seat.application.decided_at is None])),
        tuple(_interests(person)),
    )


def _seats(person: Person) -> list[Assignment]:
    return list(
        db.session.scalars(
            select(Assignment)
            .join(Application, Application.id == Assignment.application_id)
            .where(Assignment.assessor_id == person.id, Assignment.state.in_(IN_FORCE))
            .options(
                joinedload(Assignment.application).joinedload(Application.agency),
                joinedload(Assignment.application).joinedload(Application.programme).joinedload(Programme.cycle),
                joinedload(Assignment.stage),
            )
            .join(Stage, Stage.id == Assignment.stage_id)
            .order_by(Application.code, Stage.position)
        )
    )


def _cycles(declared: list[uuid.UUID]) -> list[Cycle]:
    """The cycles a statement was made for, and those in which something is still to be assessed: asked for before."""
    is_asked = Cycle.id.in_(cycles_asking(at=now()))
    return list(db.session.scalars(select(Cycle).where(Cycle.id.in_(declared) | is_asked)))


def _with_ties(person: Person, seats: list[Assignment]) -> list[EntryTies]:
    """Ties are read once for all; each programme then says how far they reach. An application stands here once."""
    held: dict[Application, list[Assignment]] = {}
    for seat in seats:
        held.setdefault(seat.application, []).append(seat)
    if not held:
        return []
    read = read_ties(seats[0].application.programme, list(held), [person.id])
    is_known = person.id in read.assessors
    return [
        EntryTies(
            application,
            tuple(mine),
            tuple(read.under(application.programme).between(person.id, application.id)) if is_known else (),
        )
        for application, mine in held.items()
    ]


def _interests(person: Person) -> list[tuple[DeclaredInterest, Application | None]]:
    rows = db.session.execute(
        select(DeclaredInterest, Application)
        .outerjoin(Application, Application.id == DeclaredInterest.application_id)
        .where(DeclaredInterest.person_id == person.id)
        .options(joinedload(DeclaredInterest.agency))
        .order_by(DeclaredInterest.declared_at.desc())
    )
    return [(interest, application) for interest, application in rows]
