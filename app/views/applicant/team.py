"""The team of an agency: who writes, who approves, who was invited, and who approves in place of the head."""

from __future__ import annotations

import functools
import uuid
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Agency, Invitation
from app.permissions import Permission, is_allowed, may_give_role
from app.queries.applicant_team import grant_in_team, open_invitations, team_of_agency
from app.services import invitations, people
from app.views.access import current_actor, opens
from app.views.applicant import bp
from app.views.applicant.forms import DelegateForm, InviteForm
from app.views.formatting import days, when
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
        may_give=functools.partial(may_give_role, agency=agency, person=actor),
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
            return redirect(url_for(".show_team", agency_id=agency.id))
        return _shown(agency, form, DelegateForm(formdata=None, prefix="delegate"), reasons, 409)
    return _shown(agency, form, DelegateForm(formdata=None, prefix="delegate"), status=422)


@bp.post("/agencies/<uuid:agency_id>/team/delegates")
@opens(Agency, Permission.NAME_DELEGATE)
def name_delegate(agency: Agency) -> ResponseReturnValue:
    """Let somebody approve in place of the head for some days; it is on record."""
    form = DelegateForm(prefix="delegate")
    if form.validate():
        reasons = _invited(agency, form, Role.DELEGATE, starts_on=form.starts_on.data, ends_on=form.ends_on.data)
        if reasons is None:
            return redirect(url_for(".show_team", agency_id=agency.id))
        return _shown(agency, InviteForm(formdata=None), form, reasons, 409)
    return _shown(agency, InviteForm(formdata=None), form, status=422)


def _invited(agency: Agency, form: InviteForm | DelegateForm, role: Role, **given: Any) -> list[str] | None:
    """Send the invitation and say so; return what stood against it, beside what was put at the fields, or None."""
    try:
        sent = invitations.invite(
            email=form.email.data or "",
            name_th=form.name_th.data or "",
            name_en=form.name_en.data or "",
            role=role,
            agency=agency,
            actor=current_actor(),
            **given,
        )
    except RuleBroken as broken:
        return show_on(form, broken)
    flash(_sent(sent), "success")
    return None


def _sent(sent: Invitation) -> str:
    """Say to whom, for which days of a delegation, and until when the link works."""
    until = when(sent.expires_at, "short_datetime")
    if sent.starts_on is None or sent.ends_on is None:
        return _("Invitation sent to %(email)s; it works until %(until)s", email=sent.email, until=until)
    return _(
        "Invitation sent to %(email)s: delegation %(days)s; the invitation works until %(until)s",
        email=sent.email,
        days=days(sent.starts_on, sent.ends_on),
        until=until,
    )


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
