"""When and where a visit is, who goes, and the calendar file of it for the panel."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from flask import Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.clock import now
from app.models import Application, Person
from app.permissions import Permission, is_allowed
from app.queries.application_facts import panel_of
from app.queries.visit_page import VisitPage
from app.reports.visit_calendar import visit_calendar
from app.services.visits import Schedule, check_schedule, schedule_visit
from app.views.access import current_actor, opens, settings
from app.views.day_notes import day_notes, unnoticed
from app.views.formatting import page_language
from app.views.panel import bp
from app.views.panel.forms import ScheduleForm
from app.views.panel.visits import visit_or_404
from app.views.reasons import show_on
from workflows.application import ApplicationState
from workflows.errors import RuleBroken
from workflows.site_visit import has_begun

_MOST_DIGITS = 9
_TIMES = ("starts_at", "ends_at")


@bp.route("/site-visits/<uuid:application_id>/schedule", methods=["GET", "POST"])
@opens(Application, Permission.SCHEDULE_VISIT)
def plan_visit(application: Application) -> ResponseReturnValue:
    """Set or move the visit, as its lead or as an officer; panel and agency are invited."""
    page = visit_or_404(application)
    if application.state is not ApplicationState.SITE_VISIT:
        abort(404)
    form, people = _form(page), {str(seat.assessor_id): seat.assessor for seat in panel_of(application)}
    form.participants.choices = [(key, person.name(page_language())) for key, person in people.items()]
    reasons: list[str | tuple[str, str]] = []
    if form.validate_on_submit():
        stands = not unnoticed(form, *_TIMES)
        ask = schedule_visit if stands else check_schedule  # a day off is only spoken of once nothing else is wrong
        try:
            ask(application, _wanted(form, people), actor=current_actor(), seen=_seen(form))
        except RuleBroken as broken:
            reasons += show_on(form, broken)
        if stands and not (reasons or form.errors):
            flash(_what_was_done(form.starts_at.data), "success")
            return redirect(_home(application))
    notes = _notes(form)
    reasons += unnoticed(form, *(name for name, note in notes.items() if note))
    form.seen.data = str(page.visit.revision if page.visit else 0)
    body = render_template(
        "panel/plan_visit.html",
        application=application,
        visit=page.visit,
        form=form,
        notes=notes,
        reasons=reasons,
        is_panel=_is_of_panel(application),
        home=_home(application),
    )
    return body, 422 if reasons or form.errors else 200


def _notes(form: ScheduleForm) -> dict[str, str]:
    """What is said beside the times: nothing while one of them is wrong, and once of a visit of one day."""
    notes = day_notes(form, *_TIMES)
    if any(form[name].errors for name in _TIMES):
        return dict.fromkeys(_TIMES, "")
    return notes if notes["starts_at"] != notes["ends_at"] else notes | {"ends_at": ""}


def _what_was_done(starts_at: datetime) -> str:
    if has_begun(starts_at, now()):
        return _("The time the visit was held is corrected. Nobody is invited to a time that has passed")
    return _("The visit is scheduled. The panel and the agency are invited")


def _seen(form: ScheduleForm) -> int:
    """The revision the page showed; what is no revision was never shown."""
    seen = form.seen.data or ""
    return int(seen) if seen.isdecimal() and len(seen) <= _MOST_DIGITS else -1


def _is_of_panel(application: Application) -> bool:
    return is_allowed(Permission.AGREE, application, current_actor())


def _home(application: Application) -> str:
    """Where the reader sees the visit: its panel on its page, an officer on the record."""
    page = "panel.show_visit" if _is_of_panel(application) else "secretariat.show_record"
    return url_for(page, application_id=application.id)


def _wanted(form: ScheduleForm, people: Mapping[str, Person]) -> Schedule:
    return Schedule(
        starts_at=form.starts_at.data,
        ends_at=form.ends_at.data,
        is_online=form.how.data == "online",
        place=form.place.data or "",
        agenda=form.agenda.data or "",
        participants=[people[key] for key in form.participants.data or ()],
    )


@bp.get("/site-visits/<uuid:application_id>/visit.ics")
@opens(Application, Permission.VIEW_VISIT)
def download_calendar(application: Application) -> ResponseReturnValue:
    """Give the visit as a calendar file."""
    visit = visit_or_404(application).visit
    if visit is None or visit.starts_at is None:
        abort(404)
    file = visit_calendar(visit, application, page_language(), settings().base_url, _home(application))
    response = Response(file, mimetype="text/calendar")
    response.headers.set("Content-Disposition", "attachment", filename=f"{application.code}-visit.ics")
    return response


def _form(page: VisitPage) -> ScheduleForm:
    """The form with what is planned so far; the whole panel goes unless somebody is taken out."""
    visit = page.visit
    if visit is None or visit.starts_at is None:
        return ScheduleForm(participants=[str(seat.assessor_id) for seat in panel_of(page.application)], how="on_site")
    return ScheduleForm(
        starts_at=visit.starts_at,
        ends_at=visit.ends_at,
        how="online" if visit.is_online else "on_site",
        place=visit.place,
        agenda=visit.agenda,
        participants=[str(person.id) for person in page.going],
    )
