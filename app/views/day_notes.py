"""What is said beside a date: that offices are closed on it, so that no deadline falls on such a day unnoticed."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from flask_wtf import FlaskForm

from app.thai import in_bangkok
from app.thai.days_off import has_holidays, holiday_on, is_weekend, next_working_day
from app.views.formatting import page_language, when


def day_notes(form: FlaskForm, *names: str) -> dict[str, str]:
    """Return what is said beside each of these times somebody sent: nothing before, nor beside one with a fault."""
    is_sent = form.is_submitted()
    return {name: day_note(form[name].data) if is_sent and not form[name].errors else "" for name in names}


def due_note(form: FlaskForm) -> str:
    """Return what is said beside the due time somebody sent."""
    return day_notes(form, "due_at")["due_at"]


def unnoticed(form: FlaskForm, *names: str, box: str = "despite_day_off") -> list[tuple[str, str]]:
    """Return what the summary on top says of days off nobody has confirmed yet, leading to the box that does."""
    if form[box].data:
        return []
    notes = day_notes(form, *names)
    return [(f"{form[name].label.text}: {note}", f"#{form[box].id}") for name, note in notes.items() if note]


def is_noticed(form: FlaskForm) -> bool:
    """Say whether the due time is a working day's, or whoever sent it says that it stands all the same."""
    return not unnoticed(form, "due_at")


def day_note(instant: datetime | None) -> str:
    """Return a sentence where the day is no working day, or where its year's holidays are not known; else nothing."""
    if instant is None:
        return ""
    day = in_bangkok(instant).date()
    holiday = holiday_on(day)
    if holiday is not None:
        said = {"name": holiday.name(page_language()), "next": when(next_working_day(day))}
        if holiday.is_official:
            return _("A public holiday: %(name)s. The next working day is %(next)s", **said)
        return _("A public holiday (list not official yet): %(name)s. The next working day is %(next)s", **said)
    if is_weekend(day):
        return _("A weekend. The next working day is %(next)s", next=when(next_working_day(day)))
    if not has_holidays(day):
        return _("The public holidays of this year are not known to the system yet")
    return ""
