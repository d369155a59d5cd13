"""Announced winners for tests of what the public sees."""

from __future__ import annotations

from app.clock import now
from app.extensions import db
from app.models import Application
from workflows.application import ApplicationState


def announce(application: Application, award: str) -> Application:
    """Bring a submitted application to where the committee's road ends."""
    application.state, application.state_since = ApplicationState.ANNOUNCED, now()
    application.award, application.decided_at, application.announced_at = award, now(), now()
    application.programme.announced_at = now()
    db.session.commit()
    return application
