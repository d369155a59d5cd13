"""Seats on panels: published under every hard rule, accepted or declined, left when a conflict comes to light."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.messages import outbox
from app.models import (
    Application,
    Assignment,
    AssignmentState,
    Person,
    Stage,
)
from app.models.assignments import REPLACED
from app.permissions import IN_FORCE, Permission, is_allowed
from app.queries.interests import undeclared_among
from app.queries.ties import read_ties
from app.services.events import record
from app.services.rounds import MOVE_TASK
from app.services.vacated_seats import has_submitted, leave_seat, take_again, vacate
from app.transaction import composed, lock, promise_wake, transactional
from workflows.application import ApplicationState
from workflows.errors import Obstacle, RuleBroken, all_named

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
    against = [*_panel_obstacles(application, stage, assessor_ids, lead_id, actor), *due_obstacles(due_at)]
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
            programme=stage.programme,
            link="/assessments",
            params={"count": 1, "programme": stage.programme},
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
def due_obstacles(due_at: datetime | None) -> list[Obstacle]:
    """Return what stands against this due time: a past one would make every sheet late at once."""
    if due_at is None or due_at > now():
        return []
    return [Obstacle("Choose a time that is still to come", field="due_at")]


@composed
def due_of_newcomers(
    application: Application, dues: Iterable[datetime | None], due_at: datetime | None
) -> datetime | None:
    """Return when whoever joins the panel owes a sheet: as said, else when the panel does (`dues`).

    Raises RuleBroken where the panel's time has passed and nothing was said.
    """
    of_panel = max((due for due in dues if due is not None), default=None)
    if due_at is None and due_obstacles(of_panel):
        params = {"code": application.code}
        raise RuleBroken([Obstacle("%(code)s: the sheets were due already; enter a new time", params, field="due_at")])
    return due_at or of_panel


@composed
def seating_obstacles(
    application: Application, stage: Stage, assessor_ids: Sequence[uuid.UUID], lead_id: uuid.UUID
) -> list[Obstacle]:
    """Return every hard rule this panel would break: size, lead, conflicts, ministries, loads."""
    against = []
    if application.is_anchor:
        against.append(Obstacle("%(code)s is an anchor: a plan seats every assessor", {"code": application.code}))
    elif len(set(assessor_ids)) != (stage.panel_size or 0):
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
    against += [
        Obstacle("%(name)s has not made this year's declaration of conflicts", {"name": person.named}, field="panel")
        for person in undeclared_among(assessor_ids, stage.programme.cycle_id)
    ]
    return [*against, *_profile_obstacles(application, stage, assessor_ids, lead_id)]


def _profile_obstacles(
    application: Application, stage: Stage, assessor_ids: Sequence[uuid.UUID], lead_id: uuid.UUID
) -> list[Obstacle]:
    """No two of one ministry on a panel, someone able to lead in the lead's seat, nobody above the most they take."""
    people = {person.id: person for person in db.session.scalars(select(Person).where(Person.id.in_(assessor_ids)))}
    profiles = {key: profile for key in assessor_ids if key in people and (profile := people[key].assessor_profile)}
    against, ministries = [], defaultdict(list)
    for key, profile in profiles.items():
        ministries[profile.home_agency.ministry_id or profile.home_agency_id].append(people[key].named)
    for names in ministries.values():
        if len(names) > 1:
            params = {"code": application.code, "names": all_named(names)}
            against.append(Obstacle("%(code)s: two of one ministry on a panel: %(names)s", params, field="panel"))
    if lead_id in profiles and not profiles[lead_id].can_lead:
        against.append(Obstacle("%(name)s cannot lead a panel", {"name": people[lead_id].named}, field="lead"))
    loads, seated = loads_of(list(profiles)), _seated(application, stage)
    for key, profile in profiles.items():
        if key not in seated and loads.get(key, 0) >= profile.max_load:
            against.append(Obstacle("%(name)s has no room for more", {"name": people[key].named}, field="panel"))
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
            vacate(seat, REPLACED)
    db.session.flush()
    seated = [present.get(key) or _new_seat(application, stage, key) for key in assessor_ids]
    for seat in seated:
        if seat.state not in IN_FORCE:
            take_again(seat)
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
    if has_submitted(seat):
        raise RuleBroken([Obstacle("Your sheet is submitted. Declare an interest if one has come to light")])
    leave_seat(seat, actor=actor, reason=reason)
    seat.state = AssignmentState.DECLINED
