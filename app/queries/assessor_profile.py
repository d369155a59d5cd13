"""What an assessor sees of themselves: profile, loads, earlier service, and the programmes they may wish for."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.models import (
    Application,
    AssessorProfile,
    AssessorWish,
    PastAgency,
    Person,
    Programme,
    ScoreSheet,
    ServiceCertificate,
    SheetState,
)
from app.queries.assignment_problem import seats_held
from app.queries.service_certificates import own_certificates
from rubrics import published_rubrics
from workflows.assignment.expertise import Wish


@dataclass(frozen=True)
class Service:
    """How many sheets of one programme the assessor handed in."""

    programme: Programme
    sheets: int


@dataclass(frozen=True)
class ProfilePage:
    """An assessor's own page; `wishes` are by programme, `load` the seats held now."""

    profile: AssessorProfile
    load: int
    service: list[Service]
    programmes: list[Programme]
    wishes: Mapping[uuid.UUID, Wish]
    certificates: Sequence[ServiceCertificate]


def profile_page(person: Person) -> ProfilePage | None:
    """Return what the assessor's own page shows, in a constant number of statements; None for who is no assessor."""
    profile = db.session.scalars(
        select(AssessorProfile)
        .where(AssessorProfile.person_id == person.id)
        .options(
            joinedload(AssessorProfile.home_agency),
            selectinload(AssessorProfile.past_agencies).joinedload(PastAgency.agency),
        )
    ).one_or_none()
    if profile is None:
        return None
    return ProfilePage(
        profile,
        seats_held([person.id]).get(person.id, 0),
        _service(person),
        programmes_to_wish_for(profile),
        _wishes(person),
        own_certificates(person),
    )


def programmes_to_wish_for(profile: AssessorProfile) -> list[Programme]:
    """The published programmes of the assessor's branches whose result is not announced yet, newest cycle first."""
    programmes = db.session.scalars(
        select(Programme)
        .join(Programme.cycle)
        .where(Programme.is_published, Programme.announced_at.is_(None))
        .options(joinedload(Programme.cycle))
        .order_by(Programme.opens_at.desc(), Programme.position)
    )
    return [programme for programme in programmes if programme.branch in profile.branches]


def _service(person: Person) -> list[Service]:
    rows = db.session.execute(
        select(Programme, func.count())
        .join(Application, Application.programme_id == Programme.id)
        .join(ScoreSheet, ScoreSheet.application_id == Application.id)
        .where(ScoreSheet.assessor_id == person.id, ScoreSheet.state == SheetState.SUBMITTED)
        .options(joinedload(Programme.cycle))
        .group_by(Programme.id)
        .order_by(Programme.opens_at.desc())
    )
    return [Service(programme, count) for programme, count in rows]


def _wishes(person: Person) -> Mapping[uuid.UUID, Wish]:
    wishes = db.session.scalars(select(AssessorWish).where(AssessorWish.person_id == person.id))
    return {each.programme_id: each.wish for each in wishes}


def award_types(branches: list[str]) -> dict[str, tuple[str, str]]:
    """Return the award types of these branches by code, each with its name in Thai and English."""
    return {
        rubric.type_code: (rubric.title.th, rubric.title.en)
        for rubric in published_rubrics().values()
        if rubric.branch in branches
    }
