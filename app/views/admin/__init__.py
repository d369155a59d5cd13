"""Pages of the administrator: agencies, people and their roles, imports, and the health of the installation."""

from flask import Blueprint

bp = Blueprint("admin", __name__)

from app.views.admin import (  # noqa: E402  # pages register themselves
    agencies,  # noqa: F401
    health,  # noqa: F401
    home,  # noqa: F401
    imports,  # noqa: F401
    invitations,  # noqa: F401
    people,  # noqa: F401
    winners,  # noqa: F401
)
