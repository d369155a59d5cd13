"""Reminders by the clock: who still owes something that closes soon is told once per due instant."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.clock import BANGKOK, now
from app.extensions import db
from app.messages import outbox
from app.models import Appeal, Application, Assignment, AssignmentState, Extension
from app.queries.application_facts import team_of
from app.queries.deadlines import window_with
from app.queries.owed import owed_seats, owes_a_document, owes_an_answer, sheet_due
from app.queries.programme_staff import staff_of
from app.services.moves import naming
from app.transaction import transactional
from workflows.deadlines import Window, reminder_days, reminders_due
from workflows.roles import Role

ANSWER_DAYS = "answer_days"
USUAL_ANSWER_DAYS = 3


@transactional
def queue_reminders() -> None:
    """Promise every reminder that is due now; late or twice changes nothing, for each has its own occasion."""
    _remind_agencies()
    _remind_assessors()
    _remind_of_answers()
    _remind_of_appeals()


def _remind_agencies() -> None:
    extensions = _extensions()
    applications = db.session.scalars(
        select(Application).where(owes_a_document()).options(joinedload(Application.programme))
    ).all()
    for application in applications:
        window = window_with(application, extensions.get((application.programme_id, application.agency_id)))
        days = reminder_days(application.programme.rules)
        for reminder in reminders_due(window, now=now(), days_before=days, already_sent=()):
            outbox.queue(
                "closing_soon",
                to=team_of(application),
                office=application.agency,
                once_per=f"{application.id}:{reminder.key}",
                programme=application.programme,
                link=f"/applications/{application.id}",
                params=naming(application) | {"deadline": window.deadline_of, "closes": reminder.due},
                due=reminder.due,
            )


def _extensions() -> dict[tuple[object, object], datetime]:
    furthest: dict[tuple[object, object], datetime] = defaultdict(lambda: datetime.min.replace(tzinfo=now().tzinfo))
    for extension in db.session.scalars(select(Extension).where(Extension.revoked_at.is_(None))):
        key = (extension.programme_id, extension.agency_id)
        furthest[key] = max(furthest[key], extension.until)
    return dict(furthest)


def _remind_assessors() -> None:
    """An assessor who owes a sheet is reminded on the same days before it is due."""
    seats = owed_seats(
        sheet_due().is_not(None),
        options=(
            joinedload(Assignment.application).joinedload(Application.programme),
            joinedload(Assignment.assessor),
            joinedload(Assignment.stage),
        ),
    )
    for seat in seats:
        due = seat.due_at or seat.stage.closes_at
        assert due is not None, "the statement asks for seats with a due time"
        window = Window(min(seat.published_at, due - timedelta(seconds=1)), due)
        days = reminder_days(seat.application.programme.rules)
        for reminder in reminders_due(window, now=now(), days_before=days, already_sent=()):
            outbox.queue(
                "sheet_due_soon",
                to=[seat.assessor],
                once_per=f"{seat.id}:{reminder.key}",
                programme=seat.application.programme,
                link="/assessments",
                params={"code": seat.application.code, "due": reminder.due},
                due=reminder.due,
            )


def _remind_of_answers() -> None:
    """Whoever was asked to assess and has not answered is reminded every few days, as long as the answer is wanted."""
    seats = db.session.scalars(
        select(Assignment)
        .join(Application, Application.id == Assignment.application_id)
        .where(
            Assignment.state == AssignmentState.PUBLISHED,
            Application.stage_id == Assignment.stage_id,
            Application.decided_at.is_(None),
        )
        .options(joinedload(Assignment.application).joinedload(Application.programme), joinedload(Assignment.assessor))
    ).all()
    for seat in seats:
        every = int(seat.application.programme.rules.get(ANSWER_DAYS, USUAL_ANSWER_DAYS))
        times = (now() - seat.published_at) // timedelta(days=every)
        if times > 0:
            outbox.queue(
                "answer_wanted",
                to=[seat.assessor],
                once_per=f"{seat.id}:{seat.published_at.isoformat()}:{times}",
                programme=seat.application.programme,
                link="/assessments",
                params={"code": seat.application.code, "asked": seat.published_at},
            )


def _remind_of_appeals() -> None:
    """Whoever took an appeal or a complaint up, or every officer while nobody has, is reminded before the day promised.

    The last day is all theirs: the answer is due when it ends in Bangkok.
    """
    appeals = db.session.scalars(
        select(Appeal)
        .where(owes_an_answer(), Appeal.answer_due_on.is_not(None))
        .options(joinedload(Appeal.application).joinedload(Application.programme), joinedload(Appeal.taken_up_by))
    ).all()
    programmes = {appeal.application.programme for appeal in appeals}
    staff = {programme.id: staff_of(programme, Role.OFFICER) for programme in programmes}
    for appeal in appeals:
        assert appeal.filed_at is not None, "what is owed an answer was received"
        assert appeal.answer_due_on is not None, "the statement asks for it"
        due = datetime.combine(appeal.answer_due_on + timedelta(days=1), time(), tzinfo=BANGKOK)
        window = Window(min(appeal.filed_at, due - timedelta(seconds=1)), due)
        application = appeal.application
        officers = staff[application.programme_id]
        days = reminder_days(application.programme.rules)
        for reminder in reminders_due(window, now=now(), days_before=days, already_sent=()):
            outbox.queue(
                "appeal_answer_due",
                to=[each for each in officers if each.id == appeal.taken_up_by_id] or officers,
                once_per=f"{appeal.id}:{reminder.key}",
                programme=application.programme,
                link=f"/office/appeals/{appeal.id}",
                params=naming(application)
                | {"number": appeal.number, "agency": application.agency, "due": appeal.answer_due_on},
                due=reminder.due,
            )
