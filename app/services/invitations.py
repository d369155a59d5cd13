"""Invitations: sent, cancelled, sent again, and accepted with a password."""

from __future__ import annotations

import secrets
from datetime import date, timedelta

from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.messages import outbox
from app.models import Agency, Invitation, Person
from app.permissions import may_give_role
from app.queries.people import is_still_given, person_by_email, token_hash
from app.services.events import record
from app.services.people import create_person, grant_role, password_matches, scope_obstacles, self_given
from app.thai import normalise
from app.transaction import lock, transactional
from workflows.errors import Obstacle, RuleBroken
from workflows.roles import Role

INVITATION_DAYS = 14


@transactional
def invite(
    *,
    email: str,
    name_th: str,
    name_en: str,
    role: Role,
    actor: Person,
    agency: Agency | None = None,
    branch: str | None = None,
    type_code: str | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Invitation:
    """Send a link that gives someone their first role. Raises RuleBroken if it is not the actor's to give."""
    if not may_give_role(role, agency, actor):
        raise RuleBroken([Obstacle("Your role does not allow this step")])
    against = scope_obstacles(role, agency=agency, branch=branch, starts_on=starts_on, ends_on=ends_on)
    against += self_given(email, actor, field="email")
    if against:
        raise RuleBroken(against)
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        token_hash=token_hash(token),
        email=email.strip().lower(),
        name_th=normalise(name_th).strip(),
        name_en=name_en.strip() or name_th.strip(),
        role=role,
        agency_id=agency.id if agency else None,
        branch=branch,
        type_code=type_code,
        starts_on=starts_on,
        ends_on=ends_on,
        invited_by_id=actor.id,
        invited_at=now(),
        expires_at=now() + timedelta(days=INVITATION_DAYS),
    )
    _send(invitation, f"/invitations/{token}", actor)
    return invitation


def _send(invitation: Invitation, link: str, actor: Person) -> None:
    db.session.add(invitation)
    db.session.flush()
    record("person_invited", about=invitation, actor=actor, role=invitation.role.value)
    outbox.queue_to_address(
        "invitation",
        email=invitation.email,
        language="th",
        once_per=str(invitation.id),
        link=link,
        params={"inviter": actor, "role": invitation.role, "until": invitation.expires_at},
    )


@transactional
def cancel_invitation(invitation: Invitation, *, actor: Person) -> None:
    """Make the link of an invitation worthless at once. Raises RuleBroken if it is not the actor's or waits no more."""
    invitation = lock(invitation)
    against = []
    if not may_give_role(invitation.role, invitation.agency, actor):
        against.append(Obstacle("Your role does not allow this step"))
    elif not invitation.is_open(now()):
        against.append(Obstacle("This invitation has been accepted or cancelled already, or has expired"))
    if against:
        raise RuleBroken(against)
    invitation.cancelled_at = now()
    record("invitation_cancelled", about=invitation, actor=actor, role=invitation.role.value)


@transactional
def send_invitation_again(invitation: Invitation, *, actor: Person) -> Invitation:
    """Send a new link in place of the old one, which works no more. Raises RuleBroken as cancelling does."""
    cancel_invitation(invitation, actor=actor)
    return invite(
        email=invitation.email,
        name_th=invitation.name_th,
        name_en=invitation.name_en,
        role=invitation.role,
        agency=invitation.agency,
        branch=invitation.branch,
        type_code=invitation.type_code,
        starts_on=invitation.starts_on,
        ends_on=invitation.ends_on,
        actor=actor,
    )


@transactional
def accept_invitation(token: str, *, password: str) -> Person:
    """Use an invitation once: the person exists afterwards and holds its role. Raises RuleBroken if it is spent."""
    found = db.session.scalars(select(Invitation).where(Invitation.token_hash == token_hash(token))).one_or_none()
    invitation = lock(found) if found else None
    if invitation is None or not invitation.is_open(now()) or not is_still_given(invitation):
        raise RuleBroken([Obstacle("This invitation has been used or cancelled, or has expired. Ask for a new one.")])
    person = person_by_email(invitation.email)
    if person is None:
        person = create_person(
            email=invitation.email, name_th=invitation.name_th, name_en=invitation.name_en, password=password
        )
    elif not password_matches(person, password):
        raise RuleBroken([Obstacle("You already have an account. Enter its password.", field="password")])
    invitation.accepted_at = now()
    grant_role(
        person,
        invitation.role,
        agency=invitation.agency,
        branch=invitation.branch,
        type_code=invitation.type_code,
        starts_on=invitation.starts_on,
        ends_on=invitation.ends_on,
        actor=invitation.invited_by,
    )
    return person
