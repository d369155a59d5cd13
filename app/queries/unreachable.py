"""People of a round whom messages do not reach: the last attempt failed for good and nothing arrived since."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import aliased

from app.extensions import db
from app.models import Application, Assignment, Message, MessageState, Person, RoleGrant
from app.permissions import IN_FORCE
from app.queries.office_scope import Scope


@dataclass(frozen=True)
class Unreachable:
    """Somebody, how many messages failed, and when the first and the last did."""

    person: Person
    failed: int
    since: datetime
    last: datetime


def unreachable_people(programme_ids: Sequence[uuid.UUID]) -> Select[uuid.UUID | None, int, datetime, datetime]:
    """Return the statement of people of these programmes, with the count, first and last of their failed messages."""
    return failing_people().where(_takes_part(programme_ids))


def failing_people() -> Select[uuid.UUID | None, int, datetime, datetime]:
    """Return the same of everybody, whether they take part in anything yet or not."""
    later = aliased(Message)
    arrived_since = (
        select(later.id)
        .where(
            later.recipient_id == Message.recipient_id,
            later.state == MessageState.SENT,
            later.sent_at > Message.created_at,
        )
        .exists()
    )
    return (
        select(
            Message.recipient_id.label("person_id"),
            func.count(Message.id).label("failed"),
            func.min(Message.created_at).label("first"),
            func.max(Message.created_at).label("latest"),
        )
        .where(Message.state == MessageState.FAILED, ~arrived_since)
        .group_by(Message.recipient_id)
    )


def _takes_part(programme_ids: Sequence[uuid.UUID]) -> ColumnElement[bool]:
    """Assessors with a seat in these programmes, and the teams of agencies that entered them."""
    of_programmes = Application.programme_id.in_(programme_ids)
    seated = (
        select(Assignment.assessor_id)
        .join(Application, Application.id == Assignment.application_id)
        .where(of_programmes, Assignment.state.in_(IN_FORCE))
    )
    teams = select(RoleGrant.person_id).where(
        RoleGrant.revoked_at.is_(None), RoleGrant.agency_id.in_(select(Application.agency_id).where(of_programmes))
    )
    return or_(Message.recipient_id.in_(seated), Message.recipient_id.in_(teams))


def unreachable_of(scope: Scope) -> list[Unreachable]:
    """Return everybody of these programmes whom messages do not reach, the longest first, in one statement."""
    found = unreachable_people(scope.ids).subquery()
    rows = db.session.execute(
        select(Person, found.c.failed, found.c.first, found.c.latest)
        .join(found, found.c.person_id == Person.id)
        .order_by(found.c.first, Person.email)
    )
    return [Unreachable(person, failed, first, latest) for person, failed, first, latest in rows]
