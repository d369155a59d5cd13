"""The feedback report as the agency reads it: a page, a PDF, and a button that says it was read."""

from __future__ import annotations

from flask import Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Application
from app.permissions import Permission
from app.queries.agency_view import round_results, told_outcome
from app.queries.applicant_feedback import Feedback, feedback_of
from app.queries.applicant_team import released_feedback
from app.queries.number_status import number_status
from app.reports.feedback_report import render_feedback_report
from app.services.feedback import mark_feedback_read
from app.services.ledger import opening_is_recorded, record_opening
from app.views.access import current_actor, opens
from app.views.applicant import bp
from app.views.applicant.feedback_paper import feedback_paper
from app.views.formatting import page_language
from app.views.full_address import full_address
from rubrics.stages import Band
from workflows.scoring.standing import standing_at


@bp.get("/applications/<uuid:application_id>/feedback")
@opens(Application, Permission.READ_FEEDBACK)
def show_feedback(application: Application) -> ResponseReturnValue:
    """Show the released report; before its release there is none."""
    feedback = _opened(application)
    return render_template(
        "applicant/show_feedback.html",
        application=application,
        feedback=feedback,
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
    feedback, language = _opened(application), page_language()
    if not feedback.categories:
        abort(404)
    ledger = full_address("public.show_ledger")
    pdf = render_feedback_report(feedback_paper(feedback, language, ledger_address=ledger), language)
    response = Response(pdf, mimetype="application/pdf")
    response.headers.set("Content-Disposition", "attachment", filename=f"{application.code}-feedback.pdf")
    return response


@bp.post("/applications/<uuid:application_id>/feedback")
@opens(Application, Permission.READ_FEEDBACK)
def confirm_reading(application: Application) -> ResponseReturnValue:
    """Note that the agency read its report."""
    mark_feedback_read(_released(application).report, actor=current_actor())
    flash(_("Thank you. It is noted that the report was read"), "success")
    return redirect(url_for(".show_feedback", application_id=application.id))


def _opened(application: Application) -> Feedback:
    """The released report; the first opening is put on record, for staff to see that it arrived."""
    feedback = _released(application)
    if not opening_is_recorded(feedback.report):
        record_opening(feedback.report, actor=current_actor())
        feedback = _released(application)
    return feedback


def _released(application: Application) -> Feedback:
    report = released_feedback(application)
    if report is None:
        abort(404)
    return feedback_of(report)
