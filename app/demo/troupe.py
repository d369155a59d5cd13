"""Brings the demonstration's agencies and people into the system, through the same use cases as everybody else's."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from app.demo.cast import Assessor, Cast, StaffMember
from app.demo.content import Content
from app.models import Agency, Person
from app.queries.people import person_by_email
from app.queries.programme_setup import agency_by_code
from app.services.imports import AgencyRow, import_agencies
from app.services.interests import record_advice
from app.services.people import create_person, grant_role, hash_password, register_assessor
from rubrics import published_rubrics
from workflows.roles import Role

PASSWORD = "lertrat-demo"
Report = Callable[[str], None]


def bring_agencies(content: Content) -> None:
    """Import the registry: one transaction, whole or not at all."""
    rows = [
        AgencyRow(line, record.code, record.kind.value, record.name.th, record.name.en, record.parent or "")
        for line, record in enumerate(content.registry.values(), start=2)
    ]
    import_agencies(rows, actor=None)


def bring_people(content: Content) -> None:
    """Create everybody with one password, hashed once, and give each their roles."""
    hashed = hash_password(PASSWORD)
    cast = content.cast
    for someone in cast.everyone:
        create_person(email=someone.email, name_th=someone.name.th, name_en=someone.name.en, password_hash=hashed)
    _grant_staff(cast)
    for assessor in cast.assessors:
        _register(cast, assessor)
    for team in cast.teams.values():
        agency = agency_named(team.agency)
        grant_role(person_named(team.coordinator.email), Role.COORDINATOR, agency=agency)
        grant_role(person_named(team.head.email), Role.HEAD, agency=agency)
        for contributor in team.contributors:
            grant_role(person_named(contributor.email), Role.CONTRIBUTOR, agency=agency)


def agency_named(code: str) -> Agency:
    """Return an agency of the registry. Raises LookupError for a code that was not imported."""
    agency = agency_by_code(code)
    if agency is None:
        raise LookupError(f"the registry has no agency {code}")
    return agency


def person_named(email: str) -> Person:
    """Return someone of the cast. Raises LookupError for an address that was not brought in."""
    person = person_by_email(email)
    if person is None:
        raise LookupError(f"nobody has the address {email}")
    return person


def _grant_staff(cast: Cast) -> None:
    for officer in cast.officers:
        person = person_named(officer.person.email)
        for branch in officer.branches:
            grant_role(person, Role.OFFICER, branch=branch)
        for rubric_id in officer.rubrics:
            rubric = next(each for each in published_rubrics().values() if each.id == rubric_id)
            grant_role(person, Role.OFFICER, branch=rubric.branch, type_code=rubric.type_code)
    for member, role in (
        *((judge, Role.JUDGE) for judge in cast.judges),
        (cast.director, Role.DIRECTOR),
        (cast.adviser, Role.ADVISER),
        (cast.administrator, Role.ADMINISTRATOR),
        (cast.auditor, Role.AUDITOR),
    ):
        grant_role(_member(member), role)


def _member(member: StaffMember) -> Person:
    return person_named(member.person.email)


def _register(cast: Cast, assessor: Assessor) -> None:
    person = person_named(assessor.person.email)
    register_assessor(
        person,
        home_agency=agency_named(assessor.agency),
        can_lead=assessor.can_lead,
        branches=list(assessor.branches),
        topics=[*(cast.topics[each].th for each in assessor.topics), *assessor.types],
        max_load=40,
        past=[(agency_named(post.agency), post.until) for post in assessor.past],
    )


def note_advice(cast: Cast, entry_id: str, application_id: uuid.UUID) -> None:
    """Note that the clinic's adviser, or an assessor, helped with this entry."""
    helpers: list[StaffMember | Assessor] = [cast.adviser, *cast.assessors]
    for helper in helpers:
        if entry_id in helper.advised:
            record_advice(application_id, adviser=person_named(helper.person.email))
