"""My details: who I am here, what I may do and for whom."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from app.permissions import grants_in_force
from app.views.access import current_actor, signed_in
from app.views.account import bp


@bp.get("/me")
@signed_in
def show_me() -> ResponseReturnValue:
    """Show the person's name, address, language and the roles they hold today."""
    person = current_actor()
    grants = sorted(grants_in_force(person), key=lambda grant: grant.granted_at)
    return render_template("account/show_me.html", grants=grants)
