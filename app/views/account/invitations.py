"""Accepting an invitation: a new person chooses a password, a known one confirms with theirs."""

from __future__ import annotations

from flask import flash, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.queries.people import invitation_by_token
from app.services import invitations
from app.views.access import public
from app.views.account import bp
from app.views.account.forms import NewPasswordForm, PresentPasswordForm
from app.views.account.limits import limited
from app.views.account.sessions import go_on
from app.views.reasons import show_on
from workflows.errors import RuleBroken


@bp.route("/invitations/<string:token>", methods=["GET", "POST"])
@public
@limited
def accept_invitation(token: str) -> ResponseReturnValue:
    """Show who invites to what; take it with a password."""
    offer = invitation_by_token(token)
    form = PresentPasswordForm() if offer and offer.is_known_person else NewPasswordForm()
    reasons: list[str] = []
    if offer is not None and form.validate_on_submit():
        try:
            person = invitations.accept_invitation(token, password=form.password.data or "")
        except RuleBroken as broken:
            reasons = show_on(form, broken)
        else:
            answer = go_on(person)
            flash(_("Welcome. Your new role holds from now on."), "success")
            return answer
    return render_template("account/accept_invitation.html", form=form, reasons=reasons, offer=offer)
