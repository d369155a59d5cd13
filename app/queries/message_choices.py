"""How people want their messages, by topic."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from sqlalchemy import select

from app.extensions import db
from app.models import Message, MessageChoice, MessageState, Person
from workflows.delivery import Choice


def choices_of(people: Iterable[uuid.UUID], topic: str) -> dict[uuid.UUID, Choice]:
    """Return what these people chose for a topic; whoever chose nothing is left out."""
    rows = db.session.execute(
        select(MessageChoice.person_id, MessageChoice.choice).where(
            MessageChoice.person_id.in_(list(people)), MessageChoice.topic == topic
        )
    )
    return {row[0]: row[1] for row in rows}


def own_choices(person: Person) -> dict[str, Choice]:
    """Return what a person chose, by topic."""
    rows = db.session.scalars(select(MessageChoice).where(MessageChoice.person_id == person.id))
    return {row.topic: row.choice for row in rows}


def people_with_held_messages() -> list[uuid.UUID]:
    """Return everybody whose messages wait for a digest."""
    held = select(Message.recipient_id).where(Message.state == MessageState.HELD).distinct()
    return [each for each in db.session.scalars(held.order_by(Message.recipient_id)) if each is not None]
