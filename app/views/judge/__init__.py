"""The blueprint of this audience."""

from flask import Blueprint

bp = Blueprint("judge", __name__)
