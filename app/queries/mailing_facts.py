"""What the places of a mailing's text are filled from: a person and the entries they are in for, as they stand now."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Application, Assignment, Extension, Person, Programme
from app.queries.deadlines import window_with
from app.queries.owed import OWING_STATES, of_seats, owes_a_sheet, sheet_due
from workflows.mailing import Audience

IN_TEAM = frozenset({Audience.COORDINATORS, Audience.HEADS, Audience.CONTRIBUTORS})
Of = tuple[uuid.UUID, Sequence[tuple[Audience, uuid.UUID]]]  # a person, and as what they are in for which entries


@dataclass(frozen=True)
class EntryFacts:
    """One entry a mailing is about, and when what this recipient owes of it is due; None where nothing is."""

    application: Application
    due: datetime | None


@dataclass(frozen=True)
class RecipientFacts:
    """A recipient with the entries of one programme, in the order of their codes."""

    person: Person
    programme: Programme
    entries: Sequence[EntryFacts]
    is_of_team: bool

    @property
    def due(self) -> datetime | None:
        """The earliest time at which something is due."""
        return min((each.due for each in self.entries if each.due is not None), default=None)


def facts_of(recipients: Sequence[Of]) -> list[RecipientFacts]:
    """Return what is known of these recipients, in their order, in four statements; each is in for some entry."""
    people = _people(person_id for person_id, _reasons in recipients)
    entries = _entries({key for _person, reasons in recipients for _audience, key in reasons})
    extended = _extensions({entry.programme_id for entry in entries.values()})
    seats = _seats_due(people, entries)
    found = []
    for person_id, reasons in recipients:
        due: dict[uuid.UUID, datetime | None] = {}
        for audience, key in reasons:
            application = entries[key]
            until = extended.get((application.programme_id, application.agency_id))
            if audience in IN_TEAM:
                due[key] = window_with(application, until).due if application.state in OWING_STATES else None
            else:
                due.setdefault(key, seats.get((person_id, key)))
        own = [EntryFacts(entries[key], instant) for key, instant in due.items()]
        own.sort(key=lambda each: each.application.code)
        is_of_team = any(audience in IN_TEAM for audience, _key in reasons)
        found.append(RecipientFacts(people[person_id], own[0].application.programme, own, is_of_team))
    return found


def _people(keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, Person]:
    return {person.id: person for person in db.session.scalars(select(Person).where(Person.id.in_(set(keys))))}


def _entries(keys: set[uuid.UUID]) -> dict[uuid.UUID, Application]:
    rows = db.session.scalars(
        select(Application)
        .where(Application.id.in_(keys))
        .options(joinedload(Application.programme).joinedload(Programme.cycle), joinedload(Application.agency))
    )
    return {row.id: row for row in rows}


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
