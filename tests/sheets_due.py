"""An entry whose panel has its sheets to hand in: for tests of what is owed, in time and past it."""

from __future__ import annotations

from datetime import timedelta

from app.clock import now
from app.extensions import db
from app.models import Assignment, AssignmentState, Message, MessageState
from app.transaction import transactional
from tests.assessing import seated
from tests.panels import assessor, score_all
from tests.standing import standing
from tests.world import World


@standing
def due_in_a_week(world: World) -> list[Assignment]:
    """One entry with its panel: one sheet is in, one is begun, one is not."""
    seats = seated(world)
    _set_due(seats)
    score_all(seats[:1], quality=60)
    score_all(seats[1:2], quality=60, submit=False)
    return seats


@transactional
def _set_due(seats: list[Assignment]) -> None:
    for seat in seats:
        db.session.get_one(Assignment, seat.id).due_at = now() + timedelta(days=7)
        db.session.get_one(Assignment, seat.id).published_at = now() - timedelta(days=7)
    programme = seats[0].application.programme
    programme.rules = {**programme.rules, "reminder_days_before": [7]}


@transactional
def time_passes(world: World) -> None:
    """The sheets and the entries are late, and a message reaches nobody."""
    for seat in db.session.query(Assignment).filter(Assignment.state != AssignmentState.DECLINED):
        seat.due_at = now() - timedelta(days=1)
        seat.published_at = now() - timedelta(days=10)
    world.programme.closes_at = now() - timedelta(days=2)
    db.session.add(
        Message(
            kind="sheet_due_soon",
            recipient_id=assessor(world, 1).id,
            email="x@lertrat.example",
            language="th",
            subject="s",
            body="b",
            dedupe_key="one",
            state=MessageState.FAILED,
            attempts=8,
            created_at=now(),
            next_attempt_at=now(),
        )
    )
