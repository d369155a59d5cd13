"""The blueprint of this audience."""

from flask import Blueprint

bp = Blueprint("secretariat", __name__)

from app.views.secretariat import rounds, screening  # noqa: E402, F401  # pages register themselves
