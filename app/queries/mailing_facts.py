"""What the places of a mailing's text are filled from: a person and the entries they are in for, as they stand now."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Agency, Application, Assignment, Extension, Person, Programme
from app.queries.deadlines import entry_window_with, window_with
from app.queries.owed import OWING_STATES, of_seats, owes_a_sheet, sheet_due
from workflows.mailing import Audience

IN_TEAM = frozenset({Audience.COORDINATORS, Audience.HEADS, Audience.CONTRIBUTORS, Audience.NOT_STARTED})
# A person, in which programme, and as what they are in for which entries, or for which agency without one in which.
Why = tuple[Audience, uuid.UUID, uuid.UUID]
Of = tuple[uuid.UUID, Programme, Sequence[Why]]
_Extended = dict[tuple[uuid.UUID, uuid.UUID], datetime]


@dataclass(frozen=True)
class EntryFacts:
    """One entry a mailing is about, or that an agency has none; when what this recipient owes is due, or None."""

    agency: Agency
    programme: Programme
    application: Application | None
    due: datetime | None

    @property
    def code(self) -> str:
        """The entry's code; nothing where there is no entry."""
        return self.application.code if self.application else ""


@dataclass(frozen=True)
class RecipientFacts:
    """A recipient with the entries of one programme, in the order of their codes, and what of others is not begun."""

    person: Person
    programme: Programme
    entries: Sequence[EntryFacts]
    is_of_team: bool

    @property
    def due(self) -> datetime | None:
        """The earliest time at which something is due."""
        return min((each.due for each in self.entries if each.due is not None), default=None)

    @property
    def programmes(self) -> list[Programme]:
        """Return the programmes the message is about, in the order of the cycle."""
        found = {each.programme.id: each.programme for each in self.entries}
        return sorted(found.values(), key=lambda each: each.position)


def facts_of(recipients: Sequence[Of]) -> list[RecipientFacts]:
    """Return what is known of these recipients, in their order, in six statements; each is in for something."""
    people = _people(person_id for person_id, _programme, _reasons in recipients)
    entries = _entries({key for audience, key, _in in _whys(recipients) if audience is not Audience.NOT_STARTED})
    agencies = _agencies({key for audience, key, _in in _whys(recipients) if audience is Audience.NOT_STARTED})
    programmes = _programmes({programme_id for _audience, _key, programme_id in _whys(recipients)})
    extended = _extensions(set(programmes))
    seats = _seats_due(people, entries)
    found = []
    for person_id, programme, reasons in recipients:
        own: dict[tuple[uuid.UUID, uuid.UUID], EntryFacts] = {}
        for audience, key, within in reasons:
            if audience is Audience.NOT_STARTED:
                own[key, within] = _none_yet(programmes[within], agencies[key], extended)
            elif audience in IN_TEAM:
                own[key, within] = _of_team(entries[key], extended)
            else:
                own.setdefault((key, within), _of_seat(entries[key], seats.get((person_id, key))))
        in_order = sorted(own.values(), key=lambda each: (each.code, each.programme.position))
        is_of_team = any(audience in IN_TEAM for audience, _key, _in in reasons)
        found.append(RecipientFacts(people[person_id], programme, in_order, is_of_team))
    return found


def _whys(recipients: Sequence[Of]) -> list[Why]:
    return [why for _person, _programme, reasons in recipients for why in reasons]


def _none_yet(programme: Programme, agency: Agency, extended: _Extended) -> EntryFacts:
    """What an agency without an entry owes: one by the time entries close for it."""
    window = entry_window_with(programme, extended.get((programme.id, agency.id)))
    return EntryFacts(agency, programme, None, window.due)


def _of_team(entry: Application, extended: _Extended) -> EntryFacts:
    window = window_with(entry, extended.get((entry.programme_id, entry.agency_id)))
    return EntryFacts(entry.agency, entry.programme, entry, window.due if entry.state in OWING_STATES else None)


def _of_seat(entry: Application, due: datetime | None) -> EntryFacts:
    return EntryFacts(entry.agency, entry.programme, entry, due)


def _people(keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, Person]:
    return {person.id: person for person in db.session.scalars(select(Person).where(Person.id.in_(set(keys))))}


def _entries(keys: set[uuid.UUID]) -> dict[uuid.UUID, Application]:
    rows = db.session.scalars(
        select(Application)
        .where(Application.id.in_(keys))
        .options(joinedload(Application.programme).joinedload(Programme.cycle), joinedload(Application.agency))
    )
    return {row.id: row for row in rows}


def _agencies(keys: set[uuid.UUID]) -> dict[uuid.UUID, Agency]:
    return {row.id: row for row in db.session.scalars(select(Agency).where(Agency.id.in_(keys)))}


def _programmes(keys: set[uuid.UUID]) -> dict[uuid.UUID, Programme]:
    statement = select(Programme).where(Programme.id.in_(keys)).options(joinedload(Programme.cycle))
    return {row.id: row for row in db.session.scalars(statement)}


def _extensions(programme_ids: set[uuid.UUID]) -> dict[tuple[uuid.UUID, uuid.UUID], datetime]:
    rows = db.session.scalars(
        select(Extension)
        .where(Extension.programme_id.in_(programme_ids), Extension.revoked_at.is_(None))
        .order_by(Extension.until)
    )
    return {(row.programme_id, row.agency_id): row.until for row in rows}


def _seats_due(
    people: Iterable[uuid.UUID], entries: Iterable[uuid.UUID]
) -> dict[tuple[uuid.UUID, uuid.UUID], datetime | None]:
    """When the sheets these people owe are due."""
    rows = db.session.execute(
        of_seats(select(Assignment.assessor_id, Assignment.application_id, sheet_due())).where(
            Assignment.assessor_id.in_(list(people)),
            Assignment.application_id.in_(list(entries)),
            owes_a_sheet(),
        )
    )
    return {(row[0], row[1]): row[2] for row in rows}
