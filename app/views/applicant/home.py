"""The first page of an agency: what it has entered, what is missing, what is open."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Cycle, Programme
from app.permissions import Permission, agencies_of
from app.queries.applicant_home import Home, HomeEntry, agency_home
from app.queries.public_programmes import calendar_of, programme_by_id
from app.services import applications
from app.views.access import current_actor, holds
from app.views.applicant import bp
from app.views.applicant.eligibility import day_in_use
from app.views.applicant.gap_words import gap_links
from app.views.applicant.score_panel import level_bands
from app.views.formatting import page_language
from app.views.public.calendar import ribbon_steps
from app.views.reasons import sentences
from workflows.application import ApplicationState
from workflows.errors import RuleBroken
from workflows.roles import Role

MOST_TASKS = 5
APPROVE = "approve"
_WRITING = frozenset({"write", "correct"})


@bp.get("/applications")
@holds(Permission.READ_FEEDBACK)
def list_applications() -> ResponseReturnValue:
    """List the applications of the person's agencies with the next step of each, and what is open now."""
    person = current_actor()
    home = agency_home(person, at=g.received_at)
    cycle, programmes = _present_cycle(home)
    writers = {agency.id for agency in agencies_of(person, {Role.COORDINATOR, Role.CONTRIBUTOR})}
    approvers = {agency.id for agency in agencies_of(person, {Role.HEAD, Role.DELEGATE})}
    steps = {entry.application.id: _next_step(entry, writers, approvers) for entry in home.entries}
    return render_template(
        "applicant/list_applications.html",
        home=home,
        first=_first(home, steps),
        approvals=sum(1 for step in steps.values() if step == APPROVE),
        cycle=cycle,
        calendar=ribbon_steps(calendar_of(programmes, at=g.received_at)),
        is_entered=any(cycle is each for each, _entries in home.cycles),
        next_steps=steps,
        may_start=bool(agencies_of(person, {Role.COORDINATOR})),
        managed=agencies_of(person, {Role.COORDINATOR, Role.HEAD}),
        tasks=_tasks(home, steps),
        bands_of=level_bands,
    )


def _present_cycle(home: Home) -> tuple[Cycle | None, list[Programme]]:
    """The cycle to show the calendar of, with its programmes: those entered in it, or those open where none is."""
    known = [*(cycle for cycle, _entries in home.cycles), *(each.programme.cycle for each in home.openings)]
    cycle = max(known, key=lambda each: each.year_be, default=None)
    entered = [each.application.programme for each in home.entries if each.application.programme.cycle is cycle]
    opened = [each.programme for each in home.openings if each.programme.cycle is cycle]
    return cycle, list(dict.fromkeys(entered or opened))


def _first(home: Home, steps: Mapping[uuid.UUID, str]) -> HomeEntry | None:
    """What is due soonest of all this person can do something with; of all the agency owes where there is none."""
    waiting = home.waiting
    own = (each for each in waiting if steps[each.application.id] in _WRITING | {APPROVE})
    return next(own, waiting[0] if waiting else None)


def _tasks(home: Home, steps: Mapping[uuid.UUID, str]) -> list[tuple[str, str, str]]:
    """What this person can do, soonest due first: an approval, or the first thing missing; words, way, title."""
    found = []
    for entry in home.waiting:
        application, document, step = entry.application, entry.document, steps[entry.application.id]
        title = application.title(page_language()) or application.programme.title(page_language())
        if step == APPROVE:
            found.append((_("Read and approve"), url_for(".approve_application", application_id=application.id), title))
        elif step in _WRITING and document is not None:
            found += [(text, url, title) for text, url in gap_links(document, document.gaps[:1])]
    return found[:MOST_TASKS]


def _next_step(entry: HomeEntry, writers: set[uuid.UUID], approvers: set[uuid.UUID]) -> str:
    """Name the one step this person takes next with an application; the template words it."""
    application = entry.application
    if entry.state == ApplicationState.AWAITING_APPROVAL and application.agency_id in approvers:
        return APPROVE
    if entry.state in ("draft", "report_due") and application.agency_id in writers:
        return "write"
    if entry.state == "returned" and application.agency_id in writers:
        return "correct"
    if entry.has_feedback:
        return "feedback"
    if entry.state == ApplicationState.ANNOUNCED:
        return "result"
    return "receipt" if entry.receipt is not None and not entry.waits_for_agency else "view"


@bp.post("/programmes/<uuid:programme_id>/applications")
@holds(Permission.START_APPLICATION)
def start_application(programme_id: uuid.UUID) -> ResponseReturnValue:
    """Start a draft for one of the person's agencies, or show which rule speaks against it."""
    programme = _programme_or_404(programme_id)
    chosen = request.form.get("agency_id", "")
    agency = next((each for each in agencies_of(current_actor()) if str(each.id) == chosen), None)
    if agency is None:
        abort(404)
    typed = request.form.get("since", "")
    since, fault = day_in_use(typed)
    rules = url_for(".check_eligibility", programme_id=programme.id, agency=agency.code, since=typed or None)
    if fault:
        return redirect(rules)
    try:
        application = applications.start_application(
            programme, agency, actor=current_actor(), received_at=g.received_at, in_use_since=since
        )
    except RuleBroken as broken:
        for reason in sentences(broken):
            flash(reason, "error")
        return redirect(rules)
    flash(_("Draft %(code)s is started", code=application.code), "success")
    return redirect(url_for(".show_application", application_id=application.id))


def _programme_or_404(programme_id: uuid.UUID) -> Programme:
    programme = programme_by_id(programme_id)
    if programme is None:
        abort(404)
    return programme
