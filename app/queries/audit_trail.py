"""The ledger as staff and auditors read it: events in their order, with who acted and the texts kept apart."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, literal, not_, or_, select, union_all

from app.clock import BANGKOK
from app.extensions import db
from app.models import (
    Agency,
    Application,
    Cycle,
    Event,
    Invitation,
    LetterRegister,
    Message,
    MessageWording,
    Person,
    PersonalValue,
    Programme,
    RoleGrant,
)
from app.permissions import (
    ALLOWED,
    Permission,
    grants_in_force,
    may_anywhere,
    set_aside_for,
    visible_applications,
)
from app.queries.event_applications import PARTS, about_applications, about_applications_of
from app.queries.event_programmes import AboutProgramme, programmes_of, subjects_visible_to
from app.thai import thai_digits_to_arabic

PAGE_SIZE = 100
_KEPT_APART = "sha256:"
_ADMINISTERED = {
    "imports",
    *(
        kind.__tablename__
        for kind in (Agency, Cycle, Invitation, LetterRegister, Message, MessageWording, Person, RoleGrant)
    ),
}
_TABLES = {"applications", *(part.__tablename__ for part in PARTS)}


@dataclass(frozen=True)
class ToldEvent:
    """One event with its instant, who acted (None: the system, or someone forgotten) and its texts by name.

    What it is about is an application, named by its code, or a programme, or something else (neither).
    """

    event: Event
    at: datetime
    who: Person | None
    texts: Mapping[str, str]
    code: str
    about: AboutProgramme | None

    @property
    def is_by_system(self) -> bool:
        """Say whether nobody acted but the system itself."""
        return self.event.actor == "system"


@dataclass(frozen=True)
class LedgerSearch:
    """What an auditor looks for; empty values ask for everything. `code` is an application's."""

    kind: str = ""
    code: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class LedgerPage:
    """One page of the trail, newest first, and the kinds that can be asked for."""

    events: list[ToldEvent]
    total: int
    page: int
    pages: int
    kinds: list[str]


def search_ledger(person: Person, wanted: LedgerSearch, *, page: int) -> LedgerPage:
    """Return one page of the events that fit.

    Whoever is responsible for some branches only sees the events of their programmes and of the applications in them,
    an administrator those of the people and the things an administrator looks after; both are offered their kinds only.
    What tells of an application that is kept from them is in no list.
    """
    is_limited = not _sees_everything(person)
    seen = _seen_by(person, is_limited=is_limited)
    condition = and_(seen, *_asked_for(person, wanted, is_limited=is_limited))
    total = db.session.scalar(select(func.count(Event.seq)).where(condition)) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    shown = min(max(page, 1), pages)
    events = db.session.scalars(
        select(Event).where(condition).order_by(Event.seq.desc()).limit(PAGE_SIZE).offset((shown - 1) * PAGE_SIZE)
    ).all()
    kinds = list(db.session.scalars(select(Event.kind).where(seen).distinct().order_by(Event.kind)))
    return LedgerPage(told(events), total, shown, pages, kinds)


def events_about(application: Application) -> list[ToldEvent]:
    """Return everything on record about one application and what belongs to it, newest first."""
    return told(
        db.session.scalars(select(Event).where(about_applications([application.id])).order_by(Event.seq.desc())).all()
    )


def _sees_everything(person: Person) -> bool:
    """An administrator opens no application, and reads nothing of one here either."""
    return any(
        grant.role in ALLOWED[Permission.VIEW_PROGRAMME] and grant.branch is None and grant.type_code is None
        for grant in grants_in_force(person)
    )


def _seen_by(person: Person, *, is_limited: bool) -> ColumnElement[bool]:
    """What somebody may read of the ledger; whatever they search for only narrows it."""
    parts: list[ColumnElement[bool]] = [Event.seq > 0, *_nothing_kept_from(person)]
    if is_limited:
        parts.append(
            or_(
                Event.subject.in_(subjects_visible_to(person)),
                about_applications_of(person),
                *_administered_by(person),
            )
        )
    return and_(*parts)


