"""The team of an agency: who writes, who approves, who was invited, and who approves in place of the head."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Agency
from app.permissions import Permission, is_allowed
from app.queries.applicant_team import grant_in_team, open_invitations, team_of_agency
from app.services import people
from app.views.access import current_actor, opens
from app.views.applicant import bp
from app.views.applicant.forms import DelegateForm, InviteForm
from app.views.reasons import show_on
from workflows.errors import RuleBroken
from workflows.roles import Role


@bp.get("/agencies/<uuid:agency_id>/team")
@opens(Agency, Permission.MANAGE_TEAM)
def show_team(agency: Agency) -> ResponseReturnValue:
    """Show the members with their roles, the open invitations, and the forms to add to them."""
    return _shown(agency, InviteForm(), DelegateForm(prefix="delegate"))


def _shown(
    agency: Agency, invite: InviteForm, delegate: DelegateForm, reasons: list[str] | None = None, status: int = 200
) -> ResponseReturnValue:
    actor = current_actor()
    is_head = is_allowed(Permission.NAME_DELEGATE, agency, actor)
    removable = {Role.CONTRIBUTOR, Role.COORDINATOR} | ({Role.DELEGATE} if is_head else set())
    page = render_template(
        "applicant/show_team.html",
        agency=agency,
        members=team_of_agency(agency),
        invitations=open_invitations(agency),
        invite=invite,
        delegate=delegate,
        is_head=is_head,
        removable=removable,
        reasons=reasons or [],
    )
    return page, status


@bp.post("/agencies/<uuid:agency_id>/team/invitations")
@opens(Agency, Permission.MANAGE_TEAM)
def invite_member(agency: Agency) -> ResponseReturnValue:
    """Send an invitation to write or to coordinate."""
    form = InviteForm()
    if form.validate():
        reasons = _invited(agency, form, Role(form.role.data))
        if reasons is None:
            flash(_("Invitation sent to %(email)s", email=form.email.data), "success")
            return redirect(url_for(".show_team", agency_id=agency.id))
        return _shown(agency, form, DelegateForm(formdata=None, prefix="delegate"), reasons, 409)
    return _shown(agency, form, DelegateForm(formdata=None, prefix="delegate"), status=422)


@bp.post("/agencies/<uuid:agency_id>/team/delegates")
@opens(Agency, Permission.NAME_DELEGATE)
def name_delegate(agency: Agency) -> ResponseReturnValue:
    """Let somebody approve in place of the head for some days; it is on record."""
    form = DelegateForm(prefix="delegate")
    if form.validate():
        days: dict[str, date] = {"starts_on": form.starts_on.data, "ends_on": form.ends_on.data}
        reasons = _invited(agency, form, Role.DELEGATE, **days)
        if reasons is None:
            flash(_("Invitation sent to %(email)s", email=form.email.data), "success")
            return redirect(url_for(".show_team", agency_id=agency.id))
        return _shown(agency, InviteForm(formdata=None), form, reasons, 409)
    return _shown(agency, InviteForm(formdata=None), form, status=422)


def _invited(agency: Agency, form: InviteForm | DelegateForm, role: Role, **days: Any) -> list[str] | None:
    """Send the invitation; return what stood against it, beside what was put at the fields, or None."""
    try:
        people.invite(
            email=form.email.data or "",
            name_th=form.name_th.data or "",
            name_en=form.name_en.data or "",
            role=role,
            agency=agency,
            actor=current_actor(),
            **days,
        )
    except RuleBroken as broken:
        return show_on(form, broken)
    return None


@bp.post("/agencies/<uuid:agency_id>/team/<uuid:grant_id>/end")
@opens(Agency, Permission.MANAGE_TEAM)
def end_role(agency: Agency, grant_id: uuid.UUID) -> ResponseReturnValue:
    """End somebody's role in the team; it stays on record."""
    grant = grant_in_team(agency, grant_id)
    if grant is None:
        abort(404)
    people.revoke_role(grant, actor=current_actor())
    flash(_("The role is ended"), "success")
    return redirect(url_for(".show_team", agency_id=agency.id))
