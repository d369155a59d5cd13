"""Announcing a programme at a set time: set by an officer, taken back by an officer, carried out by the clock."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.messages import outbox
from app.models import Application, Person, Programme, ScheduledAnnouncement
from app.permissions import Permission, is_allowed
from app.queries.announcement_preview import seal_of, waiting_announcement
from app.queries.programme_staff import staff_of
from app.services.announcements import announce_programme
from app.services.events import record
from app.transaction import composed, lock, transactional
from workflows.announcement import announcing_obstacles, scheduling_obstacles
from workflows.application import ApplicationState
from workflows.errors import Obstacle, RuleBroken
from workflows.roles import Role


@transactional
def schedule_announcement(programme: Programme, *, due_at: datetime, seen: str, actor: Person) -> ScheduledAnnouncement:
    """Set the time of an announcement. `seen` is the seal of the results the officer looked at.

    Raises RuleBroken with every reason against, also where the results changed since they were looked at.
    """
    programme = lock(programme)
    against = scheduling_obstacles(
        due_at=due_at, at=now(), decided=_decided(programme), is_waiting=waiting_announcement(programme) is not None
    )
    if not is_allowed(Permission.ANNOUNCE, programme, actor):
        against.append(Obstacle("Your role does not allow this step"))
    if seen != seal_of(programme):
        against.append(Obstacle("The results have changed since you opened this page. Look at them again"))
    if against:
        raise RuleBroken(against)
    scheduled = ScheduledAnnouncement(
        programme_id=programme.id, due_at=due_at, seen=seen, scheduled_by_id=actor.id, scheduled_at=now()
    )
    db.session.add(scheduled)
    db.session.flush()
    record("announcement_scheduled", about=programme, actor=actor, due_at=due_at.isoformat(), seen=seen)
    return scheduled


def _decided(programme: Programme) -> int:
    statement = select(Application.id).where(
        Application.programme_id == programme.id, Application.state == ApplicationState.DECIDED
    )
    return len(db.session.scalars(statement).all())


@transactional
def cancel_announcement(programme: Programme, *, actor: Person) -> None:
    """Take the set time back; nothing is announced. Raises RuleBroken where none waits any more."""
    programme = lock(programme)
    scheduled = waiting_announcement(programme)
    against = []
    if scheduled is None:
        against.append(Obstacle("No time is set for this announcement"))
    if not is_allowed(Permission.ANNOUNCE, programme, actor):
        against.append(Obstacle("Your role does not allow this step"))
    if scheduled is None or against:
        raise RuleBroken(against)
    scheduled.cancelled_at, scheduled.cancelled_by_id = now(), actor.id
    record("announcement_cancelled", about=programme, actor=actor)


@composed
def announcements_due() -> list[ScheduledAnnouncement]:
    """Return the set announcements whose time has come, the earliest first."""
    return list(
        db.session.scalars(
            select(ScheduledAnnouncement)
            .where(
                ScheduledAnnouncement.due_at <= now(),
                ScheduledAnnouncement.cancelled_at.is_(None),
                ScheduledAnnouncement.carried_out_at.is_(None),
                ScheduledAnnouncement.stopped_at.is_(None),
            )
            .order_by(ScheduledAnnouncement.due_at, ScheduledAnnouncement.id)
        )
    )


@transactional
def carry_out(scheduled: ScheduledAnnouncement) -> None:
    """Announce at the set time, in the name of whoever set it; late or twice changes nothing.

    Where the results are not those that were looked at, nothing is announced and the officers are told why.
    """
    programme = lock(scheduled.programme)
    scheduled = lock(scheduled)
    if scheduled.cancelled_at or scheduled.carried_out_at or scheduled.stopped_at or scheduled.due_at > now():
        return
    actor = scheduled.scheduled_by
    against = announcing_obstacles(
        seen=scheduled.seen,
        present=seal_of(programme),
        is_allowed=is_allowed(Permission.ANNOUNCE, programme, actor),
    )
    if against:
        _stop(scheduled, programme, against[0])
        return
    scheduled.carried_out_at = now()
    db.session.flush()
    announce_programme(programme, seen=scheduled.seen, actor=actor)


def _stop(scheduled: ScheduledAnnouncement, programme: Programme, why: Obstacle) -> None:
    scheduled.stopped_at, scheduled.stopped_by = now(), why.message
    record("announcement_stopped", about=programme, actor=None)
    outbox.queue(
        "announcement_stopped",
        to=staff_of(programme, Role.OFFICER),
        once_per=str(scheduled.id),
        programme=programme,
        link=f"/office/programmes/{programme.id}/announcement",
        params={"programme": programme, "due": scheduled.due_at},
    )
