"""The blueprint of this audience."""

from flask import Blueprint

bp = Blueprint("panel", __name__)
