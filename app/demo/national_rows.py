"""Writes many rows of one transaction at once: inserted and changed by the table, with their events and messages."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import Update, bindparam, insert, inspect, update

from app.clock import frozen_at, now
from app.extensions import db
from app.messages.wording import written
from app.models import Application, Base, Message, MessageState
from app.transaction import PromisedEvent, promise_event, transactional
from workflows.roles import Role

SYSTEM = "system"
BATCH = 40
Subject = TypeVar("Subject")
Moments = Sequence[tuple[Subject, datetime]]


@dataclass(frozen=True)
class Member:
    """Someone as bulk writing knows them: who the ledger calls `ref`, and where messages go."""

    id: uuid.UUID
    ref: str
    role: Role
    name_th: str
    email: str
    language: str


class Rows:
    """What one transaction adds and changes. The ledger's order is the order of `record`."""

    def __init__(self) -> None:
        self._added: dict[type[Base], list[dict[str, Any]]] = defaultdict(list)
        self._changed: dict[tuple[type[Base], tuple[str, ...]], list[dict[str, Any]]] = defaultdict(list)

    def add(self, *rows: Base) -> None:
        """Add rows that no session holds; what they leave out takes its default."""
        for row in rows:
            columns = _columns(type(row))
            self._added[type(row)].append({key: value for key, value in vars(row).items() if key in columns})

    def add_values(self, model: type[Base], **values: Any) -> None:
        """Add one row by its values alone: where there are very many, making an object of each takes its time."""
        self._added[model].append(values)

    def change(self, model: type[Base], row_id: uuid.UUID, **values: Any) -> None:
        """Change columns of one row."""
        given = {f"to_{name}": value for name, value in values.items()}
        self._changed[model, tuple(sorted(values))].append({"row_id": row_id, **given})

    def record(self, kind: str, subject: str, *, by: Member | None, **said: Any) -> PromisedEvent:
        """Promise one event, as use cases do; nobody (None) is the system itself."""
        return promise_event(kind, actor=by.ref if by else SYSTEM, subject=subject, data=said)

    def tell(
        self, kind: str, to: Iterable[Member], *, once_per: object, of: uuid.UUID, link: str, **params: Any
    ) -> None:
        """Add one message of this kind about programme `of` for each member, sent at once."""
        for member in {member.id: member for member in to}.values():
            subject, body = written(kind, params, language=member.language)
            self.add(
                Message(
                    kind=kind,
                    recipient_id=member.id,
                    programme_id=of,
                    email=member.email,
                    language=member.language,
                    subject=subject,
                    body=body,
                    link=link,
                    dedupe_key=f"{kind}:{once_per}:{member.id}",
                    state=MessageState.SENT,
                    attempts=1,
                    created_at=now(),
                    next_attempt_at=now(),
                    sent_at=now(),
                )
            )

    def write(self) -> None:
        """Send everything to the database, tables that others refer to first."""
        for table in Base.metadata.sorted_tables:
            for model, rows in self._added.items():
                if model.__table__ is table:
                    db.session.execute(insert(model), rows)
        for (model, names), rows in self._changed.items():
            db.session.connection().execute(_changing(model, names), rows)


@lru_cache(maxsize=64)
def _columns(model: type[Base]) -> frozenset[str]:
    return frozenset(inspect(model).column_attrs.keys())


@lru_cache(maxsize=64)
def _changing(model: type[Base], names: tuple[str, ...]) -> Update:
    """A row that people edit side by side counts its versions, whoever changes it."""
    table = Base.metadata.tables[model.__tablename__]
    values = {name: bindparam(f"to_{name}", type_=table.c[name].type) for name in names}
    counted = {"version": table.c.version + 1} if model is Application else {}
    return update(table).where(table.c.id == bindparam("row_id")).values(**values, **counted)


def in_batches(act: Callable[[Rows, Subject], None], moments: Moments[Subject], size: int = BATCH) -> None:
    """Let an act happen to each subject at its moment, so many in a transaction that none lasts a second."""
    for start in range(0, len(moments), size):
        _one_batch(act, moments[start : start + size])


@transactional
def deliver_messages(*, unread_since: datetime) -> None:
    """Put what use cases promised into the inboxes too, and let everybody have read what came before this instant.

    Nobody in a demonstration waits for a mail server.
    """
    waiting = update(Message).where(Message.state == MessageState.WAITING)
    db.session.execute(waiting.values(state=MessageState.SENT, attempts=1, sent_at=Message.created_at))
    old = update(Message).where(Message.created_at < unread_since)
    db.session.execute(old.values(read_at=Message.created_at))


@transactional
def _one_batch(act: Callable[[Rows, Subject], None], moments: Moments[Subject]) -> None:
    rows = Rows()
    for subject, at in moments:
        with frozen_at(at):
            act(rows, subject)
    rows.write()
