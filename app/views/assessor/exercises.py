"""The calibration exercise: the reference scored blind, and afterwards the own scores beside the expert key."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import ExerciseSheet
from app.permissions import Permission
from app.queries.criteria import rubric_of
from app.queries.exercises import compared_lines, exercise_node, exercises_for, node_lines, said_by
from app.services import exercises
from app.views.access import current_actor, holds, opens
from app.views.assessor import bp
from app.views.assessor.entry_form import sent_fields, typed_value
from app.views.assessor.scoring import check_node
from app.views.formatting import page_language
from app.views.judgement_faults import fault_lines
from app.views.kept_words import taken_at
from app.views.reasons import by_field, sentences
from workflows.calibration_exercise import rule_of
from workflows.errors import RuleBroken


@bp.get("/exercises")
@holds(Permission.ASSESS)
def list_exercises() -> ResponseReturnValue:
    """List the exercises open to the assessor."""
    rows = [(exercise, trial, rule_of(exercise.programme.rules)) for exercise, trial in exercises_for(current_actor())]
    return render_template("assessor/list_exercises.html", rows=rows)


@bp.post("/exercises/<uuid:exercise_id>/sheet")
@holds(Permission.ASSESS)
def open_trial(exercise_id: uuid.UUID) -> ResponseReturnValue:
    """Open the own trial sheet of an exercise; go on where it was left."""
    known = {exercise.id: exercise for exercise, _trial in exercises_for(current_actor())}
    if exercise_id not in known:
        abort(404)
    trial = exercises.open_trial_sheet(known[exercise_id], actor=current_actor())
    return redirect(url_for(".show_trial", trial_id=trial.id))


@bp.get("/exercises/trials/<uuid:trial_id>")
@opens(ExerciseSheet, Permission.ASSESS)
def show_trial(trial: ExerciseSheet) -> ResponseReturnValue:
    """Show the trial sheet: before submission how far it is, afterwards beside the key."""
    return _trial(trial)


def _trial(trial: ExerciseSheet, reasons: list[str] | None = None) -> ResponseReturnValue:
    rubric = rubric_of(trial.exercise.programme)
    is_in, rule = trial.submitted_at is not None, rule_of(trial.exercise.programme.rules)
    lines = compared_lines(trial) if is_in else node_lines(rubric, said_by(trial.entries))
    body = render_template(
        "assessor/show_trial.html",
        trial=trial,
        lines=lines,
        rule=rule,
        is_within=trial.difference is None or Decimal(trial.difference) <= rule.tolerance,
        against=sentences(RuleBroken(exercises.exercise_obstacles(trial.exercise.programme, current_actor()))),
        reasons=reasons or [],
        taken=_taken(trial),
    )
    return body, 422 if reasons else 200


def _taken(trial: ExerciseSheet) -> dict[str, int]:
    """When each node was saved, for what the browser keeps until then."""
    return {entry.node_id: taken_at([entry.saved_at]) for entry in trial.entries}


@bp.get("/exercises/trials/<uuid:trial_id>/nodes/<string:node_id>")
@opens(ExerciseSheet, Permission.ASSESS)
def score_trial_node(trial: ExerciseSheet, node_id: str) -> ResponseReturnValue:
    """Show one node of the reference to score."""
    check_node(rubric_of(trial.exercise.programme), node_id)
    return _node(trial, node_id, said_by(trial.entries).get(node_id, {}))


def _node(
    trial: ExerciseSheet,
    node_id: str,
    value: Mapping[str, Any],
    faults: Mapping[str | None, list[str]] | None = None,
) -> ResponseReturnValue:
    page = exercise_node(trial.exercise, node_id, value, page_language())
    body = render_template(
        "assessor/score_trial_node.html",
        trial=trial,
        page=page,
        taken=_taken(trial),
        is_editable=trial.submitted_at is None and trial.exercise.is_open,
        faults=faults or {},
        fault_lines=fault_lines(page.form, faults, whole="#score"),
    )
    return body, 422 if faults else 200


@bp.post("/exercises/trials/<uuid:trial_id>/nodes/<string:node_id>")
@opens(ExerciseSheet, Permission.ASSESS)
def save_trial_node(trial: ExerciseSheet, node_id: str) -> ResponseReturnValue:
    """Save one node and go on to the next."""
    check_node(rubric_of(trial.exercise.programme), node_id)
    page = exercise_node(trial.exercise, node_id, {}, page_language())
    fields = sent_fields(request.form, page.form.kind, is_excusable=False)
    given = {name: each for name, each in fields.items() if name not in ("reason", "strengths", "opportunities")}
    try:
        exercises.save_trial(trial, node_id, given, actor=current_actor())
    except RuleBroken as broken:
        return _node(trial, node_id, typed_value(given), by_field(broken))
    if page.following is None:
        return redirect(url_for(".show_trial", trial_id=trial.id))
    return redirect(url_for(".score_trial_node", trial_id=trial.id, node_id=page.following.id))


@bp.post("/exercises/trials/<uuid:trial_id>/submit")
@opens(ExerciseSheet, Permission.ASSESS)
def submit_trial(trial: ExerciseSheet) -> ResponseReturnValue:
    """Hand the trial sheet in; the key is shown from now on."""
    try:
        exercises.submit_trial(trial, actor=current_actor())
    except RuleBroken as broken:
        return _trial(trial, sentences(broken))
    flash(_("Your trial sheet was submitted. Your scores stand beside the key below"), "success")
    return redirect(url_for(".show_trial", trial_id=trial.id))
