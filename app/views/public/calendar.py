"""The steps of a cycle as the calendar ribbon draws them."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from app.models import Programme
from app.queries.public_programmes import CalendarStep, SharedDates, differing_dates
from app.views.formatting import page_language, when

_MOST_NAMED = 3


def ribbon_steps(calendar: Sequence[CalendarStep]) -> list[tuple[str, str, str]]:
    """Return name, dates and state of each step."""
    names = {
        "entries": _("Entries"),
        "reports": _("Application Reports"),
        "assessment": _("Assessment"),
        "announcement": _("Results out"),
    }
    return [(names[step.name], _dates(step), step.state) for step in calendar]


def dates_apart(programmes: Sequence[Programme]) -> list[tuple[list[str], list[str]]]:
    """Return the names of programmes and the dates they share, where not all of a cycle have the same.

    One long row of names is counted instead: they are all the others, and the page lists each of them below.
    """
    shared = differing_dates(programmes)
    many = [each for each in shared if len(each.programmes) > _MOST_NAMED]
    others = many[0] if len(many) == 1 else None
    named = [
        ([programme.title(page_language()) for programme in each.programmes], _windows(each))
        for each in shared
        if each is not others
    ]
    if others is None:
        return named
    count = ngettext("%(num)s other programme", "%(num)s other programmes", len(others.programmes))
    return [*named, ([count], _windows(others))]


def _windows(shared: SharedDates) -> list[str]:
    told = [_("Entries %(dates)s", dates=f"{when(shared.opens_at, 'short')} – {when(shared.closes_at, 'short')}")]
    if shared.report_closes_at is not None:
        told.append(_("Application Reports until %(day)s", day=when(shared.report_closes_at, "short")))
    return told


def _dates(step: CalendarStep) -> str:
    if step.starts_at and step.ends_at:
        return f"{when(step.starts_at, 'short')} – {when(step.ends_at, 'short')}"
    if step.starts_at:
        return when(step.starts_at, "short")
    return _("date to be announced") if step.name == "announcement" else _("in the order of the stage plan")
