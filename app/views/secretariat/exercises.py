"""Calibration before live work: exercises with their expert key, the setting of a programme, and its anchors."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import SelectChoice

from app.models import CalibrationExercise, ExerciseSheet, Programme
from app.permissions import Permission, is_allowed
from app.queries.anchors import anchors_of, possible_anchors
from app.queries.criteria import rubric_of
from app.queries.exercises import (
    exercise_node,
    exercises_of,
    node_lines,
    reference_snapshots,
    said_by,
    trial_sheets,
)
from app.services import anchors, exercises
from app.views.access import current_actor, opens
from app.views.assessor.entry_form import sent_fields, typed_value
from app.views.assessor.scoring import check_node
from app.views.formatting import page_language
from app.views.judgement_faults import fault_lines
from app.views.reasons import by_field, sentences, show_on
from app.views.secretariat import bp
from app.views.secretariat.exercise_forms import AnchorForm, CalibrationRuleForm, ExerciseForm, LetInForm
from workflows.calibration_exercise import rule_of
from workflows.errors import RuleBroken


@bp.get("/office/reliability/exercises/programmes/<uuid:programme_id>")
@opens(Programme, Permission.VIEW_PROGRAMME)
def show_exercises(programme: Programme) -> ResponseReturnValue:
    """Show a programme's exercises, its setting and its anchors."""
    return _programme(programme)


def _programme(
    programme: Programme,
    form: ExerciseForm | None = None,
    rule_form: CalibrationRuleForm | None = None,
    anchor_form: AnchorForm | None = None,
    reasons: list[str] | None = None,
) -> ResponseReturnValue:
    rule = rule_of(programme.rules)
    filled = {"is_required": rule.is_required, "tolerance": f"{rule.tolerance:f}"}
    body = render_template(
        "secretariat/show_exercises.html",
        programme=programme,
        exercises=exercises_of(programme),
        anchors=anchors_of(programme),
        form=form or _exercise_form(programme, formdata=None),
        rule_form=rule_form or CalibrationRuleForm(formdata=None, data=filled),
        anchor_form=anchor_form or _anchor_form(programme, formdata=None),
        reasons=reasons or [],
        may_change=is_allowed(Permission.CALIBRATE, programme, current_actor()),
    )
    given = [each for each in (form, rule_form, anchor_form) if each is not None]
    return body, 422 if reasons or any(each.errors for each in given) else 200


def _exercise_form(programme: Programme, **given: Any) -> ExerciseForm:
    form, language = ExerciseForm(**given), page_language()
    known = [
        SelectChoice(str(each.id), f"{each.application.code} {each.application.title(language)}")
        for each in reference_snapshots(programme)
    ]
    form.snapshot.choices = [SelectChoice("", _("An illustrative text, written below")), *known]
    return form


def _anchor_form(programme: Programme, **given: Any) -> AnchorForm:
    form, language = AnchorForm(**given), page_language()
    form.application.choices = [
        SelectChoice(str(each.id), f"{each.code} {each.title(language)}") for each in possible_anchors(programme)
    ]
    return form


@bp.post("/office/reliability/exercises/programmes/<uuid:programme_id>")
@opens(Programme, Permission.CALIBRATE)
def prepare_exercise(programme: Programme) -> ResponseReturnValue:
    """Begin an exercise."""
    form = _exercise_form(programme)
    if not form.validate_on_submit():
        return _programme(programme, form)
    chosen = {str(each.id): each for each in reference_snapshots(programme)}.get(form.snapshot.data)
    try:
        exercise = exercises.prepare_exercise(
            programme,
            title=form.title.data or "",
            snapshot=chosen,
            text=form.text.data or "",
            actor=current_actor(),
        )
    except RuleBroken as broken:
        return _programme(programme, form, reasons=show_on(form, broken))
    return redirect(url_for(".show_exercise", exercise_id=exercise.id))


@bp.post("/office/reliability/exercises/programmes/<uuid:programme_id>/rule")
@opens(Programme, Permission.CALIBRATE)
def set_calibration_rule(programme: Programme) -> ResponseReturnValue:
    """Say whether live work waits for the exercise."""
    form = CalibrationRuleForm()
    if not form.validate_on_submit():
        return _programme(programme, rule_form=form)
    try:
        exercises.set_calibration_rule(
            programme,
            is_required=bool(form.is_required.data),
            tolerance=form.tolerance.data or "",
            actor=current_actor(),
        )
    except RuleBroken as broken:
        return _programme(programme, rule_form=form, reasons=show_on(form, broken))
    flash(_("The setting is saved"), "success")
    return redirect(url_for(".show_exercises", programme_id=programme.id))


@bp.post("/office/reliability/exercises/programmes/<uuid:programme_id>/anchors")
@opens(Programme, Permission.CALIBRATE)
def change_anchor(programme: Programme) -> ResponseReturnValue:
    """Mark an application as an anchor, or take the mark back."""
    form = _anchor_form(programme)
    known = {str(each.id): each for each in [*possible_anchors(programme), *anchors_of(programme)]}
    application = known.get(request.form.get("application", ""))
    if application is None:
        form.validate()
        return _programme(programme, anchor_form=form, reasons=[_("Choose an application from the list")])
    try:
        anchors.mark_anchor(application, is_anchor=not application.is_anchor, actor=current_actor())
    except RuleBroken as broken:
        return _programme(programme, anchor_form=form, reasons=sentences(broken))
    flash(_("The anchors of this programme are changed"), "success")
    return redirect(url_for(".show_exercises", programme_id=programme.id))


