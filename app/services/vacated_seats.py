"""Seats that are left: the sheet is void but kept, a consensus it fed is opened anew, a replacement is looked for."""

from __future__ import annotations

from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.messages import outbox
from app.models import (
    Application,
    Assignment,
    AssignmentState,
    ConsensusSheet,
    ConsensusState,
    JobState,
    Person,
    PlanScope,
    Proposal,
    ProposalState,
    ScoreSheet,
    SheetState,
    SiteVisit,
    Stage,
    VisitParticipant,
)
from app.models.assignments import REPLACED
from app.permissions import IN_FORCE, Permission, is_allowed
from app.queries.application_facts import officers_of, panel_of
from app.queries.plan_jobs import PROPOSE_JOB, newest_job
from app.services.events import personal, record
from app.services.jobs import start_job
from app.services.kept_agreements import tell_of_question
from app.services.moves import move, naming
from app.transaction import composed, lock, transactional
from workflows.application import REOPEN_ASSESSMENT, ApplicationFacts
from workflows.errors import Obstacle, RuleBroken
from workflows.roles import Role

SYSTEM = frozenset({Role.SYSTEM})


def vacate(seat: Assignment, reason: str) -> None:
    """Empty a seat: the sheet is void, kept, excluded everywhere, on record; its person goes on no visit to come."""
    seat.state, seat.reason, seat.is_lead = AssignmentState.VOID, reason, False
    for sheet in _sheets_of(seat):
        sheet.state = SheetState.VOID
    for goes in db.session.scalars(
        select(VisitParticipant)
        .join(SiteVisit, SiteVisit.id == VisitParticipant.visit_id)
        .where(
            VisitParticipant.person_id == seat.assessor_id,
            SiteVisit.application_id == seat.application_id,
            SiteVisit.recorded_at.is_(None),
        )
    ):
        db.session.delete(goes)


def take_again(seat: Assignment) -> None:
    """Seat somebody who was replaced before: they are asked again, and their sheet is theirs again."""
    was_replaced = seat.state is AssignmentState.VOID and seat.reason == REPLACED
    seat.state, seat.reason, seat.published_at, seat.answered_at = AssignmentState.PUBLISHED, "", now(), None
    for sheet in _sheets_of(seat) if was_replaced else ():
        sheet.state = SheetState.SUBMITTED if sheet.submitted_at else SheetState.DRAFT


def _sheets_of(seat: Assignment) -> list[ScoreSheet]:
    return list(db.session.scalars(select(ScoreSheet).where(ScoreSheet.assignment_id == seat.id)))


@composed
def has_submitted(seat: Assignment) -> bool:
    """Say whether the sheet of this seat is handed in."""
    return any(sheet.state is SheetState.SUBMITTED for sheet in _sheets_of(seat))


def leave_seat(seat: Assignment, *, actor: Person, reason: str) -> None:
    """Leave a seat with a reason: officers are told, and a replacement is looked for at once."""
    application: Application = lock(seat.application)
    vacate(seat, reason.strip())
    seat.answered_at = now()
    event = record("seat_vacated", about=seat, actor=actor, application=application.code, reason=personal(reason))
    outbox.queue(
        "assignment_declined",
        to=officers_of(application),
        once_per=str(event.id),
        programme=application.programme,
        link=f"/office/assignment/stages/{seat.stage_id}",
        params={"code": application.code, "reason": reason},
    )
    if application.stage_id == seat.stage_id:
        _reopen(application)
        look_for_replacement(seat.stage)
    tell_of_question(application, seat)


def _reopen(application: Application) -> None:
    """A panel that lost a sheet has agreed on nothing yet: back to assessment, the consensus void but kept."""
    if application.state not in REOPEN_ASSESSMENT.sources:
        return
    for consensus in db.session.scalars(
        select(ConsensusSheet).where(
            ConsensusSheet.application_id == application.id,
            ConsensusSheet.stage_id == application.stage_id,
            ConsensusSheet.state != ConsensusState.VOID,
        )
    ):
        consensus.state = ConsensusState.VOID
    for proposal in db.session.scalars(
        select(Proposal).where(
            Proposal.application_id == application.id,
            Proposal.act == "decide",
            Proposal.state == ProposalState.WAITING,
        )
    ):
        proposal.state, proposal.settled_at = ProposalState.EXPIRED, now()
    move(application, REOPEN_ASSESSMENT.check(application.state, SYSTEM, ApplicationFacts()))
    event = record(REOPEN_ASSESSMENT.name, about=application, actor=None)
    outbox.queue(
        "consensus_reopened",
        to=[seat.assessor for seat in panel_of(application)],
        once_per=str(event.id),
        programme=application.programme,
        link="/assessments",
        params=naming(application),
    )


def look_for_replacement(stage: Stage) -> None:
    """Ask the worker, once, for a plan that fills every empty seat of this stage with the fewest changes."""
    db.session.flush()
    waiting = newest_job(PROPOSE_JOB, stage)
    if waiting is None or waiting.state is not JobState.WAITING:
        start_job(PROPOSE_JOB, {"stage_id": str(stage.id), "scope": PlanScope.SHORT.value}, actor=None)


@transactional
def empty_seat(seat: Assignment, *, reason: str, actor: Person) -> None:
    """Confirm, as an officer, that a tie the register found keeps an assessor off a panel: the seat is left at once."""
    seat = lock(seat)
    against = []
    if not is_allowed(Permission.ASSIGN, seat, actor):
        against.append(Obstacle("Your role does not allow this step"))
    if seat.state not in IN_FORCE or seat.application.decided_at is not None:
        against.append(Obstacle("This seat is not held any more"))
    if not reason.strip():
        against.append(Obstacle("Give a reason", field="reason"))
    if against:
        raise RuleBroken(against)
    leave_seat(seat, actor=actor, reason=reason)
