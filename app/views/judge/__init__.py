"""Pages of the committee: dossiers, decisions by two signatures, minutes."""

from flask import Blueprint

bp = Blueprint("judge", __name__)

from app.views.judge import (  # noqa: E402  # pages register themselves
    documents,  # noqa: F401
    dossiers,  # noqa: F401
    minutes,  # noqa: F401
    proposals,  # noqa: F401
    votes,  # noqa: F401
    workbook,  # noqa: F401
)
