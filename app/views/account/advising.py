"""Where an adviser's day begins: what the role may do, what stays closed to it, and the advice on record."""

from __future__ import annotations

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from app.permissions import roles_anywhere
from app.queries.advice import advice_given
from app.views.access import current_actor, signed_in
from app.views.account import bp
from workflows.roles import Role


@bp.get("/advising")
@signed_in
def show_advising() -> ResponseReturnValue:
    """Show an adviser what the role is; nobody else has this page."""
    adviser = current_actor()
    if Role.ADVISER not in roles_anywhere(adviser):
        abort(404)
    return render_template("account/show_advising.html", given=advice_given(adviser))
