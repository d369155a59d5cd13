"""Runs migrations inside the application, on whichever database it is set up with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import context
from flask import current_app
from sqlalchemy import Connection

database = current_app.extensions["migrate"].db


@contextmanager
def unchecked_references(connection: Connection) -> Iterator[None]:
    """Let SQLite rebuild a table that others refer to: it would take the rebuilt table's rows for deleted ones."""
    if connection.dialect.name != "sqlite":
        yield
        return
    raw = connection.connection.dbapi_connection
    raw.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        raw.execute("PRAGMA foreign_keys=ON")


def run() -> None:
    """Bring the schema to the wanted revision, in one transaction."""
    with database.engine.connect() as connection, unchecked_references(connection):
        context.configure(
            connection=connection,
            target_metadata=database.metadata,
            render_as_batch=True,
            compare_type=True,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
