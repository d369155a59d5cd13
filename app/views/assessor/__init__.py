"""The blueprint of this audience."""

from flask import Blueprint

bp = Blueprint("assessor", __name__)
