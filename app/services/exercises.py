"""The calibration exercise: a reference with an expert key, trial sheets scored blind, and who may begin live work."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.models import (
    AssessorProfile,
    CalibrationExercise,
    ExerciseEntry,
    ExerciseKey,
    ExerciseSheet,
    Person,
    Programme,
    Snapshot,
)
from app.permissions import Permission, is_allowed
from app.queries.criteria import rubric_of
from app.queries.exercises import (
    compared,
    open_exercise,
    points_of,
    reference_snapshots,
    said_by,
    sheet_of_assessor,
    standing_of,
)
from app.queries.sheets import claimed_indicators, indicators_of
from app.services.events import personal, record
from app.services.judgements import content_of, fields_of, read_fields, settle_percent
from app.transaction import composed, lock, transactional
from rubrics.nodes import Node
from workflows.calibration_exercise import (
    SETTING,
    CalibrationRule,
    live_work_obstacles,
    mean_difference,
    opening_obstacles,
    rule_of,
    tolerance_of,
)
from workflows.errors import Obstacle, RuleBroken

_NOT_YOURS = Obstacle("Your role does not allow this step")


@transactional
def prepare_exercise(
    programme: Programme, *, title: str, snapshot: Snapshot | None, text: str, actor: Person
) -> CalibrationExercise:
    """Begin an exercise from a frozen snapshot of an announced entry, or from an illustrative text."""
    against = _not_allowed(programme, actor)
    if not title.strip():
        against.append(Obstacle("Give the exercise a name", field="title"))
    if (snapshot is None) == (not text.strip()):
        against.append(Obstacle("Choose an announced entry, or write an illustrative text, not both", field="text"))
    if snapshot is not None and snapshot.id not in {each.id for each in reference_snapshots(programme)}:
        against.append(Obstacle("Only an announced entry under the same criteria can serve", field="snapshot"))
    if against:
        raise RuleBroken(against)
    exercise = CalibrationExercise(
        programme_id=programme.id,
        title=title.strip(),
        snapshot_id=snapshot.id if snapshot else None,
        text=text.strip(),
        created_by_id=actor.id,
        created_at=now(),
    )
    db.session.add(exercise)
    db.session.flush()
    record("exercise_prepared", about=exercise, actor=actor, snapshot=snapshot.sha256 if snapshot else None)
    return exercise


@transactional
def save_key(
    exercise: CalibrationExercise, node_id: str, given: Mapping[str, object], *, reason: str, actor: Person
) -> None:
    """Say what the experts give one node and why, while the exercise is prepared."""
    exercise = lock(exercise)
    against = _not_allowed(exercise.programme, actor)
    if exercise.opened_at is not None:
        against.append(Obstacle("The key of an exercise that was opened cannot be changed"))
    if not reason.strip():
        against.append(Obstacle("Give a reason", field="reason"))
    if against:
        raise RuleBroken(against)
    value = _judged(exercise, node_id, given)
    known = {entry.node_id: entry for entry in exercise.key}
    if node_id in known:
        known[node_id].value, known[node_id].reason = value, reason.strip()
    else:
        db.session.add(ExerciseKey(exercise_id=exercise.id, node_id=node_id, value=value, reason=reason.strip()))
    db.session.flush()
    db.session.expire(exercise, ["key"])


def _judged(exercise: CalibrationExercise, node_id: str, given: Mapping[str, object]) -> dict[str, Any]:
    """Read a judgement as a live sheet would. Raises RuleBroken with the reason at each field."""
    leaf = _leaf(exercise, node_id)
    rubric = rubric_of(exercise.programme)
    claims = claimed_indicators(leaf, exercise.snapshot) if exercise.snapshot else indicators_of(leaf, ({},))
    fields = {**fields_of(rubric, leaf, {}, ()), **read_fields(rubric, leaf, given, comments=(), claims=claims)}
    settle_percent(rubric, leaf, fields, is_chosen="percent" in given)
    value: dict[str, Any] = content_of(rubric, leaf, fields, ())["value"]
    if not value or points_of(rubric, {node_id: value})[node_id] is None:
        raise RuleBroken([Obstacle("Score this criterion", field="percent" if "percent" in fields else None)])
    return value


def _leaf(exercise: CalibrationExercise, node_id: str) -> Node:
    rubric = rubric_of(exercise.programme)
    if not rubric.has_node(node_id) or not rubric.node(node_id).is_leaf:
        raise RuleBroken([Obstacle("The criteria have no such part", field=node_id)])
    return rubric.node(node_id)


@transactional
def start_exercise(exercise: CalibrationExercise, *, actor: Person) -> None:
    """Let the assessors of the programme score the reference; the key is final from now on."""
    exercise = lock(exercise)
    against = _not_allowed(exercise.programme, actor)
    if exercise.opened_at is not None:
        against.append(Obstacle("This exercise was opened already"))
    if open_exercise(exercise.programme) is not None:
        against.append(Obstacle("Another exercise of this programme is open; close it first"))
    leaves = [leaf.id for leaf in rubric_of(exercise.programme).leaves]
    against += opening_obstacles(leaves, {entry.node_id for entry in exercise.key})
    if against:
        raise RuleBroken(against)
    exercise.opened_at = now()
    record("exercise_opened", about=exercise, actor=actor)


@transactional
def close_exercise(exercise: CalibrationExercise, *, actor: Person) -> None:
    """End an exercise; what was submitted still counts."""
    exercise = lock(exercise)
    against = _not_allowed(exercise.programme, actor)
    if not exercise.is_open:
        against.append(Obstacle("This exercise is not open"))
    if rule_of(exercise.programme.rules).is_required:
        against.append(Obstacle("Live work of this programme waits for the exercise; change that setting first"))
    if against:
        raise RuleBroken(against)
    exercise.closed_at = now()
    record("exercise_closed", about=exercise, actor=actor)


@transactional
def set_calibration_rule(programme: Programme, *, is_required: bool, tolerance: str, actor: Person) -> None:
    """Say whether live work of a programme waits for the exercise, and how far from the key still opens it."""
    programme = lock(programme)
    against, percent = _not_allowed(programme, actor), tolerance_of(tolerance)
    if percent is None:
        against.append(Obstacle("Enter a percent above 0 and up to 100", field="tolerance"))
    if is_required and open_exercise(programme) is None:
        against.append(Obstacle("Open an exercise first, otherwise nobody could begin", field="is_required"))
    if against or percent is None:
        raise RuleBroken(against)
    rule = CalibrationRule(is_required=is_required, tolerance=percent)
    programme.rules = {**programme.rules, SETTING: rule.as_setting}
    record("calibration_rule_set", about=programme, actor=actor, required=str(is_required), tolerance=percent)


@transactional
def open_trial_sheet(exercise: CalibrationExercise, *, actor: Person) -> ExerciseSheet:
    """Return the assessor's trial sheet, beginning it the first time."""
    present = sheet_of_assessor(exercise, actor)
    if present is not None:
        return present
    profile = db.session.scalars(select(AssessorProfile).where(AssessorProfile.person_id == actor.id)).one_or_none()
    against = []
    if profile is None or exercise.programme.branch not in profile.branches:
        against.append(Obstacle("This exercise is for the assessors of another branch"))
    if not exercise.is_open:
        against.append(Obstacle("This exercise is not open"))
    if against:
        raise RuleBroken(against)
    sheet = ExerciseSheet(exercise_id=exercise.id, assessor_id=actor.id, opened_at=now())
    db.session.add(sheet)
    db.session.flush()
    return sheet


