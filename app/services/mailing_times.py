"""A mailing is confirmed, waits for its time, may be taken back until then, and goes out part by part."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.messages.mailing_text import link_for, mailing_text
from app.messages.outbox import queue_written
from app.models import Mailing, MailingRecipient, Person
from app.permissions import Permission, may_anywhere
from app.queries.mailing_facts import Of, facts_of
from app.queries.mailing_recipients import Recipient, recipients_of
from app.queries.mailings import programmes_within
from app.services.events import record
from app.services.mailings import may_send
from app.transaction import composed, lock, promise_wake, transactional
from workflows.errors import Obstacle, RuleBroken
from workflows.mailing import Audience, MailingState, cancelling_obstacles, recipients_seal, sending_obstacles

SEND_TASK = "mailings.send_due"
PART = 50  # recipients told in one transaction: well under the second a writer may hold the database


@composed
def seal_of_mailing(mailing: Mailing, recipients: Sequence[Recipient]) -> str:
    """Return what tells this text to these recipients from any other: what is sent is what was seen."""
    return recipients_seal([_text_seal(mailing), *(each.key for each in recipients)])


def _text_seal(mailing: Mailing) -> str:
    said = (mailing.kind, *mailing.text("th"), *mailing.text("en"))
    return hashlib.sha256("\n\n".join(said).encode()).hexdigest()


@composed
def chosen_of(mailing: Mailing, officer: Person) -> list[Recipient]:
    """Return whom a draft goes to now: who fits the choice and was not taken out by hand."""
    left_out = set(mailing.left_out)
    found = recipients_of(mailing, programmes_within(mailing, officer), at=now())
    return [each for each in found if each.key not in left_out]


@transactional
def confirm_mailing(
    mailing: Mailing, *, due_at: datetime | None, seen: str, typed: int | None, actor: Person
) -> Mailing:
    """Send a draft at once, or at `due_at`.

    `seen` is the seal of what the officer looked at, `typed` the number of recipients they typed. From now on
    its recipients are those, whoever joins later. Raises RuleBroken with every reason against.
    """
    mailing = lock(mailing)
    recipients = chosen_of(mailing, actor)
    against = sending_obstacles(
        state=mailing.state,
        count=len(recipients),
        typed=typed,
        is_as_seen=seen == seal_of_mailing(mailing, recipients),
        due_at=due_at,
        at=now(),
    )
    if mailing.written_by_id != actor.id or not may_anywhere(Permission.WRITE_MAILINGS, actor):
        against.append(Obstacle("Your role does not allow this step"))
    elif recipients and not may_send(mailing, actor):
        against.append(Obstacle("You may not write to people of one of these programmes"))
    if against:
        raise RuleBroken(against)
    mailing.state, mailing.due_at = MailingState.WAITING, due_at or now()
    mailing.confirmed_by_id, mailing.confirmed_at = actor.id, now()
    db.session.add_all(_row(mailing, position, each) for position, each in enumerate(recipients))
    record(
        "mailing_confirmed",
        about=mailing,
        actor=actor,
        message_kind=mailing.kind,
        recipients=len(recipients),
        programmes=sorted(str(programme.id) for programme in mailing.programmes),
        text=_text_seal(mailing),
        due_at=mailing.due_at.isoformat(),
    )
    promise_wake(SEND_TASK)
    return mailing


def _row(mailing: Mailing, position: int, recipient: Recipient) -> MailingRecipient:
    return MailingRecipient(
        mailing_id=mailing.id,
        person_id=recipient.person_id,
        programme_id=recipient.programme.id,
        position=position,
        reasons=[each.kept for each in recipient.reasons],
    )


@transactional
def cancel_mailing(mailing: Mailing, *, actor: Person) -> None:
    """Take a mailing back that waits for its time; nothing goes out. Raises RuleBroken once it has begun."""
    mailing = lock(mailing)
    against = cancelling_obstacles(mailing.state)
    if not may_send(mailing, actor):
        against.append(Obstacle("Your role does not allow this step"))
    if against:
        raise RuleBroken(against)
    mailing.state, mailing.cancelled_by_id, mailing.ended_at = MailingState.CANCELLED, actor.id, now()
    record("mailing_cancelled", about=mailing, actor=actor)


@composed
def mailings_due() -> list[Mailing]:
    """Return the mailings whose time has come and those that have begun to go out, the earliest first."""
    is_due = (Mailing.state == MailingState.WAITING) & (Mailing.due_at <= now())
    statement = select(Mailing).where(is_due | (Mailing.state == MailingState.SENDING))
    return list(db.session.scalars(statement.order_by(Mailing.due_at, Mailing.id)))


@transactional
def begin_mailing(mailing: Mailing) -> None:
    """Let a mailing begin to go out, in the name of whoever confirmed it; late or twice changes nothing.

    Who no longer fits the choice is dropped: they left, closed their account, handed in what they owed, or could not
    enter any more. Nobody joins.
    """
    mailing = lock(mailing)
    if mailing.state is not MailingState.WAITING or mailing.due_at is None or mailing.due_at > now():
        return
    officer = mailing.confirmed_by
    if officer is None or not may_send(mailing, officer):
        _stop(mailing, Obstacle("Whoever confirmed the mailing may no longer write to these people"))
        return
    found = recipients_of(mailing, mailing.programmes, at=now())
    still = {(each.person_id, *why.kept) for each in found for why in each.reasons}
    rows = _rows(mailing)
    for row in rows:
        kept = [why for why in row.whys if (row.person_id, *why) in still]
        row.reasons, row.dropped_at = (kept, None) if kept else (row.reasons, now())
    dropped = sum(row.dropped_at is not None for row in rows)
    mailing.state = MailingState.SENDING
    record("mailing_sent", about=mailing, actor=officer, recipients=len(rows) - dropped, dropped=dropped)


def _rows(mailing: Mailing) -> list[MailingRecipient]:
    statement = select(MailingRecipient).where(MailingRecipient.mailing_id == mailing.id)
    return list(db.session.scalars(statement.order_by(MailingRecipient.position)))


def _stop(mailing: Mailing, why: Obstacle) -> None:
    mailing.state, mailing.stopped_by, mailing.ended_at = MailingState.STOPPED, why.message, now()
    record("mailing_stopped", about=mailing, actor=None)


@transactional
def send_next_part(mailing: Mailing) -> bool:
    """Promise the messages of the next recipients who have none yet; False when there is nobody left."""
    mailing = lock(mailing)
    if mailing.state is not MailingState.SENDING:
        return False
    rows = db.session.scalars(
        select(MailingRecipient)
        .where(
            MailingRecipient.mailing_id == mailing.id,
            MailingRecipient.message_id.is_(None),
            MailingRecipient.dropped_at.is_(None),
        )
        .order_by(MailingRecipient.position)
        .limit(PART)
    ).all()
    if not rows:
        mailing.state, mailing.ended_at = MailingState.SENT, now()
        return False
    for row, facts in zip(rows, facts_of([_of(row) for row in rows]), strict=True):
        row.message_id = queue_written(
            mailing.kind,
            to=facts.person,
            once_per=f"{mailing.id}:{row.programme_id}",
            programme=facts.programme,
            link=link_for(facts),
            text=mailing_text(mailing, facts, facts.person.language),
        ).id
    return True


def _of(row: MailingRecipient) -> Of:
    whys = [(Audience(audience), uuid.UUID(key), uuid.UUID(within)) for audience, key, within in row.whys]
    return row.person_id, row.programme, whys
