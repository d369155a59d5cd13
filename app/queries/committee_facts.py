"""What the committee's criteria read of many applications at once, in a constant number of statements."""

from __future__ import annotations

import functools
import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.extensions import db
from app.models import (
    Application,
    ConsensusSheet,
    ConsensusState,
    Programme,
    ScoreSheet,
    SheetState,
    SiteVisit,
    Snapshot,
)
from app.queries.criteria import rubric_of
from app.queries.sheets import agreed_from, frozen_answers
from app.queries.stage_facts import is_assessing, missing_in, profile_is_complete
from app.queries.visit_scores import visit_changes
from rubrics.conditions import FactValue
from rubrics.model import Rubric
from rubrics.stages import StageKind
from workflows.application import Phase
from workflows.decision import outcome_by_rule
from workflows.gates import gate_facts
from workflows.scoring.totals import Scores, score

Key = tuple[uuid.UUID, uuid.UUID]


@dataclass(frozen=True)
class Judged:
    """One application as the criteria see it: what was agreed last and where, every fact, the awards it asked for.

    `at_stages` is what each stage's panel recorded, before any visit; `by_rule_before_visit` is what the criteria would
    lead to had the findings of the visit changed no agreed value.
    """

    scores: Scores | None
    agreed_at: uuid.UUID | None
    facts: Mapping[str, FactValue]
    wanted: tuple[str, ...]
    by_rule: str
    by_rule_before_visit: str
    at_stages: Mapping[uuid.UUID, Scores]


@dataclass(frozen=True)
class _Read:
    """What was read of all the applications."""

    agreed: Mapping[Key, Scores]
    visited: Mapping[Key, Scores]
    visits: Mapping[uuid.UUID, SiteVisit]
    snapshots: Mapping[uuid.UUID, Mapping[Phase, Snapshot]]


def judged(programme: Programme, applications: Collection[Application]) -> Mapping[uuid.UUID, Judged]:
    """Return each application of one programme as its criteria see it."""
    rubric = rubric_of(programme)
    ids = [application.id for application in applications]
    read = _Read(*_agreed(rubric, ids), _visits(ids), _snapshots(ids))
    return {key: _judged(rubric, programme, key, read) for key in ids}


def _judged(rubric: Rubric, programme: Programme, key: uuid.UUID, read: _Read) -> Judged:
    snapshots, visit = read.snapshots[key], read.visits.get(key)
    assessing = [stage for stage in programme.stages if is_assessing(stage)]
    found = [(stage, read.agreed.get((key, stage.id))) for stage in assessing]
    first = next((scores for stage, scores in found if stage.kind == StageKind.SELF), None)
    later = [(stage, scores) for stage, scores in found if stage.kind != StageKind.SELF and scores is not None]
    last_stage, last = later[-1] if later else (None, None)
    confirmed = visit.is_confirmed if visit is not None else None
    visited = [scores for stage in assessing if (scores := read.visited.get((key, stage.id))) is not None]
    after = visited[-1] if visited and confirmed is not None else None
    facts_with = functools.partial(
        gate_facts,
        rubric,
        assessor=first,
        consensus=last,
        profile_complete=profile_is_complete(rubric, snapshots.get(Phase.ENTRY)),
        missing_evidence=missing_in(rubric, snapshots.values()),
        site_visit_confirmed=confirmed,
    )
    facts, wanted = facts_with(site_visit=after), _wanted(rubric, snapshots.get(Phase.ENTRY))
    by_rule = outcome_by_rule(rubric, facts, wanted)
    before = outcome_by_rule(rubric, facts_with(site_visit=last), wanted) if after else by_rule
    at_stages = {stage.id: scores for stage, scores in found if scores is not None}
    last_id = last_stage.id if last_stage else None
    return Judged(after or last or first, last_id, facts, wanted, by_rule, before, at_stages)


def _wanted(rubric: Rubric, snapshot: Snapshot | None) -> tuple[str, ...]:
    """The category awards the applicant chose, in the criteria's order."""
    if snapshot is None or not rubric.award_types:
        return ()
    answers = frozen_answers(snapshot)
    fields = [field.id for field in rubric.fields if field.choices_from == "award_types"]
    chosen = {code for field in fields for code in answers.get(field) or ()}
    return tuple(kind.code for kind in rubric.award_types if kind.code in chosen)


def _agreed(rubric: Rubric, ids: Collection[uuid.UUID]) -> tuple[Mapping[Key, Scores], Mapping[Key, Scores]]:
    """What each recorded consensus is worth, and what it is worth as a visit left it."""
    panels: dict[Key, list[ScoreSheet]] = defaultdict(list)
    for sheet in db.session.scalars(
        select(ScoreSheet)
        .where(ScoreSheet.application_id.in_(ids), ScoreSheet.state == SheetState.SUBMITTED)
        .options(selectinload(ScoreSheet.entries))
    ):
        panels[sheet.application_id, sheet.stage_id].append(sheet)
    recorded = db.session.scalars(
        select(ConsensusSheet)
        .where(ConsensusSheet.application_id.in_(ids), ConsensusSheet.state == ConsensusState.RECORDED)
        .options(selectinload(ConsensusSheet.entries))
    )
    keyed = [((each.application_id, each.stage_id), each) for each in recorded]
    agreed = {key: score(rubric, agreed_from(rubric, each, panels[key])) for key, each in keyed}
    changes = visit_changes(ids)
    changed = {
        key: score(rubric, agreed_from(rubric, each, panels[key], changes[key[0]]))
        for key, each in keyed
        if key[0] in changes
    }
    return agreed, agreed | changed


def _visits(ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, SiteVisit]:
    visits = db.session.scalars(select(SiteVisit).where(SiteVisit.application_id.in_(ids)))
    return {visit.application_id: visit for visit in visits}


def _snapshots(ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Mapping[Phase, Snapshot]]:
    """The newest snapshot of each document."""
    found: dict[uuid.UUID, dict[Phase, Snapshot]] = defaultdict(dict)
    for snapshot in db.session.scalars(
        select(Snapshot).where(Snapshot.application_id.in_(ids)).order_by(Snapshot.number)
    ):
        found[snapshot.application_id][snapshot.phase] = snapshot
    return found
