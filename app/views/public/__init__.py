"""Pages anybody may read: what can be entered, by which criteria, who won, and how to check the record."""

from flask import Blueprint

bp = Blueprint("public", __name__)

from app.views.public import (  # noqa: E402  # pages register themselves
    certificates,  # noqa: F401
    criteria,  # noqa: F401
    guidance,  # noqa: F401
    landing,  # noqa: F401
    ledger,  # noqa: F401
    programmes,  # noqa: F401
    winners,  # noqa: F401
)
