"""When visits are: who is elsewhere at a time, who goes, and when the round closes for visits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, select

from app.extensions import db
from app.models import Application, Person, Programme, SiteVisit, VisitParticipant
from rubrics.stages import StageKind


def who_is_busy(
    visit: SiteVisit, application: Application, going: Sequence[Person], starts_at: datetime, ends_at: datetime
) -> tuple[list[Person], bool]:
    """Return those who are on another visit at this time, and whether the agency receives another panel then."""
    meanwhile = and_(
        SiteVisit.id != visit.id,
        SiteVisit.recorded_at.is_(None),
        SiteVisit.starts_at < ends_at,
        SiteVisit.ends_at > starts_at,
    )
    away = db.session.scalars(
        select(VisitParticipant.person_id)
        .join(SiteVisit, SiteVisit.id == VisitParticipant.visit_id)
        .where(meanwhile, VisitParticipant.person_id.in_([person.id for person in going]))
    ).all()
    at_agency = db.session.scalars(
        select(SiteVisit.id)
        .join(Application, Application.id == SiteVisit.application_id)
        .where(meanwhile, Application.agency_id == application.agency_id)
        .limit(1)
    ).first()
    return [person for person in going if person.id in away], at_agency is not None


def closing_of_visits(programme: Programme) -> datetime | None:
    """Return when the programme's stage of visits closes, None where it has no such date."""
    stages = [stage for stage in programme.stages if stage.kind == StageKind.SITE_VISIT]
    return next((stage.closes_at for stage in stages if stage.closes_at is not None), None)


def participants_of(visit: SiteVisit) -> list[Person]:
    """Return who goes on a visit, in the order of their names."""
    statement = select(Person).join(VisitParticipant, VisitParticipant.person_id == Person.id)
    return list(db.session.scalars(statement.where(VisitParticipant.visit_id == visit.id).order_by(Person.name_th)))
