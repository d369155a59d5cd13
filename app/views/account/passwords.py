"""Changing a password, and choosing a new one where it was forgotten."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.queries.signed_links import password_holder
from app.services import sign_in
from app.views.access import current_actor, public, settings, signed_in
from app.views.account import bp
from app.views.account.forms import ChangePasswordForm, ForgottenPasswordForm, NewPasswordForm
from app.views.account.limits import limited
from app.views.account.sessions import begin_session, go_on
from app.views.reasons import show_on
from workflows.errors import RuleBroken


@bp.route("/password", methods=["GET", "POST"])
@signed_in
@limited
def change_password() -> ResponseReturnValue:
    """Replace the own password; this session goes on, every other one ends."""
    form = ChangePasswordForm()
    reasons: list[str] = []
    if form.validate_on_submit():
        try:
            person = sign_in.change_password(
                present=form.present.data or "", password=form.password.data or "", actor=current_actor()
            )
        except RuleBroken as broken:
            reasons = show_on(form, broken)
        else:
            begin_session(person)
            flash(_("Your password was changed. You were signed out everywhere else."), "success")
            return redirect(url_for(".show_me"))
    return render_template("account/change_password.html", form=form, reasons=reasons)


@bp.route("/password/forgotten", methods=["GET", "POST"])
@public
@limited
def request_password_reset() -> ResponseReturnValue:
    """Promise a link; the answer is the same whether or not somebody has the address."""
    form = ForgottenPasswordForm()
    is_sent = form.validate_on_submit()
    if is_sent:
        sign_in.request_password_reset(email=form.email.data or "")
    return render_template(
        "account/request_password_reset.html",
        form=form,
        is_sent=is_sent,
        hours=sign_in.RESET_HOURS,
        has_mail=settings().smtp_url is not None,
    )


@bp.route("/password/reset/<string:token>", methods=["GET", "POST"])
@public
@limited
def reset_password(token: str) -> ResponseReturnValue:
    """Choose a new password by the link of a message; it works once."""
    form = NewPasswordForm()
    reasons: list[str] = []
    if form.validate_on_submit():
        try:
            person = sign_in.reset_password(token, password=form.password.data or "")
        except RuleBroken as broken:
            reasons = show_on(form, broken)
        else:
            answer = go_on(person)
            flash(_("Your new password holds from now on"), "success")
            return answer
    is_usable = password_holder(token, at=g.received_at) is not None
    return render_template("account/reset_password.html", form=form, reasons=reasons, is_usable=is_usable)
