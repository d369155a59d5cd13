"""A scheduled visit as a calendar shows it: when, where and what for. It says that a panel comes, and never who."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask_babel import force_locale
from flask_babel import gettext as _

from app.models import Application, SiteVisit
from app.reports.calendar_file import CalendarEvent, calendar_file


def visit_calendar(visit: SiteVisit, application: Application, language: str, base_url: str, link: str) -> bytes:
    """Return the calendar file of a scheduled visit in "th" or "en"."""
    starts_at, ends_at, written_at = visit.starts_at, visit.ends_at, visit.scheduled_at
    if starts_at is None or ends_at is None or written_at is None:
        raise ValueError("only a scheduled visit has an event")
    with force_locale(language):
        title = application.called(language)
        summary = _("Site visit by the panel: %(title)s (%(code)s)", title=title, code=application.code)
        where = _("Online: %(place)s", place=visit.place) if visit.is_online else visit.place
    event = CalendarEvent(
        uid=f"{visit.id}@{urlsplit(base_url).hostname}",
        sequence=visit.revision,
        written_at=written_at,
        starts_at=starts_at,
        ends_at=ends_at,
        summary=summary,
        location=where,
        description=visit.agenda,
        url=f"{base_url}{link}",
    )
    return calendar_file(event)
