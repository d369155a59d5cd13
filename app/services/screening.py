"""Screening: the system answers its checks, an officer answers the rest and decides with reasons."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.messages import outbox
from app.models import (
    Application,
    Person,
    ScreeningDecision,
    ScreeningFinding,
    ScreeningOutcome,
    Snapshot,
)
from app.permissions import Permission, is_allowed, roles_on
from app.queries.application_facts import latest_snapshot, returns_left, team_of, undecided_blocks
from app.queries.criteria import document_parts, document_questions, rubric_of
from app.queries.screening_facts import screening_facts
from app.reports.text_pages import pages_of
from app.services.events import personal, record
from app.services.moves import move, naming
from app.services.rounds import MOVE_TASK
from app.transaction import composed, lock, promise_wake, transactional
from rubrics.model import Rubric
from workflows.application import (
    PASS,
    RETURN,
    SCREEN_OUT,
    START_SCREENING,
    ApplicationFacts,
    ApplicationState,
    Phase,
)
from workflows.calendar import year_obstacles
from workflows.document import Part
from workflows.errors import Obstacle, RuleBroken
from workflows.roles import Role
from workflows.screening import Finding, run_automatic_checks

SYSTEM = frozenset({Role.SYSTEM})
_NOT_YOURS = Obstacle("Your role does not allow this step")


@composed
def applications_to_screen() -> list[Application]:
    """The applications whose newest snapshot the system has not checked yet, oldest first."""
    checked = select(ScreeningFinding.id).where(ScreeningFinding.snapshot_id == Snapshot.id).exists()
    return list(
        db.session.scalars(
            select(Application)
            .join(Snapshot, Snapshot.application_id == Application.id)
            .where(
                ((Application.state == ApplicationState.SUBMITTED) & (Snapshot.phase == Phase.ENTRY))
                | ((Application.state == ApplicationState.REPORT_SUBMITTED) & (Snapshot.phase == Phase.REPORT)),
                ~checked,
            )
            .order_by(Application.state_since)
            .distinct()
        )
    )


@composed
def screen_automatically(application: Application) -> bool:
    """Answer the automatic checks of the newest snapshot and open screening. Running it twice changes nothing more."""
    snapshot = latest_snapshot(application, application.phase)
    if snapshot is not None and not _is_checked(snapshot):
        _pages(application, snapshot)  # typeset while no row is locked; the transaction finds the numbers remembered
    return _screen(application)


def _pages(application: Application, snapshot: Snapshot) -> dict[str, int]:
    return pages_of(document_questions(application).values(), json.loads(snapshot.content)["answers"])


@transactional
def _screen(application: Application) -> bool:
    application = lock(application)
    snapshot = latest_snapshot(application, application.phase)
    if snapshot is None or _is_checked(snapshot):
        return False
    if application.state is ApplicationState.SUBMITTED:
        move(application, START_SCREENING.check(application.state, SYSTEM, ApplicationFacts()))
        record(START_SCREENING.name, about=application, actor=None, snapshot=snapshot.sha256)
    elif application.state is not ApplicationState.REPORT_SUBMITTED:
        return False
    rubric = rubric_of(application.programme)
    findings = run_automatic_checks(rubric, screening_facts(application, snapshot, _pages(application, snapshot)))
    db.session.add_all(automatic_finding(application.id, snapshot.id, finding) for finding in findings)
    if application.phase is Phase.ENTRY:
        db.session.add_all(human_findings(rubric, application.id, snapshot.id))
    promise_wake(MOVE_TASK)
    return True


def _is_checked(snapshot: Snapshot) -> bool:
    statement = select(ScreeningFinding.id).where(ScreeningFinding.snapshot_id == snapshot.id)
    return db.session.scalar(statement.limit(1)) is not None


@composed
def automatic_finding(application_id: uuid.UUID, snapshot_id: uuid.UUID, finding: Finding) -> ScreeningFinding:
    """Return the row of a check that the system answered."""
    return ScreeningFinding(
        application_id=application_id,
        snapshot_id=snapshot_id,
        check_id=finding.check.id,
        is_automatic=True,
        is_blocking=finding.check.severity == "block",
        is_met=finding.is_met,
        detail=finding.detail.message if finding.detail else "",
        params={key: str(value) for key, value in finding.detail.params.items()} if finding.detail else {},
        answered_at=now(),
    )


@composed
def human_findings(rubric: Rubric, application_id: uuid.UUID, snapshot_id: uuid.UUID) -> list[ScreeningFinding]:
    """Return the rows of the human checks, to lie beside the automatic ones, unanswered."""
    return [
        ScreeningFinding(
            application_id=application_id,
            snapshot_id=snapshot_id,
            check_id=check.id,
            is_automatic=False,
            is_blocking=check.severity == "block",
        )
        for check in (rubric.screening.checks if rubric.screening else ())
        if check.by == "human"
    ]


@transactional
def answer_checks(application: Application, answers: Mapping[str, bool], *, actor: Person) -> None:
    """Answer human checks by their id; each can be answered again until the decision."""
    application = lock(application)
    if not is_allowed(Permission.SCREEN, application, actor):
        raise RuleBroken([_NOT_YOURS])
    if application.state is not ApplicationState.SCREENING:
        raise RuleBroken([Obstacle("The checks of this document cannot be answered now")])
    snapshot = _snapshot(application)
    human = select(ScreeningFinding).where(
        ScreeningFinding.snapshot_id == snapshot.id, ScreeningFinding.is_automatic.is_(False)
    )
    for finding in db.session.scalars(human):
        if finding.check_id in answers:
            finding.is_met = answers[finding.check_id]
            finding.answered_by_id, finding.answered_at = actor.id, now()


@transactional
def pass_application(application: Application, *, actor: Person) -> None:
    """Let an application pass screening. Raises RuleBroken while a blocking check is failed or unanswered."""
    application = lock(application)
    snapshot = _snapshot(application)
    facts = ApplicationFacts(undecided_blocks=undecided_blocks(snapshot))
    move(application, PASS.check(application.state, roles_on(application, actor), facts))
    _decide(application, snapshot, ScreeningOutcome.PASS, actor)
    event = record(PASS.name, about=application, actor=actor, snapshot=snapshot.sha256)
    _tell_team("application_passed", application, str(event.id))
    promise_wake(MOVE_TASK)


@transactional
def accept_report(application: Application, *, reason: str, actor: Person) -> None:
    """Accept an Application Report although a check found something, with a reason; it then goes to its panel."""
    application = lock(application)
    against = [] if is_allowed(Permission.SCREEN, application, actor) else [_NOT_YOURS]
    if application.state is not ApplicationState.REPORT_SUBMITTED:
        against.append(Obstacle("No Application Report is waiting here"))
    if not reason.strip():
        against.append(Obstacle("Give a reason", field="reason"))
    if against:
        raise RuleBroken(against)
    snapshot = _snapshot(application)
    _decide(application, snapshot, ScreeningOutcome.PASS, actor, reason=reason)
    record("accept_report", about=application, actor=actor, snapshot=snapshot.sha256, reason=personal(reason))
    promise_wake(MOVE_TASK)


@composed
def check_return(
    application: Application, *, sections: Sequence[str], reason: str, due_at: datetime | None, actor: Person
) -> None:
    """Say whether these parts may be returned until then. Raises RuleBroken with all that is missing."""
    _returned_state(application, _named(application, sections), reason, due_at, actor)


@transactional
def return_application(
    application: Application, *, sections: Sequence[str], reason: str, due_at: datetime | None, actor: Person
) -> None:
    """Return named parts for correction; only these unlock, until the new due time. Says all that is missing."""
    application = lock(application)
    parts = _named(application, sections)
    state = _returned_state(application, parts, reason, due_at, actor)
    snapshot, named = _snapshot(application), [part.id for part in parts]
    application.returned_sections, application.return_due_at = named, due_at
    application.times_returned += 1
    move(application, state)
    _decide(application, snapshot, ScreeningOutcome.RETURN, actor, reason=reason, sections=named, due_at=due_at)
    event = record(RETURN.name, about=application, actor=actor, sections=named, due=due_at, reason=personal(reason))
    told = {"due": due_at, "reason": reason, "parts": tuple(part.title for part in parts)}
    _tell_team("application_returned", application, str(event.id), **told)


def _named(application: Application, sections: Sequence[str]) -> list[Part]:
    return [part for part in document_parts(application) if part.id in sections]


def _returned_state(
    application: Application, parts: Sequence[Part], reason: str, due_at: datetime | None, actor: Person
) -> ApplicationState:
    facts = ApplicationFacts(
        has_reason=bool(reason.strip()), named_sections=len(parts), returns_left=returns_left(application)
    )
    late = _due_obstacles(application, due_at)
    try:
        state = RETURN.check(application.state, roles_on(application, actor), facts)
    except RuleBroken as broken:
        raise RuleBroken([*broken.obstacles, *late]) from broken
    if late:
        raise RuleBroken(late)
    return state


def _due_obstacles(application: Application, due_at: datetime | None) -> list[Obstacle]:
    if due_at is None:
        return [Obstacle("Enter the new due time", field="due_at")]
    if due_at <= now():
        return [Obstacle("The new due time must lie ahead", field="due_at")]
    return year_obstacles(application.programme.cycle.year_be, {"due_at": due_at})


@transactional
def screen_out_application(application: Application, *, reason: str, actor: Person) -> None:
    """End an application at screening, with the reason the agency reads."""
    application = lock(application)
    facts = ApplicationFacts(has_reason=bool(reason.strip()))
    move(application, SCREEN_OUT.check(application.state, roles_on(application, actor), facts))
    _decide(application, _snapshot(application), ScreeningOutcome.SCREEN_OUT, actor, reason=reason)
    event = record(SCREEN_OUT.name, about=application, actor=actor, reason=personal(reason))
    _tell_team("application_screened_out", application, str(event.id), reason=reason)


def _snapshot(application: Application) -> Snapshot:
    snapshot = latest_snapshot(application, application.phase)
    if snapshot is None:
        raise RuleBroken([Obstacle("Nothing has been submitted yet")])
    return snapshot


def _decide(
    application: Application,
    snapshot: Snapshot,
    outcome: ScreeningOutcome,
    actor: Person,
    *,
    reason: str = "",
    sections: Sequence[str] = (),
    due_at: datetime | None = None,
) -> None:
    db.session.add(
        ScreeningDecision(
            application_id=application.id,
            snapshot_id=snapshot.id,
            outcome=outcome,
            reason=reason.strip(),
            sections=list(sections),
            due_at=due_at,
            decided_by_id=actor.id,
            decided_at=now(),
        )
    )


def _tell_team(kind: str, application: Application, occasion: str, **told: object) -> None:
    outbox.queue(
        kind,
        to=team_of(application),
        office=application.agency,
        once_per=occasion,
        programme=application.programme,
        link=f"/applications/{application.id}",
        params=naming(application) | told,
    )
