"""People as the administrator's pages show them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.models import AssessorProfile, Invitation, Message, Person, RoleGrant
from app.queries.paging import place_in
from app.queries.people import can_be_accepted
from app.queries.registry_agencies import Change, history_of
from app.queries.second_factors import on_since
from app.thai import name_sort_key, search_key
from workflows.roles import Role

PAGE_SIZE = 50


@dataclass(frozen=True)
class PeopleSearch:
    """Whom an administrator looks for; empty values ask for everybody."""

    text: str = ""
    role: str = ""
    agency: str = ""


@dataclass(frozen=True)
class PeoplePage:
    """One page of people and how many fit."""

    people: tuple[Person, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True)
class OpenInvitation:
    """An invitation that waits, with its link where no mail server could carry it."""

    invitation: Invitation
    link: str


@dataclass(frozen=True)
class PersonRecord:
    """Everything the page of one person shows."""

    person: Person
    profile: AssessorProfile | None
    grants: tuple[RoleGrant, ...]
    history: tuple[Change, ...]
    two_step_since: datetime | None


def find_people(wanted: PeopleSearch, *, page: int, language: str = "th") -> PeoplePage:
    """Return one page of people by their name in this language, titles left out."""
    named = Person.name_en if language == "en" else Person.name_th
    known = db.session.execute(_found(wanted).with_only_columns(Person.id, named, Person.email)).all()
    ranked = [key for key, _name, _email in sorted(known, key=lambda row: (name_sort_key(row[1]), row[2]))]
    place = place_in(len(ranked), page, PAGE_SIZE)
    here = ranked[place.offset : place.last]
    people = db.session.scalars(
        select(Person).where(Person.id.in_(here)).options(selectinload(Person.grants).joinedload(RoleGrant.agency))
    )
    by_id = {person.id: person for person in people}
    return PeoplePage(tuple(by_id[key] for key in here), place.total, place.page, place.pages)


def _found(wanted: PeopleSearch) -> Select[Person]:
    statement = select(Person)
    for word in map(search_key, wanted.text.split()):
        columns = (Person.email, Person.search_key)
        statement = statement.where(or_(*(column.contains(word, autoescape=True) for column in columns)))
    grants = select(RoleGrant.person_id).where(RoleGrant.revoked_at.is_(None))
    if wanted.role in set(Role):
        statement = statement.where(Person.id.in_(grants.where(RoleGrant.role == Role(wanted.role))))
    if wanted.agency:
        statement = statement.where(Person.id.in_(grants.where(RoleGrant.agency.has(code=wanted.agency))))
    return statement


def person_record(person: Person) -> PersonRecord:
    """Return what the page of one person shows."""
    profile = db.session.scalars(
        select(AssessorProfile)
        .where(AssessorProfile.person_id == person.id)
        .options(joinedload(AssessorProfile.home_agency), selectinload(AssessorProfile.past_agencies))
    ).one_or_none()
    grants = db.session.scalars(
        select(RoleGrant)
        .where(RoleGrant.person_id == person.id)
        .options(joinedload(RoleGrant.agency))
        .order_by(RoleGrant.revoked_at.is_not(None), RoleGrant.granted_at)
    ).all()
    return PersonRecord(person, profile, tuple(grants), history_of("people", person.id), on_since(person))


def grant_by_id(person: Person, grant_id: uuid.UUID) -> RoleGrant | None:
    """Return the grant if it is this person's."""
    return db.session.scalars(
        select(RoleGrant).where(RoleGrant.id == grant_id, RoleGrant.person_id == person.id)
    ).one_or_none()


def person_by_id(person_id: uuid.UUID) -> Person | None:
    """Return one person."""
    return db.session.get(Person, person_id)


def open_invitations(*, with_links: bool) -> list[OpenInvitation]:
    """Return the invitations that wait, newest first; their links only where nobody gets them by mail."""
    invitations = db.session.scalars(
        select(Invitation)
        .where(can_be_accepted())
        .options(joinedload(Invitation.agency), joinedload(Invitation.invited_by))
        .order_by(Invitation.invited_at.desc())
        .limit(PAGE_SIZE)
    ).all()
    links = _links(invitations) if with_links else {}
    return [OpenInvitation(each, links.get(_key(each), "")) for each in invitations]


def _links(invitations: Sequence[Invitation]) -> dict[str, str]:
    keys = [_key(each) for each in invitations]
    found = db.session.execute(select(Message.dedupe_key, Message.link).where(Message.dedupe_key.in_(keys)))
    return {row.dedupe_key: row.link for row in found}


def _key(invitation: Invitation) -> str:
    return f"invitation:{invitation.id}:{invitation.email}"
