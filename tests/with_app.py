"""Fixtures of the application: a migrated database for each test process, undone after each test; a clock; a client."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from contextvars import copy_context
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.globals import _cv_app
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Engine
from sqlalchemy.orm import Session, scoped_session

from app import create_app
from app.cli.db import migrate, opened
from app.clock import frozen_at, now
from app.config import Settings
from app.extensions import celery_app, db, limiter
from tests.brokers import broker
from tests.databases import Databases, PostgresDatabases, SqliteDatabases, drop_abandoned, find_postgres, start_postgres
from tests.standing import Place, Places, standing_on
from tests.world import World, build_world, standing_world

pytest_plugins = ["tests.with_processes", "tests.with_pages"]

_SERVER = "LERTRAT_TEST_SERVER"
_numbers = count(1)
MORNING = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


def pytest_configure(config: pytest.Config) -> None:
    """Let all test processes share what templates are compiled to: each would work on them for seconds."""
    folder = os.environ.get("LERTRAT_TEST_TEMPLATES")
    if folder:
        Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": FileSystemBytecodeCache(folder)}
    _one_server_for_all(config)


def _one_server_for_all(config: pytest.Config) -> None:
    """Find or start one PostgreSQL server for the whole run, before the test processes inherit the environment."""
    if os.environ.get("LERTRAT_TEST_DB") != "postgres" or hasattr(config, "workerinput"):
        return
    if _SERVER not in os.environ:
        os.environ[_SERVER] = find_postgres() or start_postgres()
    drop_abandoned(os.environ[_SERVER])


def settings_for(database_url: str, var_folder: Path, **changes: Any) -> Settings:
    """Return settings of a test installation; wake-ups go to a queue in memory that nobody reads."""
    values: dict[str, Any] = {
        "database_url": database_url.replace("postgresql://", "postgresql+psycopg://", 1),
        "redis_url": "memory://",
        "var_folder": var_folder,
        "secret_key": "a key for tests only, of no use elsewhere",
        "argon2_memory_kib": 64,
        "testing": True,
    }
    return Settings(**{**values, **changes})


@pytest.fixture(scope="session")
def var_folder() -> Iterator[Path]:
    """Give a folder for files, removed at the end of the run."""
    with tempfile.TemporaryDirectory(prefix="lertrat-test-") as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def databases(var_folder: Path) -> Iterator[Databases]:
    """Give a maker of migrated, empty databases of the kind this run is for."""
    made: Databases

    def migrate_database(url: str) -> None:
        with opened(settings_for(url, var_folder)) as application:
            migrate(application)

    if _SERVER in os.environ:
        made = PostgresDatabases(os.environ[_SERVER], f"lertrat_test_{os.getpid()}", migrate_database)
    else:
        made = SqliteDatabases(var_folder, migrate_database)
    yield made
    made.close()


@contextmanager
def process_kept() -> Iterator[None]:
    """A process has one limiter and one door to the broker, which the application made last points elsewhere.

    Both are given back as they were, for the applications that were there before.
    """
    limits = dict(vars(limiter))
    sending = {name: celery_app.conf.get(name) for name in ("broker_url", "served_app")}
    try:
        yield
    finally:
        vars(limiter).clear()
        vars(limiter).update(limits)
        celery_app.conf.update(sending)
        celery_app._after_fork()  # forgets its connections to the other broker, as a new process would


@pytest.fixture
def own_environ(own_database: str, tmp_path: Path) -> Iterator[dict[str, str]]:
    """Give the environment of a command line with a database and a folder of its own; it needs no broker."""
    with process_kept():
        yield {
            "LERTRAT_VAR": str(tmp_path),
            "DATABASE_URL": own_database,
            "REDIS_URL": "redis://127.0.0.1",
            "LERTRAT_ARGON2_KIB": "64",
        }


@pytest.fixture
def own_database(databases: Databases) -> Iterator[str]:
    """Give the URL of a migrated database that one test has for itself."""
    url = databases.fresh(f"own_{next(_numbers)}")
    yield url
    databases.drop(url)


@pytest.fixture(scope="session")
def app(databases: Databases, var_folder: Path) -> Iterator[Flask]:
    """Give the application on a database of this test process; forms need no CSRF token here."""
    application = create_app(settings_for(databases.fresh("shared"), var_folder))
    application.config["WTF_CSRF_ENABLED"] = False
    application.test_client_class = VisitorClient
    db.session.session_factory.configure(join_transaction_mode="create_savepoint")
    yield application
    with application.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def places(databases: Databases) -> Iterator[Places]:
    """Give what stands where in the databases of this test process."""
    made = Places(databases)
    yield made
    made.close()


@pytest.fixture(scope="session")
def empty_place(app: Flask) -> Place:
    """Give the application's own database, in which nothing stands."""
    with app.app_context():
        return Place(app.extensions["lertrat_settings"].database_url, db.engine, None)


