"""The blueprint of this audience."""

from flask import Blueprint

bp = Blueprint("applicant", __name__)
