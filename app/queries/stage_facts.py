"""The stage plan of a programme as the rules read it, and the facts its gates and levels look at."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.models import Application, Programme, SiteVisit, Snapshot, Stage
from app.queries.application_facts import latest_snapshot
from app.queries.criteria import rubric_of
from app.queries.sheets import agreed_scores
from app.queries.visit_scores import scores_after_visit
from app.thai import grapheme_count
from rubrics.conditions import Condition, FactValue
from rubrics.model import Rubric
from rubrics.stages import Gate, StageKind
from workflows.application import Phase
from workflows.document import Part, QuestionKind, parts, section_gaps
from workflows.gates import gate_facts
from workflows.scoring.totals import Scores
from workflows.stage_plan import PlannedStage


def stage_plan(programme: Programme) -> tuple[PlannedStage, ...]:
    """Return the plan in force: the programme's own rows, not the rubric's defaults."""
    return tuple(
        PlannedStage(
            stage.code,
            StageKind(stage.kind),
            stage.panel_size,
            Condition.model_validate(stage.enter_when) if stage.enter_when else None,
            Gate.model_validate(stage.gate) if stage.gate else None,
        )
        for stage in programme.stages
    )


def stage_named(programme: Programme, code: str) -> Stage:
    """Return the stage of this code. Raises StopIteration if the plan has none."""
    return next(stage for stage in programme.stages if stage.code == code)


def is_assessing(stage: Stage) -> bool:
    """Say whether a panel fills in score sheets at this stage."""
    return PlannedStage(stage.code, StageKind(stage.kind), stage.panel_size).is_assessing


def facts_of(application: Application) -> Mapping[str, FactValue]:
    """Return every fact a gate or an award level of this application may read, from recorded consensus only."""
    rubric = rubric_of(application.programme)
    first, last = _agreed(application)
    visit = db.session.scalars(select(SiteVisit).where(SiteVisit.application_id == application.id)).one_or_none()
    is_visited = visit is not None and visit.is_confirmed is not None
    return gate_facts(
        rubric,
        assessor=first,
        consensus=last,
        site_visit=_after_visit(application) if is_visited else None,
        profile_complete=profile_is_complete(rubric, latest_snapshot(application, Phase.ENTRY)),
        missing_evidence=missing_evidence(rubric, application),
        site_visit_confirmed=visit.is_confirmed if visit is not None else None,
    )


def _agreed(application: Application) -> tuple[Scores | None, Scores | None]:
    """The agreed scores of the first round of certifiers, and of the last stage that has a consensus."""
    found = [
        (stage, agreed_scores(application, stage.id)) for stage in application.programme.stages if is_assessing(stage)
    ]
    first = next((scores for stage, scores in found if stage.kind == StageKind.SELF), None)
    later = [scores for stage, scores in found if stage.kind != StageKind.SELF and scores is not None]
    return first, later[-1] if later else None


def _after_visit(application: Application) -> Scores | None:
    """The last agreed scores as the visit left them."""
    found = [scores_after_visit(application, stage.id) for stage in application.programme.stages if is_assessing(stage)]
    known = [scores for scores in found if scores is not None]
    return known[-1] if known else None


def profile_is_complete(rubric: Rubric, snapshot: Snapshot | None) -> bool:
    """Say whether every prompt of the organisational profile was answered within its limits."""
    if snapshot is None:
        return False
    answers, files = _frozen(snapshot)
    profile = {section.id for section in rubric.profile}
    mine = [part for part in parts(rubric, Phase.ENTRY) if part.id in profile]
    return not any(section_gaps(part, answers, files, grapheme_count) for part in mine)


def missing_evidence(rubric: Rubric, application: Application) -> int:
    """Count levels claimed without a file, and report sections whose required file is missing."""
    found = [latest_snapshot(application, phase) for phase in Phase]
    return missing_in(rubric, [snapshot for snapshot in found if snapshot is not None])


def missing_in(rubric: Rubric, snapshots: Iterable[Snapshot]) -> int:
    """Count the same in the newest snapshot of each document."""
    count = 0
    for snapshot in snapshots:
        answers, files = _frozen(snapshot)
        count += sum(_missing_files(part, answers, files) for part in parts(rubric, snapshot.phase))
    return count


def _missing_files(part: Part, answers: Mapping[str, Any], files: Mapping[str, int]) -> int:
    claimed = {
        (question.node_id, question.level)
        for question in part.questions
        if question.kind is QuestionKind.TICK and answers.get(question.id) is True
    }
    return sum(
        1
        for question in part.questions
        if question.kind is QuestionKind.FILE
        and not files.get(question.id)
        and ((question.node_id, question.level) in claimed or (question.file is not None and question.file.min > 0))
    )


def _frozen(snapshot: Snapshot) -> tuple[dict[str, Any], dict[str, int]]:
    content = json.loads(snapshot.content)
    return content["answers"], {field: len(files) for field, files in content["files"].items()}
