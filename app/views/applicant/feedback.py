"""The feedback report as the agency reads it: a page, a PDF, and a button that says it was read."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Application, FeedbackReport
from app.permissions import Permission
from app.queries.agency_view import round_results, told_outcome
from app.queries.applicant_feedback import Feedback, feedback_of
from app.queries.applicant_team import released_feedback
from app.queries.number_status import number_status
from app.services.feedback import mark_feedback_read
from app.services.ledger import opening_is_recorded, record_opening
from app.views.access import current_actor, opens
from app.views.applicant import bp
from app.views.papers import paper_attachment
from rubrics.stages import Band
from workflows.scoring.printing import page_total
from workflows.scoring.standing import standing_at


@bp.get("/applications/<uuid:application_id>/feedback")
@opens(Application, Permission.READ_FEEDBACK)
def show_feedback(application: Application) -> ResponseReturnValue:
    """Show the released report; before its release there is none."""
    feedback = feedback_of(_opened(application))
    return render_template(
        "applicant/show_feedback.html",
        application=application,
        feedback=feedback,
        total_words=page_total(feedback.rubric),
        outcome=told_outcome(application),
        next_band=_next_band(feedback),
        rounds=round_results(application),
        has_paper=bool(feedback.categories),
        status=number_status(application.programme, "bands" if feedback.has_series else "nodes"),
    )


def _next_band(feedback: Feedback) -> Band | None:
    if not feedback.has_series or not feedback.total:
        return None
    return standing_at(feedback.rubric.bands, feedback.total).next


@bp.get("/applications/<uuid:application_id>/feedback.pdf")
@opens(Application, Permission.READ_FEEDBACK)
def download_feedback(application: Application) -> ResponseReturnValue:
    """Give the report as an accessible PDF."""
    return paper_attachment(_opened(application), name=f"{application.code}-feedback.pdf")


@bp.post("/applications/<uuid:application_id>/feedback")
@opens(Application, Permission.READ_FEEDBACK)
def confirm_reading(application: Application) -> ResponseReturnValue:
    """Note that the agency read its report."""
    mark_feedback_read(_released(application), actor=current_actor())
    flash(_("Thank you. It is noted that the report was read"), "success")
    return redirect(url_for(".show_feedback", application_id=application.id))


def _opened(application: Application) -> FeedbackReport:
    """The released report; the first opening is put on record, for staff to see that it arrived."""
    report = _released(application)
    if not opening_is_recorded(report):
        record_opening(report, actor=current_actor())
    return report


def _released(application: Application) -> FeedbackReport:
    report = released_feedback(application)
    if report is None:
        abort(404)
    return report
