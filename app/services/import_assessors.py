"""Importing the pool of assessors from rows: every fault of every row first, and then all of it or nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.clock import now
from app.extensions import db
from app.messages import outbox
from app.models import Agency, AssessorProfile, PastAgency, Person
from app.queries.signed_links import password_link
from app.services.imports import Difference, Preview, RowFault, differences, may_import, refuse
from app.services.people import create_person, register_assessor, self_given
from app.thai import NotADate, parse_date, thai_digits_to_arabic
from app.transaction import composed, transactional
from workflows.errors import Obstacle
from workflows.roles import Role

ASSESSED_BRANCHES = ("PS", "PMQA", "PG", "PMQA40")
LINK_DAYS = 14
_YES, _NO = frozenset({"yes", "y", "true", "1", "ใช่"}), frozenset({"", "no", "n", "false", "0", "ไม่ใช่", "ไม่"})
_SEPARATOR = re.compile(r"[,;\n]")


@dataclass(frozen=True)
class AssessorRow:
    """One assessor as a file gives them. Lists are parted by commas; `past` holds code and year: "moi-dol 2562"."""

    line: int
    email: str
    name_th: str
    name_en: str
    agency: str
    can_lead: str = ""
    branches: str = ""
    topics: str = ""
    min_load: str = ""
    max_load: str = ""
    past: str = ""


@dataclass(frozen=True)
class _Read:
    """A row understood."""

    row: AssessorRow
    can_lead: bool
    branches: list[str]
    topics: list[str]
    min_load: int
    max_load: int
    past: list[tuple[str, date]]


@composed
def preview_assessors(rows: Sequence[AssessorRow], *, actor: Person | None) -> Preview:
    """Say what importing these rows would add and change, or what is wrong with them, row by row."""
    return _preview(rows, _agencies(), _people(rows), actor)


@transactional
def import_assessors(rows: Sequence[AssessorRow], *, actor: Person | None) -> Preview:
    """Put everyone into the pool; who is new gets a link to a password. Raises ImportRefused with every fault."""
    may_import(actor)
    agencies, people = _agencies(), _people(rows)
    preview = _preview(rows, agencies, people, actor)
    refuse(preview.faults)
    for row in rows:
        read = _read(row, agencies, [])
        person = people.get(_address(row)) or _new_person(row, actor)
        register_assessor(
            person,
            home_agency=agencies[_code(row.agency)],
            can_lead=read.can_lead,
            branches=read.branches,
            topics=read.topics,
            min_load=read.min_load,
            max_load=read.max_load,
            past=[(agencies[code], until) for code, until in read.past],
            actor=actor,
        )
    return preview


def _new_person(row: AssessorRow, actor: Person | None) -> Person:
    person = create_person(email=row.email, name_th=row.name_th, name_en=row.name_en)
    if actor is not None:
        until = now() + timedelta(days=LINK_DAYS)
        outbox.queue(
            "account_made",
            to=[person],
            once_per=str(person.id),
            link=password_link(person, until),
            params={"inviter": actor, "role": Role.ASSESSOR, "until": until},
        )
    return person


def _agencies() -> dict[str, Agency]:
    return {agency.code: agency for agency in db.session.scalars(select(Agency).where(Agency.is_active))}


def _people(rows: Sequence[AssessorRow]) -> dict[str, Person]:
    wanted = {_address(row) for row in rows}
    profiles = selectinload(Person.assessor_profile)
    statement = select(Person).where(Person.email.in_(wanted))
    found = db.session.scalars(
        statement.options(
            profiles.joinedload(AssessorProfile.home_agency),
            profiles.selectinload(AssessorProfile.past_agencies).joinedload(PastAgency.agency),
        )
    )
    return {person.email: person for person in found}


def _preview(
    rows: Sequence[AssessorRow], agencies: Mapping[str, Agency], people: Mapping[str, Person], actor: Person | None
) -> Preview:
    faults: list[RowFault] = []
    seen: dict[str, int] = {}
    for row in rows:
        against: list[Obstacle] = []
        first = seen.setdefault(_address(row), row.line)
        if first != row.line:
            against.append(Obstacle("This address already stands in row %(line)s", {"line": first}, "email"))
        _read(row, agencies, against)
        known = people.get(_address(row))
        if known is not None and known.assessor_profile is None:
            against += self_given(row.email, actor, field="email")
        faults += [RowFault(row.line, obstacle) for obstacle in against]
    present = [(_address(row), row) for row in rows if _address(row) in people]
    return Preview(
        added=tuple(_address(row) for row in rows if _address(row) not in people),
        changed=tuple(address for address, _row in present),
        faults=tuple(faults),
        names={_address(row): (row.name_th, row.name_en) for row in rows},
        differences={}
        if faults
        else {address: _differences(_read(row, agencies, []), people[address]) for address, row in present},
    )


def _differences(read: _Read, person: Person) -> tuple[Difference, ...]:
    """What a row changes of an assessor; of somebody who is none yet, everything it says."""
    after = {
        "agency": _code(read.row.agency),
        "branches": ", ".join(read.branches),
        "can_lead": _yes_or_no(read.can_lead),
        "topics": ", ".join(read.topics),
        "min_load": str(read.min_load),
        "max_load": str(read.max_load),
        "past": ", ".join(f"{code} {_short(until)}" for code, until in read.past),
    }
    profile = person.assessor_profile
    return differences(_present(profile) if profile is not None else dict.fromkeys(after, ""), after)


def _present(profile: AssessorProfile) -> dict[str, str]:
    return {
        "agency": profile.home_agency.code,
        "branches": ", ".join(profile.branches),
        "can_lead": _yes_or_no(profile.can_lead),
        "topics": ", ".join(profile.topics),
        "min_load": str(profile.min_load),
        "max_load": str(profile.max_load),
        "past": ", ".join(f"{each.agency.code} {_short(each.until)}" for each in profile.past_agencies),
    }


def _yes_or_no(answer: bool) -> str:  # noqa: FBT001  # it is the value that is written
    return "ใช่" if answer else "ไม่"


def _short(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year + 543}"


def _read(row: AssessorRow, agencies: Mapping[str, Agency], against: list[Obstacle]) -> _Read:
    """Understand a row; what cannot be understood is added to `against`."""
    _check_who(row, agencies, against)
    branches = [branch.upper() for branch in _listed(row.branches)]
    unknown = [branch for branch in branches if branch not in ASSESSED_BRANCHES]
    if unknown or not branches:
        known = {"known": ", ".join(ASSESSED_BRANCHES)}
        against.append(Obstacle("Name the branches to assess, out of %(known)s", known, "branches"))
    least, most = _number(row.min_load, 0, "min_load", against), _number(row.max_load, 20, "max_load", against)
    if least > most:
        against.append(Obstacle("The least load is above the greatest", field="min_load"))
    answer = row.can_lead.strip().lower()
    if answer not in _YES | _NO:
        against.append(Obstacle("Write yes or no", field="can_lead"))
    past = _past(row.past, agencies, against)
    return _Read(row, answer in _YES, branches, _listed(row.topics), least, most, past)


def _check_who(row: AssessorRow, agencies: Mapping[str, Agency], against: list[Obstacle]) -> None:
    try:
        validate_email(row.email.strip(), check_deliverability=False)
    except EmailNotValidError:
        against.append(Obstacle("Enter an e-mail address, for example name@agency.go.th", field="email"))
    if not row.name_th.strip() or not row.name_en.strip():
        against.append(Obstacle("Enter the name in both languages", field="name_th"))
    if _code(row.agency) not in agencies:
        against.append(
            Obstacle("There is no agency with the code %(code)s", {"code": row.agency.strip() or "–"}, "agency")
        )


def _past(text: str, agencies: Mapping[str, Agency], against: list[Obstacle]) -> list[tuple[str, date]]:
    found = []
    for part in _listed(text):
        code, _, until = part.partition(" ")
        day = _last_day(until)
        if _code(code) not in agencies or day is None:
            example = "moi-dol 2562"
            against.append(
                Obstacle("Write past agencies as code and year, for example %(example)s", {"example": example}, "past")
            )
        else:
            found.append((_code(code), day))
    return found


def _last_day(text: str) -> date | None:
    """Read a day, or a year of either era as its last day."""
    written = thai_digits_to_arabic(text).strip()
    try:
        return parse_date(f"31/12/{written}" if re.fullmatch(r"\d{4}", written) else written)
    except NotADate:
        return None


def _number(text: str, default: int, name: str, against: list[Obstacle]) -> int:
    written = thai_digits_to_arabic(text).strip()
    if not written:
        return default
    if not written.isascii() or not written.isdigit() or int(written) > 1000:
        against.append(Obstacle("Write a whole number", field=name))
        return default
    return int(written)


def _listed(text: str) -> list[str]:
    return [part.strip() for part in _SEPARATOR.split(text) if part.strip()]


def _address(row: AssessorRow) -> str:
    return row.email.strip().lower()


def _code(text: str) -> str:
    return text.strip().lower()
