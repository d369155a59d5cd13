"""Calibration exercises for tests: a reference with a full key, and trial sheets that lie a given way from it."""

from __future__ import annotations

from app.models import CalibrationExercise, ExerciseSheet, Person, Programme
from app.queries.criteria import rubric_of
from app.services.exercises import (
    open_trial_sheet,
    prepare_exercise,
    save_key,
    save_trial,
    start_exercise,
    submit_trial,
)
from app.transaction import transactional

KEY = "60"


@transactional
def prepared(programme: Programme, officer: Person, *, with_key: bool = True) -> CalibrationExercise:
    """Prepare an exercise on an illustrative text whose key gives everything 60 percent."""
    exercise = prepare_exercise(programme, title="แบบฝึกที่ 1", snapshot=None, text="ผลงานสมมติเพื่อการฝึก", actor=officer)
    for leaf in rubric_of(programme).leaves if with_key else ():
        save_key(exercise, leaf.id, {"percent": KEY}, reason="มีหลักฐานครบแต่ยังไม่มีค่าเปรียบเทียบ", actor=officer)
    return exercise


@transactional
def opened(programme: Programme, officer: Person) -> CalibrationExercise:
    """Open such an exercise to the assessors."""
    exercise = prepared(programme, officer)
    start_exercise(exercise, actor=officer)
    return exercise


@transactional
def tried(exercise: CalibrationExercise, assessor: Person, percent: str, *, submit: bool = True) -> ExerciseSheet:
    """Let an assessor give everything this percent."""
    trial = open_trial_sheet(exercise, actor=assessor)
    for leaf in rubric_of(exercise.programme).leaves:
        save_trial(trial, leaf.id, {"percent": percent}, actor=assessor)
    if submit:
        submit_trial(trial, actor=assessor)
    return trial