def _administered_by(person: Person) -> list[ColumnElement[bool]]:
    if not may_anywhere(Permission.ADMINISTER, person):
        return []
    return [Event.subject.startswith(f"{table}:", autoescape=True) for table in sorted(_ADMINISTERED)]


def _asked_for(person: Person, wanted: LedgerSearch, *, is_limited: bool) -> list[ColumnElement[bool]]:
    parts: list[ColumnElement[bool]] = []
    if wanted.kind:
        parts.append(Event.kind == wanted.kind)
    if wanted.code.strip():
        application = _application(person, wanted.code.strip(), is_limited=is_limited)
        parts.append(about_applications([application.id]) if application is not None else false())
    if wanted.since is not None:
        parts.append(Event.at >= _instant(wanted.since))
    if wanted.until is not None:
        parts.append(Event.at < _instant(wanted.until + timedelta(days=1)))
    return parts


def _instant(day: date) -> str:
    """The first moment of a day in Bangkok, as events write instants."""
    return (
        datetime.combine(day, time(), BANGKOK).astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    )


def _application(person: Person, code: str, *, is_limited: bool) -> Application | None:
    statement = (
        select(Application).join(Programme).where(func.upper(Application.code) == thai_digits_to_arabic(code).upper())
    )
    if is_limited:
        statement = statement.where(visible_applications(person, Permission.VIEW_PROGRAMME))
    return db.session.scalars(statement).one_or_none()


def _nothing_kept_from(person: Person) -> list[ColumnElement[bool]]:
    kept = db.session.execute(select(Application.id, Application.code).where(set_aside_for(person))).all()
    if not kept:
        return []
    named = func.coalesce(Event.data["application"].as_string(), "")
    return [not_(about_applications([row.id for row in kept])), named.not_in([row.code for row in kept])]


def told(events: Sequence[Event]) -> list[ToldEvent]:
    """Return events with their people, texts, codes and programmes, in a few statements however many there are."""
    people = {
        person.ledger_ref: person
        for person in db.session.scalars(select(Person).where(Person.ledger_ref.in_({each.actor for each in events})))
    }
    texts, codes, programmes = _texts(events), _codes(events), programmes_of(each.subject for each in events)
    return [
        ToldEvent(
            each,
            datetime.fromisoformat(each.at),
            people.get(each.actor),
            {name: " / ".join(texts[ref] for ref in refs if ref in texts) for name, refs in _references(each).items()},
            codes.get(each.subject, str(each.data.get("application", ""))),
            programmes.get(each.subject),
        )
        for each in events
    ]


def _references(event: Event) -> dict[str, list[str]]:
    """What an event keeps apart from the chain, by name."""
    found = {}
    for name, value in sorted(event.data.items()):
        refs = [text.removeprefix(_KEPT_APART) for text in _strings(value) if text.startswith(_KEPT_APART)]
        if refs:
            found[name] = refs
    return found


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        yield from (each for each in value if isinstance(each, str))


def _texts(events: Collection[Event]) -> Mapping[str, str]:
    refs = {ref for event in events for group in _references(event).values() for ref in group}
    return {
        kept.ref: kept.value for kept in db.session.scalars(select(PersonalValue).where(PersonalValue.ref.in_(refs)))
    }


def _codes(events: Collection[Event]) -> Mapping[str, str]:
    """The codes of the applications events are about, directly or by a part of them, by subject."""
    keys: dict[str, set[uuid.UUID]] = defaultdict(set)
    for table, _, key in (event.subject.partition(":") for event in events):
        if table in _TABLES and key != "None":
            keys[table].add(uuid.UUID(key))
    parts = [_coded(part, keys[part.__tablename__]) for part in PARTS]
    direct = select(literal("applications"), Application.id, Application.code).where(
        Application.id.in_(keys["applications"])
    )
    rows: Iterable[Any] = db.session.execute(union_all(direct, *parts))
    return {f"{table}:{uuid.UUID(str(key))}": code for table, key, code in rows}


def _coded(part: Any, ids: Collection[uuid.UUID]) -> Select[Any]:
    return (
        select(literal(part.__tablename__), part.id, Application.code)
        .join(Application, Application.id == part.application_id)
        .where(part.id.in_(ids))
    )
