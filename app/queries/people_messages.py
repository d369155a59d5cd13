"""The messages of one person, as their inbox shows them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, select

from app.extensions import db
from app.models import Message, Person

PAGE_SIZE = 30


@dataclass(frozen=True)
class Inbox:
    """One page of messages, newest first, and how many there are."""

    messages: tuple[Message, ...]
    page: int
    pages: int
    unread: int


def inbox_of(person: Person, *, page: int) -> Inbox:
    """Return one page of the person's messages."""
    total = db.session.scalar(select(func.count()).where(_is_in_inbox(person))) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    shown = min(max(page, 1), pages)
    messages = db.session.scalars(
        select(Message)
        .where(_is_in_inbox(person))
        .order_by(Message.created_at.desc(), Message.id)
        .limit(PAGE_SIZE)
        .offset((shown - 1) * PAGE_SIZE)
    ).all()
    return Inbox(tuple(messages), shown, pages, unread_count(person))


def unread_count(person: Person) -> int:
    """Count what the person has not read."""
    statement = select(func.count()).where(_is_in_inbox(person), Message.read_at.is_(None))
    return db.session.scalar(statement) or 0


def message_of(person: Person, message_id: uuid.UUID) -> Message | None:
    """Return the message if it is this person's."""
    return db.session.scalars(
        select(Message).where(Message.id == message_id, Message.recipient_id == person.id)
    ).one_or_none()


def _is_in_inbox(person: Person) -> ColumnElement[bool]:
    """A digest says again what stands in the inbox already."""
    return and_(Message.recipient_id == person.id, Message.kind != "daily_digest")
