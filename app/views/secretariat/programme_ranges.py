"""Setting the range an indicator is scored by: who is scored otherwise is shown first, and agencies are told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField
from wtforms.validators import DataRequired, Optional

from app.models import Programme
from app.permissions import Permission, is_allowed
from app.queries.change_impact import change_impact, has_submissions
from app.queries.criteria import rubric_of
from app.queries.programme_plan import RANGE, Setting, settings_of
from app.queries.range_effects import SetRange, are_final, range_effects, set_ranges
from app.services.programme_changes import ACT, change_obstacles, change_programme, propose_change
from app.services.proposals import waiting
from app.thai import grapheme_count
from app.views.access import current_actor, opens
from app.views.fields import ThaiDecimal, ThaiLongText
from app.views.formatting import page_language
from app.views.page_form import PageForm
from app.views.reasons import show_on
from app.views.secretariat import bp
from app.views.secretariat.change_form import seal_of
from app.views.secretariat.programme_change import shown_changes
from workflows.errors import RuleBroken
from workflows.reasons import reason_obstacles


class RangeForm(PageForm):
    """Floor and ceiling of one indicator and why; both left empty give the criteria's own rule back."""

    indicator = SelectField(_l("Indicator"))
    floor = ThaiDecimal(_l("Floor"), validators=[Optional()])
    ceiling = ThaiDecimal(_l("Ceiling"), validators=[Optional()])
    reason = ThaiLongText(_l("Reason"), validators=[DataRequired(_l("Give a reason"))])
    seen = HiddenField()

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for the other end where one is given."""
        is_valid: bool = super().validate(extra_validators)
        for given, missing in ((self.floor, self.ceiling), (self.ceiling, self.floor)):
            if given.data is not None and missing.data is None and not missing.errors:
                missing.errors = (_("Give both ends, or leave both empty"),)
                is_valid = False
        return is_valid

    @property
    def wanted(self) -> dict[str, Setting]:
        """The setting as typed."""
        floor, ceiling = self.floor.data, self.ceiling.data
        return {f"{RANGE}{self.indicator.data}": None if floor is None or ceiling is None else (floor, ceiling)}


@bp.get("/office/programmes/<uuid:programme_id>/ranges")
@opens(Programme, Permission.VIEW_PROGRAMME)
def show_ranges(programme: Programme) -> ResponseReturnValue:
    """Show by which range each indicator of the criteria is scored, and who set it."""
    ranges = set_ranges(programme)
    chosen = next((each for each in ranges if each.example.id == request.args.get("indicator")), None)
    form = _form(ranges)
    if chosen is not None:
        form.indicator.data = chosen.example.id
        if chosen.at is not None and chosen.example.ramp is not None:
            form.floor.data, form.ceiling.data = chosen.example.ramp.floor, chosen.example.ramp.ceiling
    return _page(programme, form, ranges)


@bp.post("/office/programmes/<uuid:programme_id>/ranges")
@opens(Programme, Permission.MANAGE_PROGRAMME)
def set_range(programme: Programme) -> ResponseReturnValue:
    """Show whose score a range changes, then set it; once something was handed in another person signs."""
    ranges = set_ranges(programme)
    form = _form(ranges)
    if not form.validate_on_submit():
        return _page(programme, form, ranges, status=422)
    wanted = settings_of(programme) | form.wanted
    reason = form.reason.data or ""
    against = change_obstacles(programme, wanted)
    against += reason_obstacles(reason, grapheme_count(reason), is_needed=False)
    if against:
        return _page(programme, form, ranges, reasons=show_on(form, RuleBroken(against)), status=422)
    if form.seen.data != seal_of(form.wanted):
        form.seen.data = seal_of(form.wanted)
        return _page(programme, form, ranges, is_previewed=True)
    try:
        if has_submissions(programme):
            proposal = propose_change(programme, wanted, reason=reason, actor=current_actor())
            flash(_("The change is proposed; another person must sign it"), "success")
            return redirect(url_for(".show_change", proposal_id=proposal.id))
        change_programme(programme, wanted, actor=current_actor(), reason=reason)
    except RuleBroken as broken:
        return _page(programme, form, ranges, is_previewed=True, reasons=show_on(form, broken), status=409)
    flash(_("The range is changed, and agencies that report the indicator are told"), "success")
    return redirect(url_for(".show_ranges", programme_id=programme.id))


def _form(ranges: Sequence[SetRange]) -> RangeForm:
    form = RangeForm()
    form.indicator.choices = [
        (each.example.id, f"{each.item.id} · {each.example.title.in_language(page_language())}") for each in ranges
    ]
    return form


def _page(
    programme: Programme,
    form: RangeForm,
    ranges: Sequence[SetRange],
    *,
    is_previewed: bool = False,
    reasons: list[str] | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    impact = change_impact(programme, settings_of(programme) | form.wanted) if is_previewed else None
    page = render_template(
        "secretariat/show_ranges.html",
        programme=programme,
        form=form,
        ranges=ranges,
        impact=impact,
        changes=shown_changes(programme, impact.changes) if impact else [],
        effects=range_effects(programme, form.wanted) if impact and impact.changes else None,
        ends=rubric_of(programme).ramp_rule,
        are_final=are_final(programme),
        needs_two=has_submissions(programme),
        waiting=waiting(ACT, programme),
        may_set=is_allowed(Permission.MANAGE_PROGRAMME, programme, current_actor()),
        reasons=reasons or [],
    )
    return page, status
