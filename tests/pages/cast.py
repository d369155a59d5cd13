"""Everybody who may come to a page: one person a role, and the strangers each page must not let in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from app.extensions import db
from app.models import Agency, Person
from app.services.people import create_person, grant_role
from tests.panels import assessor
from tests.second_factors import switched_on
from tests.world import World, hash_of_password
from workflows.roles import AGENCY_ROLES, BRANCH_ROLES, Role

VISITOR = "visitor"
OWN, OTHER = "dex1", "dex2"
LEAD, MEMBER, ELSEWHERE = "lead on the panel", "assessor on the panel", "assessor of another panel"
_ASSESSORS = {LEAD: 1, MEMBER: 2, ELSEWHERE: 9}


@dataclass(frozen=True)
class Grant:
    """One role on one thing, as the tables of this package write it."""

    role: Role
    agency: str | None = None
    branch: str | None = None
    type_code: str | None = None
    days: Mapping[str, date] = field(default_factory=dict)


_DAYS = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}
# The page tests ask about things of the agency dex1 in the branch PS, award type of new services.
CAST: Mapping[str, tuple[Grant, ...]] = {
    VISITOR: (),
    "stranger": (),
    "contributor": (Grant(Role.CONTRIBUTOR, OWN),),
    "coordinator": (Grant(Role.COORDINATOR, OWN),),
    "head": (Grant(Role.HEAD, OWN),),
    "delegate": (Grant(Role.DELEGATE, OWN, days=_DAYS),),
    "coordinator of another agency": (Grant(Role.COORDINATOR, OTHER),),
    "head of another agency": (Grant(Role.HEAD, OTHER),),
    "officer": (Grant(Role.OFFICER, branch="PS"),),
    "officer of another branch": (Grant(Role.OFFICER, branch="PG"),),
    "officer of another award type": (Grant(Role.OFFICER, branch="PS", type_code="service_development"),),
    "director": (Grant(Role.DIRECTOR, branch="PS"),),
    "judge": (Grant(Role.JUDGE, branch="PS"),),
    "judge of another branch": (Grant(Role.JUDGE, branch="PG"),),
    LEAD: (Grant(Role.ASSESSOR),),
    MEMBER: (Grant(Role.ASSESSOR),),
    ELSEWHERE: (Grant(Role.ASSESSOR),),
    "adviser": (Grant(Role.ADVISER, branch="PS"),),
    "administrator": (Grant(Role.ADMINISTRATOR),),
    "auditor": (Grant(Role.AUDITOR),),
}


@dataclass(frozen=True)
class Place:
    """Where a row belongs, as far as roles are concerned: its agency, its programme, and who sits on its panel.

    `owner` is whose alone it is: the assessor of a seat or a sheet.
    """

    agency: str | None = None
    branch: str | None = None
    type_code: str | None = None
    seats: Mapping[str, bool] = field(default_factory=dict)
    owner: str | None = None


def roles_at(place: Place, name: str) -> set[Role]:
    """Return the roles somebody of the cast holds on a row there, read from the tables of this module alone."""
    held = {grant.role for grant in CAST[name] if _reaches(grant, place)}
    if name in place.seats:
        held |= {Role.ASSESSOR} | ({Role.LEAD_ASSESSOR} if place.seats[name] else set())
    return held


def _reaches(grant: Grant, place: Place) -> bool:
    if grant.role in AGENCY_ROLES:
        return grant.agency == place.agency
    if grant.role in BRANCH_ROLES:
        if place.branch is None:  # an agency, which belongs to no branch
            return place.agency is not None
        return grant.branch == place.branch and grant.type_code in (None, place.type_code)
    return grant.role in (Role.ADMINISTRATOR, Role.AUDITOR)


def roles_anywhere(name: str) -> set[Role]:
    """Return the roles somebody of the cast was granted on anything."""
    return {grant.role for grant in CAST[name]}


def enter(world: World) -> dict[str, Person]:
    """Bring the whole cast into the database; a visitor is nobody there. One of them signs in by two steps."""
    people = {name: assessor(world, number) for name, number in _ASSESSORS.items()}
    for name in CAST.keys() - people.keys() - {VISITOR}:
        people[name] = _person(name)
    switched_on(people["contributor"])
    return people


def _person(name: str) -> Person:
    email = f"{name.replace(' ', '-')}@cast.example"
    place = [*CAST].index(name)
    person = create_person(
        email=email, name_th=f"นางสาวลำดับ ที่{place}", name_en=f"Person {place}", password_hash=hash_of_password()
    )
    for grant in CAST[name]:
        agency = db.session.query(Agency).filter_by(code=grant.agency).one() if grant.agency else None
        grant_role(person, grant.role, agency=agency, branch=grant.branch, type_code=grant.type_code, **grant.days)
    return person
