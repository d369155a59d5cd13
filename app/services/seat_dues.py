"""When the sheets of a panel are due: changed by an officer with a reason, for whoever still owes one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import joinedload

from app.messages import outbox
from app.models import Application, Assignment, Person, Stage
from app.permissions import Permission, is_allowed
from app.queries.owed import owed_seats
from app.services.assignments import due_obstacles
from app.services.events import personal, record
from app.transaction import lock, transactional
from workflows.errors import Obstacle, RuleBroken


@transactional
def change_sheets_due(application: Application, stage: Stage, *, due_at: datetime, reason: str, actor: Person) -> int:
    """Set another due time for every sheet of the panel that is owed; who has submitted is left alone.

    Returns how many are told. Raises RuleBroken for a time that has passed, without a reason, or where none is owed.
    """
    application = lock(application)
    if not is_allowed(Permission.ASSIGN, application, actor):
        raise RuleBroken([Obstacle("Your role does not allow this step")])
    seats = owed_seats(
        Assignment.application_id == application.id,
        Assignment.stage_id == stage.id,
        options=(joinedload(Assignment.assessor),),
    )
    against = due_obstacles(due_at)
    if not reason.strip():
        against.append(Obstacle("Give a reason", field="reason"))
    if not seats:
        against.append(Obstacle("Nobody on the panel of %(code)s owes a sheet", {"code": application.code}))
    if against:
        raise RuleBroken(against)
    for seat in seats:
        seat.due_at = due_at
    event = record(
        "sheets_due_changed",
        about=application,
        actor=actor,
        stage=stage.code,
        due=due_at.isoformat(),
        reason=personal(reason),
    )
    for seat in seats:
        outbox.queue(
            "sheet_due_changed",
            to=[seat.assessor],
            once_per=f"{seat.id}:{event.id}",
            programme=stage.programme,
            link="/assessments",
            params={"code": application.code, "due": due_at, "reason": reason},
        )
    return len(seats)