@transactional
def save_trial(sheet: ExerciseSheet, node_id: str, given: Mapping[str, object], *, actor: Person) -> None:
    """Save what the assessor says of one node of the reference."""
    sheet = lock(sheet)
    _check_editable(sheet, actor)
    value = _judged(sheet.exercise, node_id, given)
    entry = next((each for each in sheet.entries if each.node_id == node_id), None)
    if entry is None:
        db.session.add(ExerciseEntry(sheet_id=sheet.id, node_id=node_id, value=value, saved_at=now()))
    else:
        entry.value, entry.saved_at = value, now()
    db.session.flush()
    db.session.expire(sheet, ["entries"])


def _check_editable(sheet: ExerciseSheet, actor: Person) -> None:
    if sheet.assessor_id != actor.id:
        raise RuleBroken([Obstacle("This score sheet is not yours")])
    if sheet.submitted_at is not None:
        raise RuleBroken([Obstacle("This score sheet has been submitted and cannot be changed")])
    if not sheet.exercise.is_open:
        raise RuleBroken([Obstacle("This exercise is not open")])


@transactional
def submit_trial(sheet: ExerciseSheet, *, actor: Person) -> None:
    """Hand the trial sheet in; from now on the assessor sees the key. Raises RuleBroken naming what is missing."""
    sheet = lock(sheet)
    _check_editable(sheet, actor)
    missing = {leaf.id for leaf in rubric_of(sheet.exercise.programme).leaves} - said_by(sheet.entries).keys()
    if missing:
        raise RuleBroken([Obstacle("Criteria not scored yet: %(count)s", {"count": len(missing)})])
    sheet.submitted_at, sheet.difference = now(), format(mean_difference(compared(sheet)), "f")
    record("trial_submitted", about=sheet, actor=actor)


@transactional
def let_in(sheet: ExerciseSheet, *, reason: str, actor: Person) -> None:
    """Let an assessor begin live work though their trial lies beyond the tolerance; the reason stays on record."""
    sheet = lock(sheet)
    against = _not_allowed(sheet.exercise.programme, actor)
    if sheet.submitted_at is None:
        against.append(Obstacle("The trial sheet has not been submitted yet"))
    if sheet.assessor_id == actor.id:
        against.append(Obstacle("Nobody lets themselves in"))
    if not reason.strip():
        against.append(Obstacle("Give a reason", field="reason"))
    if against:
        raise RuleBroken(against)
    sheet.let_in_by_id, sheet.let_in_reason = actor.id, reason.strip()
    record("assessor_let_in", about=sheet, actor=actor, reason=personal(reason))


@composed
def exercise_obstacles(programme: Programme, assessor: Person) -> list[Obstacle]:
    """Return what the programme's calibration setting says against an assessor opening a live sheet."""
    rule = rule_of(programme.rules)
    return live_work_obstacles(rule, standing_of(programme, assessor)) if rule.is_required else []


def _not_allowed(programme: Programme, actor: Person) -> list[Obstacle]:
    return [] if is_allowed(Permission.CALIBRATE, programme, actor) else [_NOT_YOURS]
