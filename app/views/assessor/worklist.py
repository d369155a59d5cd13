"""An assessor's day: the seats offered and taken, with what each asks for now."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Assignment
from app.permissions import Permission
from app.queries.worklist import assessor_worklist
from app.services import assignments, score_sheets
from app.views.access import current_actor, holds, opens
from app.views.assessor import bp
from app.views.assessor.forms import DeclineForm
from app.views.reasons import sentences, show_on
from workflows.errors import RuleBroken


@bp.get("/assessments")
@holds(Permission.ASSESS)
def list_assessments() -> ResponseReturnValue:
    """List the assessor's seats, the most urgent first."""
    return render_template("assessor/list_assessments.html", worklist=assessor_worklist(current_actor()))


@bp.post("/seats/<uuid:seat_id>/accept")
@opens(Assignment, Permission.ASSESS)
def accept_seat(seat: Assignment) -> ResponseReturnValue:
    """Take a seat."""
    assignments.accept_assignment(seat, actor=current_actor())
    flash(_("You accepted %(code)s", code=seat.application.code), "success")
    return redirect(url_for(".list_assessments"))


@bp.route("/seats/<uuid:seat_id>/decline", methods=["GET", "POST"])
@opens(Assignment, Permission.ASSESS)
def decline_seat(seat: Assignment) -> ResponseReturnValue:
    """Leave a seat with a reason."""
    form = DeclineForm()
    reasons: list[str] = []
    if form.validate_on_submit():
        code = seat.application.code
        try:
            assignments.decline_assignment(seat, reason=form.reason.data or "", actor=current_actor())
        except RuleBroken as broken:
            reasons = show_on(form, broken)
        else:
            flash(_("You declined %(code)s. OPDC has been told why", code=code), "success")
            return redirect(url_for(".list_assessments"))
    return render_template("assessor/decline_seat.html", seat=seat, form=form, reasons=reasons)


@bp.post("/seats/<uuid:seat_id>/sheet")
@opens(Assignment, Permission.ASSESS)
def open_sheet(seat: Assignment) -> ResponseReturnValue:
    """Open the score sheet of a seat; go on where it was left."""
    actor = current_actor()
    cycle_id = seat.application.programme.cycle_id
    try:
        sheet = score_sheets.open_sheet(seat, actor=actor)
    except RuleBroken as broken:
        for sentence in sentences(broken):
            flash(sentence, "error")
        is_declared = score_sheets.has_declared(actor, cycle_id)
        return redirect(url_for(".list_assessments" if is_declared else ".list_interests"))
    return redirect(url_for(".show_sheet", sheet_id=sheet.id))
