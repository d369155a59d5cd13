"""Handing the coordination over when somebody leaves, and the office mailbox that gets copies."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Agency, Person
from app.permissions import Permission, is_allowed
from app.queries.applicant_team import team_of_agency
from app.services import handover
from app.views.access import current_actor, opens
from app.views.applicant import bp
from app.views.reasons import sentences
from workflows.errors import RuleBroken
from workflows.roles import Role


@bp.get("/agencies/<uuid:agency_id>/handover")
@opens(Agency, Permission.HAND_OVER)
def show_handover(agency: Agency) -> ResponseReturnValue:
    """Ask who leaves and who takes over, and say what that means."""
    return _shown(agency, [])


def _shown(agency: Agency, reasons: list[str], status: int = 200) -> ResponseReturnValue:
    members = [member for member in team_of_agency(agency) if member.is_in_force]
    page = render_template(
        "applicant/show_handover.html",
        agency=agency,
        coordinators=[member.person for member in members if member.grant.role is Role.COORDINATOR],
        colleagues=list({member.person.id: member.person for member in members}.values()),
        chosen=request.form,
        may_manage_team=is_allowed(Permission.MANAGE_TEAM, agency, current_actor()),
        reasons=reasons,
    )
    return page, status


@bp.post("/agencies/<uuid:agency_id>/handover")
@opens(Agency, Permission.HAND_OVER)
def hand_over(agency: Agency) -> ResponseReturnValue:
    """Hand the coordination over, or say what stands against it."""
    leaver, successor = _colleague(agency, "leaver"), _colleague(agency, "successor")
    if leaver is None or successor is None:
        return _shown(agency, [_("Choose who leaves and who takes over")], 422)
    try:
        handover.hand_over_coordination(agency, leaver, successor, actor=current_actor())
    except RuleBroken as broken:
        return _shown(agency, sentences(broken), 409)
    flash(_("The coordination is handed over. The drafts are as they were"), "success")
    return redirect(url_for(".show_handover", agency_id=agency.id))


def _colleague(agency: Agency, field: str) -> Person | None:
    chosen = request.form.get(field, "")
    return next((each.person for each in team_of_agency(agency) if str(each.person.id) == chosen), None)


@bp.post("/agencies/<uuid:agency_id>/mailbox")
@opens(Agency, Permission.MANAGE_TEAM)
def set_office_mailbox(agency: Agency) -> ResponseReturnValue:
    """Set or clear the address that gets copies."""
    try:
        handover.set_office_mailbox(agency, request.form.get("mailbox", ""), actor=current_actor())
    except RuleBroken as broken:
        flash(" ".join(sentences(broken)), "error")
    else:
        flash(_("Saved"), "success")
    return redirect(url_for(".show_team", agency_id=agency.id, _anchor="mailbox-head"))
