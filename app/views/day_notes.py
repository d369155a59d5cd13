"""What is said beside a date: that offices are closed on it, so that no deadline falls on such a day unnoticed."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from app.thai import in_bangkok
from app.thai.days_off import has_holidays, holiday_on, is_weekend, next_working_day
from app.views.formatting import page_language, when
from app.views.secretariat.forms import PlanForm, ReturnForm, SheetsDueForm


def due_note(form: PlanForm | ReturnForm | SheetsDueForm) -> str:
    """Return what is said beside the due time somebody sent; nothing before."""
    return day_note(form.due_at.data) if form.is_submitted() else ""


def is_noticed(form: PlanForm | ReturnForm | SheetsDueForm) -> bool:
    """Say whether the due time is a working day's, or whoever sent it says that it stands all the same."""
    return not due_note(form) or bool(form.despite_day_off.data)


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
