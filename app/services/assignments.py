"""Seats on panels: published under every hard rule, accepted or declined, left when a conflict comes to light."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.messages import outbox
from app.models import (
    Advice,
    Application,
    Assignment,
    AssignmentState,
    Declaration,
    DeclaredInterest,
    Person,
    ScoreSheet,
    SheetState,
    Stage,
)
from app.permissions import IN_FORCE, Permission, is_allowed
from app.queries.application_facts import officers_of
from app.queries.ties import read_ties
from app.services.events import personal, record
from app.services.rounds import MOVE_TASK
from app.transaction import composed, lock, promise_wake, transactional
from workflows.application import ApplicationState
from workflows.errors import Obstacle, RuleBroken

AWAITING_A_PANEL = (ApplicationState.PASSED, ApplicationState.REPORT_DUE, ApplicationState.REPORT_SUBMITTED)


@transactional
def publish_panel(
    application: Application,
    stage: Stage,
    assessor_ids: Sequence[uuid.UUID],
    *,
    lead_id: uuid.UUID,
    due_at: datetime | None,
    actor: Person,
) -> list[Assignment]:
    """Seat a panel. The hard rules are checked in the transaction that publishes; RuleBroken names each."""
    application = lock(application)
    against = _panel_obstacles(application, stage, assessor_ids, lead_id, actor)
    if against:
        raise RuleBroken(against)
    seated = seat_panel(application, stage, assessor_ids, lead_id, due_at)
    record(
        "panel_published",
        about=application,
        actor=actor,
        stage=stage.code,
        panel=sorted(seat.assessor.ledger_ref for seat in seated),
    )
    for seat in seated:
        outbox.queue(
            "assignment_published",
            to=[seat.assessor],
            once_per=str(seat.id),
            link="/assessments",
            params={"count": 1, "programme": stage.programme.title_th},
        )
    promise_wake(MOVE_TASK)
    return seated


def _panel_obstacles(
    application: Application, stage: Stage, assessor_ids: Sequence[uuid.UUID], lead_id: uuid.UUID, actor: Person
) -> list[Obstacle]:
    if not is_allowed(Permission.ASSIGN, application, actor):
        return [Obstacle("Your role does not allow this step")]
    against = []
    if application.state not in AWAITING_A_PANEL:
        against.append(Obstacle("%(code)s is not waiting for a panel", {"code": application.code}))
    return [*against, *seating_obstacles(application, stage, assessor_ids, lead_id)]


@composed
def seating_obstacles(
    application: Application, stage: Stage, assessor_ids: Sequence[uuid.UUID], lead_id: uuid.UUID
) -> list[Obstacle]:
    """Return every hard rule this panel would break: size, lead, conflicts, ministries, loads."""
    against = []
    if len(set(assessor_ids)) != (stage.panel_size or 0):
        params = {"code": application.code, "size": stage.panel_size or 0}
        against.append(Obstacle("%(code)s needs a panel of %(size)s", params, field="panel"))
    if lead_id not in assessor_ids:
        against.append(Obstacle("The lead assessor must be a member of the panel", field="lead"))
    ties = read_ties(stage.programme, [application], assessor_ids)
    for assessor_id in assessor_ids:
        if assessor_id not in ties.assessors:
            against.append(Obstacle("Someone on this panel is not registered as an assessor", field="panel"))
            continue
        against.extend(conflict.detail for conflict in ties.between(assessor_id, application.id))
    return [*against, *_profile_obstacles(application, stage, assessor_ids, lead_id)]


def _profile_obstacles(
    application: Application, stage: Stage, assessor_ids: Sequence[uuid.UUID], lead_id: uuid.UUID
) -> list[Obstacle]:
    """No two of one ministry on a panel, someone able to lead in the lead's seat, nobody above the most they take."""
    people = {person.id: person for person in db.session.scalars(select(Person).where(Person.id.in_(assessor_ids)))}
    profiles = {key: person.assessor_profile for key, person in people.items() if person.assessor_profile}
    against, ministries = [], defaultdict(list)
    for key, profile in profiles.items():
        ministries[profile.home_agency.ministry_id or profile.home_agency_id].append(people[key].name_th)
    for names in ministries.values():
        if len(names) > 1:
            params = {"code": application.code, "names": ", ".join(names)}
            against.append(Obstacle("%(code)s: two of one ministry on a panel: %(names)s", params, field="panel"))
    if lead_id in profiles and not profiles[lead_id].can_lead:
        against.append(Obstacle("%(name)s cannot lead a panel", {"name": people[lead_id].name_th}, field="lead"))
    loads, seated = loads_of(list(profiles)), _seated(application, stage)
    for key, profile in profiles.items():
        if key not in seated and loads.get(key, 0) >= profile.max_load:
            against.append(Obstacle("%(name)s has no room for more", {"name": people[key].name_th}, field="panel"))
    return against


def _seated(application: Application, stage: Stage) -> frozenset[uuid.UUID]:
    """Who sits on this panel already needs no more room than they have."""
    statement = select(Assignment.assessor_id).where(
        Assignment.application_id == application.id, Assignment.stage_id == stage.id, Assignment.state.in_(IN_FORCE)
    )
    return frozenset(db.session.scalars(statement))


@composed
def loads_of(person_ids: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, int]:
    """Count the seats in force of each assessor whose application is not decided yet."""
    loads: dict[uuid.UUID, int] = defaultdict(int)
    for person_id in db.session.scalars(
        select(Assignment.assessor_id)
        .join(Application, Application.id == Assignment.application_id)
        .where(
            Assignment.assessor_id.in_(person_ids),
            Assignment.state.in_(IN_FORCE),
            Application.stage_id == Assignment.stage_id,
            Application.decided_at.is_(None),
        )
    ):
        loads[person_id] += 1
    return loads


