"""The votes of a committee's members on a proposed decision, who takes part in it, and who was there last time."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Application, CommitteeVote, Person, Programme, Proposal
from app.queries.application_facts import officers_of
from app.queries.recusals import is_recused
from workflows.decision import proposer_obstacles, quorum_obstacles
from workflows.errors import Obstacle
from workflows.roles import Role
from workflows.voting import members_counted


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
class Part:
    """Who stands aside from a proposed decision, by id; how many count for the quorum; the votes that count."""

    recused: list[str]
    quorum: int
    votes: list[CommitteeVote]
    is_proposer_recused: bool

    def obstacles(self, least_quorum: int) -> list[Obstacle]:
        """Return what recusals since the proposal set against its second signature."""
        return [*proposer_obstacles(is_recused=self.is_proposer_recused), *quorum_obstacles(self.quorum, least_quorum)]


def part_in(proposal: Proposal, application: Application) -> Part:
    """Return who takes part in a proposed decision as of now: whoever was recused since is counted no more."""
    payload = proposal.payload
    attended, recused = payload.get("attended", []), set(payload["recused"])
    members = {str(each.id): each for each in officers_of(application, Role.JUDGE, Role.DIRECTOR)}
    there = db.session.scalars(select(Person).where(Person.id.in_([uuid.UUID(key) for key in attended])))
    members |= {str(each.id): each for each in (*there, proposal.proposed_by)}
    recused |= {key for key in members.keys() - recused if is_recused(application, members[key])}
    votes = [each for each in votes_on(proposal) if str(each.member_id) not in recused]
    counted = members_counted(attended, recused, payload.get("guests", []))
    return Part(sorted(recused), counted, votes, str(proposal.proposed_by_id) in recused)


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
