"""A proposed plan changed by hand, by drag, by keyboard or by form; and going back to the panels before a plan."""

from __future__ import annotations

import uuid
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Application, AssignmentPlan, PlanState
from app.permissions import Permission
from app.queries.panel_seating import Choice, planned_choices
from app.services import plan_edits
from app.services.plan_publication import propose_to_go_back
from app.views.access import current_actor, opens
from app.views.formatting import page_language
from app.views.reasons import sentences, show_on
from app.views.secretariat import bp
from app.views.secretariat.assignment import board_page
from app.views.secretariat.forms import PlanPanelForm, ReasonForm
from app.views.secretariat.seat_words import beside_others, in_the_way
from workflows.errors import RuleBroken


@bp.route("/office/assignment/plans/<uuid:plan_id>/panels/<uuid:application_id>", methods=["GET", "POST"])
@opens(AssignmentPlan, Permission.ASSIGN)
def change_planned_panel(plan: AssignmentPlan, application_id: uuid.UUID) -> ResponseReturnValue:
    """Show who could sit on one panel of a proposal, and take another choice under every hard rule."""
    choices = planned_choices(plan, application_id)
    if not choices or plan.state is not PlanState.PROPOSED:
        abort(404)
    form, reasons, status = PlanPanelForm(), [], 200
    form.offer(choices, plan.version, page_language())
    application = choices[0].application
    if form.validate_on_submit():
        chosen = [uuid.UUID(key) for key in form.assessors.data or ()]
        try:
            plan_edits.change_panel(plan, application, chosen, version=form.version.data, actor=current_actor())
        except RuleBroken as broken:
            reasons, status = show_on(form, broken), 409
        else:
            flash(_("The proposal for %(code)s is changed", code=application.code), "success")
            return redirect(url_for(".show_stage_assignment", stage_id=plan.stage_id))
    elif form.is_submitted():
        status = 422
    return _panel_page(plan, application, choices, form, reasons), status


def _panel_page(
    plan: AssignmentPlan, application: Application, choices: list[Choice], form: PlanPanelForm, reasons: list[str]
) -> str:
    return render_template(
        "secretariat/change_planned_panel.html",
        plan=plan,
        application=application,
        choices=choices,
        chosen=set(form.assessors.data or ()),
        in_the_way=_in_the_way,
        beside_others=_beside_others,
        form=form,
        reasons=reasons,
    )


def _in_the_way(choice: Choice) -> list[str]:
    """Everything that keeps an assessor off this panel whatever else is changed."""
    said = in_the_way(choice)
    if choice.has_left:
        said.append(_("Left this panel before"))
    return said


def _beside_others(choice: Choice) -> list[str]:
    """What keeps an assessor off this panel as it is: another change of it may make room."""
    full = choice.load >= choice.profile.max_load and not choice.is_planned
    return [*beside_others(choice), *([_("Has as many applications as they take")] if full else [])]


@bp.post("/office/assignment/plans/<uuid:plan_id>/exchange")
@opens(AssignmentPlan, Permission.ASSIGN)
def exchange_seats(plan: AssignmentPlan) -> ResponseReturnValue:
    """Let two assessors of a proposal take each other's seats, or give one seat to somebody who has none there."""
    seat, other, newcomer = _pair("seat"), _pair("other"), _key(request.form.get("newcomer", ""))
    version = request.form.get("version", 0, type=int)
    try:
        if seat and other:
            plan_edits.exchange(plan, seat, other, version=version, actor=current_actor())
        elif seat and newcomer:
            plan_edits.replace(plan, seat, newcomer, version=version, actor=current_actor())
        else:
            return board_page(plan.stage, reasons=[_("Choose two names to exchange")], status=422)
    except RuleBroken as broken:
        return _refused(plan, broken)
    return _accepted(plan, _("Changed. Every hard rule holds"))


@bp.post("/office/assignment/plans/<uuid:plan_id>/hold")
@opens(AssignmentPlan, Permission.ASSIGN)
def hold_planned_pair(plan: AssignmentPlan) -> ResponseReturnValue:
    """Hold a pair of a proposal in place, or let it go."""
    seat, version = _pair("seat"), request.form.get("version", 0, type=int)
    if seat is None:
        return board_page(plan.stage, reasons=[_("Choose two names to exchange")], status=422)
    is_held = request.form.get("held") == "yes"
    try:
        plan_edits.hold_pair(plan, seat, is_held=is_held, version=version, actor=current_actor())
    except RuleBroken as broken:
        return _refused(plan, broken)
    return _accepted(plan, _("Held in place: the next proposal keeps it") if is_held else _("Let go again"))


def _accepted(plan: AssignmentPlan, said: str) -> ResponseReturnValue:
    flash(said, "success")
    if request.accept_mimetypes.best == "application/json":
        return {"done": True}
    return redirect(url_for(".show_stage_assignment", stage_id=plan.stage_id))


def _refused(plan: AssignmentPlan, broken: RuleBroken) -> ResponseReturnValue:
    if request.accept_mimetypes.best == "application/json":
        return {"done": False, "reasons": sentences(broken)}, 409
    return board_page(plan.stage, reasons=sentences(broken), status=409)


def _pair(name: str) -> tuple[uuid.UUID, uuid.UUID] | None:
    """Read an application and an assessor from a field "application:assessor"."""
    application, _colon, person = request.form.get(name, "").partition(":")
    first, second = _key(application), _key(person)
    return (first, second) if first and second else None


def _key(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


@bp.route("/office/assignment/plans/<uuid:plan_id>/return", methods=["GET", "POST"])
@opens(AssignmentPlan, Permission.ASSIGN)
def go_back_before_plan(plan: AssignmentPlan) -> ResponseReturnValue:
    """Propose the panels that were in force before a plan, with a reason."""
    form, status = ReasonForm(), 200
    reasons: list[str] = []
    if form.validate_on_submit():
        try:
            propose_to_go_back(plan, reason=form.reason.data or "", actor=current_actor())
        except RuleBroken as broken:
            reasons, status = show_on(form, broken), 409
        else:
            flash(_("The earlier panels are proposed. Compare them and publish"), "success")
            return redirect(url_for(".show_stage_assignment", stage_id=plan.stage_id))
    values: dict[str, Any] = {"plan": plan, "form": form, "reasons": reasons}
    return render_template("secretariat/go_back_before_plan.html", **values), status
