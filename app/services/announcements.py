"""Making results known: announcement, gate results of a round, feedback; each by an officer, never by a date."""

from __future__ import annotations

from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.messages import outbox
from app.models import Application, FeedbackReport, FeedbackState, Person, Programme, Stage
from app.permissions import Permission, is_allowed, roles_on
from app.queries.announcement_preview import waiting_announcement
from app.queries.application_facts import team_of
from app.services.certificates import issue_certificate
from app.services.events import record
from app.services.moves import move, naming
from app.transaction import lock, transactional
from workflows.application import ANNOUNCE, ApplicationFacts, ApplicationState
from workflows.errors import Obstacle, RuleBroken


@transactional
def announce_programme(programme: Programme, *, actor: Person) -> int:
    """Announce every decided application of a programme; from now on the results are public. Returns how many."""
    programme = lock(programme)
    if not is_allowed(Permission.ANNOUNCE, programme, actor):
        raise RuleBroken([Obstacle("Your role does not allow this step")])
    decided = db.session.scalars(
        select(Application).where(
            Application.programme_id == programme.id, Application.state == ApplicationState.DECIDED
        )
    ).all()
    if not decided:
        raise RuleBroken([Obstacle("No application of this programme is decided yet")])
    if waiting_announcement(programme) is not None:
        raise RuleBroken([Obstacle("A time is set already; take it back first")])
    programme.announced_at = programme.announced_at or now()
    for each in decided:
        application = lock(each)
        move(application, ANNOUNCE.check(application.state, roles_on(application, actor), ApplicationFacts()))
        application.announced_at = now()
        record(ANNOUNCE.name, about=application, actor=actor, outcome=application.award)
        issue_certificate(application, actor=actor)
        outbox.queue(
            "result_announced",
            to=team_of(application),
            office=application.agency,
            once_per=str(application.id),
            programme=application.programme,
            link=f"/applications/{application.id}",
            params=naming(application),
        )
    return len(decided)


@transactional
def release_round(stage: Stage, *, actor: Person) -> int:
    """Let the agencies of a programme read the gate results of one round. Returns how many are told."""
    stage = lock(stage)
    if not is_allowed(Permission.ANNOUNCE, stage, actor):
        raise RuleBroken([Obstacle("Your role does not allow this step")])
    stage.released_at = stage.released_at or now()
    record("release_round", about=stage, actor=actor)
    applications = db.session.scalars(
        select(Application).where(Application.programme_id == stage.programme_id, Application.submitted_at.is_not(None))
    ).all()
    for application in applications:
        outbox.queue(
            "round_released",
            to=team_of(application),
            office=application.agency,
            once_per=f"{application.id}:{stage.id}",
            programme=application.programme,
            link=f"/applications/{application.id}",
            params=naming(application),
        )
    return len(applications)


@transactional
def release_feedback(programme: Programme, *, actor: Person) -> int:
    """Release every approved feedback report of an announced programme. Returns how many."""
    programme = lock(programme)
    against = []
    if not is_allowed(Permission.ANNOUNCE, programme, actor):
        against.append(Obstacle("Your role does not allow this step"))
    if programme.announced_at is None:
        against.append(Obstacle("Announce the results before the feedback"))
    reports = db.session.scalars(
        select(FeedbackReport)
        .join(Application, Application.id == FeedbackReport.application_id)
        .where(
            Application.programme_id == programme.id,
            Application.state.in_((ApplicationState.ANNOUNCED, ApplicationState.NOT_ADVANCED)),
            FeedbackReport.state == FeedbackState.APPROVED,
        )
    ).all()
    if not reports:
        against.append(Obstacle("No feedback report of this programme is approved yet"))
    if against:
        raise RuleBroken(against)
    programme.feedback_released_at = programme.feedback_released_at or now()
    for report in reports:
        report.state, report.released_at = FeedbackState.RELEASED, now()
        record("release_feedback", about=report, actor=actor, application=report.application.code)
        outbox.queue(
            "feedback_released",
            to=team_of(report.application),
            office=report.application.agency,
            once_per=str(report.id),
            programme=report.application.programme,
            link=f"/applications/{report.application_id}/feedback",
            params=naming(report.application),
        )
    return len(reports)
