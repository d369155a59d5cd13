"""The calibration of the demonstration: an exercise before live work, and one stage's scores frozen as they stood."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy import select

from app.demo.acts import Story
from app.demo.programmes import officer_of
from app.extensions import db
from app.models import Person, ScoreSheet, SheetState, Snapshot
from app.queries.assignment_problem import assessor_pool
from app.queries.calibration_input import calibration_input
from app.queries.exercises import reference_snapshots
from app.services.calibration import freeze_run
from app.services.exercises import (
    open_trial_sheet,
    prepare_exercise,
    save_key,
    save_trial,
    start_exercise,
    submit_trial,
)
from app.transaction import transactional
from rubrics.model import Method
from workflows.application import ApplicationState
from workflows.comments import comments_in
from workflows.ratings import islands_of, read_ratings
from workflows.round_analysis import analyse


def calibrate(stories: Sequence[Story]) -> None:
    """Freeze and calibrate the stage with the most sheets among those whose assessors are joined, if there are any."""
    by_stage = {story.present.stage: story for story in stories if story.present.stage is not None}
    given = [(calibration_input(stage), stage) for stage in by_stage]
    filled = sorted((each for each in given if each[0].sheets), key=lambda each: -each[0].sheets)
    joined = [each for each in filled if len(islands_of(read_ratings(each[0].content.encode()))) == 1]
    for scores, stage in (joined or filled)[:1]:
        officer = officer_of(by_stage[stage])
        freeze_run(stage, scores, analyse(scores.content.encode()), actor_id=officer.id)


def exercise(stories: Sequence[Story]) -> None:
    """Let one programme that is about to assess train its assessors on an entry announced under the same criteria."""
    for story in stories:
        is_next = story.goes_to(ApplicationState.ASSESSMENT) and story.entry.rubric.method is Method.POINTS
        references = [each for each in reference_snapshots(story.programme) if _judged(each)] if is_next else []
        if references:
            _train(story, references[0])
            return


def _judged(snapshot: Snapshot) -> ScoreSheet | None:
    """Return the first sheet that was submitted on this snapshot: its scores and words become the key."""
    return db.session.scalars(
        select(ScoreSheet)
        .where(ScoreSheet.snapshot_id == snapshot.id, ScoreSheet.state == SheetState.SUBMITTED)
        .order_by(ScoreSheet.sha256)
    ).first()


@transactional
def _train(story: Story, reference: Snapshot) -> None:
    sheet, stage, officer = _judged(reference), story.present.stage, officer_of(story)
    if sheet is None or stage is None:
        raise LookupError("only judged references and stories with a stage are chosen")
    title = f"ผลงานอ้างอิง {reference.application.code}"
    trial = prepare_exercise(story.programme, title=title, snapshot=reference, text="", actor=officer)
    key = {entry.node_id: str(entry.value["percent"]) for entry in sheet.entries if entry.value.get("percent")}
    for entry in sheet.entries:
        said = [*comments_in(entry.strengths), *comments_in(entry.opportunities)]
        reason = " ".join(each.text for each in said) or "คะแนนตามหลักฐานที่อ้างไว้ในเอกสาร"
        save_key(trial, entry.node_id, {"percent": key.get(entry.node_id, "0")}, reason=reason, actor=officer)
    start_exercise(trial, actor=officer)
    pool = [profile.person for profile in assessor_pool(stage)]
    for person, is_in in zip(pool[:3], (True, True, False), strict=False):
        own = open_trial_sheet(trial, actor=person)
        for node_id, percent in list(key.items())[: None if is_in else 3]:
            save_trial(own, node_id, {"percent": _own_view(story, person, node_id, percent)}, actor=person)
        if is_in:
            submit_trial(own, actor=person)


def _own_view(story: Story, person: Person, node_id: str, percent: str) -> str:
    """A step of the scale above or below the key, or the same."""
    scale = story.entry.rubric.node(node_id).scale
    assert scale is not None, "an indicator scored by points has a scale"
    moved = Decimal(percent) + story.chance(f"trial/{node_id}/{person.email}").choice((-1, 0, 0, 1)) * scale.step
    return format(min(max(moved, scale.min), scale.max), "f")