@bp.get("/office/reliability/exercises/<uuid:exercise_id>")
@opens(CalibrationExercise, Permission.VIEW_PROGRAMME)
def show_exercise(exercise: CalibrationExercise) -> ResponseReturnValue:
    """Show an exercise: how complete its key is, and who submitted with what difference."""
    return _exercise(exercise)


def _exercise(
    exercise: CalibrationExercise, reasons: list[str] | None = None, let_in: tuple[uuid.UUID, LetInForm] | None = None
) -> ResponseReturnValue:
    rubric, trials = rubric_of(exercise.programme), trial_sheets(exercise)
    forms = {trial.id: LetInForm(formdata=None, prefix=str(trial.id)) for trial in trials}
    body = render_template(
        "secretariat/show_exercise.html",
        exercise=exercise,
        lines=node_lines(rubric, said_by(exercise.key)),
        trials=trials,
        rule=rule_of(exercise.programme.rules),
        forms=forms | (dict([let_in]) if let_in else {}),
        reasons=reasons or [],
        may_change=is_allowed(Permission.CALIBRATE, exercise, current_actor()),
    )
    return body, 422 if reasons or let_in else 200


@bp.post("/office/reliability/exercises/<uuid:exercise_id>/open")
@opens(CalibrationExercise, Permission.CALIBRATE)
def start_exercise(exercise: CalibrationExercise) -> ResponseReturnValue:
    """Open an exercise to the assessors."""
    try:
        exercises.start_exercise(exercise, actor=current_actor())
    except RuleBroken as broken:
        return _exercise(exercise, sentences(broken))
    flash(_("The exercise is open to the assessors"), "success")
    return redirect(url_for(".show_exercise", exercise_id=exercise.id))


@bp.post("/office/reliability/exercises/<uuid:exercise_id>/close")
@opens(CalibrationExercise, Permission.CALIBRATE)
def close_exercise(exercise: CalibrationExercise) -> ResponseReturnValue:
    """End an exercise."""
    try:
        exercises.close_exercise(exercise, actor=current_actor())
    except RuleBroken as broken:
        return _exercise(exercise, sentences(broken))
    flash(_("The exercise is closed; what was submitted still counts"), "success")
    return redirect(url_for(".show_exercise", exercise_id=exercise.id))


@bp.post("/office/reliability/exercises/trials/<uuid:trial_id>/let-in")
@opens(ExerciseSheet, Permission.CALIBRATE)
def let_assessor_in(trial: ExerciseSheet) -> ResponseReturnValue:
    """Let an assessor begin live work with a reason."""
    form = LetInForm(prefix=str(trial.id))
    if not form.validate_on_submit():
        return _exercise(trial.exercise, let_in=(trial.id, form))
    try:
        exercises.let_in(trial, reason=form.reason.data or "", actor=current_actor())
    except RuleBroken as broken:
        return _exercise(trial.exercise, sentences(broken))
    flash(_("%(name)s may begin live work", name=trial.assessor.name(page_language())), "success")
    return redirect(url_for(".show_exercise", exercise_id=trial.exercise_id))


@bp.get("/office/reliability/exercises/<uuid:exercise_id>/nodes/<string:node_id>")
@opens(CalibrationExercise, Permission.CALIBRATE)
def edit_exercise_key(exercise: CalibrationExercise, node_id: str) -> ResponseReturnValue:
    """Show one node of the reference with what the key says of it."""
    check_node(rubric_of(exercise.programme), node_id)
    entry = next((each for each in exercise.key if each.node_id == node_id), None)
    return _key(exercise, node_id, entry.value if entry else {}, entry.reason if entry else "")


def _key(
    exercise: CalibrationExercise,
    node_id: str,
    value: Mapping[str, Any],
    reason: str,
    faults: Mapping[str | None, list[str]] | None = None,
) -> ResponseReturnValue:
    page = exercise_node(exercise, node_id, value, page_language())
    body = render_template(
        "secretariat/edit_exercise_key.html",
        exercise=exercise,
        page=page,
        reason=reason,
        faults=faults or {},
        fault_lines=fault_lines(page.form, faults, whole="#score"),
    )
    return body, 422 if faults else 200


@bp.post("/office/reliability/exercises/<uuid:exercise_id>/nodes/<string:node_id>")
@opens(CalibrationExercise, Permission.CALIBRATE)
def save_exercise_key(exercise: CalibrationExercise, node_id: str) -> ResponseReturnValue:
    """Save what the key says of one node and go on to the next."""
    check_node(rubric_of(exercise.programme), node_id)
    page = exercise_node(exercise, node_id, {}, page_language())
    fields, reason = sent_fields(request.form, page.form.kind, is_excusable=False), request.form.get("reason", "")
    fields.pop("reason", None)
    try:
        exercises.save_key(exercise, node_id, fields, reason=reason, actor=current_actor())
    except RuleBroken as broken:
        return _key(exercise, node_id, typed_value(fields), reason, by_field(broken))
    if page.following is None:
        return redirect(url_for(".show_exercise", exercise_id=exercise.id))
    return redirect(url_for(".edit_exercise_key", exercise_id=exercise.id, node_id=page.following.id))
