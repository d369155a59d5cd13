"""The past winners that were imported, and taking a wrong one out."""

from __future__ import annotations

import uuid

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.permissions import Permission
from app.queries.past_winners import award_words, past_winner, past_winners
from app.services.import_winners import remove_winner
from app.views.access import current_actor, holds
from app.views.admin import bp
from app.views.admin.forms import ReasonForm
from app.views.reasons import show_on
from workflows.errors import RuleBroken


@bp.get("/admin/past-winners")
@holds(Permission.ADMINISTER)
def list_past_winners() -> ResponseReturnValue:
    """Show the past winners of earlier years."""
    text = request.args.get("q", "")
    return render_template(
        "admin/list_past_winners.html",
        found=past_winners(text, page=request.args.get("page", 1, type=int)),
        award_words=award_words,
        text=text,
        page_url=lambda page: url_for(".list_past_winners", q=text or None, page=page),
    )


@bp.route("/admin/past-winners/<uuid:winner_id>/removal", methods=["GET", "POST"])
@holds(Permission.ADMINISTER)
def remove_past_winner(winner_id: uuid.UUID) -> ResponseReturnValue:
    """Show one winner and take it out of the list, with a reason."""
    winner = past_winner(winner_id) or abort(404)
    form, reasons, status = ReasonForm(), list[str](), 200
    if form.validate_on_submit():
        try:
            remove_winner(winner, reason=form.reason.data or "", actor=current_actor())
        except RuleBroken as broken:
            reasons, status = show_on(form, broken), 409
        else:
            flash(_("Taken out of the past winners; the reason is on record"), "success")
            return redirect(url_for(".list_past_winners"))
    elif form.is_submitted():
        status = 422
    page = render_template(
        "admin/remove_past_winner.html", winner=winner, words=award_words(winner), form=form, reasons=reasons
    )
    return page, status
