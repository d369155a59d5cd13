"""`lertrat ledger export`: writes the ledger line by line, for whoever wants to verify it elsewhere."""

from __future__ import annotations

import os
from collections.abc import Iterator

import click
from sqlalchemy import select

from app.cli.db import opened
from app.config import Settings
from app.extensions import db
from app.models import Event
from app.services.exports import record_ledger_export
from app.start_checks import check_database, one_sentence
from workflows.ledger import Line, exported

_AT_ONCE = 1000


@click.command("export")
@one_sentence
def export_command() -> None:
    """Write every event, one line each, from the first to the last, which tells of this export."""
    settings = Settings.from_environment(os.environ)
    check_database(settings)
    with opened(settings):
        record_ledger_export()
        for line in _lines():
            click.echo(exported(line))


def _lines() -> Iterator[Line]:
    for event in db.session.scalars(select(Event).order_by(Event.seq).execution_options(yield_per=_AT_ONCE)):
        yield Line(event.seq, event.at, event.kind, event.actor, event.subject, event.data, event.previous, event.hash)
