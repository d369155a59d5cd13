"""Who takes no part in a decision of the committee: by a declared interest, their own agency, or as the record says."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from sqlalchemy import select

from app.extensions import db
from app.models import Application, CoOwner, Decision, DeclaredInterest, Person, Proposal, ProposalState
from app.permissions import grants_in_force
from workflows.roles import AGENCY_ROLES


def recused_among(person: Person, applications: Collection[Application]) -> frozenset[uuid.UUID]:
    """Return which of these applications the person is recused from, in four statements however many there are.

    An interest counts while it is not lifted; so does work for an agency that owns the work, and being named in a
    decision or in one proposed and not refused.
    """
    held = [grant.agency_id for grant in grants_in_force(person) if grant.role in AGENCY_ROLES]
    agencies = {agency_id for agency_id in held if agency_id is not None}
    own: set[uuid.UUID] = set()
    for interest in db.session.scalars(
        select(DeclaredInterest).where(DeclaredInterest.person_id == person.id, DeclaredInterest.lifted_at.is_(None))
    ):
        if interest.application_id is not None:
            own.add(interest.application_id)
        elif interest.agency_id is not None:
            agencies.add(interest.agency_id)
    ids = [application.id for application in applications]
    tied = {application.id for application in applications if application.agency_id in agencies}
    tied |= set(
        db.session.scalars(
            select(CoOwner.application_id).where(CoOwner.application_id.in_(ids), CoOwner.agency_id.in_(agencies))
        )
    )
    return frozenset((own & set(ids)) | tied | _named(person, ids))


def _named(person: Person, ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """The applications whose decision, or a proposal of it that stands, names the person as recused."""
    decided = db.session.execute(
        select(Decision.application_id, Decision.recused).where(Decision.application_id.in_(ids))
    )
    proposed = db.session.scalars(
        select(Proposal).where(
            Proposal.application_id.in_(ids),
            Proposal.act == "decide",
            Proposal.state.in_((ProposalState.WAITING, ProposalState.CONFIRMED)),
        )
    )
    named = {key for key, recused in decided if str(person.id) in recused}
    return named | {each.application_id for each in proposed if each.application_id and _names(each, person)}


def _names(proposal: Proposal, person: Person) -> bool:
    return str(person.id) in proposal.payload.get("recused", ())


def is_recused(application: Application, person: Person) -> bool:
    """Say whether the person takes no part in this application's decision and sees nothing of it."""
    return application.id in recused_among(person, [application])
