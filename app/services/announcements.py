"""Making results known: announcement, gate results of a round, feedback; each by an officer, never by a date."""

from __future__ import annotations

from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.messages import outbox
from app.models import Application, FeedbackReport, FeedbackState, Person, Programme, Stage
from app.permissions import Permission, is_allowed, roles_on
from app.queries.announcement_preview import seal_of, waiting_announcement
from app.queries.application_facts import team_of
from app.queries.round_release import has_own_results, round_release
from app.services.certificates import issue_certificate
from app.services.events import record
from app.services.kept_papers import ask_for_paper
from app.services.moves import move, naming
from app.transaction import lock, transactional
from workflows.announcement import releasing_obstacles
from workflows.application import ANNOUNCE, ApplicationFacts, ApplicationState
from workflows.errors import Obstacle, RuleBroken


@transactional
def announce_programme(programme: Programme, *, seen: str, actor: Person) -> int:
    """Announce every decided application of a programme; from now on the results are public. Returns how many.

    `seen` is the seal of the results the officer looked at; others are refused.
    """
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
    if seen != seal_of(programme):
        raise RuleBroken([Obstacle("The results have changed since you opened this page. Look at them again")])
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
def release_round(stage: Stage, *, seen: str, actor: Person) -> int:
    """Let the agencies with a result of this round read it. Returns how many are told.

    `seen` is the seal of the results the officer looked at. Raises RuleBroken while an entry stands before the gate
    or may still be handed in.
    """
    stage = lock(stage)
    if not is_allowed(Permission.ANNOUNCE, stage, actor):
        raise RuleBroken([Obstacle("Your role does not allow this step")])
    release = round_release(stage, at=now())
    against = releasing_obstacles(
        has_own_results=has_own_results(stage),
        is_released=stage.released_at is not None,
        accepts_entries=release.accepts_until is not None,
        standing=sum(release.standing.values()),
        told=len(release.told),
        is_as_seen=seen == release.seal,
    )
    if against:
        raise RuleBroken(against)
    stage.released_at = now()
    record("release_round", about=stage, actor=actor, seen=seen)
    for application in (each.application for each in release.told):
        record("release_round", about=application, actor=actor, stage=stage.code)
        outbox.queue(
            "round_released",
            to=team_of(application),
            office=application.agency,
            once_per=f"{application.id}:{stage.id}",
            programme=application.programme,
            link=f"/applications/{application.id}",
            params=naming(application),
        )
    return len(release.told)


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
        ask_for_paper(report)
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
