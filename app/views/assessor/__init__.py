"""Pages of assessors: their worklist, conflicts of interest, score sheets."""

from flask import Blueprint

bp = Blueprint("assessor", __name__)

from app.views.assessor import (  # noqa: E402  # pages register themselves
    conflicts,  # noqa: F401
    exercises,  # noqa: F401
    history,  # noqa: F401
    key_factors,  # noqa: F401
    profile,  # noqa: F401
    reading,  # noqa: F401
    scoring,  # noqa: F401
    service,  # noqa: F401
    sheets,  # noqa: F401
    workbooks,  # noqa: F401
    worklist,  # noqa: F401
)
