"""Opening a consensus: what the panel already agrees on is filled in, what it must discuss is left open."""

from __future__ import annotations

from typing import Any

from app.clock import now
from app.extensions import db
from app.models import Application, ConsensusEntry, ConsensusSheet, ScoreSheet, Stage
from app.queries.criteria import rubric_of
from app.queries.sheets import panel_sheets, read_panel
from app.transaction import composed
from rubrics.model import Method, Rubric
from workflows.scoring.discrepancy import agreed_ticks


def start_consensus(application: Application, stage: Stage) -> ConsensusSheet:
    """Add the consensus of this stage, with what all sheets share and the panel's comments. The row is locked."""
    rubric, sheets = rubric_of(application.programme), panel_sheets(application, stage.id)
    consensus = ConsensusSheet(application_id=application.id, stage_id=stage.id, opened_at=now())
    db.session.add(consensus)
    db.session.flush()
    for entry in first_entries(rubric, sheets):
        entry.consensus_id = consensus.id
        db.session.add(entry)
    db.session.flush()
    return consensus


@composed
def first_entries(rubric: Rubric, sheets: list[ScoreSheet]) -> list[ConsensusEntry]:
    """Return what a consensus begins with, node by node; a node nobody said anything of is left out."""
    shared = _shared(rubric, sheets) if rubric.method is Method.LEVEL_CHECKLIST else {}
    entries = []
    for leaf in rubric.leaves:
        strengths, opportunities = _said(sheets, leaf.id, "strengths"), _said(sheets, leaf.id, "opportunities")
        if leaf.id in shared or strengths or opportunities:
            entry = ConsensusEntry(
                node_id=leaf.id,
                value=shared.get(leaf.id, {}),
                strengths=strengths,
                opportunities=opportunities,
                saved_by_id=sheets[0].assessor_id,
                saved_at=now(),
            )
            entries.append(entry)
    return entries


def _said(sheets: list[ScoreSheet], node_id: str, name: str) -> str:
    """What the panel wrote of one node, one line each, without saying who: the lead makes one text of it."""
    lines = [getattr(entry, name).strip() for sheet in sheets for entry in sheet.entries if entry.node_id == node_id]
    return "\n".join(dict.fromkeys(line for line in lines if line))


def _shared(rubric: Rubric, sheets: list[ScoreSheet]) -> dict[str, dict[str, Any]]:
    """The ticks every sheet has, item by item, and the indicators where every sheet says the same."""
    agreed, _disputed = agreed_ticks(read_panel(rubric, sheets))
    shared: dict[str, dict[str, Any]] = {}
    for leaf in rubric.leaves:
        if leaf.levels:
            mine = [point.id for level in leaf.levels for point in level.checkpoints]
            shared[leaf.id] = {"ticks": [point for point in mine if point in agreed]}
        else:
            said = [entry.value for sheet in sheets for entry in sheet.entries if entry.node_id == leaf.id]
            if len(said) == len(sheets) and all(value == said[0] for value in said):
                shared[leaf.id] = said[0]
    return shared
