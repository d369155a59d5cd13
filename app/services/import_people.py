"""Importing people and roles from rows: every fault of every row first, and then all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.clock import now
from app.extensions import db
from app.messages import outbox
from app.models import Agency, Person
from app.queries.signed_links import password_link
from app.services.imports import Difference, Preview, RoleGiven, RowFault, differences, may_import, refuse
from app.services.people import create_person, grant_role, scope_obstacles, self_given
from app.services.role_grants import rename_person
from app.thai import NotADate, normalise, parse_date
from app.transaction import composed, transactional
from rubrics import published_rubrics
from workflows.errors import Obstacle
from workflows.roles import Role

LINK_DAYS = 14
NOT_IMPORTED = frozenset({Role.LEAD_ASSESSOR, Role.SYSTEM, Role.ASSESSOR})
IMPORTED_ROLES = tuple(role for role in Role if role not in NOT_IMPORTED)


@dataclass(frozen=True)
class PersonRow:
    """One person as a file gives them."""

    line: int
    email: str
    name_th: str
    name_en: str


@dataclass(frozen=True)
class RoleRow:
    """One role of a person: on an agency, or on a branch and perhaps one award type, with days where it has them."""

    line: int
    email: str
    role: str
    agency: str = ""
    branch: str = ""
    type_code: str = ""
    starts_on: str = ""
    ends_on: str = ""


@dataclass(frozen=True)
class _Grant:
    person: Person
    role: Role
    agency: Agency | None
    branch: str | None
    type_code: str | None
    starts_on: date | None
    ends_on: date | None


@composed
def preview_people(rows: Sequence[PersonRow]) -> Preview:
    """Say what importing these rows would add and change, or what is wrong with them, row by row."""
    return _preview_people(rows, _known(row.email for row in rows))


@transactional
def import_people(rows: Sequence[PersonRow], *, actor: Person) -> Preview:
    """Add and rename people; who is new gets a link to choose a password. Raises ImportRefused with every fault."""
    may_import(actor)
    known = _known(row.email for row in rows)
    preview = _preview_people(rows, known)
    refuse(preview.faults)
    for row in rows:
        person = known.get(_address(row.email))
        if person is None:
            _welcome(create_person(email=row.email, name_th=row.name_th, name_en=row.name_en), actor)
        elif _differs(row, person):
            rename_person(person, name_th=row.name_th, name_en=row.name_en, actor=actor)
    return preview


def _welcome(person: Person, actor: Person) -> None:
    until = now() + timedelta(days=LINK_DAYS)
    outbox.queue(
        "account_made_without_role",
        to=[person],
        once_per=str(person.id),
        link=password_link(person, until),
        params={"inviter": actor, "until": until},
    )


def _preview_people(rows: Sequence[PersonRow], known: Mapping[str, Person]) -> Preview:
    faults = [RowFault(row.line, obstacle) for row in rows for obstacle in _person_faults(row)]
    faults += _doubled([(row.line, _address(row.email)) for row in rows])
    found = [(_address(row.email), row) for row in rows]
    changed = tuple(email for email, row in found if email in known and _differs(row, known[email]))
    return Preview(
        added=tuple(email for email, _row in found if email not in known),
        names={email: _names(row) for email, row in found},
        differences={email: _differences(row, known[email]) for email, row in found if email in changed},
        changed=changed,
        unchanged=tuple(email for email, _row in found if email in known and email not in changed),
        faults=tuple(sorted(faults, key=lambda fault: fault.line)),
    )


def _person_faults(row: PersonRow) -> list[Obstacle]:
    against = []
    try:
        validate_email(row.email.strip(), check_deliverability=False)
    except EmailNotValidError:
        against.append(Obstacle("Enter an e-mail address, for example name@agency.go.th", field="email"))
    if not row.name_th.strip() or not row.name_en.strip():
        against.append(Obstacle("Enter the name in both languages", field="name_th"))
    return against


def _differs(row: PersonRow, person: Person) -> bool:
    return _differences(row, person) != ()


def _differences(row: PersonRow, person: Person) -> tuple[Difference, ...]:
    name_th, name_en = _names(row)
    before = {"name_th": person.name_th, "name_en": person.name_en}
    return differences(before, {"name_th": name_th, "name_en": name_en})


def _names(row: PersonRow) -> tuple[str, str]:
    return normalise(row.name_th).strip(), normalise(row.name_en).strip()


def _doubled(lines: Sequence[tuple[int, str]]) -> list[RowFault]:
    seen: dict[str, int] = {}
    return [
        RowFault(line, Obstacle("This address already stands in row %(line)s", {"line": seen[email]}, "email"))
        for line, email in lines
        if seen.setdefault(email, line) != line
    ]


@composed
def preview_roles(rows: Sequence[RoleRow], *, actor: Person) -> Preview:
    """Say which roles importing these rows would give, or what is wrong with them, row by row."""
    return _read_roles(rows, actor)[0]


@transactional
def import_roles(rows: Sequence[RoleRow], *, actor: Person) -> Preview:
    """Give every role of the rows; one that is held already stays as it is. Raises ImportRefused with every fault."""
    may_import(actor)
    preview, grants = _read_roles(rows, actor)
    refuse(preview.faults)
    for each in grants:
        grant_role(
            each.person,
            each.role,
            agency=each.agency,
            branch=each.branch,
            type_code=each.type_code,
            starts_on=each.starts_on,
            ends_on=each.ends_on,
            actor=actor,
        )
    return preview


def _read_roles(rows: Sequence[RoleRow], actor: Person) -> tuple[Preview, list[_Grant]]:
    people = _known(row.email for row in rows)
    agencies = {agency.code: agency for agency in db.session.scalars(select(Agency).where(Agency.is_active))}
    faults: list[RowFault] = []
    grants: list[_Grant] = []
    added, unchanged = list[RoleGiven](), list[RoleGiven]()
    for row in rows:
        against: list[Obstacle] = []
        grant = _grant(row, people, agencies, against)
        if grant is not None and not _is_held(grant):
            against += self_given(row.email, actor, field="email")
        faults += [RowFault(row.line, obstacle) for obstacle in against]
        if grant is not None and not against:
            grants.append(grant)
            given = RoleGiven(_address(row.email), grant.role, grant.agency, grant.branch)
            (unchanged if _is_held(grant) else added).append(given)
    return Preview(added=tuple(added), unchanged=tuple(unchanged), faults=tuple(faults)), grants


def _grant(
    row: RoleRow, people: Mapping[str, Person], agencies: Mapping[str, Agency], against: list[Obstacle]
) -> _Grant | None:
    person, agency = people.get(_address(row.email)), agencies.get(row.agency.strip().lower())
    if person is None:
        against.append(Obstacle("Nobody with this address is registered; import the people first", field="email"))
    if row.agency.strip() and agency is None:
        against.append(Obstacle("There is no agency with the code %(code)s", {"code": row.agency.strip()}, "agency"))
    if row.role not in set(IMPORTED_ROLES):
        against.append(Obstacle("There is no role of this name to give", field="role"))
        return None
    branch, type_code = _place(row, against)
    days = [_day(text, name, against) for text, name in ((row.starts_on, "starts_on"), (row.ends_on, "ends_on"))]
    role = Role(row.role)
    against += scope_obstacles(role, agency=agency, branch=branch, starts_on=days[0], ends_on=days[1])
    return _Grant(person, role, agency, branch, type_code, days[0], days[1]) if person is not None else None


def _place(row: RoleRow, against: list[Obstacle]) -> tuple[str | None, str | None]:
    known = {(rubric.branch, rubric.type_code) for rubric in published_rubrics().values()}
    branch, type_code = row.branch.strip().upper() or None, row.type_code.strip().lower() or None
    if branch is not None and branch not in {each for each, _type in known}:
        against.append(Obstacle("There is no branch called %(branch)s", {"branch": branch}, "branch"))
    elif type_code is not None and (branch, type_code) not in known:
        against.append(Obstacle("This branch has no award type called %(type)s", {"type": type_code}, "type_code"))
    return branch, type_code


def _day(text: str, name: str, against: list[Obstacle]) -> date | None:
    if not text.strip():
        return None
    try:
        return parse_date(text)
    except NotADate:
        against.append(Obstacle("Write the day as 29/1/2570", field=name))
        return None


def _is_held(grant: _Grant) -> bool:
    wanted = (grant.role, grant.agency.id if grant.agency else None, grant.branch, grant.type_code)
    return any(
        (each.role, each.agency_id, each.branch, each.type_code) == wanted and each.revoked_at is None
        for each in grant.person.grants
    )


def _known(emails: Iterable[str]) -> dict[str, Person]:
    wanted = {_address(email) for email in emails}
    statement = select(Person).where(Person.email.in_(wanted)).options(joinedload(Person.grants))
    return {person.email: person for person in db.session.scalars(statement).unique()}


def _address(email: str) -> str:
    return email.strip().lower()
