"""The blueprint of this audience."""

from flask import Blueprint

bp = Blueprint("account", __name__)
