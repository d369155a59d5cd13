"""What has happened to an application, in words, as far as its agency may know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Application
from app.permissions import Permission, is_allowed
from app.queries.agency_view import shown_state, told_outcome
from app.queries.applicant_team import released_feedback
from app.queries.applicant_timeline import BEING_ASSESSED, BY_AGENCY, Happening, happenings
from app.queries.receipts import receipts_of
from app.views.access import current_actor, opens
from app.views.applicant import bp
from app.views.formatting import page_language


@dataclass(frozen=True)
class Entry:
    """One line of the timeline, as the component shows it."""

    at: datetime
    title: str
    who: str
    note: str


@bp.get("/applications/<uuid:application_id>/timeline")
@opens(Application, Permission.VIEW_APPLICATION)
def show_timeline(application: Application) -> ResponseReturnValue:
    """Show what happened, newest first."""
    return render_template(
        "applicant/show_timeline.html",
        application=application,
        state=shown_state(application, g.received_at),
        entries=[_entry(each) for each in happenings(application)],
        receipts=receipts_of(application),
        outcome=told_outcome(application),
        feedback=released_feedback(application),
        reads_for_agency=is_allowed(Permission.READ_FEEDBACK, application, current_actor()),
    )


def _entry(happening: Happening) -> Entry:
    return Entry(happening.at, _titles()[happening.kind], _who(happening), happening.reason)


def _who(happening: Happening) -> str:
    if happening.who is not None:
        return happening.who.name(page_language())
    if happening.kind in BY_AGENCY:
        return _("The agency")
    return "" if happening.kind == BEING_ASSESSED else _("OPDC")


def _titles() -> dict[str, str]:
    return {
        "application_started": _("Draft started"),
        "send_for_approval": _("Sent to the head for approval"),
        "recall": _("Taken back for editing"),
        "send_back": _("Sent back to the team by the head"),
        "submit": _("Application submitted"),
        "submit_report": _("Application Report submitted"),
        "start_screening": _("Screening began"),
        "return": _("Returned for correction"),
        "screen_out": _("Did not pass screening"),
        "pass": _("Passed screening"),
        "open_report": _("Application Report asked for"),
        "enter_site_visit": _("A site visit is planned"),
        "announce": _("Result announced"),
        "withdraw": _("Withdrawn"),
        "disqualify": _("Disqualified"),
        "release_round": _("Result of the round released"),
        "release_feedback": _("Feedback report released"),
        BEING_ASSESSED: _("Being assessed"),
    }
