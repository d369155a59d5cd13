"""What ties assessors to applications, read for a whole stage in a constant number of statements."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.models import (
    Advice,
    Agency,
    Answer,
    Application,
    AssessorProfile,
    CoOwner,
    DeclaredInterest,
    Programme,
    RoleGrant,
)
from app.permissions import today
from workflows import conflicts

REACH, PAST_YEARS = "ministry_reach", "past_years"
USUAL_PAST_YEARS = 3


@dataclass(frozen=True)
class Ties:
    """Everything the conflict rule needs for these applications and assessors."""

    applications: Mapping[uuid.UUID, conflicts.ApplicationTies]
    assessors: Mapping[uuid.UUID, conflicts.AssessorTies]
    reach: conflicts.MinistryReach
    past_years: int

    def between(self, assessor_id: uuid.UUID, application_id: uuid.UUID) -> tuple[conflicts.Conflict, ...]:
        """Return every conflict of this pair today; the assessor must be registered as one."""
        return conflicts.conflicts_between(
            self.assessors[assessor_id],
            self.applications[application_id],
            reach=self.reach,
            past_years=self.past_years,
            on=today(),
        )

    def under(self, programme: Programme) -> Ties:
        """Return the same ties as far as another programme lets them reach."""
        return replace(self, reach=reach_of(programme), past_years=past_years_of(programme))


def reach_of(programme: Programme) -> conflicts.MinistryReach:
    """How far a common ministry or department ties in this programme; the whole ministry unless it says otherwise."""
    return conflicts.MinistryReach(programme.rules.get(REACH, conflicts.MinistryReach.MINISTRY))


def past_years_of(programme: Programme) -> int:
    """For how many years an agency left behind still ties in this programme."""
    return int(programme.rules.get(PAST_YEARS, USUAL_PAST_YEARS))


def read_ties(programme: Programme, applications: Iterable[Application], person_ids: Iterable[uuid.UUID]) -> Ties:
    """Read the ties of these applications and assessors; the programme sets how far conflicts reach."""
    listed, people = list(applications), list(person_ids)
    register = _register()
    return Ties(
        _application_ties(listed, register),
        _assessor_ties(people, register),
        reach_of(programme),
        past_years_of(programme),
    )


@dataclass(frozen=True)
class _Register:
    """Where agencies stand and what became of them: one that was merged and its successor are the same to the rules."""

    parents: Mapping[uuid.UUID, uuid.UUID | None]
    successors: Mapping[uuid.UUID, uuid.UUID]

    def present(self, agency_id: uuid.UUID) -> uuid.UUID:
        """Return the agency that stands for this one today."""
        return self.successors.get(agency_id, agency_id)

    def affiliation(self, agency_id: uuid.UUID) -> conflicts.Affiliation:
        """Return the agency with everything above it, nearest first."""
        present, above = self.present(agency_id), list[str]()
        parent = self.parents.get(present)
        while parent is not None and str(self.present(parent)) not in above:
            above.append(str(self.present(parent)))
            parent = self.parents.get(self.present(parent))
        return conflicts.Affiliation(str(present), tuple(above))

    def affiliations(self, agency_ids: Iterable[uuid.UUID]) -> tuple[conflicts.Affiliation, ...]:
        """Return each agency once, whichever name it goes by."""
        return tuple(self.affiliation(each) for each in sorted({self.present(each) for each in agency_ids}))


def _register() -> _Register:
    rows = db.session.execute(select(Agency.id, Agency.parent_id, Agency.merged_into_id)).all()
    return _Register(
        {key: parent for key, parent, _into in rows},
        {key: into for key, _parent, into in rows if into is not None},
    )


def _application_ties(
    applications: list[Application], register: _Register
) -> dict[uuid.UUID, conflicts.ApplicationTies]:
    ids = [application.id for application in applications]
    owners: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    team: dict[uuid.UUID, set[str]] = defaultdict(set)
    advisers: dict[uuid.UUID, set[str]] = defaultdict(set)
    for application_id, agency_id in db.session.execute(
        select(CoOwner.application_id, CoOwner.agency_id).where(CoOwner.application_id.in_(ids))
    ):
        owners[application_id].add(agency_id)
    for application_id, person_id in db.session.execute(
        select(Answer.application_id, Answer.saved_by_id).where(Answer.application_id.in_(ids)).distinct()
    ):
        team[application_id].add(str(person_id))
    for application_id, person_id in db.session.execute(
        select(Advice.application_id, Advice.person_id).where(Advice.application_id.in_(ids))
    ):
        advisers[application_id].add(str(person_id))
    return {
        application.id: conflicts.ApplicationTies(
            str(application.id),
            register.affiliations(owners[application.id] | {application.agency_id}),
            frozenset(team[application.id]),
            frozenset(advisers[application.id]),
        )
        for application in applications
    }


def _assessor_ties(person_ids: list[uuid.UUID], register: _Register) -> dict[uuid.UUID, conflicts.AssessorTies]:
    profiles = db.session.scalars(
        select(AssessorProfile)
        .where(AssessorProfile.person_id.in_(person_ids))
        .options(selectinload(AssessorProfile.past_agencies), joinedload(AssessorProfile.person))
    ).all()
    agencies: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    declared: dict[uuid.UUID, list[conflicts.DeclaredInterest]] = defaultdict(list)
    for person_id, agency_id in db.session.execute(
        select(RoleGrant.person_id, RoleGrant.agency_id).where(
            RoleGrant.person_id.in_(person_ids), RoleGrant.revoked_at.is_(None)
        )
    ):
        if agency_id is not None:
            agencies[person_id].add(agency_id)
    for interest in db.session.scalars(select(DeclaredInterest).where(DeclaredInterest.person_id.in_(person_ids))):
        subject = str(register.present(interest.agency_id) if interest.agency_id else interest.application_id)
        declared[interest.person_id].append(conflicts.DeclaredInterest(subject, interest.lifted_at is not None))
    return {
        profile.person_id: conflicts.AssessorTies(
            str(profile.person_id),
            register.affiliations(agencies[profile.person_id] | {profile.home_agency_id}),
            tuple(
                conflicts.PastPost(str(register.present(post.agency_id)), post.until) for post in profile.past_agencies
            ),
            tuple(declared[profile.person_id]),
        )
        for profile in profiles
    }
