"""Writes conflicts of interest in words: what staff said of an interest, and why a seat was left."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import gettext as _

from app.models import Assignment
from app.models.assignments import REPLACED
from app.queries.interests import Ruling


def ruling_name(ruling: Ruling) -> str:
    """Name what staff said of an interest so far."""
    return {
        Ruling.NEW: _("Not looked at yet"),
        Ruling.CONFIRMED: _("Confirmed by staff"),
        Ruling.LIFT_PROPOSED: _("Waiting for the second person"),
        Ruling.LIFTED: _("Lifted"),
    }[ruling]


def left_because(seat: Assignment) -> str:
    """Say why a seat was left: in the assessor's or the officer's own words, or that staff gave it to another."""
    return _("given to another assessor by staff") if seat.reason == REPLACED else gettext(seat.reason)
