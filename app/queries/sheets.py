"""Score sheets as the scoring rules read them: from stored entries, and from an agency's own answers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.models import (
    Application,
    ConsensusEntry,
    ConsensusSheet,
    ConsensusState,
    ScoreSheet,
    SheetEntry,
    SheetState,
    Snapshot,
)
from app.queries.criteria import rubric_of
from rubrics.model import Method, Rubric
from rubrics.nodes import Node
from workflows.scoring.discrepancy import panel_means
from workflows.scoring.reading import parse_sheet
from workflows.scoring.sheet import Sheet
from workflows.scoring.totals import Scores, score

Values = Mapping[str, Mapping[str, Any]]


def raw_sheet(rubric: Rubric, values: Values, cannot_judge: Iterable[str] = ()) -> dict[str, Any]:
    """Put entry values by node into the form of a score sheet file.

    An entry is {"percent": ...} for points, {"levels": {...}, "percent": ...} for dimensions, {"ticks": [...]} for a
    checklist item and {"kpis": [...]} for a results item.
    """
    said = {node: value for node, value in values.items() if value}
    match rubric.method:
        case Method.POINTS:
            return {
                "points": {
                    node: value["percent"] for node, value in said.items() if value.get("percent") not in (None, "")
                }
            }
        case Method.ADLI_LETCI:
            return {"adli": {node: _judgement(value) for node, value in said.items()}}
    raw: dict[str, Any] = {
        "cannot_judge": sorted(cannot_judge),
        "kpis": {node: list(value["kpis"]) for node, value in said.items() if value.get("kpis")},
    }
    if any("ticks" in value for value in said.values()):
        raw["checkpoints"] = sorted(tick for value in said.values() for tick in value.get("ticks", ()))
    return raw


def _judgement(value: Mapping[str, Any]) -> dict[str, Any]:
    return {**value.get("levels", {}), "percent": value.get("percent")}


def sheet_of(rubric: Rubric, entries: Iterable[SheetEntry | ConsensusEntry]) -> Sheet:
    """Return the sheet that stored entries say; a value beside "cannot be judged" is kept but says nothing.

    Raises SheetFaults if an entry cannot be read.
    """
    listed = list(entries)
    cannot = [entry.node_id for entry in listed if isinstance(entry, SheetEntry) and entry.cannot_judge]
    said = {entry.node_id: entry.value for entry in listed if entry.node_id not in cannot}
    return parse_sheet(rubric, raw_sheet(rubric, said, cannot))


def self_sheet(rubric: Rubric, answers: Mapping[str, Any]) -> Sheet:
    """Return an agency's own PMQA 4.0 sheet: its ticks and its indicators."""
    raw: dict[str, Any] = {
        "checkpoints": [tick for tick in rubric.checkpoints if answers.get(f"tick.{tick}") is True],
        "kpis": {
            leaf.id: indicators_of(leaf, answers.get(f"kpis.{leaf.id}") or ())
            for leaf in rubric.leaves
            if leaf.kpi is not None and answers.get(f"kpis.{leaf.id}")
        },
    }
    return parse_sheet(rubric, raw)


def indicators_of(item: Node, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Turn an agency's indicator rows into those the scoring rule reads.

    A ramp comes only from the rubric: a row that names one of its examples with a ramp is read by it, any other row
    is compared with its own target.
    """
    ramps = {example.id: example.ramp for example in item.examples if example.ramp is not None}
    read = []
    for row in rows:
        actual = given(row, "actual")
        ramp = ramps.get(row.get("example", ""))
        if ramp is not None:
            read.append({"rule": "ramp", "actual": actual, "floor": str(ramp.floor), "ceiling": str(ramp.ceiling)})
        else:
            target = given(row, "target")
            read.append(
                {"rule": "generic", "actual": actual, "target": target, "direction": row.get("direction") or "more"}
            )
    return read


def given(row: Mapping[str, Any], name: str) -> str | None:
    """Return a figure as text, None where it was left empty; 0 is a figure."""
    text = str(row.get(name, "")).strip()
    return text or None


def frozen_answers(snapshot: Snapshot) -> dict[str, Any]:
    """Return the answers a snapshot holds."""
    answers: dict[str, Any] = json.loads(snapshot.content)["answers"]
    return answers


def claimed_indicators(leaf: Node, snapshot: Snapshot) -> list[dict[str, Any]]:
    """Return an agency's indicators of a results item as the scoring rule reads them; a blank one where it gave none.

    The blank one lets an assessor decide a score, with a reason, where there is nothing to compare.
    """
    if leaf.kpi is None:
        return []
    return indicators_of(leaf, frozen_answers(snapshot).get(f"kpis.{leaf.id}") or ({},))


def panel_sheets(application: Application, stage_id: object) -> list[ScoreSheet]:
    """Return the submitted, not void sheets of a stage."""
    return list(
        db.session.scalars(
            select(ScoreSheet).where(
                ScoreSheet.application_id == application.id,
                ScoreSheet.stage_id == stage_id,
                ScoreSheet.state == SheetState.SUBMITTED,
            )
        )
    )


def read_panel(rubric: Rubric, sheets: Iterable[ScoreSheet]) -> list[Sheet]:
    """Return the panel's sheets as values."""
    return [sheet_of(rubric, sheet.entries) for sheet in sheets]


def agreed_sheet(rubric: Rubric, consensus: ConsensusSheet) -> Sheet:
    """Return the panel's agreed sheet: its own entries, and the panel's mean where it recorded none.

    For a checklist every item is an entry: the agreed ticks, settled where they differed; a results item may be a mean.
    """
    return agreed_from(rubric, consensus, panel_sheets(consensus.application, consensus.stage_id))


def agreed_from(
    rubric: Rubric, consensus: ConsensusSheet, panel: Iterable[ScoreSheet], changes: Values | None = None
) -> Sheet:
    """Return the agreed sheet where the panel's submitted sheets are read already; a visit's `changes` stand on top."""
    agreed = {entry.node_id: entry.value for entry in consensus.entries if rubric.has_node(entry.node_id)}
    values: Values = {**agreed, **(changes or {})}
    own = parse_sheet(rubric, raw_sheet(rubric, values))
    means = panel_means(rubric, read_panel(rubric, panel))
    said = {node_id for node_id, value in values.items() if value}
    leaves = {leaf.id for leaf in rubric.leaves if not leaf.levels} - said
    node_means = {node: value for node, value in means.items() if node in leaves and value is not None}
    return replace(own, node_means=node_means)


def recorded_consensus(application: Application, stage_id: object) -> ConsensusSheet | None:
    """Return the recorded consensus of a stage, if there is one."""
    return db.session.scalars(
        select(ConsensusSheet).where(
            ConsensusSheet.application_id == application.id,
            ConsensusSheet.stage_id == stage_id,
            ConsensusSheet.state == ConsensusState.RECORDED,
        )
    ).one_or_none()


def agreed_scores(application: Application, stage_id: object) -> Scores | None:
    """Return what the recorded consensus of a stage is worth."""
    consensus = recorded_consensus(application, stage_id)
    if consensus is None:
        return None
    rubric = rubric_of(application.programme)
    return score(rubric, agreed_sheet(rubric, consensus))
