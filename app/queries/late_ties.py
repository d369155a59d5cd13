"""Seats in force that the conflict rules would not allow today: a tie came to light after the panel was seated."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, tuple_, union
from sqlalchemy.orm import aliased, joinedload

from app.extensions import db
from app.models import (
    Advice,
    Agency,
    Answer,
    Application,
    AssessorProfile,
    Assignment,
    CoOwner,
    DeclaredInterest,
    PastAgency,
    Programme,
    RoleGrant,
)
from app.permissions import IN_FORCE
from app.queries.ties import read_ties
from workflows.conflicts import Conflict


@dataclass(frozen=True)
class TiedSeat:
    """One seat in force whose assessor the register ties to the application, with every reason."""

    seat: Assignment
    conflicts: tuple[Conflict, ...]


def late_ties(*conditions: ColumnElement[bool]) -> list[TiedSeat]:
    """Return the seats of undecided applications under these conditions that are tied, by application.

    The database finds the few that share anything at all; the conflict rule then says which of them are tied.
    """
    seats = db.session.scalars(
        select(Assignment)
        .join(Application, Application.id == Assignment.application_id)
        .join(Programme, Programme.id == Application.programme_id)
        .where(
            Assignment.state.in_(IN_FORCE),
            Application.decided_at.is_(None),
            Application.stage_id == Assignment.stage_id,
            _shares_something(),
            *conditions,
        )
        .options(
            joinedload(Assignment.assessor),
            joinedload(Assignment.application).joinedload(Application.agency),
            joinedload(Assignment.application).joinedload(Application.programme),
        )
        .order_by(Application.code, Assignment.id)
    ).all()
    if not seats:
        return []
    applications = {seat.application_id: seat.application for seat in seats}
    read = read_ties(seats[0].application.programme, applications.values(), {seat.assessor_id for seat in seats})
    found = []
    for seat in seats:
        if seat.assessor_id in read.assessors:
            reasons = read.under(seat.application.programme).between(seat.assessor_id, seat.application_id)
            found += [TiedSeat(seat, reasons)] if reasons else []
    return found


def _shares_something() -> ColumnElement[bool]:
    """True of every seat that can be tied, and of some that are not: which is which, `workflows.conflicts` decides."""
    near = _near_pairs()
    owned_too = (
        select(CoOwner.application_id)
        .where(
            CoOwner.application_id == Assignment.application_id,
            tuple_(Assignment.assessor_id, CoOwner.agency_id).in_(near),
        )
        .correlate(Assignment)
    )
    of_application = select(DeclaredInterest.person_id, DeclaredInterest.application_id).where(
        DeclaredInterest.application_id.is_not(None)
    )
    return or_(
        tuple_(Assignment.assessor_id, Application.agency_id).in_(near),
        owned_too.exists(),
        tuple_(Assignment.assessor_id, Assignment.application_id).in_(of_application),
        tuple_(Assignment.assessor_id, Assignment.application_id).in_(select(Advice.person_id, Advice.application_id)),
        _wrote_in_it(),
    )


def _wrote_in_it() -> ColumnElement[bool]:
    """Only somebody an agency once gave a role can have written: few assessors, so few answers are looked through."""
    of_an_agency = select(RoleGrant.person_id).where(RoleGrant.agency_id.is_not(None))
    answers = exists().where(
        Answer.application_id == Assignment.application_id, Answer.saved_by_id == Assignment.assessor_id
    )
    return and_(Assignment.assessor_id.in_(of_an_agency), answers.correlate(Assignment))


def _near_pairs() -> Select[uuid.UUID, uuid.UUID]:
    """Each assessor with every agency that is one of their own, or stands below or above the same as one of them."""
    chain, person = _chains(), _agencies_of_assessors()
    other = chain.alias()
    return (
        select(person.c.person_id, other.c.agency_id)
        .join(chain, chain.c.agency_id == person.c.agency_id)
        .join(other, other.c.member_id == chain.c.member_id)
        .distinct()
    )


def _chains() -> Any:
    """Each agency with itself and all above it, an agency that was merged standing for its successor."""
    node, parent = aliased(Agency), aliased(Agency)
    itself = func.coalesce(Agency.merged_into_id, Agency.id)
    chain = select(Agency.id.label("agency_id"), itself.label("member_id")).cte("chain", recursive=True)
    above = (
        select(chain.c.agency_id, func.coalesce(parent.merged_into_id, parent.id))
        .join(node, node.id == chain.c.member_id)
        .join(parent, parent.id == node.parent_id)
    )
    return chain.union(above)


def _agencies_of_assessors() -> Any:
    """Where assessors work, worked, or declared an interest."""
    return union(
        select(AssessorProfile.person_id.label("person_id"), AssessorProfile.home_agency_id.label("agency_id")),
        select(PastAgency.person_id, PastAgency.agency_id),
        select(RoleGrant.person_id, RoleGrant.agency_id).where(
            RoleGrant.revoked_at.is_(None),
            RoleGrant.person_id.in_(select(AssessorProfile.person_id)),
            RoleGrant.agency_id.is_not(None),
        ),
        select(DeclaredInterest.person_id, DeclaredInterest.agency_id).where(DeclaredInterest.agency_id.is_not(None)),
    ).subquery()
