"""The migrations make exactly the tables the models describe, from nothing, on the database of this run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session, scoped_session

from app.cli.children import PROJECT
from app.cli.db import migrate, opened
from app.extensions import db
from app.models import Agency, Base
from app.thai import search_key
from tests.databases import Databases
from tests.with_app import settings_for

FILLED = Path(__file__).with_name("filled_at_0002.sql")
TRIGGERS = {
    "sqlite": "select name, sql from sqlite_master where type = 'trigger'",
    "postgresql": "select tgname, pg_get_triggerdef(oid) from pg_trigger where not tgisinternal",
}
Rows = Mapping[str, tuple[Sequence[str], Sequence[str]]]


def test_there_is_one_newest_migration() -> None:
    assert len(ScriptDirectory(str(PROJECT / "migrations")).get_heads()) == 1


def test_the_tables_are_those_the_models_describe(app: Flask, db_session: scoped_session[Session]) -> None:
    context = MigrationContext.configure(db_session.connection(), opts={"compare_type": True})
    assert compare_metadata(context, Base.metadata) == []


def test_every_named_constraint_of_the_models_is_in_the_database(db_session: scoped_session[Session]) -> None:
    found = inspect(db_session.connection())
    wanted = {
        (table.name, constraint.name)
        for table in Base.metadata.sorted_tables
        for constraint in table.constraints
        if constraint.__visit_name__ == "check_constraint"
    }
    made = {
        (table.name, constraint["name"])
        for table in Base.metadata.sorted_tables
        for constraint in found.get_check_constraints(table.name)
    }
    assert wanted - made == set()


def test_migrating_twice_changes_nothing(databases: Databases, var_folder: Path) -> None:
    with opened(settings_for(databases.empty("twice"), var_folder)) as application:
        migrate(application)
        migrate(application)
        assert db.session.scalars(text("SELECT count(*) FROM alembic_version")).one() == 1


def test_a_filled_database_keeps_its_rows_and_its_triggers_through_every_migration(
    databases: Databases, var_folder: Path
) -> None:
    with opened(settings_for(databases.fresh("unfilled"), var_folder)), db.engine.connect() as connection:
        wanted = _triggers(connection)
    with opened(settings_for(databases.empty("filled"), var_folder)) as application:
        _bring_to("0002")
        with db.engine.begin() as connection:
            for statement in FILLED.read_text(encoding="utf-8").rstrip(";\n").split(";\n"):
                connection.exec_driver_sql(statement)
        with db.engine.connect() as connection:
            rows, triggers = _rows(connection), _triggers(connection)
        for revision in _revisions_after("0002"):
            _bring_to(revision)
            with db.engine.connect() as connection:
                assert _same_columns(connection, rows) == rows, f"{revision} changed rows"
                assert triggers <= _triggers(connection), f"{revision} took triggers away"
                assert _broken_references(connection) == [], f"{revision} broke references"
                triggers = _triggers(connection)
        assert triggers == wanted
        migrate(application)
        for agency in db.session.query(Agency):
            assert agency.search_key == search_key(f"{agency.code} {agency.name_th} {agency.name_en}")
        for act in ("update events set kind = 'other'", "delete from events", _OVERLAPPING, _CLOSING_LATE):
            with pytest.raises(DatabaseError), db.engine.begin() as connection:
                connection.execute(text(act))


_OVERLAPPING = "update stages set opens_at = '2026-01-02 02:00:00.000000' where code = 'panel'"
_CLOSING_LATE = "update programmes set closes_at = '2026-02-20 02:00:00.000000'"


def _bring_to(revision: str) -> None:
    db.session.remove()
    upgrade(directory=str(PROJECT / "migrations"), revision=revision)


def _revisions_after(revision: str) -> list[str]:
    scripts = ScriptDirectory(str(PROJECT / "migrations")).iterate_revisions("head", revision)
    return [script.revision for script in scripts][::-1]


def _rows(connection: Connection) -> Rows:
    """What every table holds, with the columns it is told by."""
    found = inspect(connection)
    tables = sorted(set(found.get_table_names()) - {"alembic_version"})
    columns = {name: [each["name"] for each in found.get_columns(name)] for name in tables}
    return _same_columns(connection, {name: (columns[name], ()) for name in tables})


def _same_columns(connection: Connection, told: Rows) -> Rows:
    now = {}
    for table, (columns, _rows) in told.items():
        statement = text(f"select {', '.join(columns)} from {table}")  # noqa: S608  # names the migrations gave
        now[table] = columns, sorted(map(repr, connection.execute(statement)))
    return now


def _triggers(connection: Connection) -> set[tuple[str, ...]]:
    return {tuple(row) for row in connection.execute(text(TRIGGERS[connection.dialect.name]))}


def _broken_references(connection: Connection) -> list[object]:
    """SQLite rebuilds tables with the check of references off; PostgreSQL never lets one break."""
    return list(connection.execute(text("pragma foreign_key_check"))) if connection.dialect.name == "sqlite" else []
