"""The assignment problem of one stage, read from the database in a constant number of statements."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.models import Application, AssessorProfile, Assignment, Person, Stage
from app.permissions import IN_FORCE
from app.queries.ties import read_ties
from workflows.application import ApplicationState
from workflows.assignment import problem as rules
from workflows.assignment.problem import Mode, Problem

WAITING_FOR_A_PANEL = (ApplicationState.PASSED, ApplicationState.REPORT_SUBMITTED)


def applications_waiting(stage: Stage) -> list[Application]:
    """The applications that wait for their panel at this stage, by code."""
    return list(
        db.session.scalars(
            select(Application)
            .where(
                Application.programme_id == stage.programme_id,
                Application.stage_id == stage.id,
                Application.state.in_(WAITING_FOR_A_PANEL),
            )
            .options(joinedload(Application.agency))
            .order_by(Application.code)
        )
    )


def assessor_pool(stage: Stage) -> list[AssessorProfile]:
    """The assessors of this branch, by their address."""
    profiles = db.session.scalars(
        select(AssessorProfile)
        .join(Person, Person.id == AssessorProfile.person_id)
        .where(Person.is_active)
        .options(
            joinedload(AssessorProfile.person),
            joinedload(AssessorProfile.home_agency),
            selectinload(AssessorProfile.past_agencies),
        )
        .order_by(Person.email)
    ).all()
    return [profile for profile in profiles if stage.programme.branch in profile.branches]


def problem_of(stage: Stage, *, mode: Mode = Mode.PLAN) -> Problem:
    """Return the problem of seating a panel for every application that waits at this stage."""
    applications, pool = applications_waiting(stage), assessor_pool(stage)
    ties = read_ties(stage.programme, applications, [profile.person_id for profile in pool])
    seats = _seats(stage)
    elsewhere = _loads_elsewhere(stage, [profile.person_id for profile in pool])
    return Problem(
        panel_size=stage.panel_size or 1,
        applications=tuple(rules.Application(str(application.id)) for application in applications),
        assessors=tuple(_assessor(profile, elsewhere) for profile in pool),
        mode=mode,
        expertise={
            (str(application.id), str(profile.person_id)): _expertise(stage, profile)
            for application in applications
            for profile in pool
        },
        conflicts=frozenset(
            (str(application.id), str(profile.person_id))
            for application in applications
            for profile in pool
            if ties.between(profile.person_id, application.id)
        ),
        previous=frozenset((str(seat.application_id), str(seat.assessor_id)) for seat in seats),
        one_per_group=True,
        need_lead=True,
    )


def _assessor(profile: AssessorProfile, elsewhere: Mapping[uuid.UUID, int]) -> rules.Assessor:
    """Seats held at other stages are taken off what an assessor can still take."""
    held = elsewhere.get(profile.person_id, 0)
    return rules.Assessor(
        str(profile.person_id),
        min=max(profile.min_load - held, 0),
        max=max(profile.max_load - held, 0),
        groups=(str(profile.home_agency.ministry_id or profile.home_agency_id),),
        lead=profile.can_lead,
    )


def _expertise(stage: Stage, profile: AssessorProfile) -> Decimal:
    """1 for the branch, and 1 more for each topic of the profile that names this award type."""
    return Decimal(1 + sum(1 for topic in profile.topics if topic == stage.programme.type_code))


def _seats(stage: Stage) -> list[Assignment]:
    return list(
        db.session.scalars(select(Assignment).where(Assignment.stage_id == stage.id, Assignment.state.in_(IN_FORCE)))
    )


def _loads_elsewhere(stage: Stage, person_ids: list[uuid.UUID]) -> dict[uuid.UUID, int]:
    """Seats in force of applications that are not decided, at stages other than this one."""
    loads: dict[uuid.UUID, int] = {}
    for person_id in db.session.scalars(
        select(Assignment.assessor_id)
        .join(Application, Application.id == Assignment.application_id)
        .where(
            Assignment.assessor_id.in_(person_ids),
            Assignment.stage_id != stage.id,
            Assignment.state.in_(IN_FORCE),
            Application.stage_id == Assignment.stage_id,
            Application.decided_at.is_(None),
        )
    ):
        loads[person_id] = loads.get(person_id, 0) + 1
    return loads
