"""Agencies as the administrator's pages show them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Agency, AgencyKind, Application, AssessorProfile, Event, Person, PersonalValue, RoleGrant
from app.thai import search_key
from workflows.roles import Role

PAGE_SIZE = 50
_KEPT_APART = ("was_th", "was_en", "was", "reason")


@dataclass(frozen=True)
class AgencySearch:
    """What an administrator looks for; empty values ask for everything."""

    text: str = ""
    kind: str = ""
    ministry: str = ""
    with_closed: bool = False


@dataclass(frozen=True)
class AgencyPage:
    """One page of agencies and how many fit."""

    agencies: tuple[Agency, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True)
class Change:
    """One entry of an agency's or a person's history: the event, who did it, and what it was before."""

    at: datetime
    kind: str
    who: Person | None
    was: tuple[str, ...]


@dataclass(frozen=True)
class AgencyRecord:
    """Everything the page of one agency shows."""

    agency: Agency
    below: tuple[Agency, ...]
    team: tuple[RoleGrant, ...]
    application_count: int
    history: tuple[Change, ...]

    @property
    def has_coordinator(self) -> bool:
        """Say whether somebody coordinates here, who may hand over."""
        return any(grant.role is Role.COORDINATOR for grant in self.team)


def find_agencies(wanted: AgencySearch, *, page: int) -> AgencyPage:
    """Return one page of agencies in Thai dictionary order."""
    statement = _found(wanted)
    total = db.session.scalar(statement.with_only_columns(func.count())) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    shown = min(max(page, 1), pages)
    agencies = db.session.scalars(
        statement.options(joinedload(Agency.parent), joinedload(Agency.ministry))
        .order_by(Agency.sort_key)
        .limit(PAGE_SIZE)
        .offset((shown - 1) * PAGE_SIZE)
    ).all()
    return AgencyPage(tuple(agencies), total, shown, pages)


def _found(wanted: AgencySearch) -> Select[Agency]:
    statement = select(Agency)
    for word in map(search_key, wanted.text.split()):
        statement = statement.where(Agency.search_key.contains(word, autoescape=True))
    if wanted.kind in set(AgencyKind):
        statement = statement.where(Agency.kind == AgencyKind(wanted.kind))
    if wanted.ministry:
        top = select(Agency.id).where(Agency.code == wanted.ministry).scalar_subquery()
        statement = statement.where((Agency.ministry_id == top) | (Agency.id == top))
    if not wanted.with_closed:
        statement = statement.where(Agency.is_active)
    return statement


def ministries() -> list[Agency]:
    """Return the ministries, in Thai dictionary order."""
    return list(db.session.scalars(select(Agency).where(Agency.kind == AgencyKind.MINISTRY).order_by(Agency.sort_key)))


def agency_record(agency: Agency) -> AgencyRecord:
    """Return what the page of one agency shows."""
    below = db.session.scalars(select(Agency).where(Agency.parent_id == agency.id).order_by(Agency.sort_key)).all()
    team = db.session.scalars(
        select(RoleGrant)
        .where(RoleGrant.agency_id == agency.id, RoleGrant.revoked_at.is_(None))
        .options(joinedload(RoleGrant.person))
        .order_by(RoleGrant.granted_at)
    ).all()
    count = db.session.scalar(select(func.count()).where(Application.agency_id == agency.id)) or 0
    return AgencyRecord(agency, tuple(below), tuple(team), count, history_of("agencies", agency.id))


def history_of(table: str, row_id: uuid.UUID) -> tuple[Change, ...]:
    """Return the events about one row, newest first, with the values kept apart from the chain, in three statements."""
    events = db.session.scalars(
        select(Event).where(Event.subject == f"{table}:{row_id}").order_by(Event.seq.desc()).limit(100)
    ).all()
    values = _kept_values(ref for event in events for ref in _references(event))
    actors = {event.actor for event in events}
    people = {
        person.ledger_ref: person for person in db.session.scalars(select(Person).where(Person.ledger_ref.in_(actors)))
    }
    return tuple(
        Change(
            at=datetime.fromisoformat(event.at),
            kind=event.kind,
            who=people.get(event.actor),
            was=tuple(values[ref] for ref in _references(event) if ref in values),
        )
        for event in events
    )


def _references(event: Event) -> list[str]:
    """What an event keeps apart from the chain, in the order it is read; databases do not keep the order of keys."""
    return [str(event.data[key]).removeprefix("sha256:") for key in _KEPT_APART if key in event.data]


def _kept_values(references: Iterable[str]) -> dict[str, str]:
    wanted = set(references)
    kept = db.session.scalars(select(PersonalValue).where(PersonalValue.ref.in_(wanted)))
    return {value.ref: value.value for value in kept}


@dataclass(frozen=True)
class RegistryFigures:
    """How much there is."""

    agencies: int
    closed_agencies: int
    people: int
    assessors: int


def registry_figures() -> RegistryFigures:
    """Count agencies, people and assessors."""
    open_agencies, closed = db.session.execute(
        select(
            func.count().filter(Agency.is_active.is_(True)),
            func.count().filter(Agency.is_active.is_(False)),
        ).select_from(Agency)
    ).one()
    people = db.session.scalar(select(func.count()).where(Person.is_active)) or 0
    assessors = db.session.scalar(select(func.count()).select_from(AssessorProfile)) or 0
    return RegistryFigures(open_agencies, closed, people, assessors)
