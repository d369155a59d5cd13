"""Reminders by the clock: who still owes something that closes soon is told once per due instant."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.clock import now
from app.extensions import db
from app.messages import outbox
from app.models import Application, Assignment, Extension, Programme, ScoreSheet, SheetState
from app.permissions import IN_FORCE
from app.queries.application_facts import team_of
from app.queries.deadlines import window_with
from app.services.moves import naming
from app.transaction import transactional
from workflows.application import EDITABLE, ApplicationState
from workflows.deadlines import Window, reminders_due

DAYS_BEFORE = "reminder_days_before"
WAITING = (*EDITABLE, ApplicationState.AWAITING_APPROVAL)


@transactional
def queue_reminders() -> None:
    """Promise every reminder that is due now; late or twice changes nothing, for each has its own occasion."""
    _remind_agencies()
    _remind_assessors()


def _days_before(programme: Programme) -> list[int]:
    return [int(days) for days in programme.rules.get(DAYS_BEFORE, ())]


def _remind_agencies() -> None:
    extensions = _extensions()
    applications = db.session.scalars(
        select(Application).where(Application.state.in_(WAITING)).options(joinedload(Application.programme))
    ).all()
    for application in applications:
        window = window_with(application, extensions.get((application.programme_id, application.agency_id)))
        days = _days_before(application.programme)
        for reminder in reminders_due(window, now=now(), days_before=days, already_sent=()):
            outbox.queue(
                "closing_soon",
                to=team_of(application),
                once_per=f"{application.id}:{reminder.key}",
                link=f"/applications/{application.id}",
                params=naming(application) | {"closes": reminder.due},
            )


def _extensions() -> dict[tuple[object, object], datetime]:
    furthest: dict[tuple[object, object], datetime] = defaultdict(lambda: datetime.min.replace(tzinfo=now().tzinfo))
    for extension in db.session.scalars(select(Extension)):
        key = (extension.programme_id, extension.agency_id)
        furthest[key] = max(furthest[key], extension.until)
    return dict(furthest)


def _remind_assessors() -> None:
    """An assessor whose sheet is not in is reminded on the same days before its due time."""
    submitted = (
        select(ScoreSheet.id)
        .where(ScoreSheet.assignment_id == Assignment.id, ScoreSheet.state == SheetState.SUBMITTED)
        .exists()
    )
    seats = db.session.scalars(
        select(Assignment)
        .join(Application, Application.id == Assignment.application_id)
        .where(
            Assignment.state.in_(IN_FORCE),
            Assignment.due_at.is_not(None),
            Application.state == ApplicationState.ASSESSMENT,
            ~submitted,
        )
        .options(joinedload(Assignment.application).joinedload(Application.programme), joinedload(Assignment.assessor))
    ).all()
    for seat in seats:
        assert seat.due_at is not None, "the statement asks for seats with a due time"
        opened = min(seat.published_at, seat.due_at - timedelta(seconds=1))
        window = Window(opened, seat.due_at)
        days = _days_before(seat.application.programme)
        for reminder in reminders_due(window, now=now(), days_before=days, already_sent=()):
            outbox.queue(
                "sheet_due_soon",
                to=[seat.assessor],
                once_per=f"{seat.id}:{reminder.key}",
                link="/assessments",
                params={"code": seat.application.code, "due": reminder.due},
            )
