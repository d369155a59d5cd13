"""What ties assessors to applications, read for a whole stage in a constant number of statements."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

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

MINISTRY_DEPTH, PAST_YEARS = "ministry_depth", "past_years"


@dataclass(frozen=True)
class Ties:
    """Everything the conflict rule needs for these applications and assessors."""

    applications: Mapping[uuid.UUID, conflicts.ApplicationTies]
    assessors: Mapping[uuid.UUID, conflicts.AssessorTies]
    ministry_depth: int
    past_years: int

    def between(self, assessor_id: uuid.UUID, application_id: uuid.UUID) -> tuple[conflicts.Conflict, ...]:
        """Return every conflict of this pair today."""
        return conflicts.conflicts_between(
            self.assessors[assessor_id],
            self.applications[application_id],
            ministry_depth=self.ministry_depth,
            past_years=self.past_years,
            on=today(),
        )


def read_ties(programme: Programme, applications: Iterable[Application], person_ids: Iterable[uuid.UUID]) -> Ties:
    """Read the ties of these applications and assessors; the programme sets how far conflicts reach."""
    listed, people = list(applications), list(person_ids)
    parents = _parents()
    return Ties(
        _application_ties(listed, parents),
        _assessor_ties(people, parents),
        int(programme.rules.get(MINISTRY_DEPTH, 1)),
        int(programme.rules.get(PAST_YEARS, 3)),
    )


def _parents() -> dict[uuid.UUID, uuid.UUID | None]:
    return {key: parent for key, parent in db.session.execute(select(Agency.id, Agency.parent_id))}  # noqa: C416  # rows are no pairs


def _affiliation(agency_id: uuid.UUID, parents: Mapping[uuid.UUID, uuid.UUID | None]) -> conflicts.Affiliation:
    above: list[str] = []
    parent = parents.get(agency_id)
    while parent is not None and str(parent) not in above:
        above.append(str(parent))
        parent = parents.get(parent)
    return conflicts.Affiliation(str(agency_id), tuple(above))


def _application_ties(
    applications: list[Application], parents: Mapping[uuid.UUID, uuid.UUID | None]
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
            tuple(_affiliation(each, parents) for each in sorted(owners[application.id] | {application.agency_id})),
            frozenset(team[application.id]),
            frozenset(advisers[application.id]),
        )
        for application in applications
    }


def _assessor_ties(
    person_ids: list[uuid.UUID], parents: Mapping[uuid.UUID, uuid.UUID | None]
) -> dict[uuid.UUID, conflicts.AssessorTies]:
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
        subject = str(interest.agency_id or interest.application_id)
        declared[interest.person_id].append(conflicts.DeclaredInterest(subject, interest.lifted_at is not None))
    return {
        profile.person_id: conflicts.AssessorTies(
            str(profile.person_id),
            tuple(
                _affiliation(each, parents) for each in sorted(agencies[profile.person_id] | {profile.home_agency_id})
            ),
            tuple(conflicts.PastPost(str(post.agency_id), post.until) for post in profile.past_agencies),
            tuple(declared[profile.person_id]),
        )
        for profile in profiles
    }
