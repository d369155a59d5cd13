"""The application as the rules about it see it: its pages and templates, without a database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from app.extensions import db
from tests.with_app import settings_for


@pytest.fixture(scope="session")
def application(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Give the application; nothing here opens its database."""
    folder: Path = tmp_path_factory.mktemp("architecture")
    application = create_app(settings_for("sqlite://", folder))
    yield application
    with application.app_context():
        db.engine.dispose()
