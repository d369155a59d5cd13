"""What assessors say of themselves: what they know, what they wish for, and where they worked before."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import select

from app.extensions import db
from app.models import Agency, AgencyKind, AssessorProfile, AssessorWish, PastAgency, Person
from app.permissions import today
from app.queries.assessor_profile import award_types, programmes_to_wish_for
from app.services.events import record
from app.transaction import lock, transactional
from workflows.assignment.expertise import Wish
from workflows.errors import Obstacle, RuleBroken


@transactional
def save_expertise(*, topics: Collection[str], wishes: Mapping[uuid.UUID, Wish], actor: Person) -> None:
    """Keep what an assessor knows well and which programmes they would like; it weighs in the next proposal.

    Topics are award types and kinds of agencies; others in the profile, which OPDC imported, stay. Raises RuleBroken
    for a topic or a programme that is not offered.
    """
    profile = _own_profile(actor)
    offered = topics_offered(profile)
    programmes = {programme.id for programme in programmes_to_wish_for(profile)}
    if not set(topics) <= offered or not wishes.keys() <= programmes:
        raise RuleBroken([Obstacle("Choose from what is offered")])
    profile.topics = [*(each for each in profile.topics if each not in offered), *sorted(set(topics))]
    known = {
        each.programme_id: each
        for each in db.session.scalars(select(AssessorWish).where(AssessorWish.person_id == actor.id))
    }
    for programme_id, wish in wishes.items():
        row = known.get(programme_id) or AssessorWish(person_id=actor.id, programme_id=programme_id)
        row.wish = wish
        db.session.add(row)
    record("expertise_stated", about=actor, actor=actor, topics=sorted(set(topics)))


def topics_offered(profile: AssessorProfile) -> set[str]:
    """Return the topics an assessor can choose: the award types of their branches, and every kind of agency."""
    return {*award_types(list(profile.branches)), *(kind.value for kind in AgencyKind)}


@transactional
def add_past_agency(agency: Agency, *, until: date, actor: Person) -> None:
    """Note where an assessor worked before; it keeps them from that agency's entries for the years a programme sets."""
    profile = _own_profile(actor)
    against = []
    if until > today():
        against.append(Obstacle("The last day there cannot lie ahead", field="until"))
    if any(each.agency_id == agency.id and each.until == until for each in profile.past_agencies):
        against.append(Obstacle("This agency stands in your profile already", field="agency"))
    if against:
        raise RuleBroken(against)
    profile.past_agencies.append(PastAgency(agency_id=agency.id, until=until))
    db.session.flush()
    record("past_agency_stated", about=actor, actor=actor, agency=agency.code)


def _own_profile(actor: Person) -> AssessorProfile:
    profile = db.session.get(AssessorProfile, actor.id)
    if profile is None:
        raise RuleBroken([Obstacle("You are not registered as an assessor")])
    return lock(profile)
