"""An invitation that waits: cancelled, or sent again, by whoever may give its role; for the agency and for OPDC."""

from __future__ import annotations

from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Invitation
from app.permissions import Permission, is_allowed, may_give_role
from app.services import invitations
from app.views.access import current_actor, opens
from app.views.applicant import bp
from app.views.formatting import when
from app.views.reasons import sentences
from workflows.errors import RuleBroken


@bp.get("/invitations/<uuid:invitation_id>/cancel")
@opens(Invitation, Permission.TAKE_INVITATION_BACK)
def ask_to_cancel_invitation(invitation: Invitation) -> ResponseReturnValue:
    """Ask before the link becomes worthless."""
    _refuse_others(invitation)
    return render_template(
        "applicant/ask_to_cancel_invitation.html",
        invitation=invitation,
        is_open=invitation.is_open(g.received_at),
        back=_list_of(invitation),
    )


@bp.post("/invitations/<uuid:invitation_id>/cancel")
@opens(Invitation, Permission.TAKE_INVITATION_BACK)
def cancel_invitation(invitation: Invitation) -> ResponseReturnValue:
    """Make the link worthless at once."""
    _refuse_others(invitation)
    try:
        invitations.cancel_invitation(invitation, actor=current_actor())
    except RuleBroken as broken:
        flash(" ".join(sentences(broken)), "error")
    else:
        told = _("The invitation to %(email)s is cancelled. Its link works no more", email=invitation.email)
        flash(told, "success")
    return redirect(_list_of(invitation))


@bp.post("/invitations/<uuid:invitation_id>/again")
@opens(Invitation, Permission.TAKE_INVITATION_BACK)
def send_invitation_again(invitation: Invitation) -> ResponseReturnValue:
    """Send a new link in place of the one sent before."""
    _refuse_others(invitation)
    try:
        sent = invitations.send_invitation_again(invitation, actor=current_actor())
    except RuleBroken as broken:
        flash(" ".join(sentences(broken)), "error")
    else:
        until = when(sent.expires_at, "short_datetime")
        told = _(
            "A new link was sent to %(email)s and works until %(until)s. The earlier one works no more",
            email=sent.email,
            until=until,
        )
        flash(told, "success")
    return redirect(_list_of(invitation))


def _refuse_others(invitation: Invitation) -> None:
    if not may_give_role(invitation.role, invitation.agency, current_actor()):
        abort(404)


def _list_of(invitation: Invitation) -> str:
    """Return the page the person knows the invitation from: the agency's own, or the administrator's."""
    agency = invitation.agency
    if agency is not None and is_allowed(Permission.MANAGE_TEAM, agency, current_actor()):
        return url_for("applicant.show_team", agency_id=agency.id)
    return url_for("admin.invite_person")
