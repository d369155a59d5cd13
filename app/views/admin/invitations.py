"""Inviting somebody new."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.permissions import Permission
from app.queries.agency_choices import agency_among, agency_choices
from app.queries.people_list import open_invitations
from app.services.invitations import invite
from app.views.access import current_actor, holds, settings
from app.views.admin import bp
from app.views.admin.forms import InvitationForm
from app.views.reasons import show_on
from workflows.errors import RuleBroken
from workflows.roles import Role


@bp.route("/admin/people/invite", methods=["GET", "POST"])
@holds(Permission.ADMINISTER)
def invite_person() -> ResponseReturnValue:
    """Send a link that gives somebody their first role; list the links that wait."""
    form, agencies = InvitationForm(), agency_choices()
    form.offer(agencies, chosen=agency_among(request.args.get("agency", ""), agencies))
    reasons: list[str] = []
    if form.validate_on_submit():
        try:
            invitation = invite(
                email=form.email.data or "",
                name_th=form.name_th.data or "",
                name_en=form.name_en.data or "",
                role=Role(form.role.data),
                agency=form.agency.agency,
                branch=form.chosen_branch,
                starts_on=form.starts_on.data,
                ends_on=form.ends_on.data,
                actor=current_actor(),
            )
        except RuleBroken as broken:
            reasons = show_on(form, broken)
        else:
            flash(_("The invitation to %(email)s waits to be accepted", email=invitation.email), "success")
            return redirect(url_for(".invite_person"))
    has_mail = settings().smtp_url is not None
    return render_template(
        "admin/invite_person.html",
        form=form,
        reasons=reasons,
        invitations=open_invitations(with_links=not has_mail),
        base_url=settings().base_url,
        has_mail=has_mail,
    )
