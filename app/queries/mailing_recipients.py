"""Whom a mailing goes to: everybody who fits its choice, once for each programme, and why they are in."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Row, Select, and_, func, literal, or_, select, true

from app.extensions import db
from app.models import Agency, AgencyKind, Application, Assignment, Mailing, Person, Programme, RoleGrant, Stage
from app.permissions import IN_FORCE, today
from app.queries.criteria import rubric_of
from app.queries.owed import LEFT, document_is_late, is_late, of_seats, owes_a_document, owes_a_sheet
from app.queries.unreachable import failing_people
from app.thai import search_key, sort_key
from workflows.application import ApplicationState
from workflows.mailing import Audience, Owing
from workflows.roles import Role

TEAM = {
    Role.COORDINATOR: Audience.COORDINATORS,
    Role.HEAD: Audience.HEADS,
    Role.DELEGATE: Audience.HEADS,
    Role.CONTRIBUTOR: Audience.CONTRIBUTORS,
}
_Found: TypeAlias = tuple[Audience, Row[*tuple[Any, ...]]]  # as what somebody is in for one entry
_PANEL = frozenset({Audience.ASSESSORS, Audience.LEADS})
_PERSON = (Person.id, Person.name_th, Person.name_en, Person.email, Person.search_key)
_AGENCY = (Agency.name_th, Agency.name_en, Agency.search_key)
_COLUMNS = (*_PERSON, Application.programme_id, Application.id, Application.code, *_AGENCY)


@dataclass(frozen=True)
class Reason:
    """One entry a person is in for, and as what; where there is none yet, the agency, without a code."""

    audience: Audience
    about_id: uuid.UUID
    code: str
    agency_th: str
    agency_en: str

    def agency(self, language: str) -> str:
        """Return the name of the entry's agency in "th" or "en"."""
        return self.agency_en if language == "en" else self.agency_th


@dataclass(frozen=True)
class Recipient:
    """One person in one programme: gets one message, about every entry they are in for."""

    person_id: uuid.UUID
    programme: Programme
    name_th: str
    name_en: str
    email: str
    found_by: str
    reasons: tuple[Reason, ...]

    @property
    def key(self) -> str:
        """How the recipient is named in forms and in lists of what was seen."""
        return f"{self.person_id}:{self.programme.id}"

    def name(self, language: str) -> str:
        """Return the name in "th" or "en"."""
        return self.name_en if language == "en" else self.name_th

    def fits(self, words: Sequence[str]) -> bool:
        """Say whether every word of a search is found in the name, the address, an entry's code or an agency."""
        return all(word in self.found_by for word in words)


def recipients_of(mailing: Mailing, programmes: Sequence[Programme], *, at: datetime) -> list[Recipient]:
    """Return everybody who fits the choice in these programmes, by name; nobody where no audience is chosen.

    At most three statements, whatever their number.
    """
    wanted = {Audience(each) for each in mailing.audiences}
    if not programmes or not wanted:
        return []
    rows: list[_Found] = []
    if roles := [role for role, audience in TEAM.items() if audience in wanted]:
        team = db.session.execute(_team(mailing, programmes, roles, at))
        rows += [(TEAM[row.role], row) for row in team]
    if wanted & _PANEL:
        seats = db.session.execute(_panel(mailing, programmes, wanted, at))
        rows += [(Audience.LEADS if row.is_lead else Audience.ASSESSORS, row) for row in seats]
    if Audience.NOT_STARTED in wanted:
        rows += [(Audience.NOT_STARTED, row) for row in db.session.execute(_not_started(mailing, programmes))]
    return _gathered(rows, programmes)


def _gathered(rows: Sequence[_Found], programmes: Sequence[Programme]) -> list[Recipient]:
    of_key: dict[tuple[uuid.UUID, uuid.UUID], list[_Found]] = {}
    for audience, row in rows:
        of_key.setdefault((row[0], row[5]), []).append((audience, row))
    known = {programme.id: programme for programme in programmes}
    made = [_recipient(known[programme_id], theirs) for (_person, programme_id), theirs in of_key.items()]
    return sorted(made, key=lambda each: (sort_key(each.name_th), each.email, each.programme.position, each.key))


def _recipient(programme: Programme, rows: Sequence[_Found]) -> Recipient:
    person_id, name_th, name_en, email, person_key = rows[0][1][:5]
    reasons = {(audience, row[6]): Reason(audience, *row[6:10]) for audience, row in rows}
    found_by = {word for _audience, row in rows for word in (row[7].lower(), row[10])}
    return Recipient(
        person_id,
        programme,
        name_th,
        name_en,
        email,
        " ".join((person_key, email.lower(), *sorted(found_by))),
        tuple(sorted(reasons.values(), key=lambda each: (each.code, each.audience))),
    )


