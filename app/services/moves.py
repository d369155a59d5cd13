"""What every transition shares: the new state with its time, and the words that name it in messages."""

from __future__ import annotations

from typing import Any

from app.clock import now
from app.models import Application
from workflows.application import ApplicationState


def move(application: Application, state: ApplicationState) -> None:
    """Store the state a transition's check allowed, and since when."""
    if state is not application.state:
        application.state, application.state_since = state, now()


def naming(application: Application) -> dict[str, Any]:
    """The application and its code: a message writes out what it is called in the language it is written in."""
    return {"title": application, "code": application.code}
