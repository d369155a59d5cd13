"""The consensus sheet: the lead records what the panel agreed, with reasons and dissent, then closes it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from itertools import chain
from typing import Any

from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.models import (
    Application,
    ConsensusEntry,
    ConsensusEntryVersion,
    ConsensusSheet,
    ConsensusState,
    Person,
)
from app.permissions import Permission, is_allowed, roles_on
from app.queries.consensus import open_points, opinions_of, standing_dissents
from app.queries.consensus_evidence import sources_by_node
from app.queries.criteria import rubric_of
from app.queries.sheets import agreed_sheet, claimed_indicators, panel_sheets, raw_sheet
from app.services.events import personal, record
from app.services.judgements import content_of, fields_of, read_fields, settle_percent
from app.services.rounds import MOVE_TASK
from app.services.score_sheets import StaleEntry
from app.transaction import composed, lock, promise_wake, transactional
from rubrics.model import Rubric
from workflows.application import RECORD_CONSENSUS, ApplicationFacts
from workflows.consensus import Gap
from workflows.errors import Obstacle, RuleBroken
from workflows.scoring.discrepancy import TOTAL
from workflows.scoring.reading import parse_sheet
from workflows.scoring.totals import score

COMMENTS = ("reason", "strengths", "opportunities", "dissent", "to_verify")
EVIDENCE = "evidence"


@transactional
def save_agreement_fields(
    consensus: ConsensusSheet, node_id: str, given: Mapping[str, object], *, version: int, actor: Person
) -> ConsensusEntry:
    """Save some fields of what the panel agreed of one node, or of its total; what is not given stays as it is.

    Raises RuleBroken with the reason at each field, StaleEntry where another window saved something else first.
    """
    consensus = lock(consensus)
    rubric = rubric_of(consensus.application.programme)
    entry = _entry_of(consensus, node_id)
    if node_id == TOTAL:
        content: dict[str, Any] = {name: given[name] for name in (*COMMENTS, EVIDENCE) if name in given}
        return save_agreement(consensus, node_id, content, version=version, actor=actor)
    if not rubric.has_node(node_id) or not rubric.node(node_id).is_leaf:
        raise RuleBroken([Obstacle("The criteria have no such part", field=node_id)])
    leaf, sheets = rubric.node(node_id), panel_sheets(consensus.application, consensus.stage_id)
    claims = claimed_indicators(leaf, sheets[0].snapshot) if sheets else []
    sent = {name: raw for name, raw in given.items() if name != EVIDENCE}
    mine = read_fields(rubric, leaf, sent, comments=COMMENTS, claims=claims)
    current = fields_of(rubric, leaf, agreed_content(entry) if entry else {}, COMMENTS)
    clashing = [name for name in mine if current[name] != mine[name]]
    if entry is not None and entry.version != version and clashing:
        raise StaleEntry(entry, clashing)
    fields = {**current, **mine}
    settle_percent(rubric, leaf, fields, is_chosen="percent" in given)
    content = content_of(rubric, leaf, fields, COMMENTS)
    if EVIDENCE in given:
        content[EVIDENCE] = given[EVIDENCE]
    return save_agreement(consensus, node_id, content, version=entry.version if entry else 0, actor=actor)


def _entry_of(consensus: ConsensusSheet, node_id: str) -> ConsensusEntry | None:
    return db.session.scalars(
        select(ConsensusEntry).where(ConsensusEntry.consensus_id == consensus.id, ConsensusEntry.node_id == node_id)
    ).one_or_none()


@composed
def agreed_content(entry: ConsensusEntry) -> dict[str, Any]:
    """Return all that an agreed entry holds."""
    return {"value": entry.value, EVIDENCE: entry.evidence, **{name: getattr(entry, name) for name in COMMENTS}}


@transactional
def save_agreement(
    consensus: ConsensusSheet, node_id: str, content: Mapping[str, Any], *, version: int, actor: Person
) -> ConsensusEntry:
    """Save what the panel agreed of one node. Raises RuleBroken if it cannot be, StaleEntry if someone saved first.

    `content` has value, evidence, reason, strengths, opportunities, dissent and to_verify; what is not given stays as
    it is. Every earlier version is kept.
    """
    consensus = lock(consensus)
    _check_lead(consensus, actor)
    rubric = rubric_of(consensus.application.programme)
    value = _checked(rubric, node_id, content.get("value"))
    evidence = _linked(consensus, rubric, node_id, content[EVIDENCE]) if EVIDENCE in content else None
    entry = _entry_of(consensus, node_id)
    if entry is None:
        entry = ConsensusEntry(consensus_id=consensus.id, node_id=node_id, version=0, saved_at=now())
        db.session.add(entry)
    elif entry.version != version:
        raise StaleEntry(entry)
    else:
        _keep_version(entry)
    if value is not None:
        entry.value = value
    if evidence is not None:
        entry.evidence = evidence
    for name in COMMENTS:
        if name in content:
            setattr(entry, name, str(content[name]).strip())
    entry.version, entry.saved_by_id, entry.saved_at = (entry.version or 0) + 1, actor.id, now()
    db.session.flush()
    return entry


def _check_lead(consensus: ConsensusSheet, actor: Person) -> None:
    if not is_allowed(Permission.LEAD_PANEL, consensus, actor):
        raise RuleBroken([Obstacle("Only the lead assessor records the consensus")])
    if consensus.state is not ConsensusState.OPEN:
        raise RuleBroken([Obstacle("This consensus has been recorded and cannot be changed")])


def _checked(rubric: Rubric, node_id: str, value: object) -> dict[str, Any] | None:
    if node_id != TOTAL and (not rubric.has_node(node_id) or not rubric.node(node_id).is_leaf):
        raise RuleBroken([Obstacle("The criteria have no such part", field=node_id)])
    if not isinstance(value, Mapping) or node_id == TOTAL:
        return None
    parse_sheet(rubric, raw_sheet(rubric, {node_id: value}))
    return dict(value)


def _linked(consensus: ConsensusSheet, rubric: Rubric, node_id: str, refs: object) -> list[Any]:
    """Keep the references that lead to something the agency handed in for this node."""
    sheets = panel_sheets(consensus.application, consensus.stage_id)
    if not rubric.has_node(node_id) or not sheets:
        return []
    known = sources_by_node(rubric, sheets[0].snapshot, [rubric.node(node_id)])[node_id]
    given = refs if isinstance(refs, list | tuple) else []
    return [ref for ref in dict.fromkeys(map(str, given)) if ref in known]


def _keep_version(entry: ConsensusEntry) -> None:
    db.session.add(
        ConsensusEntryVersion(
            consensus_id=entry.consensus_id,
            node_id=entry.node_id,
            version=entry.version,
            content=agreed_content(entry),
            saved_by_id=entry.saved_by_id,
            saved_at=entry.saved_at,
        )
    )


@transactional
def record_consensus(consensus: ConsensusSheet, *, actor: Person) -> None:
    """Close the consensus: from now on gates and levels read it. Raises RuleBroken naming what is still open."""
    consensus = lock(consensus)
    application: Application = lock(consensus.application)
    if consensus.state is not ConsensusState.OPEN:
        raise RuleBroken([Obstacle("This consensus has been recorded and cannot be changed")])
    lacking = open_points(consensus).values()
    facts = ApplicationFacts(
        undiscussed=sum(bool(set(each) - {Gap.VOICES}) for each in lacking),
        unheard=sum(Gap.VOICES in each for each in lacking),
    )
    RECORD_CONSENSUS.check(application.state, roles_on(consensus, actor), facts)
    rubric = rubric_of(application.programme)
    scores = score(rubric, agreed_sheet(rubric, consensus))
    if scores.total is None:
        raise RuleBroken([Obstacle("Not scored yet: %(nodes)s", {"nodes": ", ".join(scores.unscored)})])
    consensus.state, consensus.recorded_by_id, consensus.recorded_at = ConsensusState.RECORDED, actor.id, now()
    consensus.total, consensus.sha256 = format(scores.total, "f"), hash_of(consensus)
    record(
        RECORD_CONSENSUS.name,
        about=application,
        actor=actor,
        stage=consensus.stage.code,
        scores=consensus.sha256,
        dissent=_dissent(consensus),
    )
    promise_wake(MOVE_TASK)


def _dissent(consensus: ConsensusSheet) -> list[str]:
    """What the lead wrote down as dissent, and what members said against a proposal that now stands."""
    of_members = standing_dissents(consensus, opinions_of(consensus)).values()
    said = [*(entry.dissent for entry in consensus.entries if entry.dissent), *chain.from_iterable(of_members)]
    return [personal(words) for words in said]


@composed
def hash_of(consensus: ConsensusSheet) -> str:
    """Return the SHA-256 of what the panel agreed, with its reasons and what they rest on."""
    said = {
        entry.node_id: {"value": entry.value, "reason": entry.reason, EVIDENCE: entry.evidence}
        for entry in consensus.entries
    }
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
