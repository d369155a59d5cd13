"""What many tests arrange alike is arranged once: the next ones find it standing, in a database of its own.

A helper marked `standing` runs as it is written the first time. Where a test process asks for the same again, in the
same state and at the same time, it runs once more in a copy of that state's database; from then on a test that asks
is moved there instead. Only a test that has written nothing itself is moved: it sees what the helper would have made.
"""

from __future__ import annotations

import dataclasses
import functools
import time
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import Enum
from itertools import count
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from sqlalchemy import Connection, Engine, RootTransaction, create_engine, event, inspect

from app.clock import now
from app.extensions import db, prepare_sqlite
from app.models import Base
from app.transaction import in_use_case
from tests.databases import Databases

P = ParamSpec("P")
R = TypeVar("R")
Key = tuple[Hashable, ...]
_DEAR = 0.1
"""Seconds an arrangement has to take for a database of its own to pay."""
_MOST_WARM = 8
_numbers = count(1)


class Unnamed(Exception):
    """Something given to a helper, or returned by it, has no name another test would know it by."""


@dataclass(frozen=True, eq=False)
class Place:
    """A database in which something stands, and what the helper returned that made it."""

    url: str
    engine: Engine
    result: Any


@dataclass
class Places:
    """Where things stand in the databases of this test process, by what was arranged; and what took how long."""

    databases: Databases
    found: dict[Key, Place] = field(default_factory=dict)
    seconds: dict[Key, float] = field(default_factory=dict)
    _warm: list[Place] = field(default_factory=list)

    def open(self, url: str) -> Engine:
        """Return an engine; of those which were not used for long none keeps a connection, a server has not so many."""
        engine = create_engine(url, pool_size=1)
        if url.startswith("sqlite"):
            prepare_sqlite(engine)
        return engine

    def connect(self, place: Place) -> Connection:
        """Connect to a place; a connection of the test before, where one is kept, knows the tables already."""
        if place in self._warm:
            self._warm.remove(place)
        self._warm.append(place)
        if len(self._warm) > _MOST_WARM:
            self._warm.pop(0).engine.dispose()
        return place.engine.connect()

    def close(self) -> None:
        """Let go of every connection."""
        for place in self._warm:
            place.engine.dispose()

    def copy(self, place: Place) -> tuple[str, Engine]:
        """Copy a database; nobody may be in it then."""
        place.engine.dispose()
        url = self.databases.copy(place.url, f"standing_{next(_numbers)}")
        return url, self.open(url)


@dataclass
class Ground:
    """Where one test stands: all it writes is undone when it leaves."""

    places: Places
    place: Place
    key: Key | None
    is_touched: bool = False
    _connection: Connection | None = None
    _transaction: RootTransaction | None = None

    def enter(self) -> None:
        """Begin the transaction of the test; every session of it shares one connection, its commits are savepoints."""
        self._connection = self.places.connect(self.place)
        self._transaction = self._connection.begin()
        event.listen(self._connection, "before_cursor_execute", self._note)
        db.engines[None] = self._connection  # type: ignore[assignment]  # a connection stands in for its engine
        self.is_touched = False

    def leave(self) -> None:
        """Undo everything."""
        assert self._connection is not None
        assert self._transaction is not None
        self._transaction.rollback()
        self._connection.close()

    def find(self, arrange: Callable[..., R], args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> R:
        """Move to where this stands; arrange it here where it stands nowhere."""
        try:
            key: Key = (
                *(self.key or ()),
                arrange.__module__,
                arrange.__qualname__,
                _named(args),
                _named(kwargs),
                now(),
            )
        except Unnamed:
            return arrange(*args, **kwargs)
        if key not in self.places.found and self.places.seconds.get(key, 0) > _DEAR:
            self._build(key, functools.partial(arrange, *args, **kwargs))
        if key in self.places.found:
            self._move(key)
            return _again(self.place.result)  # type: ignore[no-any-return]
        began = time.monotonic()
        result = arrange(*args, **kwargs)
        self.places.seconds[key] = time.monotonic() - began
        return result

    def _build(self, key: Key, arrange: Callable[[], Any]) -> None:
        """Arrange it in a copy of where the test stands, for good."""
        self._clear()
        url, engine = self.places.copy(self.place)
        db.engines[None] = engine
        _GROUNDS.append(None)
        try:
            result = _kept(arrange())
        except Unnamed:
            self.places.seconds[key] = 0
        else:
            self.places.found[key] = Place(url, engine, result)
        finally:
            _GROUNDS.pop()
            db.session.commit()
            db.session.expire_all()
            engine.dispose()
            self.enter()

    def _move(self, key: Key) -> None:
        self._clear()
        self.place, self.key = self.places.found[key], key
        self.enter()

    def _clear(self) -> None:
        """Let go of the database, and of all that was read from it."""
        db.session.commit()
        db.session.expire_all()
        self.leave()

    def _note(self, _connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.startswith(("INSERT", "UPDATE", "DELETE")):
            self.is_touched = True


_GROUNDS: list[Ground | None] = []


@contextmanager
def standing_on(places: Places, place: Place, *, is_shared: bool) -> Iterator[None]:
    """Let a test stand on this database; only where `is_shared` it may be moved to others."""
    usual = db.engine
    ground = Ground(places, place, ("world",) if is_shared else None)
    ground.enter()
    _GROUNDS.append(ground)
    try:
        yield
    finally:
        db.session.remove()
        _GROUNDS.pop()
        ground.leave()
        db.engines[None] = usual


def standing(arrange: Callable[P, R]) -> Callable[P, R]:
    """Mark a helper whose work may be found standing."""

    @functools.wraps(arrange)
    def arranged(*args: P.args, **kwargs: P.kwargs) -> R:
        ground = _GROUNDS[-1] if _GROUNDS else None
        session = db.session
        if ground is None or ground.key is None or ground.is_touched or in_use_case() or session.new or session.dirty:
            return arrange(*args, **kwargs)
        return ground.find(arrange, args, kwargs)

    return arranged


_PLAIN = (str, int, bool, Decimal, datetime, UUID, Enum, type(None))


def _named(value: Any) -> Hashable:
    """Return what another test of this process would call the same thing."""
    if isinstance(value, Base):
        return _row(value)
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, Mapping):
        return tuple((name, _named(value[name])) for name in sorted(value))
    if isinstance(value, list | tuple):
        return tuple(map(_named, value))
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return tuple(_named(getattr(value, each.name)) for each in dataclasses.fields(value))
    raise Unnamed


@dataclass(frozen=True)
class _Row:
    model: type[Base]
    identity: tuple[Any, ...]


def _row(row: Base) -> _Row:
    identity = inspect(row).identity
    if identity is None:
        raise Unnamed
    return _Row(type(row), tuple(identity))


def _kept(result: Any) -> Any:
    if isinstance(result, Base):
        return _row(result)
    if isinstance(result, _PLAIN):
        return result
    if isinstance(result, list):
        return list(map(_kept, result))
    raise Unnamed


def _again(kept: Any) -> Any:
    if isinstance(kept, _Row):
        return db.session.get_one(kept.model, kept.identity)
    return list(map(_again, kept)) if isinstance(kept, list) else kept