def _team(
    mailing: Mailing, programmes: Sequence[Programme], roles: Sequence[Role], at: datetime
) -> Select[*tuple[Any, ...]]:
    statement = (
        select(*_COLUMNS, RoleGrant.role)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .join(Application, Application.agency_id == RoleGrant.agency_id)
        .join(Agency, Agency.id == Application.agency_id)
        .where(_entries(mailing, programmes), _holds(roles))
    )
    if mailing.owing is Owing.OWED:
        statement = statement.where(owes_a_document())
    if mailing.owing is Owing.LATE:
        statement = statement.where(document_is_late(list(programmes), at))
    if mailing.stage_code:
        stage = select(Stage.id).where(Stage.id == Application.stage_id, Stage.code == mailing.stage_code)
        statement = statement.where(stage.exists())
    return statement


def _holds(roles: Sequence[Role]) -> ColumnElement[bool]:
    day = today()
    return and_(
        Person.is_active,
        RoleGrant.role.in_(roles),
        RoleGrant.revoked_at.is_(None),
        or_(RoleGrant.starts_on.is_(None), RoleGrant.starts_on <= day),
        or_(RoleGrant.ends_on.is_(None), RoleGrant.ends_on >= day),
    )


def _not_started(mailing: Mailing, programmes: Sequence[Programme]) -> Select[*tuple[Any, ...]]:
    """Coordinators of agencies that may enter a programme and have no entry in it, not even one that left the round."""
    statement = (
        select(*_PERSON, Programme.id, Agency.id, literal(""), *_AGENCY)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .join(Agency, Agency.id == RoleGrant.agency_id)
        .where(_holds([Role.COORDINATOR]))
    )
    return _of_who_has_none(statement, mailing, programmes)


def _of_who_has_none(
    statement: Select[*tuple[Any, ...]], mailing: Mailing, programmes: Sequence[Programme]
) -> Select[*tuple[Any, ...]]:
    """Narrow a statement of agencies to those that could enter one of these programmes and have not."""
    entry = select(Application.id).where(Application.programme_id == Programme.id, Application.agency_id == Agency.id)
    statement = statement.join(Programme, or_(*(_may_enter(each) for each in programmes)))
    statement = statement.where(Agency.is_active, ~entry.exists())
    return statement if mailing.ministry_id is None else statement.where(_of_ministry(mailing.ministry_id))


def out_of_reach(mailing: Mailing, programmes: Sequence[Programme]) -> int:
    """Count the agencies that have not started and have no coordinator to write to, where such agencies are chosen."""
    if not programmes or Audience.NOT_STARTED not in mailing.audiences:
        return 0
    coordinator = select(RoleGrant.id).join(Person, Person.id == RoleGrant.person_id)
    coordinator = coordinator.where(RoleGrant.agency_id == Agency.id, _holds([Role.COORDINATOR]))
    counted = select(func.count(Agency.id.distinct())).select_from(Agency).where(~coordinator.exists())
    return db.session.scalar(_of_who_has_none(counted, mailing, programmes)) or 0


def _may_enter(programme: Programme) -> ColumnElement[bool]:
    """The kinds of agencies the criteria name; criteria that name none let every agency in."""
    eligibility = rubric_of(programme).eligibility
    kinds = [AgencyKind(kind) for kind in (eligibility.agency_types if eligibility else ())]
    return and_(Programme.id == programme.id, Agency.kind.in_(kinds) if kinds else true())


def _of_ministry(key: uuid.UUID) -> ColumnElement[bool]:
    return or_(Agency.ministry_id == key, Agency.id == key)


def _panel(
    mailing: Mailing, programmes: Sequence[Programme], wanted: set[Audience], at: datetime
) -> Select[*tuple[Any, ...]]:
    statement = (
        of_seats(select(*_COLUMNS, Assignment.is_lead))
        .join(Person, Person.id == Assignment.assessor_id)
        .join(Agency, Agency.id == Application.agency_id)
        .where(_entries(mailing, programmes), Person.is_active, Assignment.state.in_(IN_FORCE))
    )
    if Audience.ASSESSORS not in wanted:
        statement = statement.where(Assignment.is_lead)
    if mailing.owing is Owing.OWED:
        statement = statement.where(owes_a_sheet())
    if mailing.owing is Owing.LATE:
        statement = statement.where(is_late(at))
    if mailing.stage_code:
        statement = statement.where(Stage.code == mailing.stage_code)
    return statement


def _entries(mailing: Mailing, programmes: Sequence[Programme]) -> ColumnElement[bool]:
    """The entries looked at; those that left the round only where their state is asked for."""
    parts: list[ColumnElement[bool]] = [Application.programme_id.in_([programme.id for programme in programmes])]
    if mailing.entry_state:
        parts.append(Application.state == ApplicationState(mailing.entry_state))
    else:
        parts.append(Application.state.not_in(LEFT))
    if mailing.ministry_id is not None:
        parts.append(_of_ministry(mailing.ministry_id))
    return and_(*parts)


def found_among(recipients: Sequence[Recipient], text: str) -> list[Recipient]:
    """Return those a search finds."""
    words = [search_key(word) for word in text.split()]
    return [each for each in recipients if each.fits(words)]


def not_reached() -> frozenset[uuid.UUID]:
    """Return the keys of the people whom messages do not reach, whatever they take part in."""
    rows = db.session.execute(failing_people())
    return frozenset(row[0] for row in rows if row[0] is not None)
