"""What the members of a panel say in the consensus room: remarks on a node, and a word on what the lead proposes."""

from __future__ import annotations

import hashlib
import json
import uuid
from typing import Any

from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.models import (
    ConsensusEntry,
    ConsensusOpinion,
    ConsensusRemark,
    ConsensusSheet,
    ConsensusState,
    Person,
    ScoreSheet,
    Stance,
)
from app.permissions import Permission, is_allowed
from app.queries.consensus import (
    current_opinions,
    is_proposal,
    judgement_in,
    opinions_of,
    shared_values,
    submitted_sheets,
)
from app.queries.criteria import rubric_of
from app.queries.sheets import panel_sheets
from app.thai import normalise
from app.transaction import composed, lock, transactional
from workflows.errors import Obstacle, RuleBroken
from workflows.scoring.discrepancy import TOTAL

LONGEST = 4000


@transactional
def add_remark(consensus: ConsensusSheet, node_id: str, words: str, *, actor: Person) -> ConsensusRemark:
    """Say something about one node to the whole panel. What was said stays."""
    consensus = lock(consensus)
    _check_member(consensus, actor)
    _check_node(consensus, node_id)
    remark = ConsensusRemark(
        consensus_id=consensus.id, node_id=node_id, person_id=actor.id, words=_read(words, "remark"), said_at=now()
    )
    db.session.add(remark)
    db.session.flush()
    return remark


@transactional
def say_opinion(
    consensus: ConsensusSheet, node_id: str, stance: Stance, words: str, *, seen: str, actor: Person
) -> None:
    """Agree with what is proposed for a node, or dissent with words. `seen` marks the value the member read.

    Raises RuleBroken where nothing is proposed or the proposal changed meanwhile, and for a dissent without words.
    """
    consensus = lock(consensus)
    sheet = _check_member(consensus, actor)
    entry = _proposal(consensus, node_id)
    if sheet.assignment.is_lead:
        raise RuleBroken([Obstacle("The lead proposes; the other members agree or dissent")])
    if entry is None or not is_proposal(entry, _shared(consensus)):
        raise RuleBroken([Obstacle("The lead has proposed nothing here yet", field="stance")])
    if seen != mark_of(entry):
        raise RuleBroken([Obstacle("The proposal has changed meanwhile. Read it again", field="stance")])
    said = (
        _read(words, "words", "Explain the dissent in words")
        if stance is Stance.DISSENTS
        else normalise(words).strip()[:LONGEST]
    )
    _put(entry, actor.id, stance, said, actor)


@transactional
def agree_with_the_rest(consensus: ConsensusSheet, *, actor: Person) -> int:
    """Agree with every proposal this member has said nothing of yet. Returns how many there were."""
    consensus = lock(consensus)
    sheet = _check_member(consensus, actor)
    if sheet.assignment.is_lead:
        raise RuleBroken([Obstacle("The lead proposes; the other members agree or dissent")])
    return _say_everywhere(consensus, actor.id, Stance.AGREES, "", actor)


@transactional
def note_absence(consensus: ConsensusSheet, member: Person, words: str, *, actor: Person) -> int:
    """Note as the lead why a member says nothing of the open proposals; it counts as heard and stays on record."""
    consensus = lock(consensus)
    if not is_allowed(Permission.LEAD_PANEL, consensus, actor):
        raise RuleBroken([Obstacle("Only the lead assessor records the consensus")])
    _check_member(consensus, member)
    return _say_everywhere(consensus, member.id, Stance.ABSENT, _read(words, "absence"), actor)


@composed
def mark_of(entry: ConsensusEntry) -> str:
    """Return a mark of what is proposed, so that nobody agrees with a value they have not read."""
    text = json.dumps(judgement_in(entry.value), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _say_everywhere(consensus: ConsensusSheet, member_id: uuid.UUID, stance: Stance, words: str, actor: Person) -> int:
    opinions, shared = opinions_of(consensus), _shared(consensus)
    entries = db.session.scalars(select(ConsensusEntry).where(ConsensusEntry.consensus_id == consensus.id)).all()
    waiting = [
        entry for entry in entries if is_proposal(entry, shared) and member_id not in current_opinions(entry, opinions)
    ]
    for entry in waiting:
        _put(entry, member_id, stance, words, actor)
    return len(waiting)


def _shared(consensus: ConsensusSheet) -> dict[str, dict[str, Any]]:
    return shared_values(rubric_of(consensus.application.programme), submitted_sheets(consensus))


def _put(entry: ConsensusEntry, member_id: uuid.UUID, stance: Stance, words: str, actor: Person) -> None:
    """One word a member and node; a new one replaces the last."""
    of_theirs = (
        ConsensusOpinion.consensus_id == entry.consensus_id,
        ConsensusOpinion.node_id == entry.node_id,
        ConsensusOpinion.person_id == member_id,
    )
    opinion = db.session.scalars(select(ConsensusOpinion).where(*of_theirs)).one_or_none()
    if opinion is None:
        opinion = ConsensusOpinion(consensus_id=entry.consensus_id, node_id=entry.node_id, person_id=member_id)
        db.session.add(opinion)
    opinion.stance, opinion.words, opinion.value = stance, words, judgement_in(entry.value)
    opinion.said_by_id, opinion.said_at = actor.id, now()
    db.session.flush()


def _check_member(consensus: ConsensusSheet, person: Person) -> ScoreSheet:
    """The member's own submitted sheet; without one nobody speaks in the room."""
    sheets = panel_sheets(consensus.application, consensus.stage_id)
    own = next((sheet for sheet in sheets if sheet.assessor_id == person.id), None)
    against = []
    if own is None or not is_allowed(Permission.AGREE, consensus, person):
        against.append(Obstacle("Only members of this panel take part"))
    if consensus.state is not ConsensusState.OPEN:
        against.append(Obstacle("This consensus has been recorded and cannot be changed"))
    if own is None or against:
        raise RuleBroken(against)
    return own


def _check_node(consensus: ConsensusSheet, node_id: str) -> None:
    rubric = rubric_of(consensus.application.programme)
    if node_id != TOTAL and not (rubric.has_node(node_id) and rubric.node(node_id).is_leaf):
        raise RuleBroken([Obstacle("The criteria have no such part", field=node_id)])


def _proposal(consensus: ConsensusSheet, node_id: str) -> ConsensusEntry | None:
    return db.session.scalars(
        select(ConsensusEntry).where(ConsensusEntry.consensus_id == consensus.id, ConsensusEntry.node_id == node_id)
    ).one_or_none()


def _read(words: str, field: str, missing: str = "Write it in words") -> str:
    text = normalise(words).strip()
    if not text:
        raise RuleBroken([Obstacle(missing, field=field)])
    if len(text) > LONGEST:
        params = {"count": LONGEST}
        raise RuleBroken([Obstacle("This text is too long to be saved (over %(count)s characters)", params, field)])
    return text
