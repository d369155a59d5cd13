"""The improvement plan: the report's opportunities with the actions under each, one action, the looks back."""

from __future__ import annotations

import uuid

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Application, ImprovementAction, ImprovementPlan
from app.permissions import Permission, is_allowed
from app.queries.applicant_team import released_feedback
from app.queries.criteria import rubric_of
from app.queries.improvement import opportunity_choices, plan_of, plan_page
from app.services import improvement
from app.services.improvement import Action
from app.views.access import current_actor, opens
from app.views.applicant import bp
from app.views.applicant.improvement_forms import ActionForm
from app.views.formatting import page_language
from app.views.reasons import sentences
from workflows.errors import RuleBroken

PLAN = "/applications/<uuid:application_id>/plan"


@bp.get(PLAN)
@opens(Application, Permission.VIEW_PLAN)
def show_plan(application: Application) -> ResponseReturnValue:
    """Show the plan; officers of the branch read it after the release, the agency writes it."""
    return _shown(application)


def _shown(application: Application, reasons: list[str] | None = None, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "applicant/show_plan.html",
        application=application,
        shown=plan_page(application),
        may_edit=is_allowed(Permission.EDIT_PLAN, application, current_actor()),
        is_colleague=is_allowed(Permission.WORK_TOGETHER, application, current_actor()),
        item_titles=_item_titles(application),
        reasons=reasons or [],
    )
    return page, status


def _item_titles(application: Application) -> dict[str, str]:
    rubric, language = rubric_of(application.programme), page_language()
    return {leaf.id: f"{leaf.number or leaf.id} {leaf.title.in_language(language)}" for leaf in rubric.leaves}


@bp.post(PLAN)
@opens(Application, Permission.EDIT_PLAN)
def start_plan(application: Application) -> ResponseReturnValue:
    """Start the plan from the released report."""
    try:
        improvement.start_plan(application, actor=current_actor())
    except RuleBroken as broken:
        return _shown(application, sentences(broken), 409)
    flash(_("The plan is started. Add an action to each opportunity you take up"), "success")
    return redirect(url_for(".show_plan", application_id=application.id))


@bp.get(f"{PLAN}/actions")
@opens(Application, Permission.EDIT_PLAN)
def plan_action(application: Application) -> ResponseReturnValue:
    """Ask what will be done, by whom, by when."""
    plan = _plan_or_none(application)
    if plan is None:
        return _shown(application)
    form = ActionForm(formdata=None, opportunity=request.args.get("opportunity", ""))
    return _form_page(application, form, None, [])


@bp.post(f"{PLAN}/actions")
@opens(Application, Permission.EDIT_PLAN)
def add_action(application: Application) -> ResponseReturnValue:
    """Add an action to the plan, or say beside the fields what is missing."""
    plan = _plan_or_none(application)
    if plan is None:
        return _shown(application, [_("Start the plan first")], 409)
    form = ActionForm()
    _offer(form, application)
    reasons = form.reasons_against(lambda written: improvement.add_action(plan, written, actor=current_actor()))
    if reasons is not None:
        return _form_page(application, form, None, reasons, 409)
    flash(_("The action is added"), "success")
    return _back_to(application, form.opportunity.data)


@bp.get(f"{PLAN}/actions/<uuid:action_id>")
@opens(Application, Permission.EDIT_PLAN)
def edit_action(application: Application, action_id: uuid.UUID) -> ResponseReturnValue:
    """Show one action to change."""
    _plan, action = _action_or_404(application, action_id)
    form = ActionForm(formdata=None, obj=action, item_id=action.item_id or "", version=str(action.version))
    return _form_page(application, form, action, [])


@bp.post(f"{PLAN}/actions/<uuid:action_id>")
@opens(Application, Permission.EDIT_PLAN)
def change_action(application: Application, action_id: uuid.UUID) -> ResponseReturnValue:
    """Change an action, or say beside the fields what is missing."""
    plan, action = _action_or_404(application, action_id)
    form = ActionForm()
    _offer(form, application)
    form.opportunity.data = _key_of(application, action)
    version = int(form.version.data) if (form.version.data or "").isdecimal() else 0

    def change(written: Action) -> None:
        improvement.change_action(plan, action, written, version=version, actor=current_actor())

    reasons = form.reasons_against(change)
    if reasons is not None:
        return _form_page(application, form, action, reasons, 409)
    flash(_("Saved"), "success")
    return _back_to(application, form.opportunity.data)


@bp.post(f"{PLAN}/actions/<uuid:action_id>/removal")
@opens(Application, Permission.EDIT_PLAN)
def remove_action(application: Application, action_id: uuid.UUID) -> ResponseReturnValue:
    """Take an action out of the plan."""
    plan, action = _action_or_404(application, action_id)
    key = _key_of(application, action)
    try:
        improvement.remove_action(plan, action, actor=current_actor())
    except RuleBroken as broken:
        return _shown(application, sentences(broken), 409)
    flash(_("The action is taken out"), "success")
    return _back_to(application, key)


@bp.post(f"{PLAN}/follow-ups/<int:months>")
@opens(Application, Permission.EDIT_PLAN)
def write_follow_up(application: Application, months: int) -> ResponseReturnValue:
    """Note how the plan went so many months after the release."""
    plan = _plan_or_none(application)
    if plan is None:
        return _shown(application, [_("Start the plan first")], 409)
    try:
        improvement.write_follow_up(plan, months, request.form.get("note", ""), actor=current_actor())
    except RuleBroken as broken:
        return _shown(application, sentences(broken), 409)
    flash(_("The follow-up is noted"), "success")
    return redirect(url_for(".show_plan", application_id=application.id))


def _back_to(application: Application, key: str | None) -> ResponseReturnValue:
    """Lead back to the opportunity an action answers, in the chapter that is then unfolded."""
    return redirect(url_for(".show_plan", application_id=application.id, _anchor=f"opportunity-{key}" if key else None))


def _plan_or_none(application: Application) -> ImprovementPlan | None:
    return plan_of(application) if released_feedback(application) else None


def _action_or_404(application: Application, action_id: uuid.UUID) -> tuple[ImprovementPlan, ImprovementAction]:
    plan = _plan_or_none(application)
    action = next((each for each in plan.actions if each.id == action_id), None) if plan else None
    if plan is None or action is None:
        abort(404)
    return plan, action


def _offer(form: ActionForm, application: Application) -> None:
    """Put the report's opportunities and the items of its categories into the form."""
    report, language = released_feedback(application), page_language()
    rubric = rubric_of(application.programme)
    known = opportunity_choices(report) if report else {}
    nodes = {node_id: rubric.node(node_id) for node_id, _text in known.values()}
    form.opportunity.choices = [
        (key, f"{nodes[node_id].number or node_id}: {text}") for key, (node_id, text) in known.items()
    ]
    items = [item for node in nodes.values() for item in node.nodes]
    form.item_id.choices = [
        ("", _("The whole category")),
        *((item.id, f"{item.number or item.id} {item.title.in_language(language)}") for item in items),
    ]


def _key_of(application: Application, action: ImprovementAction) -> str:
    report = released_feedback(application)
    known = opportunity_choices(report) if report else {}
    return next((key for key, pair in known.items() if pair == (action.node_id, action.opportunity)), "")


def _form_page(
    application: Application, form: ActionForm, action: ImprovementAction | None, reasons: list[str], status: int = 200
) -> ResponseReturnValue:
    _offer(form, application)
    page = render_template(
        "applicant/plan_action.html", application=application, form=form, action=action, reasons=reasons
    )
    return page, status
