"""Agreements a late conflict put in question: recorded by a panel that lost a sheet afterwards, and not reopened."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, select

from app.extensions import db
from app.models import (
    Application,
    Assignment,
    AssignmentState,
    ConsensusSheet,
    ConsensusState,
    GateOverride,
    Proposal,
    ProposalState,
    Stage,
)
from app.models.assignments import REPLACED

KEEP_AGREEMENT = "keep_agreement"
"""The act by which two persons say that such an agreement stands."""


@dataclass(frozen=True)
class _Loss:
    """An agreement that lost a sheet after it was recorded, and when; what came later comes last."""

    application_id: uuid.UUID
    stage: Stage
    left_at: datetime


def questioned_agreements(application: Application) -> list[Stage]:
    """Return the stages whose agreement rests on a sheet that became void since, and that nobody ruled on yet.

    Two persons rule on it by letting it stand, or by deciding its gate. The agreement of the stage at hand is no
    case of this: it is void, and made anew.
    """
    losses = _losses(ConsensusSheet.application_id == application.id)
    return list(dict.fromkeys(loss.stage for loss in _not_ruled_on(losses)))


def applications_in_question(within: ColumnElement[bool]) -> set[uuid.UUID]:
    """Return those of these applications that have such an agreement, in at most three statements."""
    losses = _losses(ConsensusSheet.application_id.in_(select(Application.id).where(within)))
    return {loss.application_id for loss in _not_ruled_on(losses)}


def _losses(condition: ColumnElement[bool]) -> list[_Loss]:
    rows = db.session.execute(
        select(ConsensusSheet.application_id, Stage, Assignment.answered_at)
        .join(Stage, Stage.id == ConsensusSheet.stage_id)
        .join(
            Assignment,
            and_(
                Assignment.stage_id == ConsensusSheet.stage_id,
                Assignment.application_id == ConsensusSheet.application_id,
            ),
        )
        .where(
            condition,
            ConsensusSheet.state == ConsensusState.RECORDED,
            Assignment.state == AssignmentState.VOID,
            Assignment.reason != REPLACED,
            Assignment.answered_at > ConsensusSheet.recorded_at,
        )
        .order_by(Stage.position, Assignment.answered_at)
    )
    return [_Loss(application_id, stage, left_at) for application_id, stage, left_at in rows if left_at is not None]


def _not_ruled_on(losses: Sequence[_Loss]) -> list[_Loss]:
    """A ruling speaks of every sheet lost before it, so that one lost after it asks again."""
    if not losses:
        return []
    ids = {loss.application_id for loss in losses}
    kept = db.session.scalars(
        select(Proposal).where(
            Proposal.application_id.in_(ids),
            Proposal.act == KEEP_AGREEMENT,
            Proposal.state == ProposalState.CONFIRMED,
        )
    ).all()
    decided = db.session.scalars(select(GateOverride).where(GateOverride.application_id.in_(ids))).all()
    return [loss for loss in losses if not _is_ruled_on(loss, kept, decided)]


def _is_ruled_on(loss: _Loss, kept: Iterable[Proposal], decided: Iterable[GateOverride]) -> bool:
    is_kept = any(
        proposal.application_id == loss.application_id
        and proposal.proposed_at >= loss.left_at
        and loss.stage.code in proposal.payload["stages"]
        for proposal in kept
    )
    return is_kept or any(
        gate.application_id == loss.application_id
        and gate.stage_id == loss.stage.id
        and gate.decided_at >= loss.left_at
        for gate in decided
    )
