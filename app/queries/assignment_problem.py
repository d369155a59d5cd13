"""The assignment problem of one stage, read from the database in a constant number of statements."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal

from sqlalchemy import ColumnElement, and_, exists, func, not_, select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.models import (
    Application,
    AssessorProfile,
    AssessorWish,
    Assignment,
    AssignmentState,
    Person,
    PlanScope,
    Programme,
    ScoreSheet,
    SheetState,
    Stage,
)
from app.models.assignments import REPLACED
from app.permissions import IN_FORCE
from app.queries.interests import undeclared_among
from app.queries.ties import read_ties
from app.thai import name_sort_key
from workflows.application import ApplicationState
from workflows.assignment import problem as rules
from workflows.assignment.expertise import Fit, Wish, expertise
from workflows.assignment.problem import Mode, Pair, Problem

WAITING_FOR_A_PANEL = (ApplicationState.PASSED, ApplicationState.REPORT_SUBMITTED)
_AT_WORK = ApplicationState.ASSESSMENT


def applications_waiting(stage: Stage) -> list[Application]:
    """The applications that wait for their panel at this stage, by code."""
    return _at(stage, Application.state.in_(WAITING_FOR_A_PANEL))


def applications_at_work(stage: Stage) -> list[Application]:
    """The applications being assessed at this stage, by code."""
    return _at(stage, Application.state == ApplicationState.ASSESSMENT)


def applications_done(stage: Stage) -> list[Application]:
    """The applications whose panel of this stage has nothing left to score: in consensus or further, by code."""
    is_open = and_(Application.stage_id == stage.id, Application.state.in_((*WAITING_FOR_A_PANEL, _AT_WORK)))
    is_seated = exists().where(
        Assignment.application_id == Application.id, Assignment.stage_id == stage.id, Assignment.state.in_(IN_FORCE)
    )
    return list(
        db.session.scalars(
            select(Application)
            .where(Application.programme_id == stage.programme_id, is_seated, not_(is_open))
            .options(joinedload(Application.agency))
            .order_by(Application.code)
        )
    )


def applications_short(stage: Stage) -> list[Application]:
    """The applications being assessed whose panel has an empty seat, by code."""
    taken = (
        select(func.count())
        .where(
            Assignment.application_id == Application.id,
            Assignment.stage_id == stage.id,
            Assignment.state.in_(IN_FORCE),
        )
        .correlate(Application)
        .scalar_subquery()
    )
    return _at(stage, Application.state == ApplicationState.ASSESSMENT, taken < (stage.panel_size or 0))


def applications_in(stage: Stage, scope: PlanScope) -> list[Application]:
    """The applications whose panels a plan of this scope is about, by code."""
    if scope is PlanScope.SHORT:
        return applications_short(stage)
    waiting = applications_waiting(stage)
    return (
        waiting
        if scope is PlanScope.WAITING
        else sorted([*waiting, *applications_at_work(stage)], key=lambda each: each.code)
    )


def _at(stage: Stage, *wanted: ColumnElement[bool]) -> list[Application]:
    return list(
        db.session.scalars(
            select(Application)
            .where(Application.programme_id == stage.programme_id, Application.stage_id == stage.id, *wanted)
            .options(joinedload(Application.agency))
            .order_by(Application.code)
        )
    )


def assessor_pool(stage: Stage) -> list[AssessorProfile]:
    """The assessors of this branch, by name."""
    profiles = db.session.scalars(
        select(AssessorProfile)
        .join(Person, Person.id == AssessorProfile.person_id)
        .where(Person.is_active)
        .options(
            joinedload(AssessorProfile.person),
            joinedload(AssessorProfile.home_agency),
            selectinload(AssessorProfile.past_agencies),
        )
    ).all()
    mine = [profile for profile in profiles if stage.programme.branch in profile.branches]
    return sorted(mine, key=lambda profile: (name_sort_key(profile.person.name_th), profile.person_id))


def declared_pool(stage: Stage) -> list[AssessorProfile]:
    """Those of the pool who made this cycle's statement on conflicts: nobody is assigned anything before."""
    pool = assessor_pool(stage)
    owing = {person.id for person in undeclared_among([each.person_id for each in pool], stage.programme.cycle_id)}
    return [profile for profile in pool if profile.person_id not in owing]


