"""`lertrat db`: brings the database to the structure this version expects."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import Flask
from flask_migrate import upgrade

from app import create_app
from app.cli.children import PROJECT
from app.config import Settings
from app.extensions import db
from app.services.registry import name_all_for_search
from app.start_checks import check_database, check_folder, one_sentence


@contextmanager
def opened(settings: Settings) -> Iterator[Flask]:
    """Give the application of these settings for one command; its connections are closed afterwards."""
    app = create_app(settings)
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


def migrate(app: Flask) -> None:
    """Apply every migration the database does not have yet, and compute anew what is kept only to be searched."""
    with app.app_context():
        upgrade(directory=str(PROJECT / "migrations"))
        name_all_for_search()


@click.group("db")
def db_commands() -> None:
    """The structure of the database."""


@db_commands.command("upgrade")
@one_sentence
def upgrade_command() -> None:
    """Apply every migration the database does not have yet."""
    settings = Settings.from_environment(os.environ)
    check_folder(settings.var_folder)
    check_database(settings)
    with opened(settings) as app:
        migrate(app)
    click.echo("The database is up to date.")
