"""The register of official letters: numbers given to papers, voided ones, and the prefix."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Application, LetterNumber, Programme, Receipt
from app.permissions import Permission, is_allowed
from app.queries.application_record import decision_of
from app.queries.letters import Paper, letter_register, written
from app.services.letters import give_number, may_set_prefix, set_prefix, void_number
from app.views.access import current_actor, holds, opens
from app.views.reasons import sentences, show_on
from app.views.secretariat import bp
from app.views.secretariat.forms import PrefixForm
from workflows.errors import RuleBroken


@bp.get("/office/letters")
@holds(Permission.AUDIT)
def list_letters() -> ResponseReturnValue:
    """Show the numbers given in one year, newest first, the voided ones among them."""
    return _page()


def _page(
    reasons: list[str] | None = None, status: int = 200, *, form: PrefixForm | None = None
) -> ResponseReturnValue:
    actor = current_actor()
    register = letter_register(actor, request.args.get("year", type=int))
    page = render_template(
        "secretariat/list_letters.html",
        register=register,
        written=written,
        form=form or PrefixForm(formdata=None, begins_with=register.prefix),
        may_set=may_set_prefix(actor),
        may_void=lambda letter: letter.voided_at is None and is_allowed(Permission.NUMBER_LETTERS, letter, actor),
        reasons=reasons or [],
    )
    return page, status


@bp.post("/office/letters/prefix")
@holds(Permission.SET_LETTER_PREFIX)
def set_letter_prefix() -> ResponseReturnValue:
    """Set what new numbers begin with, for all branches."""
    form = PrefixForm()
    try:
        set_prefix(form.begins_with.data or "", actor=current_actor())
    except RuleBroken as broken:
        return _page(show_on(form, broken), 409, form=form)
    flash(_("The prefix is set; numbers given before keep theirs"), "success")
    return redirect(url_for(".list_letters"))


@bp.post("/office/letters/<uuid:letter_id>/void")
@opens(LetterNumber, Permission.NUMBER_LETTERS)
def void_letter(letter: LetterNumber) -> ResponseReturnValue:
    """Void a number that was given by mistake."""
    try:
        void_number(letter, reason=request.form.get("reason", ""), actor=current_actor())
    except RuleBroken as broken:
        return _page(sentences(broken), 409)
    flash(_("The number is voided and stays in the register"), "success")
    return redirect(url_for(".list_letters", year=letter.year_be))


@bp.post("/office/receipts/<uuid:receipt_id>/letter-number")
@opens(Receipt, Permission.NUMBER_LETTERS)
def number_receipt(receipt: Receipt) -> ResponseReturnValue:
    """Give a receipt its number."""
    return given_number(receipt)


@bp.post("/office/programmes/<uuid:programme_id>/minutes/letter-number")
@opens(Programme, Permission.NUMBER_LETTERS)
def number_minutes(programme: Programme) -> ResponseReturnValue:
    """Give the minutes of a programme their number."""
    return given_number(programme)


@bp.post("/office/applications/<uuid:application_id>/decision/letter-number")
@opens(Application, Permission.NUMBER_LETTERS)
def number_decision(application: Application) -> ResponseReturnValue:
    """Give the decision on one application its number."""
    decision = decision_of(application)
    if decision is None:
        abort(404)
    return given_number(decision)


def given_number(paper: Paper) -> ResponseReturnValue:
    """Give a paper its number and show the register, or say there what stands against it."""
    try:
        letter = give_number(paper, actor=current_actor())
    except RuleBroken as broken:
        return _page(sentences(broken), 409)
    flash(_("Number given: %(number)s", number=written(letter)), "success")
    return redirect(url_for(".list_letters"))
