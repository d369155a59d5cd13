"""The blueprint of this audience."""

from flask import Blueprint

bp = Blueprint("secretariat", __name__)
