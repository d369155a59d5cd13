"""The life of an agency's account: coordination handed over when somebody leaves, and an office mailbox for copies."""

from __future__ import annotations

import re

from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.messages import outbox
from app.models import Agency, Application, PartCare, Person, RoleGrant
from app.permissions import Permission, grants_in_force, is_allowed, may_anywhere
from app.queries.applicant_team import team_of_agency
from app.services.events import personal, record
from app.services.people import grant_role
from app.transaction import lock, transactional
from workflows.errors import Obstacle, RuleBroken
from workflows.roles import Role

_WRITING = frozenset({Role.COORDINATOR, Role.CONTRIBUTOR})
_ADDRESS = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")


@transactional
def hand_over_coordination(agency: Agency, leaver: Person, successor: Person, *, actor: Person) -> None:
    """Let a colleague coordinate in place of somebody who leaves: the leaver's writing roles end, the drafts stay.

    The parts the leaver looked after go to the successor. Raises RuleBroken unless the head or an administrator asks.
    """
    agency = lock(agency)
    against = _handover_obstacles(agency, leaver, successor, actor)
    if against:
        raise RuleBroken(against)
    for grant in db.session.scalars(
        select(RoleGrant).where(
            RoleGrant.agency_id == agency.id,
            RoleGrant.person_id == leaver.id,
            RoleGrant.role.in_(_WRITING),
            RoleGrant.revoked_at.is_(None),
        )
    ):
        grant.revoked_at = now()
        record("role_revoked", about=grant, actor=actor, role=grant.role.value)
    grant_role(successor, Role.COORDINATOR, agency=agency, actor=actor)
    db.session.expire(leaver, ["grants"])
    db.session.expire(successor, ["grants"])
    _give_parts(agency, leaver, successor)
    event = record(
        "coordination_handed_over", about=agency, actor=actor, leaver=leaver.ledger_ref, to=successor.ledger_ref
    )
    heads = [member.person for member in team_of_agency(agency) if member.grant.role is Role.HEAD]
    outbox.queue(
        "coordination_handed_over",
        to=[successor, leaver, *heads],
        office=agency,
        once_per=str(event.id),
        link="/applications",
        params={"agency": agency, "leaver": leaver, "successor": successor},
    )


def _handover_obstacles(agency: Agency, leaver: Person, successor: Person, actor: Person) -> list[Obstacle]:
    against = []
    if not (is_allowed(Permission.HAND_OVER, agency, actor) or may_anywhere(Permission.ADMINISTER, actor)):
        against.append(Obstacle("Only the head of the agency or an administrator can hand the coordination over"))
    if not _holds(leaver, agency, {Role.COORDINATOR}):
        against.append(Obstacle("Choose a coordinator of this agency", field="leaver"))
    if leaver.id == successor.id:
        against.append(Obstacle("Choose somebody else to take over", field="successor"))
    elif not _holds(successor, agency, set(Role)):
        against.append(Obstacle("Invite the person to the team first", field="successor"))
    return against


def _holds(person: Person, agency: Agency, roles: set[Role]) -> bool:
    return person.is_active and any(
        grant.agency_id == agency.id and grant.role in roles for grant in grants_in_force(person)
    )


def _give_parts(agency: Agency, leaver: Person, successor: Person) -> None:
    of_agency = select(Application.id).where(Application.agency_id == agency.id)
    parts = select(PartCare).where(PartCare.owner_id == leaver.id, PartCare.application_id.in_(of_agency))
    for care in db.session.scalars(parts):
        care.owner_id = successor.id


@transactional
def set_office_mailbox(agency: Agency, email: str, *, actor: Person) -> None:
    """Set the address that gets a copy of what the agency is told, or none. Nobody can sign in with it."""
    agency = lock(agency)
    if not (is_allowed(Permission.MANAGE_TEAM, agency, actor) or may_anywhere(Permission.ADMINISTER, actor)):
        raise RuleBroken([Obstacle("Your role does not allow this step")])
    address = email.strip().lower()
    if address and (len(address) > 200 or not _ADDRESS.match(address)):
        raise RuleBroken([Obstacle("Enter an e-mail address such as name@agency.go.th", field="mailbox")])
    if address != (agency.office_email or ""):
        record("office_mailbox_set", about=agency, actor=actor, was=personal(agency.office_email or ""))
        agency.office_email = address or None
