"""The migrations make exactly the tables the models describe, from nothing, on the database of this run."""

from __future__ import annotations

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import inspect, text
from sqlalchemy.orm import Session, scoped_session

from app.cli.children import PROJECT
from app.cli.db import migrate, opened
from app.extensions import db
from app.models import Base
from tests.databases import Databases
from tests.with_app import settings_for


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
