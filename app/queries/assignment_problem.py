"""The assignment problem of one stage, read from the database in a constant number of statements."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
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


def problem_of(stage: Stage, *, mode: Mode = Mode.PLAN, only: Collection[uuid.UUID] | None = None) -> Problem:
    """Return the problem of seating a panel for every application that waits at this stage.

    `only` leaves out the other applications: to explain a few panels of a plan without reading every pair of it.
    """
    applications, pool = applications_waiting(stage), assessor_pool(stage)
    waiting = [application.id for application in applications]
    if only is not None:
        applications = [application for application in applications if application.id in only]
    people = [profile.person_id for profile in pool]
    ties = read_ties(stage.programme, applications, people)
    seats, elsewhere = _seats(stage, waiting), seats_held(people, but_not=waiting)
    return Problem(
        panel_size=stage.panel_size or 1,
        applications=tuple(
            rules.Application(str(application.id), programme=str(stage.programme_id)) for application in applications
        ),
        assessors=tuple(_assessor(profile, elsewhere) for profile in pool),
        mode=mode,
        expertise={
            (str(application.id), str(profile.person_id)): expertise_of(stage, profile)
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
        connected=True,
    )


def _assessor(profile: AssessorProfile, elsewhere: Mapping[uuid.UUID, int]) -> rules.Assessor:
    """Seats an assessor holds besides the panels asked for are taken off what they can still take."""
    held = elsewhere.get(profile.person_id, 0)
    return rules.Assessor(
        str(profile.person_id),
        min=max(profile.min_load - held, 0),
        max=max(profile.max_load - held, 0),
        groups=(str(profile.home_agency.ministry_id or profile.home_agency_id),),
        lead=profile.can_lead,
    )


def expertise_of(stage: Stage, profile: AssessorProfile) -> Decimal:
    """Return 1 for the branch, and 1 more for each topic of the profile that names this award type."""
    return Decimal(1 + sum(1 for topic in profile.topics if topic == stage.programme.type_code))


def _seats(stage: Stage, waiting: Collection[uuid.UUID]) -> list[Assignment]:
    return list(
        db.session.scalars(
            select(Assignment).where(
                Assignment.stage_id == stage.id,
                Assignment.state.in_(IN_FORCE),
                Assignment.application_id.in_(waiting),
            )
        )
    )


def seats_held(person_ids: Collection[uuid.UUID], *, but_not: Collection[uuid.UUID] = ()) -> dict[uuid.UUID, int]:
    """Count each assessor's seats in force at the present stage of applications that are not decided, leaving some out.

    Whoever holds none is left out of the answer.
    """
    held: dict[uuid.UUID, int] = {}
    for person_id in db.session.scalars(
        select(Assignment.assessor_id)
        .join(Application, Application.id == Assignment.application_id)
        .where(
            Assignment.assessor_id.in_(person_ids),
            Assignment.state.in_(IN_FORCE),
            Assignment.application_id.not_in(but_not),
            Application.stage_id == Assignment.stage_id,
            Application.decided_at.is_(None),
        )
    ):
        held[person_id] = held.get(person_id, 0) + 1
    return held
