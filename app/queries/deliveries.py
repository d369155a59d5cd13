"""How messages fared, as staff see it: searched, filtered, a page at a time; every try of one of them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from app.extensions import db
from app.models import Agency, Application, Cycle, Message, MessageAttempt, MessageState, Person, Programme
from app.permissions import ALLOWED, Permission, grants_in_force, set_aside_for, visible_programmes
from app.queries.paging import Paged, page_of
from app.thai import search_key


@dataclass(frozen=True)
class WantedDeliveries:
    """What staff look for; empty values ask for everything. `kinds` are those of a topic or one kind."""

    text: str = ""
    state: str = ""
    kinds: Sequence[str] = ()
    programme: str = ""
    sort: str = "created"
    descending: bool = True


SORTS: dict[str, ColumnElement[Any]] = {
    "created": Message.created_at.expression,
    "recipient": Message.email.expression,
    "state": case(
        (Message.state == MessageState.UNCERTAIN, 0),
        (Message.state == MessageState.FAILED, 1),
        (Message.state == MessageState.WAITING, 2),
        (Message.state == MessageState.SENDING, 3),
        else_=4,
    ),
}


def visible_messages(person: Person) -> ColumnElement[bool]:
    """The filter of every list of messages: what is about no programme is for staff of every branch alone."""
    held = [grant for grant in grants_in_force(person) if grant.role in ALLOWED[Permission.VIEW_MESSAGES]]
    of_all = any(grant.branch is None and grant.type_code is None for grant in held)
    programmes = select(Programme.id).where(visible_programmes(person, Permission.VIEW_MESSAGES))
    seen = or_(Message.programme_id.in_(programmes), Message.programme_id.is_(None) if of_all else false())
    return and_(seen, *(~_tells_of(code, key) for code, key in _kept_from(person)))


def is_visible(message: Message, person: Person) -> bool:
    """Say whether the person may read this message among those of others."""
    return db.session.scalar(select(Message.id).where(Message.id == message.id, visible_messages(person))) is not None


def _kept_from(person: Person) -> list[tuple[str, uuid.UUID]]:
    """The code and the key of each application that is kept from a member of its committee who is recused."""
    kept = set_aside_for(person)
    if kept.compare(false()):
        return []
    return [(code, key) for code, key in db.session.execute(select(Application.code, Application.id).where(kept))]


def _tells_of(code: str, key: uuid.UUID) -> ColumnElement[bool]:
    return or_(Message.link.contains(str(key)), Message.subject.contains(code), Message.body.contains(code))


def deliveries(viewer: Person, wanted: WantedDeliveries, *, private: frozenset[str], page: int) -> Paged[Message]:
    """Return one page of the messages that fit, in two statements."""
    rows, place = page_of(_listed(viewer, wanted, private), page)
    return Paged([row[0] for row in rows], place.total, place.page, place.pages)


def every_delivery(viewer: Person, wanted: WantedDeliveries, *, private: frozenset[str]) -> list[Message]:
    """Return all of them, for an export."""
    return list(db.session.scalars(_listed(viewer, wanted, private)))


def counts_by_state(viewer: Person, wanted: WantedDeliveries, *, private: frozenset[str]) -> dict[MessageState, int]:
    """Count the messages that fit, whatever their state, by state, in one statement."""
    everything = WantedDeliveries(wanted.text, "", wanted.kinds, wanted.programme)
    statement = (
        select(Message.state, func.count())
        .outerjoin(Person, Person.id == Message.recipient_id)
        .where(_condition(viewer, everything, private))
        .group_by(Message.state)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


def _listed(viewer: Person, wanted: WantedDeliveries, private: frozenset[str]) -> Select[Message]:
    order = SORTS.get(wanted.sort, SORTS["created"])
    return (
        select(Message)
        .outerjoin(Person, Person.id == Message.recipient_id)
        .where(_condition(viewer, wanted, private))
        .options(joinedload(Message.recipient), joinedload(Message.programme).joinedload(Programme.cycle))
        .order_by(order.desc() if wanted.descending else order.asc(), Message.created_at.desc(), Message.id)
    )


def _condition(viewer: Person, wanted: WantedDeliveries, private: frozenset[str]) -> ColumnElement[bool]:
    parts = [visible_messages(viewer)]
    if wanted.state in set(MessageState):
        parts.append(Message.state == MessageState(wanted.state))
    if wanted.kinds:
        parts.append(Message.kind.in_(wanted.kinds))
    if wanted.programme:
        parts.append(Message.programme_id == _key(wanted.programme))
    return and_(*parts, *(_found(word, private) for word in map(search_key, wanted.text.split())))


def _found(word: str, private: frozenset[str]) -> ColumnElement[bool]:
    """Find by recipient or by subject; what is private cannot be found by what it says."""
    return or_(
        func.lower(Message.email).contains(word, autoescape=True),
        Person.search_key.contains(word, autoescape=True),
        and_(Message.kind.not_in(private), func.lower(Message.subject).contains(word, autoescape=True)),
    )


def _key(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.UUID(int=0)


def tries_of(message: Message) -> list[MessageAttempt]:
    """Return every try to deliver a message, the newest first."""
    statement = select(MessageAttempt).where(MessageAttempt.message_id == message.id)
    return list(db.session.scalars(statement.order_by(MessageAttempt.number.desc())))


def office_of(message: Message) -> Agency | None:
    """Return the agency whose mailbox a message without a person went to, if it is one's."""
    if message.recipient_id is not None:
        return None
    return db.session.scalars(select(Agency).where(Agency.office_email == message.email).limit(1)).first()


def programmes_told_of(viewer: Person) -> list[Programme]:
    """Return the programmes whose messages the viewer may see, newest cycle first."""
    return list(
        db.session.scalars(
            select(Programme)
            .join(Cycle, Cycle.id == Programme.cycle_id)
            .where(visible_programmes(viewer, Permission.VIEW_MESSAGES))
            .options(contains_eager(Programme.cycle))
            .order_by(Cycle.year_be.desc(), Programme.position)
        )
    )
