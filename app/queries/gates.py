"""Gates of the rounds: what the rule says of one, and what two persons decided instead."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Application, ConsensusSheet, ConsensusState, GateOverride, Stage
from app.queries.stage_facts import facts_of, stage_plan
from workflows.application import ApplicationState
from workflows.stage_plan import gate_passes


def overrides_of(application: Application) -> Mapping[str, bool]:
    """Return by stage code whether two persons let the application pass or hold it; the last word of each stage."""
    return {override.stage.code: override.passes for override in override_history(application)}


def override_history(application: Application) -> list[GateOverride]:
    """Return every override of an application, oldest first."""
    return list(
        db.session.scalars(
            select(GateOverride)
            .where(GateOverride.application_id == application.id)
            .options(
                joinedload(GateOverride.stage),
                joinedload(GateOverride.proposed_by),
                joinedload(GateOverride.confirmed_by),
            )
            .order_by(GateOverride.decided_at)
        )
    )


def last_gate(application: Application) -> Stage | None:
    """Return the stage whose gate the application came to last, None where it came to none."""
    if application.state is ApplicationState.NOT_ADVANCED:
        return application.stage
    return db.session.scalars(
        select(Stage)
        .join(ConsensusSheet, ConsensusSheet.stage_id == Stage.id)
        .where(
            ConsensusSheet.application_id == application.id,
            ConsensusSheet.state == ConsensusState.RECORDED,
            Stage.gate.is_not(None),
        )
        .order_by(Stage.position.desc())
        .limit(1)
    ).first()


def passes_by_rule(application: Application, stage: Stage) -> bool:
    """Say what the condition of this gate comes to, whatever anybody decided."""
    planned = next(each for each in stage_plan(application.programme) if each.code == stage.code)
    return gate_passes(planned, facts_of(application))
