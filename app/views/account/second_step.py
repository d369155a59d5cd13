"""The step after the password: a code, a recovery code, or setting the second factor up where it is demanded."""

from __future__ import annotations

from collections.abc import Callable

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.models import Person
from app.queries.second_factors import factor_record, step_owed
from app.services import second_factor
from app.views.access import public
from app.views.account import bp
from app.views.account.forms import CodeStepForm, RecoveryStepForm
from app.views.account.limits import limited_by_code
from app.views.account.qr import qr_code
from app.views.account.sessions import begin_session, between_steps, own_page
from app.views.navigation import home_url
from app.views.reasons import show_on
from workflows.errors import RuleBroken
from workflows.second_factor import Step


@bp.route("/sign-in/code", methods=["GET", "POST"])
@public
@limited_by_code
def enter_code() -> ResponseReturnValue:
    """Ask for the code the app shows."""
    return _ask(CodeStepForm(next=_wanted()), second_factor.enter_code, "account/enter_code.html")


@bp.route("/sign-in/recovery-code", methods=["GET", "POST"])
@public
@limited_by_code
def enter_recovery_code() -> ResponseReturnValue:
    """Ask for a recovery code instead."""
    form = RecoveryStepForm(next=_wanted())
    return _ask(form, second_factor.enter_recovery_code, "account/enter_recovery_code.html")


@bp.route("/sign-in/second-factor", methods=["GET", "POST"])
@public
@limited_by_code
def set_up_at_sign_in() -> ResponseReturnValue:
    """Let whoever must have a second factor set it up before any page opens."""
    person, form, reasons = _waiting(Step.SET_UP), CodeStepForm(next=_wanted()), list[str]()
    if person is not None and form.validate_on_submit():
        try:
            codes = second_factor.confirm_second_factor(form.code.data or "", actor=person)
        except RuleBroken as broken:
            reasons = show_on(form, broken)
        else:
            begin_session(person)
            goes_on = own_page(form.next.data) or home_url(person)
            return render_template("account/_recovery_codes.html", codes=codes, goes_on=goes_on)
    set_up = factor_record(person).set_up if person else None
    return render_template(
        "account/set_up_at_sign_in.html",
        form=form,
        reasons=reasons,
        set_up=set_up,
        picture=qr_code(set_up.address) if set_up else "",
        again=_sign_in_again(form.next.data),
    )


def _ask(form: CodeStepForm | RecoveryStepForm, take: Callable[..., Person], template: str) -> ResponseReturnValue:
    person, reasons = _waiting(Step.CODE), list[str]()
    if person is not None and form.validate_on_submit():
        try:
            person = take(form.code.data or "", person=person)
        except RuleBroken as broken:
            reasons = show_on(form, broken)
        else:
            begin_session(person)
            return redirect(own_page(form.next.data) or home_url(person))
    return render_template(
        template, form=form, reasons=reasons, is_waiting=person is not None, again=_sign_in_again(form.next.data)
    )


def _waiting(step: Step) -> Person | None:
    """Return who gave their password here and owes this step."""
    person = between_steps()
    return person if person is not None and step_owed(person) is step else None


def _wanted() -> str | None:
    return own_page(request.args.get("next"))


def _sign_in_again(wanted: str | None) -> str:
    return url_for(".sign_in", next=own_page(wanted))
