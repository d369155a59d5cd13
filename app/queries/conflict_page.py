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
)
from app.permissions import IN_FORCE
from app.queries.interests import cycles_asking
from app.queries.ties import read_ties
from workflows.conflicts import Conflict


@dataclass(frozen=True)
class SeatTies:
    """One undecided application of the own list with every tie the rules find."""

    seat: Assignment
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True)
class ConflictPage:
    """The cycles of the own seats with the day of the statement, the ties, and the interests declared so far."""

    cycles: tuple[tuple[Cycle, datetime | None], ...]
    seats: tuple[SeatTies, ...]
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
            )
            .order_by(Application.code)
        )
    )


def _cycles(declared: list[uuid.UUID]) -> list[Cycle]:
    """The cycles a statement was made for, and those in which something is still to be assessed: asked for before."""
    is_asked = Cycle.id.in_(cycles_asking(at=now()))
    return list(db.session.scalars(select(Cycle).where(Cycle.id.in_(declared) | is_asked)))


def _with_ties(person: Person, seats: list[Assignment]) -> list[SeatTies]:
    """Ties are read once for all; each programme then says how far they reach."""
    if not seats:
        return []
    read = read_ties(seats[0].application.programme, [seat.application for seat in seats], [person.id])
    if person.id not in read.assessors:
        return [SeatTies(seat, ()) for seat in seats]
    return [
        SeatTies(seat, read.under(seat.application.programme).between(person.id, seat.application_id)) for seat in seats
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