def seat_panel(
    application: Application,
    stage: Stage,
    assessor_ids: Sequence[uuid.UUID],
    lead_id: uuid.UUID,
    due_at: datetime | None,
) -> list[Assignment]:
    """Replace the panel: who stays keeps their seat and answer, who goes leaves a void one on record."""
    present = {
        seat.assessor_id: seat
        for seat in db.session.scalars(
            select(Assignment).where(Assignment.application_id == application.id, Assignment.stage_id == stage.id)
        )
    }
    for key, seat in present.items():
        seat.is_lead = False
        if key not in assessor_ids and seat.state in IN_FORCE:
            _vacate(seat, "replaced")
    db.session.flush()
    seated = [present.get(key) or _new_seat(application, stage, key) for key in assessor_ids]
    for seat in seated:
        if seat.state not in IN_FORCE:
            seat.state, seat.reason, seat.published_at, seat.answered_at = AssignmentState.PUBLISHED, "", now(), None
        seat.is_lead, seat.due_at = seat.assessor_id == lead_id, due_at
    db.session.flush()
    return seated


def _new_seat(application: Application, stage: Stage, assessor_id: uuid.UUID) -> Assignment:
    seat = Assignment(
        application_id=application.id,
        stage_id=stage.id,
        assessor_id=assessor_id,
        state=AssignmentState.PUBLISHED,
        published_at=now(),
    )
    db.session.add(seat)
    return seat


def _vacate(seat: Assignment, reason: str) -> None:
    """Empty a seat: the sheet is void, kept, excluded everywhere, on record."""
    seat.state, seat.reason, seat.is_lead = AssignmentState.VOID, reason, False
    for sheet in db.session.scalars(select(ScoreSheet).where(ScoreSheet.assignment_id == seat.id)):
        sheet.state = SheetState.VOID


@transactional
def declare_conflicts(cycle_id: uuid.UUID, *, actor: Person) -> None:
    """Note this year's statement that every conflict of interest is declared; saying it twice is saying it once."""
    statement = select(Declaration).where(Declaration.person_id == actor.id, Declaration.cycle_id == cycle_id)
    if db.session.scalars(statement).one_or_none() is None:
        declaration = Declaration(person_id=actor.id, cycle_id=cycle_id, declared_at=now())
        db.session.add(declaration)
        db.session.flush()
        record("conflicts_declared", about=declaration, actor=actor)


@transactional
def declare_interest(
    *, actor: Person, reason: str, agency_id: uuid.UUID | None = None, application: Application | None = None
) -> None:
    """Declare an interest in an agency or an application; seats it touches are emptied at once."""
    if not reason.strip():
        raise RuleBroken([Obstacle("Give a reason", field="reason")])
    interest = DeclaredInterest(
        person_id=actor.id,
        agency_id=agency_id,
        application_id=application.id if application else None,
        reason=reason.strip(),
        declared_at=now(),
    )
    db.session.add(interest)
    db.session.flush()
    record("interest_declared", about=interest, actor=actor, reason=personal(reason))
    for seat in _seats_touched(actor, agency_id, application):
        _leave(seat, actor, reason)


def _seats_touched(actor: Person, agency_id: uuid.UUID | None, application: Application | None) -> list[Assignment]:
    statement = (
        select(Assignment)
        .join(Application, Application.id == Assignment.application_id)
        .where(Assignment.assessor_id == actor.id, Assignment.state.in_(IN_FORCE), Application.decided_at.is_(None))
    )
    if application is not None:
        statement = statement.where(Assignment.application_id == application.id)
    else:
        statement = statement.where(Application.agency_id == agency_id)
    return list(db.session.scalars(statement))


def _leave(seat: Assignment, actor: Person, reason: str) -> None:
    _vacate(seat, reason.strip())
    seat.answered_at = now()
    application = seat.application
    event = record("seat_vacated", about=seat, actor=actor, application=application.code, reason=personal(reason))
    outbox.queue(
        "assignment_declined",
        to=officers_of(application),
        once_per=str(event.id),
        link=f"/office/applications/{application.id}",
        params={"code": application.code, "reason": reason},
    )


@transactional
def accept_assignment(seat: Assignment, *, actor: Person) -> None:
    """Take the seat."""
    seat = lock(seat)
    if seat.assessor_id != actor.id or seat.state is not AssignmentState.PUBLISHED:
        raise RuleBroken([Obstacle("This assignment is not waiting for your answer")])
    seat.state, seat.answered_at = AssignmentState.ACCEPTED, now()
    record("assignment_accepted", about=seat, actor=actor)
    promise_wake(MOVE_TASK)


@transactional
def decline_assignment(seat: Assignment, *, reason: str, actor: Person) -> None:
    """Leave the seat with a reason, before any sheet was submitted."""
    seat = lock(seat)
    if not reason.strip():
        raise RuleBroken([Obstacle("Give a reason", field="reason")])
    if seat.assessor_id != actor.id or seat.state not in IN_FORCE:
        raise RuleBroken([Obstacle("This assignment is not waiting for your answer")])
    _leave(seat, actor, reason)
    seat.state = AssignmentState.DECLINED


@transactional
def record_advice(application_id: uuid.UUID, *, adviser: Person) -> None:
    """Note that the clinic's adviser helped with an application; they may never assess it."""
    advice = Advice(person_id=adviser.id, application_id=application_id, given_at=now())
    db.session.add(advice)
    db.session.flush()
    record("advice_given", about=advice, actor=adviser)
