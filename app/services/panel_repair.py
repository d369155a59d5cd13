"""Filling the empty seat of a panel at work: someone declined or left, the others and their sheets stay."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.messages import outbox
from app.models import Application, Assignment, Person, Stage
from app.permissions import Permission, is_allowed
from app.queries.application_facts import panel_of
from app.services.assignments import due_obstacles, due_of_newcomers, seat_panel, seating_obstacles
from app.services.events import record
from app.services.rounds import MOVE_TASK
from app.transaction import lock, promise_wake, transactional
from workflows.application import ApplicationState
from workflows.errors import Obstacle, RuleBroken


@transactional
def complete_panel(
    application: Application,
    stage: Stage,
    assessor_ids: Sequence[uuid.UUID],
    *,
    lead_id: uuid.UUID,
    due_at: datetime | None,
    actor: Person,
) -> list[Assignment]:
    """Seat replacements beside those who stay. Raises RuleBroken naming every hard rule the panel would break.

    `assessor_ids` is the whole panel; whoever sits on it now must be among them. A seat that stays keeps its due time;
    the new ones have that of the panel where none is said.
    """
    application = lock(application)
    present = {seat.assessor_id: seat.due_at for seat in panel_of(application)}
    against = _obstacles(application, stage, frozenset(present), frozenset(assessor_ids), actor)
    against = against or [*seating_obstacles(application, stage, assessor_ids, lead_id), *due_obstacles(due_at)]
    if against:
        raise RuleBroken(against)
    due_at = due_of_newcomers(application, present.values(), due_at)
    seated = seat_panel(application, stage, assessor_ids, lead_id, due_at)
    for seat in seated:
        seat.due_at = present.get(seat.assessor_id, due_at)
    db.session.flush()
    new = [seat for seat in seated if seat.assessor_id not in present]
    panel = sorted(seat.assessor.ledger_ref for seat in seated)
    record("panel_completed", about=application, actor=actor, stage=stage.code, panel=panel)
    for seat in new:
        outbox.queue(
            "assignment_published",
            to=[seat.assessor],
            once_per=f"{seat.id}:{seat.published_at.isoformat()}",
            programme=stage.programme,
            link="/assessments",
            params={"count": 1, "programme": stage.programme},
        )
    promise_wake(MOVE_TASK)
    return new


def _obstacles(
    application: Application,
    stage: Stage,
    present: frozenset[uuid.UUID],
    wanted: frozenset[uuid.UUID],
    actor: Person,
) -> list[Obstacle]:
    if not is_allowed(Permission.ASSIGN, application, actor):
        return [Obstacle("Your role does not allow this step")]
    if application.state is not ApplicationState.ASSESSMENT or application.stage_id != stage.id:
        return [Obstacle("%(code)s has no panel at work", {"code": application.code})]
    if len(present) >= (stage.panel_size or 0):
        return [Obstacle("The panel of %(code)s has no empty seat", {"code": application.code})]
    if not present <= wanted:
        return [Obstacle("Whoever sits on the panel of %(code)s stays", {"code": application.code}, field="panel")]
    left = db.session.scalars(
        select(Assignment)
        .where(
            Assignment.application_id == application.id,
            Assignment.stage_id == stage.id,
            Assignment.assessor_id.in_(wanted - present),
        )
        .options(joinedload(Assignment.assessor))
    )
    return [Obstacle("%(name)s left this panel before", {"name": seat.assessor.named}, field="panel") for seat in left]
