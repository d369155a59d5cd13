"""Agreements a late conflict put in question: recorded by a panel that lost a sheet afterwards, and not reopened."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, select

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


def questioned_agreements(application: Application) -> list[Stage]:
    """Return the stages whose agreement rests on a sheet that became void since, and that nobody ruled on yet.

    Two persons rule on it by letting it stand, or by deciding its gate. The agreement of the stage at hand is no
    case of this: it is void, and made anew.
    """
    questioned = dict(_left_after_the_record(application))
    return [stage for stage, left_at in questioned.items() if not _is_ruled_on(application, stage, left_at)]


def _left_after_the_record(application: Application) -> list[tuple[Stage, datetime]]:
    """Each stage with a recorded consensus and when somebody left its panel after that; the last time comes last."""
    rows = db.session.execute(
        select(Stage, Assignment.answered_at)
        .join(ConsensusSheet, ConsensusSheet.stage_id == Stage.id)
        .join(
            Assignment,
            and_(Assignment.stage_id == Stage.id, Assignment.application_id == ConsensusSheet.application_id),
        )
        .where(
            ConsensusSheet.application_id == application.id,
            ConsensusSheet.state == ConsensusState.RECORDED,
            Assignment.state == AssignmentState.VOID,
            Assignment.reason != REPLACED,
            Assignment.answered_at > ConsensusSheet.recorded_at,
        )
        .order_by(Stage.position, Assignment.answered_at)
    )
    return [(stage, left_at) for stage, left_at in rows if left_at is not None]


def _is_ruled_on(application: Application, stage: Stage, left_at: datetime) -> bool:
    kept = db.session.scalars(
        select(Proposal).where(
            Proposal.application_id == application.id,
            Proposal.act == KEEP_AGREEMENT,
            Proposal.state == ProposalState.CONFIRMED,
            Proposal.proposed_at >= left_at,
        )
    )
    decided = db.session.scalars(
        select(GateOverride.id).where(
            GateOverride.application_id == application.id,
            GateOverride.stage_id == stage.id,
            GateOverride.decided_at >= left_at,
        )
    )
    return any(stage.code in proposal.payload["stages"] for proposal in kept) or decided.first() is not None
