"""Pages of panels: the consensus room and the site visit."""

from flask import Blueprint

bp = Blueprint("panel", __name__)

from app.views.panel import (  # noqa: E402  # pages register themselves
    agreeing,  # noqa: F401
    consensus,  # noqa: F401
    discussing,  # noqa: F401
    figures,  # noqa: F401
    visit_points,  # noqa: F401
    visit_schedule,  # noqa: F401
    visits,  # noqa: F401
)
