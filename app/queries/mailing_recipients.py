"""Whom a mailing goes to: everybody who fits its choice, once for each programme they work in, and why they are in."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Row, Select, and_, select

from app.extensions import db
from app.models import Agency, Application, Assignment, Mailing, Person, Programme, RoleGrant, Stage
from app.permissions import IN_FORCE
from app.queries.not_started import AGENCY, PERSON, holds_role, not_started, of_ministry
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
_COLUMNS = (*PERSON, Application.programme_id, Application.id, Application.code, *AGENCY)


@dataclass(frozen=True)
class Reason:
    """One entry a person is in for, and as what; where there is none yet, the agency and programme, without a code."""

    audience: Audience
    programme: Programme
    about_id: uuid.UUID
    code: str
    agency_th: str
    agency_en: str

    def agency(self, language: str) -> str:
        """Return the name of the entry's agency in "th" or "en"."""
        return self.agency_en if language == "en" else self.agency_th

    @property
    def kept(self) -> list[str]:
        """What is stored of it, and tells it from any other reason of the same person."""
        return [self.audience.value, str(self.about_id), str(self.programme.id)]


@dataclass(frozen=True)
class Recipient:
    """One person in one programme: gets one message, about every entry they are in for.

    Where there is no entry yet, it is one message about all the programmes in which there is none.
    """

    person_id: uuid.UUID
    programme: Programme
    name_th: str
    name_en: str
    email: str
    found_by: str
    reasons: tuple[Reason, ...]

    @property
    def key(self) -> str:
        """How the recipient is named in forms and in lists of what was seen.

        Who has no entry anywhere is one whichever programme is the first that has not closed.
        """
        has_entry = any(each.audience is not Audience.NOT_STARTED for each in self.reasons)
        return f"{self.person_id}:{self.programme.id if has_entry else Audience.NOT_STARTED.value}"

    @property
    def programmes(self) -> list[Programme]:
        """Return the programmes the message is about, in the order of the cycle."""
        found = {each.programme.id: each.programme for each in self.reasons}
        return sorted(found.values(), key=lambda each: each.position)

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
        rows += [(Audience.NOT_STARTED, row) for row in db.session.execute(not_started(mailing, programmes, at))]
    return _gathered(rows, programmes)


def _gathered(rows: Sequence[_Found], programmes: Sequence[Programme]) -> list[Recipient]:
    known = {programme.id: programme for programme in sorted(programmes, key=lambda each: each.position)}
    place = {programme_id: place for place, programme_id in enumerate(known)}
    of_key: dict[tuple[uuid.UUID, uuid.UUID], list[_Found]] = {}
    first: dict[uuid.UUID, uuid.UUID] = {}  # what has no entry in any programme yet is told with the first of them
    for audience, row in sorted(rows, key=lambda found: place[found[1][5]]):
        told_with = first.setdefault(row[0], row[5]) if audience is Audience.NOT_STARTED else row[5]
        of_key.setdefault((row[0], told_with), []).append((audience, row))
    made = [_recipient(known, programme_id, theirs) for (_person, programme_id), theirs in of_key.items()]
    return sorted(made, key=lambda each: (sort_key(each.name_th), each.email, each.programme.position, each.key))


def _recipient(known: Mapping[uuid.UUID, Programme], programme_id: uuid.UUID, rows: Sequence[_Found]) -> Recipient:
    person_id, name_th, name_en, email, person_key = rows[0][1][:5]
    reasons = {(audience, *row[5:7]): Reason(audience, known[row[5]], *row[6:10]) for audience, row in rows}
    found_by = {word for _audience, row in rows for word in (row[7].lower(), row[10])}
    return Recipient(
        person_id,
        known[programme_id],
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
        .where(_entries(mailing, programmes), holds_role(roles))
    )
    if mailing.owing is Owing.OWED:
        statement = statement.where(owes_a_document())
    if mailing.owing is Owing.LATE:
        statement = statement.where(document_is_late(list(programmes), at))
    if mailing.stage_code:
        stage = select(Stage.id).where(Stage.id == Application.stage_id, Stage.code == mailing.stage_code)
        statement = statement.where(stage.exists())
    return statement


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
    return and_(*parts, of_ministry(mailing))


def found_among(recipients: Sequence[Recipient], text: str) -> list[Recipient]:
    """Return those a search finds."""
    words = [search_key(word) for word in text.split()]
    return [each for each in recipients if each.fits(words)]


def not_reached() -> frozenset[uuid.UUID]:
    """Return the keys of the people whom messages do not reach, whatever they take part in."""
    rows = db.session.execute(failing_people())
    return frozenset(row[0] for row in rows if row[0] is not None)
