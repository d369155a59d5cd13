"""Declared interests as staff look at them, the ties of one seat, and who still owes this year's declaration."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.orm import aliased, joinedload

from app.extensions import db
from app.models import (
    Agency,
    Application,
    AssessorProfile,
    Assignment,
    Cycle,
    Declaration,
    DeclaredInterest,
    Person,
    Programme,
    Proposal,
    ProposalState,
    RoleGrant,
)
from app.permissions import (
    ALLOWED,
    Permission,
    interests_of_agencies,
    is_allowed,
    set_aside_for,
    visible_programmes,
)
from app.queries.application_facts import officers_of
from app.queries.ties import read_ties
from app.thai import name_sort_key, search_key
from workflows.conflicts import Conflict
from workflows.roles import Role

PAGE_SIZE = 25


class Ruling(StrEnum):
    """What staff said of an interest so far."""

    NEW = "new"
    CONFIRMED = "confirmed"
    LIFT_PROPOSED = "lift_proposed"
    LIFTED = "lifted"


@dataclass(frozen=True)
class InterestRow:
    """One declared interest with the proposal to lift it that waits, if one does."""

    interest: DeclaredInterest
    proposal: Proposal | None

    @property
    def ruling(self) -> Ruling:
        """What staff said of it so far."""
        if self.interest.lifted_at is not None:
            return Ruling.LIFTED
        if self.proposal is not None:
            return Ruling.LIFT_PROPOSED
        return Ruling.CONFIRMED if self.interest.confirmed_at is not None else Ruling.NEW


@dataclass(frozen=True)
class InterestPage:
    """One page of interests, newest first, and how many there are of each ruling before any is picked."""

    rows: list[InterestRow]
    counts: dict[Ruling, int]
    total: int
    page: int
    pages: int


def interest_page(
    person: Person,
    *,
    ruling: Ruling | None,
    search: str,
    page: int,
    now: datetime,
    within: ColumnElement[bool] | None = None,
) -> InterestPage:
    """Return the interests this member of staff rules on, in a constant number of statements.

    `within` is a condition on applications; only interests in those are meant then, and those in agencies.
    """
    lift = aliased(Proposal)
    base = (
        _with_lift(select(DeclaredInterest.id), lift, now)
        .join(DeclaredInterest.person)
        .outerjoin(DeclaredInterest.agency)
        .outerjoin(Programme, Programme.id == Application.programme_id)
        .where(
            and_(DeclaredInterest.application_id.is_(None), interests_of_agencies(person, Permission.READ_INTERESTS))
            | and_(visible_programmes(person, Permission.READ_INTERESTS), ~set_aside_for(person))
        )
    )
    if within is not None:
        base = base.where(DeclaredInterest.application_id.is_(None) | within)
    if search:
        base = base.where(_matches(search))
    of = _rulings(lift)
    counted = db.session.execute(base.with_only_columns(*(func.count().filter(of[each]) for each in Ruling))).one()
    counts = dict(zip(Ruling, counted, strict=True))
    total = counts[ruling] if ruling else sum(counts.values())
    pages = max(1, -(-total // PAGE_SIZE))
    shown = min(max(page, 1), pages)
    chosen = base.where(of[ruling] if ruling else true()).limit(PAGE_SIZE).offset((shown - 1) * PAGE_SIZE)
    rows = db.session.execute(_with_what_is_shown(chosen, lift))
    return InterestPage([InterestRow(interest, lifting) for interest, lifting in rows], counts, total, shown, pages)


def _with_what_is_shown(statement: Select[Any], lift: type[Proposal]) -> Select[DeclaredInterest, Proposal]:
    of_application = joinedload(DeclaredInterest.application).joinedload(Application.agency)
    return (
        statement.with_only_columns(DeclaredInterest, lift)
        .options(joinedload(DeclaredInterest.person), joinedload(DeclaredInterest.agency), of_application)
        .order_by(DeclaredInterest.declared_at.desc(), DeclaredInterest.id)
    )


def new_interests(within: ColumnElement[bool], in_agencies: ColumnElement[bool], *, at: datetime) -> Select[int]:
    """Return the statement that counts what nobody ruled on yet: in these applications, and in such agencies."""
    lift = aliased(Proposal)
    counted = _with_lift(select(func.count(DeclaredInterest.id)), lift, at)
    return counted.where(_bears_on(within, in_agencies), _rulings(lift)[Ruling.NEW])


def _with_lift(statement: Select[Any], lift: type[Proposal], at: datetime) -> Select[Any]:
    """Join to interests their application, if they have one, and the proposal to lift them that waits."""
    is_lifting = and_(
        lift.interest_id == DeclaredInterest.id, lift.state == ProposalState.WAITING, lift.expires_at >= at
    )
    return statement.outerjoin(DeclaredInterest.application).outerjoin(lift, is_lifting)


def _bears_on(within: ColumnElement[bool], in_agencies: ColumnElement[bool]) -> ColumnElement[bool]:
    return and_(DeclaredInterest.application_id.is_(None), in_agencies) | within


def _rulings(lift: type[Proposal]) -> dict[Ruling, ColumnElement[bool]]:
    is_lifted, is_proposed = DeclaredInterest.lifted_at.is_not(None), lift.id.is_not(None)
    is_confirmed = DeclaredInterest.confirmed_at.is_not(None)
    return {
        Ruling.NEW: and_(~is_lifted, ~is_proposed, ~is_confirmed),
        Ruling.CONFIRMED: and_(~is_lifted, ~is_proposed, is_confirmed),
        Ruling.LIFT_PROPOSED: and_(~is_lifted, is_proposed),
        Ruling.LIFTED: is_lifted,
    }


def _matches(search: str) -> ColumnElement[bool]:
    text = f"%{search.strip().lower()}%"
    return or_(
        func.lower(Person.name_th).like(text),
        func.lower(Person.name_en).like(text),
        Agency.search_key.like(f"%{search_key(search)}%"),
        func.lower(Application.code).like(text),
    )


def interest_row(interest: DeclaredInterest, *, now: datetime) -> InterestRow:
    """Return one interest with the proposal to lift it that waits."""
    proposal = db.session.scalars(
        select(Proposal)
        .where(Proposal.interest_id == interest.id, Proposal.state == ProposalState.WAITING, Proposal.expires_at >= now)
        .options(joinedload(Proposal.proposed_by))
    ).one_or_none()
    return InterestRow(interest, proposal)


def rulings_on(interest: DeclaredInterest) -> list[Proposal]:
    """Return every proposal about an interest that was settled, newest first."""
    return list(
        db.session.scalars(
            select(Proposal)
            .where(Proposal.interest_id == interest.id, Proposal.state != ProposalState.WAITING)
            .options(joinedload(Proposal.proposed_by), joinedload(Proposal.settled_by))
            .order_by(Proposal.proposed_at.desc())
        )
    )


def ties_of(seat: Assignment) -> tuple[Conflict, ...]:
    """Return every tie between the assessor of a seat and its application."""
    read = read_ties(seat.application.programme, [seat.application], [seat.assessor_id])
    return read.between(seat.assessor_id, seat.application_id) if seat.assessor_id in read.assessors else ()


def staff_for(interest: DeclaredInterest) -> list[Person]:
    """Return the officers and directors who may rule on an interest: of the branch, or those an agency concerns."""
    if interest.application is not None:
        return officers_of(interest.application, Role.OFFICER, Role.DIRECTOR)
    roles = ALLOWED[Permission.RULE_ON_INTERESTS]
    people = db.session.scalars(
        select(Person)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(RoleGrant.role.in_(roles), RoleGrant.revoked_at.is_(None), Person.is_active)
        .order_by(Person.email)
    ).unique()
    return [person for person in people if is_allowed(Permission.RULE_ON_INTERESTS, interest, person)]


def cycles_asking(*, at: datetime) -> Select[uuid.UUID]:
    """Return the keys of the cycles that ask for a statement: a programme is published, open or later, not over."""
    return select(Programme.cycle_id).where(
        Programme.is_published, Programme.opens_at <= at, Programme.announced_at.is_(None)
    )


def undeclared_among(person_ids: Collection[uuid.UUID], cycle_id: uuid.UUID) -> list[Person]:
    """Return those who have not made the yearly statement of this cycle, by name."""
    declared = select(Declaration.person_id).where(Declaration.cycle_id == cycle_id)
    return _by_name(select(Person).where(Person.id.in_(person_ids), Person.id.not_in(declared)))


def undeclared_assessors(cycle: Cycle) -> list[Person]:
    """Return the active assessors who have not made the yearly statement of this cycle, by name."""
    declared = select(Declaration.person_id).where(Declaration.cycle_id == cycle.id)
    return _by_name(
        select(Person)
        .join(AssessorProfile, AssessorProfile.person_id == Person.id)
        .where(Person.is_active, Person.id.not_in(declared))
    )


def _by_name(people: Select[Person]) -> list[Person]:
    return sorted(db.session.scalars(people), key=lambda person: name_sort_key(person.name_th))
