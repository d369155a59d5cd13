"""Signing in and out, and choosing a language."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.services.sign_in import choose_language
from app.services.sign_in import sign_in as sign_person_in
from app.views.access import public, visitor
from app.views.account import bp
from app.views.account.forms import SignInForm
from app.views.account.limits import limited
from app.views.account.sessions import end_session, go_on, own_page
from app.views.navigation import home_url
from app.views.reasons import show_on
from workflows.errors import RuleBroken


@bp.route("/sign-in", methods=["GET", "POST"])
@public
@limited
def sign_in() -> ResponseReturnValue:
    """Ask for address and password; lead back to the page that wanted to know who it is."""
    form = SignInForm(next=own_page(request.args.get("next")))
    person = visitor()
    if person is not None and request.method == "GET":
        return redirect(own_page(form.next.data) or home_url(person))
    reasons: list[str] = []
    if form.validate_on_submit():
        try:
            person = sign_person_in(email=form.email.data or "", password=form.password.data or "")
        except RuleBroken as broken:
            reasons = show_on(form, broken)
        else:
            return go_on(person, own_page(form.next.data))
    return render_template("account/sign_in.html", form=form, reasons=reasons)


@bp.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    """End the session in this browser; signing out twice is signing out."""
    end_session()
    flash(_("You have signed out"), "success")
    return redirect(url_for("public.show_landing"))


@bp.post("/language")
@public
def set_language() -> ResponseReturnValue:
    """Change the language of the pages here, and of the messages of whoever is signed in."""
    language = request.form.get("language", "")
    person = visitor()
    if language in ("th", "en"):
        if person is not None:
            choose_language(language, actor=person)
        session["language"] = language
    return redirect(own_page(request.form.get("next")) or url_for("public.show_landing"))
