"""Where the administrator begins."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from app.permissions import Permission
from app.queries.people_list import open_invitations
from app.queries.registry_agencies import registry_figures
from app.views.access import holds
from app.views.admin import bp


@bp.get("/admin")
@holds(Permission.ADMINISTER)
def show_administration() -> ResponseReturnValue:
    """Show how many agencies and people there are, and what there is to do."""
    return render_template(
        "admin/show_administration.html",
        figures=registry_figures(),
        invitations=open_invitations(with_links=False),
    )
