"""The votes of a committee's members on a proposed decision, and who was there last time."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Application, CommitteeVote, Programme, Proposal


def votes_on(proposal: Proposal) -> list[CommitteeVote]:
    """Return the votes cast so far, in the order they were cast."""
    return list(
        db.session.scalars(
            select(CommitteeVote)
            .where(CommitteeVote.proposal_id == proposal.id)
            .options(joinedload(CommitteeVote.member))
            .order_by(CommitteeVote.cast_at, CommitteeVote.id)
        )
    )


@dataclass(frozen=True)
class Attendance:
    """Who was present: members by id, members without an account by name."""

    attended: list[str]
    guests: list[str]


def last_attendance(programme: Programme) -> Attendance:
    """Return who was present when the newest decision of the programme was proposed; nobody before the first."""
    newest = db.session.scalars(
        select(Proposal)
        .join(Application, Application.id == Proposal.application_id)
        .where(Application.programme_id == programme.id, Proposal.act == "decide")
        .order_by(Proposal.proposed_at.desc(), Proposal.id)
        .limit(1)
    ).first()
    payload = newest.payload if newest else {}
    return Attendance(list(payload.get("attended", ())), list(payload.get("guests", ())))
