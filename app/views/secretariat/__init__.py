"""The blueprint of this audience."""

from flask import Blueprint

bp = Blueprint("secretariat", __name__)

from app.views.secretariat import (  # noqa: E402  # pages register themselves
    applications,  # noqa: F401
    assignment,  # noqa: F401
    feedback,  # noqa: F401
    ledger,  # noqa: F401
    rounds,  # noqa: F401
    screening,  # noqa: F401
    seating,  # noqa: F401
)
