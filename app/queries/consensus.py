"""What a panel has to settle before its consensus can be recorded."""

from __future__ import annotations

from sqlalchemy import select

from app.extensions import db
from app.models import Application, ConsensusSheet, ConsensusState
from app.queries.criteria import rubric_of
from app.queries.sheets import panel_sheets, read_panel
from rubrics.model import Rubric
from rubrics.stages import SpreadTrigger
from workflows.scoring.discrepancy import TOTAL, Discussion, must_discuss


def discussions(consensus: ConsensusSheet) -> tuple[Discussion, ...]:
    """Return everything the discrepancy rule names for this panel."""
    application = consensus.application
    rubric = rubric_of(application.programme)
    sheets = read_panel(rubric, panel_sheets(application, consensus.stage_id))
    return must_discuss(rubric, sheets, spread_trigger=programme_trigger(application.programme.rules))


def programme_trigger(rules: dict[str, object]) -> SpreadTrigger | None:
    """Return the programme's own discrepancy setting, which wins over the file's."""
    setting = rules.get("spread_trigger")
    return SpreadTrigger.model_validate(setting) if isinstance(setting, dict) else None


def open_discussions(consensus: ConsensusSheet) -> list[str]:
    """Return the nodes to discuss that have no agreed value or no reason yet."""
    rubric: Rubric = rubric_of(consensus.application.programme)
    entries = {entry.node_id: entry for entry in consensus.entries}
    still_open = []
    for node_id in dict.fromkeys(found.node_id for found in discussions(consensus)):
        entry = entries.get(node_id)
        needs_value = node_id != TOTAL and rubric.has_node(node_id)
        if entry is None or not entry.reason or (needs_value and not entry.value):
            still_open.append(node_id)
    return still_open


def open_consensus_of(application: Application) -> ConsensusSheet | None:
    """Return the consensus that is open at the application's stage."""
    return db.session.scalars(
        select(ConsensusSheet).where(
            ConsensusSheet.application_id == application.id,
            ConsensusSheet.stage_id == application.stage_id,
            ConsensusSheet.state == ConsensusState.OPEN,
        )
    ).one_or_none()
