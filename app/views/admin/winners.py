"""The past winners that were imported."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.permissions import Permission
from app.queries.past_winners import award_words, past_winners
from app.views.access import holds
from app.views.admin import bp


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
