"""A database where one row of everything is arranged once; each test of pages is undone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from app.clock import frozen_at
from app.extensions import db
from tests.databases import Databases
from tests.pages.gathering import Gathering, gather
from tests.pages.tour import Tours
from tests.pages.visits import Visits
from tests.with_app import MORNING, VisitorClient, settings_for


@pytest.fixture(scope="session")
def pages_app(databases: Databases, var_folder: Path) -> Iterator[Flask]:
    """Give an application on a database where everything is arranged."""
    application = create_app(settings_for(databases.fresh("pages"), var_folder))
    application.config["WTF_CSRF_ENABLED"] = False
    application.test_client_class = VisitorClient
    db.session.session_factory.configure(join_transaction_mode="create_savepoint")
    yield application
    with application.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def gathering(pages_app: Flask) -> Gathering:
    """Give one row of everything a page can open."""
    with pages_app.app_context(), frozen_at(MORNING):
        try:
            return gather()
        finally:
            db.session.remove()


@contextmanager
def undone_visits(app: Flask, gathering: Gathering) -> Iterator[Visits]:
    """Give the cast at their browsers, in a transaction that is undone at the end."""
    with app.app_context(), frozen_at(MORNING):
        before = db.engine
        with before.engine.connect() as connection:
            outer = connection.begin()
            db.engines[None] = connection  # type: ignore[assignment]  # a connection stands in for its engine
            try:
                yield Visits(app, gathering, connection)
            finally:
                db.session.remove()
                outer.rollback()
                db.engines[None] = before


@pytest.fixture
def visits(pages_app: Flask, gathering: Gathering) -> Iterator[Visits]:
    """Give the cast at their browsers; what a test changes is undone."""
    with undone_visits(pages_app, gathering) as visits:
        yield visits


@pytest.fixture(scope="session")
def tours(pages_app: Flask, gathering: Gathering) -> Tours:
    """Give what is seen on tours of all pages."""
    return Tours(lambda: undone_visits(pages_app, gathering))
