"""One use case, one transaction: begun as a writer, sealed into the ledger, followed by its wake-ups."""

from __future__ import annotations

import functools
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ParamSpec, TypeVar

from sqlalchemy import inspect, select

from app.clock import now
from app.extensions import begin_as_writer, db, wake
from app.models import Base, Event, LedgerHead
from workflows.ledger import link

P = ParamSpec("P")
R = TypeVar("R")
Row = TypeVar("Row", bound=Base)

_DEPTH, _EVENTS, _WAKES = "use_case_depth", "promised_events", "promised_wakes"


@dataclass(frozen=True)
class PromisedEvent:
    """An event that will be chained when the transaction commits; its id can be referred to at once."""

    id: uuid.UUID
    at: datetime
    kind: str
    actor: str
    subject: str
    data: Mapping[str, Any] = field(default_factory=dict)


def transactional(use_case: Callable[P, R]) -> Callable[P, R]:
    """Run a use case in one transaction. An inner use case joins the outer one; only the outermost commits."""

    @functools.wraps(use_case)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        promised = db.session.info
        if promised.get(_DEPTH):
            return use_case(*args, **kwargs)
        return _run_outermost(functools.partial(use_case, *args, **kwargs), promised)

    run.__use_case__ = True  # type: ignore[attr-defined]  # read by the test that every public use case is one
    return run


def composed(function: Callable[P, R]) -> Callable[P, R]:
    """Mark what pages and tasks may call though it is no transaction: it only reads, or runs use cases one by one."""
    function.__use_case__ = False  # type: ignore[attr-defined]  # read by the test that nothing else is called
    return function


def _run_outermost(use_case: Callable[[], R], promised: dict[Any, Any]) -> R:
    session = db.session
    session.rollback()
    promised.update({_DEPTH: 1, _EVENTS: [], _WAKES: []})
    try:
        with begin_as_writer():
            result = use_case()
            session.flush()
            _seal(promised[_EVENTS])
            session.commit()
        wakes = list(dict.fromkeys(promised[_WAKES]))
    except BaseException:
        session.rollback()
        raise
    finally:
        for key in (_DEPTH, _EVENTS, _WAKES):
            promised.pop(key, None)
    for task in wakes:
        wake(task)
    return result


def in_use_case() -> bool:
    """Say whether a use case is running; what changes rows asserts it."""
    return bool(db.session.info.get(_DEPTH))


def promise_event(kind: str, *, actor: str, subject: str, data: Mapping[str, Any]) -> PromisedEvent:
    """Put one event into this transaction; it gets its place in the chain as the last thing before the commit."""
    event = PromisedEvent(uuid.uuid4(), now(), kind, actor, subject, dict(data))
    db.session.info[_EVENTS].append(event)
    return event


def promise_wake(task: str) -> None:
    """Wake the worker after this transaction commits, and only then."""
    db.session.info[_WAKES].append(task)


def lock(row: Row) -> Row:
    """Take the row for this transaction and read it anew, so that the rule judges what is true now."""
    state, model = inspect(row), type(row)
    assert state.identity is not None, "only stored rows can be locked"
    is_it = [column == value for column, value in zip(state.mapper.primary_key, state.identity, strict=True)]
    statement = select(model).where(*is_it).with_for_update(of=model).execution_options(populate_existing=True)
    fresh = db.session.scalars(statement).unique().one_or_none()
    if fresh is None:
        raise LookupError(f"{type(row).__name__} is gone")
    return fresh


def _seal(events: Sequence[PromisedEvent]) -> None:
    """Chain the promised events. The head is locked last, so that no file or PDF is ever made while others wait."""
    if not events:
        return
    head = db.session.execute(
        select(LedgerHead).where(LedgerHead.id == 1).with_for_update().execution_options(populate_existing=True)
    ).scalar_one()
    for promised in events:
        line = link(
            head.hash,
            head.seq + 1,
            promised.at,
            kind=promised.kind,
            actor=promised.actor,
            subject=promised.subject,
            data=promised.data,
        )
        db.session.add(
            Event(
                seq=line.seq,
                id=promised.id,
                at=line.at,
                kind=line.kind,
                actor=line.actor,
                subject=line.subject,
                data=dict(line.data),
                previous=line.previous,
                hash=line.hash,
            )
        )
        head.seq, head.hash = line.seq, line.hash
    db.session.flush()
