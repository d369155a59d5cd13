"""Exports leave a mark: who took what out of the system, and how much of it."""

from __future__ import annotations

from app.models import Person
from app.permissions import Permission, may_anywhere
from app.services.events import personal
from app.transaction import promise_event, transactional
from workflows.errors import Obstacle, RuleBroken

APPLICATIONS = "applications"


@transactional
def record_export(what: str, *, rows: int, searched: str, actor: Person) -> None:
    """Note that staff exported a list. `searched` may name people, so it is kept apart from the chain."""
    if not may_anywhere(Permission.VIEW_PROGRAMME, actor):
        raise RuleBroken([Obstacle("Your role does not allow this step")])
    data = {"rows": rows} | ({"searched": personal(searched)} if searched else {})
    promise_event("exported", actor=actor.ledger_ref, subject=f"exports:{what}", data=data)
