"""Exports leave a mark: who took what out of the system, and how much of it."""

from __future__ import annotations

from app.models import Person, Programme
from app.permissions import Permission, is_allowed, may_anywhere
from app.services.events import SYSTEM, personal
from app.transaction import promise_event, transactional
from workflows.errors import Obstacle, RuleBroken

APPLICATIONS = "applications"
PROGRESS = "progress"
PMQA40 = "pmqa40"
MESSAGES = "messages"
SCREENING = "screening"
APPEALS = "appeals"


@transactional
def record_export(what: str, *, rows: int, searched: str, actor: Person) -> None:
    """Note that staff exported a list. `searched` may name people, so it is kept apart from the chain."""
    other = {MESSAGES: Permission.VIEW_MESSAGES, APPEALS: Permission.READ_APPEALS}
    wanted = other.get(what, Permission.VIEW_PROGRAMME)
    if not may_anywhere(wanted, actor):
        raise RuleBroken([Obstacle("Your role does not allow this step")])
    data = {"rows": rows} | ({"searched": personal(searched)} if searched else {})
    promise_event("exported", actor=actor.ledger_ref, subject=f"exports:{what}", data=data)


@transactional
def record_decision_workbook(programme: Programme, *, rows: int, sha256: str, actor: Person) -> None:
    """Note that somebody who may see the agreed record took a programme's scores out, and which bytes they got."""
    if not is_allowed(Permission.VIEW_RECORD, programme, actor):
        raise RuleBroken([Obstacle("Your role does not allow this step")])
    data = {"programme": str(programme.id), "rows": rows, "sha256": sha256}
    promise_event("exported", actor=actor.ledger_ref, subject="exports:decision_workbook", data=data)


@transactional
def record_ledger_export() -> None:
    """Note that the whole ledger is about to leave on the command line: its own event is the last that does."""
    promise_event("exported", actor=SYSTEM, subject="exports:ledger", data={})
