"""The reasons officers keep for a programme: listed, written, changed, given up."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Programme, ReasonTemplate, ScreeningOutcome
from app.permissions import Permission
from app.queries.reason_templates import template_in_use, templates_of
from app.services.reason_templates import give_up_reason, keep_reason
from app.views.access import current_actor, opens
from app.views.reasons import show_on
from app.views.secretariat import bp
from app.views.secretariat.reason_form import ReasonTemplateForm
from workflows.errors import RuleBroken


@bp.get("/office/programmes/<uuid:programme_id>/reasons")
@opens(Programme, Permission.SCREEN)
def list_reasons(programme: Programme) -> ResponseReturnValue:
    """List the reasons kept for a programme, with a form for a new one or the one to change."""
    template = template_in_use(programme, request.args.get("change", ""))
    return _page(programme, ReasonTemplateForm(formdata=None, obj=template), template)


def _page(
    programme: Programme,
    form: ReasonTemplateForm,
    template: ReasonTemplate | None,
    *,
    reasons: list[str] | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    page = render_template(
        "secretariat/list_reasons.html",
        programme=programme,
        templates=templates_of(programme),
        form=form,
        template=template,
        reasons=reasons or [],
    )
    return page, status


@bp.post("/office/programmes/<uuid:programme_id>/reasons")
@opens(Programme, Permission.SCREEN)
def keep_reason_template(programme: Programme) -> ResponseReturnValue:
    """Keep a new reason or change one."""
    form, key = ReasonTemplateForm(), request.form.get("change", "")
    template = template_in_use(programme, key)
    if key and template is None:
        abort(404)
    if not form.validate_on_submit():
        return _page(programme, form, template, status=422)
    try:
        keep_reason(
            programme,
            outcome=ScreeningOutcome(form.outcome.data),
            title=form.title.data or "",
            text_th=form.text_th.data or "",
            text_en=form.text_en.data or "",
            actor=current_actor(),
            template=template,
        )
    except RuleBroken as broken:
        return _page(programme, form, template, reasons=show_on(form, broken), status=409)
    flash(_("The reason is kept"), "success")
    return redirect(url_for(".list_reasons", programme_id=programme.id))


@bp.post("/office/programmes/<uuid:programme_id>/reasons/give-up")
@opens(Programme, Permission.SCREEN)
def give_up_reason_template(programme: Programme) -> ResponseReturnValue:
    """Offer a reason no longer; one that is not there any more stays so."""
    template = template_in_use(programme, request.form.get("template", ""))
    if template is not None:
        give_up_reason(template, actor=current_actor())
        flash(_("The reason is offered no longer"), "success")
    return redirect(url_for(".list_reasons", programme_id=programme.id))
