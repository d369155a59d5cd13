"""The people of an agency as its own pages show them, and the feedback that waits for them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.orm import contains_eager

from app.extensions import db
from app.models import Agency, Application, FeedbackReport, FeedbackState, Invitation, Person, RoleGrant
from app.permissions import today
from app.queries.people import can_be_accepted
from workflows.roles import AGENCY_ROLES, Role

_ORDER = (Role.HEAD, Role.DELEGATE, Role.COORDINATOR, Role.CONTRIBUTOR)


@dataclass(frozen=True)
class Member:
    """A person and one role they hold on the agency, from a day on or until one where it has dates."""

    person: Person
    grant: RoleGrant
    is_in_force: bool


_GRANTS = (
    select(RoleGrant)
    .join(Person, Person.id == RoleGrant.person_id)
    .where(
        RoleGrant.agency_id == bindparam("agency_id"),
        RoleGrant.role.in_(AGENCY_ROLES),
        RoleGrant.revoked_at.is_(None),
        Person.is_active,
        (RoleGrant.ends_on.is_(None)) | (RoleGrant.ends_on >= bindparam("day")),
    )
    .options(contains_eager(RoleGrant.person))
)


def team_of_agency(agency: Agency) -> list[Member]:
    """Return who works for the agency and as what, heads first; a delegation also before its first day."""
    day = today()
    grants = db.session.scalars(_GRANTS, {"agency_id": agency.id, "day": day}).all()
    members = [Member(grant.person, grant, grant.starts_on is None or grant.starts_on <= day) for grant in grants]
    return sorted(members, key=lambda member: (_ORDER.index(member.grant.role), member.grant.granted_at))


def open_invitations(agency: Agency) -> list[Invitation]:
    """Return the invitations to this agency that still can be accepted."""
    return list(
        db.session.scalars(
            select(Invitation)
            .where(Invitation.agency_id == agency.id, can_be_accepted())
            .order_by(Invitation.invited_at)
        )
    )


def grant_in_team(agency: Agency, grant_id: object) -> RoleGrant | None:
    """Return a grant of this agency that is in force or still to come."""
    return next((member.grant for member in team_of_agency(agency) if member.grant.id == grant_id), None)


def released_feedback(application: Application) -> FeedbackReport | None:
    """Return the feedback report once it is released; before that there is none for the agency."""
    return db.session.scalars(
        select(FeedbackReport).where(
            FeedbackReport.application_id == application.id, FeedbackReport.state == FeedbackState.RELEASED
        )
    ).one_or_none()
