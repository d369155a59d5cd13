"""Whether the installation is well."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from app.permissions import Permission
from app.queries.registry_health import installation_health
from app.views.access import holds
from app.views.admin import bp


@bp.get("/admin/health")
@holds(Permission.ADMINISTER)
def show_health() -> ResponseReturnValue:
    """Show database, broker, workers, what waits, and the criteria in use."""
    return render_template("admin/show_health.html", health=installation_health())