def problem_of(
    stage: Stage,
    *,
    scope: PlanScope = PlanScope.WAITING,
    locked: Iterable[Pair] = (),
    only: Collection[uuid.UUID] | None = None,
) -> Problem:
    """Return the problem of seating the panels a plan of this scope is about.

    Whoever accepted stays, and whoever left a panel does not come back to it. `locked` are pairs that staff hold in
    place. `only` leaves out the other applications: to explain a few panels of a plan without reading every pair.
    """
    applications, pool = applications_in(stage, scope), declared_pool(stage)
    concerned = [application.id for application in applications]
    if only is not None:
        applications = [application for application in applications if application.id in only]
    names, people = {str(each.id) for each in applications}, [profile.person_id for profile in pool]
    known, seats, elsewhere = {str(each) for each in people}, _seats(stage, concerned), seats_held(people, concerned)
    held = frozenset(_pair(seat) for seat in seats if seat.state in IN_FORCE)
    left = frozenset(_pair(seat) for seat in seats if has_left_for_good(seat))
    accepted = {_pair(seat) for seat in seats if seat.state is AssignmentState.ACCEPTED}
    kept = {*(held if scope is PlanScope.SHORT else accepted), *locked} - left
    return Problem(
        panel_size=stage.panel_size or 1,
        applications=tuple(rules.Application(name, programme=str(stage.programme_id)) for name in sorted(names)),
        assessors=tuple(_assessor(profile, elsewhere, scope) for profile in pool),
        mode=Mode.REPAIR if scope is PlanScope.SHORT else Mode.PLAN,
        expertise=_expertise(stage, applications, pool),
        conflicts=left | _conflicts(stage, applications, people),
        locked=frozenset(pair for pair in kept if pair[0] in names and pair[1] in known),
        previous=held,
        one_per_group=True,
        need_lead=True,
        connected=scope is not PlanScope.SHORT,
        anchors=frozenset(str(application.id) for application in applications if application.is_anchor),
    )


def _expertise(stage: Stage, applications: list[Application], pool: list[AssessorProfile]) -> dict[Pair, Decimal]:
    fits = fits_of(stage, pool)
    return {
        (str(application.id), str(profile.person_id)): expertise_in(stage, application, fits[profile.person_id])
        for application in applications
        for profile in pool
    }


def _conflicts(stage: Stage, applications: list[Application], people: list[uuid.UUID]) -> frozenset[Pair]:
    ties = read_ties(stage.programme, applications, people)
    return frozenset(
        (str(application.id), str(person_id))
        for application in applications
        for person_id in people
        if ties.between(person_id, application.id)
    )


def _pair(seat: Assignment) -> Pair:
    return str(seat.application_id), str(seat.assessor_id)


def has_left_for_good(seat: Assignment) -> bool:
    """Say whether whoever left this seat may not come back to it: they declined, or a conflict came to light."""
    return seat.state not in IN_FORCE and not (seat.state is AssignmentState.VOID and seat.reason == REPLACED)


def _assessor(profile: AssessorProfile, elsewhere: Mapping[uuid.UUID, int], scope: PlanScope) -> rules.Assessor:
    """Seats an assessor holds besides the panels asked for are taken off what they can still take, and even loads out.

    A few empty seats cannot bring everybody to the least agreed with them, so filling them does not ask for it.
    """
    held = elsewhere.get(profile.person_id, 0)
    return rules.Assessor(
        str(profile.person_id),
        min=0 if scope is PlanScope.SHORT else max(profile.min_load - held, 0),
        max=max(profile.max_load - held, 0),
        groups=(str(profile.home_agency.ministry_id or profile.home_agency_id),),
        lead=profile.can_lead,
        held=held,
    )


def fits_of(stage: Stage, pool: Collection[AssessorProfile]) -> dict[uuid.UUID, Fit]:
    """Return what is known of each assessor for this programme: topics, earlier service and wish, in two statements."""
    programme, people = stage.programme, [profile.person_id for profile in pool]
    earlier = (
        select(ScoreSheet.assessor_id, func.count())
        .join(Application, Application.id == ScoreSheet.application_id)
        .join(Programme, Programme.id == Application.programme_id)
        .where(
            ScoreSheet.assessor_id.in_(people),
            ScoreSheet.state == SheetState.SUBMITTED,
            Programme.type_code == programme.type_code,
            Programme.id != programme.id,
        )
        .group_by(ScoreSheet.assessor_id)
    )
    said = select(AssessorWish.person_id, AssessorWish.wish).where(AssessorWish.programme_id == programme.id)
    served = {person_id: count for person_id, count in db.session.execute(earlier)}  # noqa: C416  # rows are no pairs
    wishes = {person_id: wish for person_id, wish in db.session.execute(said)}  # noqa: C416
    return {
        profile.person_id: Fit(
            tuple(profile.topics), served.get(profile.person_id, 0), wishes.get(profile.person_id, Wish.CAN)
        )
        for profile in pool
    }


def expertise_in(stage: Stage, application: Application, fit: Fit) -> Decimal:
    """Return an assessor's expertise for one application: about its award type and its kind of agency."""
    return Decimal(expertise(fit, (stage.programme.type_code, application.agency.kind.value)))


def _seats(stage: Stage, concerned: Collection[uuid.UUID]) -> list[Assignment]:
    """Every seat of these panels, those left included."""
    return list(
        db.session.scalars(
            select(Assignment).where(Assignment.stage_id == stage.id, Assignment.application_id.in_(concerned))
        )
    )


def seats_held(person_ids: Collection[uuid.UUID], but_not: Collection[uuid.UUID] = ()) -> dict[uuid.UUID, int]:
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
