"""People as pages need them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import joinedload

from app.clock import now
from app.extensions import db
from app.models import EndedSession, Invitation, Person, RoleGrant
from app.permissions import may_give_role


def person_by_session(session_key: str, session_id: str) -> Person | None:
    """Return who is signed in under this key, which changes with every password, in a session nobody signed out of."""
    found = db.session.scalars(
        select(Person)
        .where(
            Person.session_key == session_key,
            Person.is_active,
            ~exists().where(EndedSession.session_id == session_id),
        )
        .options(joinedload(Person.grants).joinedload(RoleGrant.agency))  # every request asks: one statement
    )
    return found.unique().one_or_none()


def person_by_email(email: str) -> Person | None:
    """Return the active person with this address, however it is capitalised."""
    return db.session.scalars(
        select(Person).where(Person.email == email.strip().lower(), Person.is_active)
    ).one_or_none()


@dataclass(frozen=True)
class Offer:
    """An invitation that still works, and whether its address belongs to somebody already."""

    invitation: Invitation
    is_known_person: bool


def token_hash(token: str) -> str:
    """Return what is kept of an invitation's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def can_be_accepted() -> ColumnElement[bool]:
    """The condition on an invitation that its link still works."""
    return and_(Invitation.accepted_at.is_(None), Invitation.cancelled_at.is_(None), Invitation.expires_at >= now())


def is_still_given(invitation: Invitation) -> bool:
    """Say whether whoever sent it may give the role today: nobody comes back by what they sent before they left."""
    return may_give_role(invitation.role, invitation.agency, invitation.invited_by)


def invitation_by_token(token: str) -> Offer | None:
    """Return the invitation if it can still be used."""
    invitation = db.session.scalars(
        select(Invitation)
        .where(Invitation.token_hash == token_hash(token), can_be_accepted())
        .options(joinedload(Invitation.agency), joinedload(Invitation.invited_by))
    ).one_or_none()
    if invitation is None or not is_still_given(invitation):
        return None
    return Offer(invitation, person_by_email(invitation.email) is not None)
