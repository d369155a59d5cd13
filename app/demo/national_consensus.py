"""What panels of a national round agree on, many at a time: opened on their sheets, settled by the lead, recorded."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping

from app.clock import now
from app.demo.national_case import Case
from app.demo.national_rows import Rows
from app.demo.panels import agreed_values
from app.models import Application, ConsensusEntry, ConsensusOpinion, ConsensusSheet, ConsensusState, Snapshot, Stance
from app.queries.consensus import judgement_in
from app.queries.consensus_evidence import sources_by_node
from app.queries.sheets import agreed_from, read_panel
from app.services.consensus import hash_of
from app.services.consensus_start import first_entries
from app.services.snapshots import sealed
from rubrics.model import Method
from workflows.application import ApplicationState
from workflows.scoring.discrepancy import TOTAL, must_discuss
from workflows.scoring.totals import score


def open_consensus(rows: Rows, case: Case) -> None:
    """Open the consensus: every sheet is in."""
    rows.change(Application, case.id, state=ApplicationState.CONSENSUS, state_since=now())
    rows.record("open_consensus", case.subject, by=None, stage=case.panel_stage)
    consensus = ConsensusSheet(
        id=uuid.uuid4(),
        application_id=case.id,
        stage_id=case.seats[0].stage_id,
        state=ConsensusState.OPEN,
        opened_at=now(),
        to_discuss=len(must_discuss(case.rubric, read_panel(case.rubric, case.sheets), spread_trigger=None)),
        entries=first_entries(case.rubric, case.sheets),
    )
    for entry in consensus.entries:
        entry.id, entry.consensus_id, entry.version, entry.reason, entry.dissent = uuid.uuid4(), consensus.id, 1, "", ""
    rows.add(consensus, *consensus.entries)
    members = [seat.assessor for seat in case.seats]
    rows.tell(
        "consensus_opened",
        members,
        once_per=consensus.id,
        of=case.programme.id,
        link=f"/consensus/{consensus.id}",
        **case.naming,
    )
    case.consensus = consensus


def agree(rows: Rows, case: Case) -> None:
    """Settle what has to be discussed, with a reason each, and record the consensus."""
    consensus, lead = case.consensus, next(seat.assessor for seat in case.seats if seat.is_lead)
    assert consensus is not None, "a consensus is opened before it is recorded"
    for entry in _settled(case, consensus):
        entry.saved_by_id, entry.saved_at = lead.id, now()
        _hear_members(rows, case, entry)
        if entry.version == 1:
            rows.add(entry)
        else:
            changed = ("value", "reason", "evidence", "version", "saved_by_id", "saved_at")
            rows.change(ConsensusEntry, entry.id, **{name: getattr(entry, name) for name in changed})
    total = score(case.rubric, agreed_from(case.rubric, consensus, case.sheets)).total
    assert total is not None, f"{case.code} is scored everywhere"
    sha256 = hash_of(consensus)
    rows.change(
        ConsensusSheet,
        consensus.id,
        state=ConsensusState.RECORDED,
        recorded_by_id=lead.id,
        recorded_at=now(),
        total=format(total, "f"),
        sha256=sha256,
    )
    rows.record("record_consensus", case.subject, by=lead, stage=case.panel_stage, scores=sha256, dissent=[])


def _settled(case: Case, consensus: ConsensusSheet) -> Iterable[ConsensusEntry]:
    """Yield the entries that the lead writes: agreed everywhere, with a reason where the sheets lay apart."""
    sheets, agreed = read_panel(case.rubric, case.sheets), agreed_values(case.story)
    to_discuss = dict.fromkeys(found.node_id for found in must_discuss(case.rubric, sheets, spread_trigger=None))
    settles_all = case.rubric.method is not Method.LEVEL_CHECKLIST
    present = {entry.node_id: entry for entry in consensus.entries}
    chance, reasons = case.story.chance("consensus"), case.story.content.comments.consensus_reasons
    sources = _sources(case, to_discuss)
    for node_id in dict.fromkeys([*to_discuss, *(agreed if settles_all else ())]):
        entry = present.get(node_id) or _new_entry(consensus, node_id)
        entry.version += 1
        if node_id != TOTAL:
            entry.value = dict(agreed[node_id])
        if node_id in to_discuss:
            entry.reason = chance.choice(reasons)
            entry.evidence = sorted(sources.get(node_id, ()), reverse=True)[:1]
        yield entry


def _sources(case: Case, to_discuss: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """Return what the agency handed in that the reasons can rest on."""
    leaves = [case.rubric.node(node_id) for node_id in to_discuss if case.rubric.has_node(node_id)]
    return sources_by_node(case.rubric, Snapshot(content=sealed(case.frozen)[0]), leaves) if leaves else {}


def _hear_members(rows: Rows, case: Case, entry: ConsensusEntry) -> None:
    """Let every member agree with what the lead proposes."""
    for seat in case.seats:
        if not seat.is_lead:
            rows.add_values(
                ConsensusOpinion,
                id=uuid.uuid4(),
                consensus_id=entry.consensus_id,
                node_id=entry.node_id,
                person_id=seat.assessor.id,
                stance=Stance.AGREES,
                value=judgement_in(entry.value),
                words="",
                said_by_id=seat.assessor.id,
                said_at=now(),
            )


def _new_entry(consensus: ConsensusSheet, node_id: str) -> ConsensusEntry:
    entry = ConsensusEntry(
        id=uuid.uuid4(),
        consensus_id=consensus.id,
        node_id=node_id,
        value={},
        reason="",
        strengths="",
        opportunities="",
        dissent="",
        evidence=[],
        to_verify="",
        version=0,
    )
    consensus.entries.append(entry)
    return entry
