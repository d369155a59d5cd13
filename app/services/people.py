"""People and the roles they hold: created, granted, revoked; passwords; signing in."""

from __future__ import annotations

import functools
import secrets
import uuid
from collections.abc import Sequence
from datetime import date

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select

from app.clock import now
from app.extensions import db, settings
from app.models import Agency, AssessorProfile, PastAgency, Person, RoleGrant
from app.permissions import Permission, may_anywhere, may_give_role
from app.queries.second_factors import owes_set_up
from app.services.events import ledger_ref, record
from app.thai import normalise
from app.transaction import composed, lock, transactional
from workflows.errors import Obstacle, RuleBroken
from workflows.roles import AGENCY_ROLES, BRANCH_ROLES, Role

SHORTEST_PASSWORD = 10


def hasher() -> PasswordHasher:
    """Argon2id with the memory the installation sets."""
    return PasswordHasher(memory_cost=settings().argon2_memory_kib)


@composed
def hash_password(password: str) -> str:
    """Hash a password with the memory the installation sets."""
    return hasher().hash(password)


@transactional
def create_person(
    *, email: str, name_th: str, name_en: str, password: str | None = None, password_hash: str | None = None
) -> Person:
    """Add a person. Raises RuleBroken if the address is taken or the password too short.

    `password_hash` takes a hash that `hash_password` made before: many people of a demonstration share one.
    """
    address = email.strip().lower()
    against = [] if password is None else password_obstacles(password)
    if db.session.scalar(select(Person.id).where(Person.email == address)):
        against.append(Obstacle("Someone with this e-mail address is already registered", field="email"))
    if against:
        raise RuleBroken(against)
    person_id = uuid.uuid4()
    person = Person(
        id=person_id,
        email=address,
        name_th=normalise(name_th).strip(),
        name_en=name_en.strip(),
        password_hash=hasher().hash(password) if password else password_hash,
        session_key=secrets.token_urlsafe(32),
        ledger_ref=ledger_ref(person_id),
        created_at=now(),
    )
    db.session.add(person)
    db.session.flush()
    return person


def password_obstacles(password: str) -> list[Obstacle]:
    """Say what is wrong with a password someone wants."""
    if len(password) < SHORTEST_PASSWORD:
        return [
            Obstacle("Choose a password of at least %(count)s characters", {"count": SHORTEST_PASSWORD}, "password")
        ]
    return []


@transactional
def grant_role(
    person: Person,
    role: Role,
    *,
    agency: Agency | None = None,
    branch: str | None = None,
    type_code: str | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    actor: Person | None = None,
) -> RoleGrant:
    """Give a person a role on a thing. The same grant twice is one grant."""
    existing = held_grant(person, role, agency, branch, type_code)
    if existing is not None and role is not Role.DELEGATE:
        return existing
    grant = RoleGrant(
        person_id=person.id,
        role=role,
        agency_id=agency.id if agency else None,
        branch=branch,
        type_code=type_code,
        starts_on=starts_on,
        ends_on=ends_on,
        granted_by_id=actor.id if actor else None,
        granted_at=now(),
    )
    db.session.add(grant)
    db.session.flush()
    record("role_granted", about=grant, actor=actor, role=role.value, person=person.ledger_ref)
    _ask_for_set_up(person, role)
    return grant


@composed
def held_grant(
    person: Person, role: Role, agency: Agency | None, branch: str | None, type_code: str | None
) -> RoleGrant | None:
    """Return the grant of this role on this thing that stands already."""
    return db.session.scalars(
        select(RoleGrant).where(
            RoleGrant.person_id == person.id,
            RoleGrant.role == role,
            RoleGrant.agency_id == (agency.id if agency else None),
            RoleGrant.branch == branch,
            RoleGrant.type_code == type_code,
            RoleGrant.revoked_at.is_(None),
        )
    ).first()


def _ask_for_set_up(person: Person, role: Role) -> None:
    """End every session where the new role owes a second factor: it is set up before the role opens any page."""
    if owes_set_up(person, role):
        person.session_key = secrets.token_urlsafe(32)


@transactional
def revoke_role(grant: RoleGrant, *, actor: Person) -> None:
    """End a grant now; it stays on record."""
    grant = lock(grant)
    if not may_give_role(grant.role, grant.agency, actor):
        raise RuleBroken([Obstacle("Your role does not allow this step")])
    if grant.revoked_at is None:
        grant.revoked_at = now()
        record("role_revoked", about=grant, actor=actor, role=grant.role.value)


def scope_obstacles(
    role: Role,
    *,
    agency: Agency | None,
    branch: str | None,
    starts_on: date | None,
    ends_on: date | None,
    is_registered_assessor: bool = False,
) -> list[Obstacle]:
    """Say what is missing from a role, or does not belong to it."""
    against = []
    if role in {Role.LEAD_ASSESSOR, Role.SYSTEM}:
        against.append(Obstacle("This role is not given to a person", field="role"))
    if role is Role.ASSESSOR and not is_registered_assessor:
        against.append(Obstacle("Register the person as an assessor by the import first", field="role"))
    if role in AGENCY_ROLES and agency is None:
        against.append(Obstacle("Choose the agency this role is for", field="agency"))
    if role not in AGENCY_ROLES and agency is not None:
        against.append(Obstacle("This role is not held for an agency", field="agency"))
    if branch is not None and role not in BRANCH_ROLES:
        against.append(Obstacle("This role is not held for a branch", field="branch"))
    if role is Role.DELEGATE and (starts_on is None or ends_on is None):
        against.append(Obstacle("A delegation needs a first and a last day", field="ends_on"))
    if starts_on is not None and ends_on is not None and starts_on > ends_on:
        against.append(Obstacle("The last day lies before the first", field="ends_on"))
    return against


def self_given(email: str, actor: Person | None, *, field: str) -> list[Obstacle]:
    """Refuse that an administrator, alone, opens for themselves what the role of another sees."""
    if actor is None or email.strip().lower() != actor.email or not may_anywhere(Permission.ADMINISTER, actor):
        return []
    return [Obstacle("Ask another administrator: nobody gives a role to themselves", field=field)]


@composed
def password_matches(person: Person | None, password: str) -> bool:
    """Say whether the password is this person's; as slow for nobody, by a hash whose password nobody has."""
    stored = person.password_hash if person else None
    try:
        hasher().verify(stored or _hash_of_nobody(settings().argon2_memory_kib), password)
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


_hash_of_nobody = functools.cache(lambda kib: PasswordHasher(memory_cost=kib).hash(secrets.token_urlsafe(32)))


@transactional
def register_assessor(
    person: Person,
    *,
    home_agency: Agency,
    can_lead: bool,
    branches: list[str],
    topics: list[str],
    min_load: int = 0,
    max_load: int = 20,
    past: Sequence[tuple[Agency, date]] = (),
    actor: Person | None = None,
) -> AssessorProfile:
    """Put a person into the pool of assessors, or bring up to date what assignment needs to know of them.

    `past` are agencies they worked for and the last day there; they conflict for the years the programme sets.
    """
    profile = db.session.get(AssessorProfile, person.id) or AssessorProfile(person_id=person.id)
    profile.home_agency_id = home_agency.id
    profile.can_lead, profile.branches, profile.topics = can_lead, branches, topics
    profile.min_load, profile.max_load = min_load, max_load
    profile.past_agencies = [PastAgency(agency_id=agency.id, until=until) for agency, until in past]
    db.session.add(profile)
    db.session.flush()
    grant_role(person, Role.ASSESSOR, actor=actor)
    return profile
