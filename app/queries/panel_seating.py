"""Who could sit on one panel: every assessor of the branch with expertise, load and what is in the way."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.models import Application, AssessorProfile, Assignment, AssignmentPlan, Person, Stage
from app.permissions import IN_FORCE
from app.queries.assignment_problem import applications_in, assessor_pool, expertise_in, fits_of, seats_held
from app.queries.interests import undeclared_among
from app.queries.panel_table import seats_of
from app.queries.ties import read_ties
from app.thai import name_sort_key
from workflows.application import ApplicationState
from workflows.conflicts import Conflict


@dataclass(frozen=True)
class Choice:
    """One assessor who could sit on a panel: what speaks for it, and everything in the way.

    `peers` are those of their ministry who are on the panel; `leaves_no_lead` says that nobody there could lead it.
    """

    application: Application
    profile: AssessorProfile
    expertise: str
    load: int
    conflicts: tuple[Conflict, ...]
    seat: Assignment | None
    has_declared: bool
    is_planned: bool = False
    peers: tuple[Person, ...] = ()
    leaves_no_lead: bool = False

    @property
    def is_seated(self) -> bool:
        """Say whether the assessor sits on the panel now."""
        return self.seat is not None and self.seat.state in IN_FORCE

    @property
    def has_left(self) -> bool:
        """Say whether the assessor sat on the panel and left it."""
        return self.seat is not None and not self.is_seated

    @property
    def is_barred(self) -> bool:
        """Say whether the assessor may not sit there whoever else does."""
        return bool(self.conflicts) or self.has_left or not self.has_declared

    @property
    def is_full(self) -> bool:
        """Say whether the assessor can take no more."""
        return not self.is_seated and self.load >= self.profile.max_load


def seating_choices(application: Application, stage: Stage) -> list[Choice]:
    """Return every assessor of the branch for one panel, those who could sit there first, then by name."""
    pool = assessor_pool(stage)
    people = [profile.person_id for profile in pool]
    ties = read_ties(stage.programme, [application], people)
    held, fits = seats_held(people), fits_of(stage, pool)
    owing = {person.id for person in undeclared_among(people, stage.programme.cycle_id)}
    seats = {seat.assessor_id: seat for seat in seats_of(stage, [application.id])[application.id]}
    choices = [
        Choice(
            application,
            profile,
            str(expertise_in(stage, application, fits[profile.person_id])),
            held.get(profile.person_id, 0),
            ties.between(profile.person_id, application.id),
            seats.get(profile.person_id),
            profile.person_id not in owing,
        )
        for profile in pool
    ]
    if application.state is ApplicationState.ASSESSMENT:
        staying = [choice.profile for choice in choices if choice.is_seated]
        choices = [_beside(choice, staying, is_member=choice.is_seated) for choice in choices]
        choices = [_with_lead(choice, staying, stage.panel_size or 0) for choice in choices]
    return sorted(choices, key=_order)


def _beside(choice: Choice, panel: Sequence[AssessorProfile], *, is_member: bool) -> Choice:
    """No two of one ministry sit on a panel."""
    mine = _ministry(choice.profile)
    return replace(choice, peers=() if is_member else tuple(each.person for each in panel if _ministry(each) == mine))


def _with_lead(choice: Choice, staying: Sequence[AssessorProfile], size: int) -> Choice:
    """The last empty seat of a panel without a lead is for somebody able to lead."""
    is_last = len(staying) == size - 1
    someone = choice.is_seated or choice.profile.can_lead or any(profile.can_lead for profile in staying)
    return replace(choice, leaves_no_lead=is_last and not someone)


def _ministry(profile: AssessorProfile) -> uuid.UUID:
    return profile.home_agency.ministry_id or profile.home_agency_id


def planned_choices(plan: AssignmentPlan, application_id: uuid.UUID) -> list[Choice]:
    """Return every assessor for one panel of a proposal, with the loads the proposal gives; none if it is not in it."""
    wanted = [
        application for application in applications_in(plan.stage, plan.scope) if application.id == application_id
    ]
    if not wanted:
        return []
    concerned = {uuid.UUID(application) for application, _person in plan.pairs}
    mine = {uuid.UUID(person) for application, person in plan.pairs if uuid.UUID(application) == application_id}
    planned = Counter(uuid.UUID(person) for _application, person in plan.pairs)
    choices = seating_choices(wanted[0], plan.stage)
    others = seats_held([choice.profile.person_id for choice in choices], concerned)
    panel = [choice.profile for choice in choices if choice.profile.person_id in mine]
    with_plan = [
        replace(
            _beside(choice, panel, is_member=choice.profile.person_id in mine),
            leaves_no_lead=False,
            load=others.get(choice.profile.person_id, 0) + planned[choice.profile.person_id],
            is_planned=choice.profile.person_id in mine,
        )
        for choice in choices
    ]
    return sorted(with_plan, key=lambda choice: (not choice.is_planned, _order(choice)))


def _order(choice: Choice) -> tuple[Any, ...]:
    in_the_way = choice.is_barred or choice.is_full or choice.leaves_no_lead or bool(choice.peers)
    name = name_sort_key(choice.profile.person.name_th)
    return (not choice.is_seated, in_the_way, -int(choice.expertise), choice.load, name)
