"""Opening a consensus: what the panel already agrees on is filled in, what it must discuss is left open."""

from __future__ import annotations

from app.clock import now
from app.extensions import db
from app.models import Application, ConsensusEntry, ConsensusSheet, ScoreSheet, Stage
from app.queries.consensus import discussions, shared_values
from app.queries.criteria import rubric_of
from app.queries.sheets import panel_sheets
from app.transaction import composed
from rubrics.model import Rubric
from rubrics.nodes import Node


def start_consensus(application: Application, stage: Stage) -> ConsensusSheet:
    """Add the consensus of this stage, with what all sheets share and the panel's comments. The row is locked."""
    rubric, sheets = rubric_of(application.programme), panel_sheets(application, stage.id)
    consensus = ConsensusSheet(application_id=application.id, stage_id=stage.id, opened_at=now())
    db.session.add(consensus)
    db.session.flush()
    consensus.to_discuss = len(discussions(consensus))
    for entry in first_entries(rubric, sheets):
        entry.consensus_id = consensus.id
        db.session.add(entry)
    db.session.flush()
    return consensus


@composed
def first_entries(rubric: Rubric, sheets: list[ScoreSheet]) -> list[ConsensusEntry]:
    """Return what a consensus begins with, node by node; a node nobody said anything of is left out."""
    shared = shared_values(rubric, sheets)
    entries = []
    for leaf in rubric.leaves:
        strengths, opportunities = _said(sheets, leaf.id, "strengths"), _said(sheets, leaf.id, "opportunities")
        value = {**shared[leaf.id], **_suggested(sheets, leaf)} if leaf.id in shared else {}
        if value or strengths or opportunities:
            entry = ConsensusEntry(
                node_id=leaf.id,
                value=value,
                strengths=strengths,
                opportunities=opportunities,
                evidence=[],
                to_verify="",
                saved_by_id=sheets[0].assessor_id,
                saved_at=now(),
            )
            entries.append(entry)
    return entries


def _said(sheets: list[ScoreSheet], node_id: str, name: str) -> str:
    """What the panel wrote of one node, one line each, without saying who: the lead makes one text of it."""
    lines = [getattr(entry, name).strip() for sheet in sheets for entry in sheet.entries if entry.node_id == node_id]
    return "\n".join(dict.fromkeys(line for line in lines if line))


def _suggested(sheets: list[ScoreSheet], leaf: Node) -> dict[str, dict[str, str]]:
    """What the panel finds missing for each level of an item, one line each, without saying who."""
    values = [entry.value for sheet in sheets for entry in sheet.entries if entry.node_id == leaf.id]
    said = {}
    for level in leaf.levels:
        lines = [str(value.get("suggestions", {}).get(level.code.value, "")).strip() for value in values]
        said[level.code.value] = "\n".join(dict.fromkeys(line for line in lines if line))
    told = {level: text for level, text in said.items() if text}
    return {"suggestions": told} if told else {}
