"""The steps of a cycle as the calendar ribbon draws them."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from app.queries.public_programmes import CalendarStep
from app.views.formatting import when


def ribbon_steps(calendar: Sequence[CalendarStep]) -> list[tuple[str, str, str]]:
    """Return name, dates and state of each step."""
    names = {
        "entries": _("Entries"),
        "reports": _("Application Reports"),
        "assessment": _("Assessment"),
        "announcement": _("Results out"),
    }
    return [(names[step.name], _dates(step), step.state) for step in calendar]


def _dates(step: CalendarStep) -> str:
    if step.starts_at and step.ends_at:
        return f"{when(step.starts_at, 'short')} – {when(step.ends_at, 'short')}"
    if step.starts_at:
        return when(step.starts_at, "short")
    return _("date to be announced") if step.name == "announcement" else _("in the order of the stage plan")
