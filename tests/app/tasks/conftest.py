"""What the tests of a real worker share: a mail server it delivers to, and a world whose programmes are open now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from app.clock import in_days
from app.extensions import begin_as_writer, db
from app.models import Programme
from tests.mail_server import MailServer, mail_server
from tests.with_processes import Installation
from tests.world import World, build_world


@pytest.fixture
def mails() -> Iterator[MailServer]:
    """Give a mail server."""
    with mail_server() as server:
        yield server


@pytest.fixture
def installation(installation: Installation, mails: MailServer) -> Installation:
    """Let the installation deliver to that mail server."""
    return replace(installation, environ={**installation.environ, "SMTP_URL": mails.url})


@pytest.fixture
def open_world(live_app: Flask) -> World:
    """Give a world in the present, for a worker process has no other time."""
    world = build_world()
    opened_now(world.programme)
    return world


def opened_now(programme: Programme) -> Programme:
    """Let a programme be open since yesterday, for a month. The worker may be writing: wait for it, before reading."""
    db.session.rollback()
    with begin_as_writer():
        programme.opens_at, programme.closes_at, programme.report_closes_at = in_days(-1), in_days(30), in_days(60)
        db.session.commit()
    return programme
