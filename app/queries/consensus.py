"""What a panel has to settle before its consensus can be recorded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.models import (
    Application,
    ConsensusEntry,
    ConsensusOpinion,
    ConsensusSheet,
    ConsensusState,
    Person,
    ScoreSheet,
    SheetState,
    Stance,
)
from app.queries.consensus_evidence import sources_by_node
from app.queries.criteria import rubric_of
from app.queries.sheets import panel_sheets, read_panel
from rubrics.model import Method, Rubric
from rubrics.stages import SpreadTrigger
from workflows.consensus import Gap, Point, gaps
from workflows.scoring.discrepancy import TOTAL, Discussion, agreed_ticks, must_discuss


def submitted_sheets(consensus: ConsensusSheet) -> list[ScoreSheet]:
    """Return the panel's submitted sheets with all that is read of them side by side, in the order they came in."""
    return list(
        db.session.scalars(
            select(ScoreSheet)
            .where(
                ScoreSheet.application_id == consensus.application_id,
                ScoreSheet.stage_id == consensus.stage_id,
                ScoreSheet.state == SheetState.SUBMITTED,
            )
            .options(
                selectinload(ScoreSheet.entries),
                joinedload(ScoreSheet.assessor),
                joinedload(ScoreSheet.assignment),
                joinedload(ScoreSheet.snapshot),
            )
            .order_by(ScoreSheet.submitted_at, ScoreSheet.id)
        )
    )


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


def shared_values(rubric: Rubric, sheets: list[ScoreSheet]) -> dict[str, dict[str, Any]]:
    """Return what the sheets say by themselves: the ticks every sheet has, the indicators where all say the same.

    Only a checklist has such values; elsewhere the mean holds and nothing is filled in. An agreement may outlive every
    sheet it was made from, where conflicts voided them and two persons let it stand.
    """
    if rubric.method is not Method.LEVEL_CHECKLIST or not sheets:
        return {}
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


def is_proposal(entry: ConsensusEntry, shared: Mapping[str, Mapping[str, Any]]) -> bool:
    """Say whether the lead put this before the members: another value than the sheets share, or the reason for it.

    A room opens with what the `shared` values say, and nobody is asked to answer what nobody has proposed.
    """
    value = judgement_in(entry.value)
    if entry.node_id == TOTAL or value == shared.get(entry.node_id, {}):
        return bool(entry.reason) and (bool(value) or entry.node_id == TOTAL)
    return bool(value)


def opinions_of(consensus: ConsensusSheet) -> list[ConsensusOpinion]:
    """Return every word said on a proposal, of whatever value it was."""
    statement = select(ConsensusOpinion).where(ConsensusOpinion.consensus_id == consensus.id)
    return list(db.session.scalars(statement.order_by(ConsensusOpinion.said_at)))


def current_opinions(
    entry: ConsensusEntry | None, opinions: Iterable[ConsensusOpinion]
) -> dict[object, ConsensusOpinion]:
    """Return the opinions that hold for what is proposed now, by person."""
    if entry is None:
        return {}
    proposed = judgement_in(entry.value)
    return {each.person_id: each for each in opinions if each.node_id == entry.node_id and each.value == proposed}


def has_own_sheet_in(consensus: ConsensusSheet, person: Person) -> bool:
    """Say whether this member's own sheet is submitted: nobody enters the room before."""
    statement = select(ScoreSheet.id).where(
        ScoreSheet.application_id == consensus.application_id,
        ScoreSheet.stage_id == consensus.stage_id,
        ScoreSheet.assessor_id == person.id,
        ScoreSheet.state == SheetState.SUBMITTED,
    )
    return db.session.scalar(statement) is not None


def standing_dissents(consensus: ConsensusSheet, opinions: Iterable[ConsensusOpinion]) -> dict[str, list[str]]:
    """Return what members said against the proposals that stand now, by node, without who said it."""
    standing = {entry.node_id: judgement_in(entry.value) for entry in consensus.entries}
    said: dict[str, list[str]] = {}
    for each in opinions:
        if each.stance is Stance.DISSENTS and each.value == standing.get(each.node_id):
            said.setdefault(each.node_id, []).append(each.words)
    return said


def judgement_in(value: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a stored value judges, without the suggestions for the agency that stand beside it."""
    return {name: said for name, said in value.items() if name != "suggestions"}


def points_of(
    consensus: ConsensusSheet, sheets: list[ScoreSheet], to_discuss: Iterable[str], opinions: list[ConsensusOpinion]
) -> Mapping[str, Point]:
    """Return every node the rule looks at: those to discuss, and those where the lead proposes something else."""
    rubric = rubric_of(consensus.application.programme)
    entries = {entry.node_id: entry for entry in consensus.entries}
    asked, shared = set(to_discuss), shared_values(rubric, sheets)
    said = {node: judgement_in(entry.value) for node, entry in entries.items()}
    proposed = {node for node, value in said.items() if value and value != shared.get(node, {})}
    leaves = [rubric.node(node) for node in asked if rubric.has_node(node)]
    links = sources_by_node(rubric, sheets[0].snapshot, leaves) if sheets and leaves else {}
    members = {sheet.assessor_id for sheet in sheets if not sheet.assignment.is_lead}
    found = {}
    for node_id in (*(leaf.id for leaf in rubric.leaves), TOTAL):
        entry = entries.get(node_id)
        if node_id in asked or node_id in proposed:
            found[node_id] = Point(
                must_be_discussed=node_id in asked,
                is_proposed=node_id in proposed,
                has_value=node_id == TOTAL or bool(entry and entry.value),
                has_reason=bool(entry and entry.reason),
                has_evidence=bool(entry and entry.evidence),
                can_link=bool(links.get(node_id)),
                silent=len(members - current_opinions(entry, opinions).keys()),
            )
    return found


def open_points(consensus: ConsensusSheet) -> dict[str, tuple[Gap, ...]]:
    """Return the nodes that keep the consensus open, in the criteria's order, with what each of them lacks."""
    sheets = panel_sheets(consensus.application, consensus.stage_id)
    to_discuss = [found.node_id for found in discussions(consensus)]
    points = points_of(consensus, sheets, to_discuss, opinions_of(consensus))
    return {node_id: lacking for node_id, point in points.items() if (lacking := gaps(point))}


def open_discussions(consensus: ConsensusSheet) -> list[str]:
    """Return the nodes to discuss that have no agreed value, reason or evidence yet."""
    return [node_id for node_id, lacking in open_points(consensus).items() if set(lacking) - {Gap.VOICES}]


def open_consensus_of(application: Application) -> ConsensusSheet | None:
    """Return the consensus that is open at the application's stage."""
    return db.session.scalars(
        select(ConsensusSheet).where(
            ConsensusSheet.application_id == application.id,
            ConsensusSheet.stage_id == application.stage_id,
            ConsensusSheet.state == ConsensusState.OPEN,
        )
    ).one_or_none()