@pytest.fixture(scope="session")
def world_place(app: Flask, places: Places, var_folder: Path) -> Place:
    """Give a second database of this test process, in which the small world stands already."""
    url = settings_for(places.databases.fresh("world"), var_folder).database_url
    place = Place(url, places.open(url), None)
    with app.app_context(), frozen_at(MORNING), _instead(place.engine):
        build_world()
        db.session.remove()
    return place


@contextmanager
def _instead(engine: Engine) -> Iterator[None]:
    """Let the application's sessions use this for the time being."""
    usual = db.engine
    db.engines[None] = engine
    try:
        yield
    finally:
        db.engines[None] = usual


@pytest.fixture
def db_session(app: Flask, places: Places, request: pytest.FixtureRequest) -> Iterator[scoped_session[Session]]:
    """Give the session inside a transaction that is undone after the test.

    Every session of the test shares one connection, and its commits are savepoints. Commit what you arrange: a use
    case begins by rolling back, as it does in production. Whoever asks for the small world finds it standing, and with
    it what `tests/standing.py` has found others to arrange; not where the test changes the product under its feet.
    """
    has_world = "world" in request.fixturenames
    place: Place = request.getfixturevalue("world_place" if has_world else "empty_place")
    is_shared = has_world and "monkeypatch" not in request.fixturenames
    with app.app_context(), standing_on(places, place, is_shared=is_shared):
        yield db.session


class VisitorClient(FlaskClient):
    """A browser: its requests see nothing of the test's own application context, session and signed-in person."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        """Ask in a clean context, the test's savepoint released, so that its later rollback cannot undo the request."""
        db.session.commit()
        return copy_context().run(self._open_outside, *args, **kwargs)

    def _open_outside(self, *args: Any, **kwargs: Any) -> Any:
        _cv_app.set(None)  # type: ignore[arg-type]  # how Flask itself says "no application context"
        return super().open(*args, **kwargs)


@pytest.fixture
def client(app: Flask, db_session: scoped_session[Session]) -> FlaskClient:
    """Give a visitor who has not signed in, on the test's database; nobody has tried a password or a code before."""
    limiter.reset()
    return app.test_client()


@dataclass
class Clock:
    """Time as the test says it is."""

    _held: ExitStack = field(default_factory=ExitStack)

    def is_now(self, instant: datetime) -> None:
        """Hold the clock at an aware instant."""
        self._held.enter_context(frozen_at(instant))

    def advance(self, **amount: float) -> datetime:
        """Move on by days, hours, minutes or seconds; return the new present."""
        self.is_now(now() + timedelta(**amount))
        return now()

    def release(self) -> None:
        """Let time run again."""
        self._held.close()


@pytest.fixture
def clock() -> Iterator[Clock]:
    """Give a clock held at 09:00 in Bangkok on a Monday, 2 March 2026."""
    held = Clock()
    held.is_now(MORNING)
    yield held
    held.release()


@pytest.fixture(scope="session")
def broker_url() -> Iterator[str]:
    """Give a real broker for this test process."""
    with broker() as url:
        yield url


@pytest.fixture
def world(db_session: scoped_session[Session], clock: Clock) -> World:
    """Give the small world: agencies, an officer, one open programme of the public service award."""
    return standing_world()
