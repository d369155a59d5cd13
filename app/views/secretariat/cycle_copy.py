"""Copying a cycle for another year: every date is shown where it will fall before anything is made."""

from __future__ import annotations

import uuid

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Cycle
from app.permissions import Permission
from app.queries.office_scope import cycles_newest_first
from app.services.cycle_copies import copies_of, copy_cycle
from app.views.access import current_actor, holds
from app.views.day_notes import day_note
from app.views.reasons import show_on
from app.views.secretariat import bp
from app.views.secretariat.forms import CycleForm
from app.views.secretariat.setting_words import setting_label
from workflows.errors import RuleBroken


@bp.route("/office/cycles/<int:year_be>/copy", methods=["GET", "POST"])
@holds(Permission.MANAGE_PROGRAMME)
def copy_programmes(year_be: int) -> ResponseReturnValue:
    """Copy programmes of a cycle into the next year, or the year typed."""
    source = next((each for each in cycles_newest_first() if each.year_be == year_be), None)
    if source is None:
        abort(404)
    following = source.year_be + 1
    form = CycleForm(year_be=following, title_th=f"รอบปี {following}", title_en=f"Cycle {following}")
    if not form.validate_on_submit() or request.form.get("act") != "copy":
        return _page(source, form, status=422 if form.is_submitted() and form.errors else 200)
    try:
        cycle = copy_cycle(
            source,
            year_be=form.year_be.data or 0,
            title_th=form.title_th.data or "",
            title_en=form.title_en.data or "",
            chosen=_chosen(),
            actor=current_actor(),
        )
    except RuleBroken as broken:
        return _page(source, form, show_on(form, broken), 409)
    flash(
        _("The programmes are copied. Nobody outside OPDC sees them yet: look at their dates, then publish each"),
        "success",
    )
    return redirect(url_for(".show_rounds", year=cycle.year_be))


def _chosen() -> set[uuid.UUID]:
    found = set()
    for text in request.form.getlist("programmes"):
        try:
            found.add(uuid.UUID(text))
        except ValueError:
            continue
    return found


def _page(source: Cycle, form: CycleForm, reasons: list[str] | None = None, status: int = 200) -> ResponseReturnValue:
    year = form.year_be.data
    is_year = isinstance(year, int) and source.year_be < year <= source.year_be + 20
    copies = copies_of(source, year if is_year else source.year_be + 1, actor=current_actor())
    page = render_template(
        "secretariat/copy_programmes.html",
        source=source,
        form=form,
        copies=[
            (each, [(setting_label(each.programme, date.name), date, day_note(date.after)) for date in each.dates])
            for each in copies
        ],
        chosen=_chosen() if form.is_submitted() else {each.programme.id for each in copies if each.is_possible},
        reasons=reasons or [],
    )
    return page, status
