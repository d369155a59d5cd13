"""What was said in a consensus room: the discussion of a node, each member's word on a proposal, the room's mark."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import (
    ConsensusEntry,
    ConsensusEntryVersion,
    ConsensusOpinion,
    ConsensusRemark,
    ConsensusSheet,
    ScoreSheet,
)
from app.queries.consensus import current_opinions


@dataclass(frozen=True)
class Heard:
    """One member of the panel and their word on what is proposed; None while they have said nothing of it."""

    sheet: ScoreSheet
    opinion: ConsensusOpinion | None

    @property
    def is_lead(self) -> bool:
        """Whether this member proposes."""
        return self.sheet.assignment.is_lead


def heard_of(
    sheets: Iterable[ScoreSheet], entry: ConsensusEntry | None, opinions: Sequence[ConsensusOpinion]
) -> tuple[Heard, ...]:
    """Return every member with their word on a proposal, the lead first."""
    current = current_opinions(entry, opinions)
    found = [Heard(sheet, current.get(sheet.assessor_id)) for sheet in sheets]
    return tuple(sorted(found, key=lambda each: not each.is_lead))


def remarks_on(consensus_id: uuid.UUID, node_id: str) -> list[ConsensusRemark]:
    """Return the discussion of one node, oldest first."""
    statement = select(ConsensusRemark).options(joinedload(ConsensusRemark.person))
    of_node = statement.where(ConsensusRemark.consensus_id == consensus_id, ConsensusRemark.node_id == node_id)
    return list(db.session.scalars(of_node.order_by(ConsensusRemark.said_at)))


def earlier_proposals(consensus_id: uuid.UUID, node_id: str) -> list[ConsensusEntryVersion]:
    """Return what was proposed for one node before, newest first."""
    statement = select(ConsensusEntryVersion).where(
        ConsensusEntryVersion.consensus_id == consensus_id, ConsensusEntryVersion.node_id == node_id
    )
    return list(db.session.scalars(statement.order_by(ConsensusEntryVersion.version.desc())))


def remark_counts(consensus_id: uuid.UUID) -> dict[str, int]:
    """Return how much was said on each node."""
    statement = select(ConsensusRemark.node_id, func.count().label("said"))
    of_room = statement.where(ConsensusRemark.consensus_id == consensus_id)
    rows = db.session.execute(of_room.group_by(ConsensusRemark.node_id)).all()
    return {row.node_id: row.said for row in rows}


def room_mark(consensus: ConsensusSheet) -> str:
    """Return a mark that changes whenever anything in the room does; one statement, asked every few seconds."""
    of_room = {
        model: model.consensus_id == consensus.id for model in (ConsensusRemark, ConsensusOpinion, ConsensusEntry)
    }
    said = select(
        ConsensusSheet.state,
        select(func.count()).where(of_room[ConsensusRemark]).scalar_subquery(),
        select(func.max(ConsensusOpinion.said_at)).where(of_room[ConsensusOpinion]).scalar_subquery(),
        select(func.sum(ConsensusEntry.version)).where(of_room[ConsensusEntry]).scalar_subquery(),
    ).where(ConsensusSheet.id == consensus.id)
    found = [each.isoformat() if isinstance(each, datetime) else str(each) for each in db.session.execute(said).one()]
    return hashlib.sha256(" ".join(found).encode()).hexdigest()[:16]
