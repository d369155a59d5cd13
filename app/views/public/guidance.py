"""Help for every audience, whom to ask, and what happens with personal data."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from app.views.access import public, settings
from app.views.public import bp


@bp.get("/help")
@public
def show_help() -> ResponseReturnValue:
    """Answer what is asked most, and say whom to ask for the rest."""
    return render_template("public/show_help.html", max_upload_mb=settings().max_upload_mb)


@bp.get("/privacy")
@public
def show_privacy() -> ResponseReturnValue:
    """Say which personal data are kept, what for, and what may be asked of us."""
    return render_template("public/show_privacy.html")
