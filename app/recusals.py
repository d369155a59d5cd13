"""Which applications a person takes no part in: by a declared interest, their own agency, or as the record says."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, String, cast, or_, select

from app.models import Application, CoOwner, Decision, DeclaredInterest, Person, Proposal, ProposalState


def recused_from(person: Person, agencies: Collection[uuid.UUID]) -> ColumnElement[bool]:
    """The condition on an application that the person is recused from it; `agencies` are those they work for.

    An interest counts while it is not lifted; so does work for an agency that owns the work, and being named in a
    decision or in one proposed and not refused.
    """
    declared = (DeclaredInterest.person_id == person.id, DeclaredInterest.lifted_at.is_(None))
    interests = select(DeclaredInterest.application_id).where(*declared, DeclaredInterest.application_id.is_not(None))
    tied = select(DeclaredInterest.agency_id).where(*declared, DeclaredInterest.agency_id.is_not(None))
    co_owned = select(CoOwner.application_id).where(or_(CoOwner.agency_id.in_(agencies), CoOwner.agency_id.in_(tied)))
    return or_(
        Application.id.in_(interests),
        Application.agency_id.in_(agencies),
        Application.agency_id.in_(tied),
        Application.id.in_(co_owned),
        *_named(person),
    )


def _named(person: Person) -> tuple[ColumnElement[bool], ...]:
    """The applications whose decision, or a proposal of it that stands, names the person as recused."""
    decided = select(Decision.application_id).where(_lists(Decision.recused.expression, person))
    proposed = select(Proposal.application_id).where(
        Proposal.act == "decide",
        Proposal.state.in_((ProposalState.WAITING, ProposalState.CONFIRMED)),
        Proposal.application_id.is_not(None),
        _lists(Proposal.payload["recused"], person),
    )
    return Application.id.in_(decided), Application.id.in_(proposed)


def _lists(members: ColumnElement[Any], person: Person) -> ColumnElement[bool]:
    """A list of ids, kept as JSON, holds this person's."""
    return cast(members, String).contains(str(person.id))
