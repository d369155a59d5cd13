"""Anchor applications: marked before panels are seated, then scored by every assessor without a conflict."""

from __future__ import annotations

from app.models import Application, Person
from app.permissions import Permission, is_allowed
from app.queries.anchors import BEFORE_A_PANEL
from app.services.events import record
from app.transaction import lock, transactional
from workflows.errors import Obstacle, RuleBroken


@transactional
def mark_anchor(application: Application, *, is_anchor: bool, actor: Person) -> None:
    """Mark an application as an anchor or take the mark back; the next plan of its stage follows it."""
    application = lock(application)
    against = []
    if not is_allowed(Permission.CALIBRATE, application, actor):
        against.append(Obstacle("Your role does not allow this step"))
    if application.state not in BEFORE_A_PANEL:
        params = {"code": application.code}
        against.append(Obstacle("%(code)s is not submitted yet, or has its panel already", params, "application"))
    if against:
        raise RuleBroken(against)
    application.is_anchor = is_anchor
    record("anchor_marked" if is_anchor else "anchor_unmarked", about=application, actor=actor)
