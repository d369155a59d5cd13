"""Starting from an earlier application, and what is otherwise than the year before."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.models import Application
from app.permissions import Permission, is_allowed
from app.queries.applicant_document import document_of
from app.queries.deadlines import open_programmes
from app.queries.last_year import carry_over_of, has_indicators, last_year, open_successors
from app.services.carry_over import start_from_earlier
from app.views.access import current_actor, opens
from app.views.applicant import bp
from app.views.applicant.eligibility import is_refused
from app.views.reasons import sentences
from workflows.errors import RuleBroken


@bp.get("/applications/<uuid:application_id>/copy")
@opens(Application, Permission.START_APPLICATION)
def copy_application(application: Application) -> ResponseReturnValue:
    """Offer what is open by the same criteria, and say what goes on and what does not."""
    return _copy_page(application, [])


def can_be_copied(application: Application) -> bool:
    """Say whether this person may copy it, and a programme is open that could take the copy."""
    if not is_allowed(Permission.START_APPLICATION, application, current_actor()):
        return False
    programmes = open_successors(application, open_programmes(g.received_at))
    return not all(is_refused(each, application.agency) for each in programmes)


def _copy_page(application: Application, reasons: list[str], status: int = 200) -> ResponseReturnValue:
    programmes = open_successors(application, open_programmes(g.received_at))
    refused = [each for each in programmes if is_refused(each, application.agency)]
    page = render_template(
        "applicant/copy_application.html",
        application=application,
        programmes=[each for each in programmes if each not in refused],
        refused=refused,
        has_indicators=has_indicators(application),
        reasons=reasons,
    )
    return page, status


@bp.post("/applications/<uuid:application_id>/copy")
@opens(Application, Permission.START_APPLICATION)
def start_copy(application: Application) -> ResponseReturnValue:
    """Begin a draft from this application, and show what was left out."""
    chosen = request.form.get("programme_id", "")
    programmes = open_successors(application, open_programmes(g.received_at))
    programme = next((each for each in programmes if str(each.id) == chosen), None)
    if programme is None:
        return _copy_page(application, [_("Choose what to copy it into")], 422)
    try:
        made = start_from_earlier(application, programme, actor=current_actor(), received_at=g.received_at)
    except RuleBroken as broken:
        return _copy_page(application, sentences(broken), 409)
    carried = carry_over_of(made)
    count = carried.answers if carried else 0
    flash(ngettext("%(num)s answer carried over", "%(num)s answers carried over", count), "success")
    return redirect(url_for(".show_last_year", application_id=made.id))


@bp.get("/applications/<uuid:application_id>/last-year")
@opens(Application, Permission.READ_FEEDBACK)
def show_last_year(application: Application) -> ResponseReturnValue:
    """Show item by item what was claimed and certified the year before, and what is asked otherwise now."""
    document = document_of(application)
    return render_template(
        "applicant/show_last_year.html",
        application=application,
        document=document,
        carried=carry_over_of(application),
        year=last_year(document),
        can_edit=document.is_editable(g.received_at),
    )
