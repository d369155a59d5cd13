"""My two-step sign-in: switched on and off by oneself, and new recovery codes."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.queries.second_factors import factor_record
from app.services import second_factor
from app.views.access import current_actor, signed_in
from app.views.account import bp
from app.views.account.forms import CodeForm, NewCodesForm, PresentPasswordForm, SwitchOffForm
from app.views.account.limits import limited_by_code
from app.views.account.qr import qr_code
from app.views.account.sessions import begin_session, go_on
from app.views.reasons import show_on
from workflows.errors import RuleBroken

_RENEW = "renew"  # two forms of the page ask for a code


@bp.get("/me/second-factor")
@signed_in
def show_second_factor() -> ResponseReturnValue:
    """Show whether a second step is asked for, or the secret while it is being set up."""
    return _page()


@bp.post("/me/second-factor/begin")
@signed_in
@limited_by_code
def begin_second_factor() -> ResponseReturnValue:
    """Make a new secret to put into an app, for whoever knows the password."""
    form = PresentPasswordForm()
    if not form.validate_on_submit():
        return _page(begin=form)
    try:
        second_factor.begin_second_factor(actor=current_actor(), password=form.password.data or "")
    except RuleBroken as broken:
        return _page(begin=form, reasons=show_on(form, broken))
    return redirect(url_for(".show_second_factor"))


@bp.post("/me/second-factor/confirm")
@signed_in
@limited_by_code
def confirm_second_factor() -> ResponseReturnValue:
    """Switch it on by the first code, and show the recovery codes this once."""
    form = CodeForm()
    if not form.validate_on_submit():
        return _page(code=form)
    person = current_actor()
    try:
        codes = second_factor.confirm_second_factor(form.code.data or "", actor=person)
    except RuleBroken as broken:
        return _page(code=form, reasons=show_on(form, broken))
    begin_session(person)
    return render_template("account/_recovery_codes.html", codes=codes, goes_on=url_for(".show_second_factor"))


@bp.post("/me/second-factor/recovery-codes")
@signed_in
@limited_by_code
def renew_recovery_codes() -> ResponseReturnValue:
    """Make new recovery codes and show them this once."""
    form = NewCodesForm(prefix=_RENEW)
    if not form.validate_on_submit():
        return _page(renewing=form)
    try:
        codes = second_factor.renew_recovery_codes(form.code.data or "", actor=current_actor())
    except RuleBroken as broken:
        return _page(renewing=form, reasons=show_on(form, broken))
    return render_template("account/_recovery_codes.html", codes=codes, goes_on=url_for(".show_second_factor"))


@bp.post("/me/second-factor/switch-off")
@signed_in
@limited_by_code
def switch_off_second_factor() -> ResponseReturnValue:
    """Ask for no second step any more; whoever must have one sets it up anew at once."""
    form = SwitchOffForm()
    if not form.validate_on_submit():
        return _page(off=form)
    try:
        person = second_factor.switch_off_second_factor(
            password=form.password.data or "", code=form.code.data or "", actor=current_actor()
        )
    except RuleBroken as broken:
        return _page(off=form, reasons=show_on(form, broken))
    answer = go_on(person, url_for(".show_second_factor"))
    flash(_("Two-step sign-in is switched off. You were signed out everywhere else"), "success")
    return answer


def _page(
    *,
    begin: PresentPasswordForm | None = None,
    code: CodeForm | None = None,
    renewing: NewCodesForm | None = None,
    off: SwitchOffForm | None = None,
    reasons: list[str] | None = None,
) -> ResponseReturnValue:
    """The page, with whichever of its forms was sent and could not be taken."""
    person = current_actor()
    record = factor_record(person)
    return render_template(
        "account/show_second_factor.html",
        record=record,
        picture=qr_code(record.set_up.address) if record.set_up else "",
        begin=begin or PresentPasswordForm(formdata=None),
        code=code or CodeForm(formdata=None),
        renewing=renewing or NewCodesForm(formdata=None, prefix=_RENEW),
        off=off or SwitchOffForm(formdata=None),
        reasons=reasons or [],
        here=url_for(".show_second_factor"),
    )
